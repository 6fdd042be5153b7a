/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "base/hom-bilinear.h"
#include "base/hom-memory.h"
#include "base/hom-order-statistics.h"
#include "corners/hom-side-strip.h"

/* The most stations along a side at which the edge is looked for, and the most
 * pixels along it that are averaged at each.
 */
#define MAX_STATIONS 160
#define MAX_AVERAGED 16

/* The distance from the line, in pixels, at which a maximum counts e^½ times
 * less.
 */
#define NEARNESS 1.4

/* An edge has RIDGE times the contrast that is BESIDE it, in steps: there, the
 * blur of an edge has ended. Of stations that show only noise, the sums differ
 * by a tenth.
 */
#define BESIDE 2
#define RIDGE  1.25

/* The number of positions of either end of a side that are tried. */
#define N_TRIED 33

/* Tukey's biweight at 4.685 standard deviations has 95 % of the efficiency of
 * least squares.
 */
#define TUKEY    4.685
#define N_PASSES 6

/* The radius of the kernel, in steps. */
#define RADIUS 3

/* Adds the values at a point; beyond the border, those of the border: there is
 * no edge then.
 */
static void
add_sample (const HomImage *image, gdouble x, gdouble y, gfloat *out)
{
  gint          channels = image->channels;
  gdouble       column   = CLAMP (x - 0.5, 0.0, image->width - 1.0);
  gdouble       row      = CLAMP (y - 0.5, 0.0, image->height - 1.0);
  gint          i        = MIN ((gint) column, image->width - 2);
  gint          j        = MIN ((gint) row, image->height - 2);
  const gfloat *corner   = hom_image_pixel (image, i, j);

  for (gint c = 0; c < channels; c++)
    out[c] += hom_bilinear (corner + c, channels, image->stride, column - i,
                            row - j);
}

/* The derivative of a Gaussian of σ = 1 step. */
static const gfloat kernel[2 * RADIUS + 1] = { -0.0133f, -0.1080f, -0.2420f,
                                               0.0f,     0.2420f,  0.1080f,
                                               0.0133f };

/* Returns the point at a distance along the side, from its beginning. */
static HomPoint
point_along (const HomSideStrip *strip, gdouble t)
{
  return (HomPoint){ strip->start.x + t * strip->along.x,
                     strip->start.y + t * strip->along.y };
}

static gboolean
is_inside (const HomImage *image, HomPoint p)
{
  return p.x >= 0.0 && p.y >= 0.0 && p.x <= image->width &&
         p.y <= image->height;
}

/* Reads the values along the normal at a station.
 *
 * Returns: FALSE when the side is not in the picture there.
 */
static gboolean
read_profile (const HomSideStrip *strip, gint station, gfloat *values)
{
  gint    channels = strip->image->channels;
  gint    n        = 2 * (strip->reach + RADIUS) + 1;
  gdouble spacing  = strip->length * (1.0 - 2.0 * strip->ends) /
                    strip->n_stations;
  gint    averaged = CLAMP (spacing, 1, MAX_AVERAGED);
  gdouble centre   = strip->length * strip->ends + (station + 0.5) * spacing;
  gdouble first    = centre - 0.5 * (averaged - 1);

  if (! is_inside (strip->image, point_along (strip, first)) ||
      ! is_inside (strip->image, point_along (strip, first + averaged - 1)))
    return FALSE;

  for (gint k = 0; k < n * channels; k++)
    values[k] = 0.0f;
  for (gint k = 0; k < n; k++)
    for (gint m = 0; m < averaged; m++)
      {
        HomPoint p = point_along (strip, first + m);
        gdouble  d = (k - strip->reach - RADIUS) * strip->step;

        add_sample (strip->image, p.x + d * strip->normal.x,
                    p.y + d * strip->normal.y, values + k * channels);
      }

  return TRUE;
}

static gboolean
make_strengths (HomSideStrip *strip, gint station, gfloat *values)
{
  gint    channels = strip->image->channels;
  gint    first    = station * (2 * strip->reach + 1);
  gfloat *out      = strip->strengths + first;
  gfloat *roots    = strip->roots + first;

  if (! read_profile (strip, station, values))
    return FALSE;
  for (gint k = 0; k <= 2 * strip->reach; k++)
    {
      gfloat squares = 0.0f;

      for (gint c = 0; c < channels; c++)
        {
          gfloat sum = 0.0f;

          for (gint m = 0; m <= 2 * RADIUS; m++)
            sum += kernel[m] * values[(k + m) * channels + c];
          squares += sum * sum;
        }
      out[k] = sqrtf (squares);
      if (! isfinite (out[k]))
        return FALSE;
      roots[k] = sqrtf (out[k]);
    }

  return TRUE;
}

/* Measures the contrasts across a side from @a to @b.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY; then, too, the strip is to be cleared.
 */
gboolean
hom_side_strip_init (HomSideStrip   *strip,
                     const HomImage *image,
                     HomPoint        a,
                     HomPoint        b,
                     gdouble         ends,
                     gint            reach,
                     gdouble         step,
                     GError        **error)
{
  const gint             n_values = 2 * (reach + RADIUS) + 1;
  hom_automemory gfloat *values   = NULL;

  strip->image      = image;
  strip->start      = a;
  strip->length     = hypot (b.x - a.x, b.y - a.y);
  strip->along      = (HomPoint){ (b.x - a.x) / strip->length,
                                  (b.y - a.y) / strip->length };
  strip->normal     = (HomPoint){ strip->along.y, -strip->along.x };
  strip->n_stations = CLAMP (strip->length / 2, 2, MAX_STATIONS);
  strip->ends       = ends;
  strip->reach      = reach;
  strip->step       = step;
  strip->seen       = g_new0 (gboolean, strip->n_stations);
  strip->strengths  = hom_memory_new (
       2 * strip->n_stations, (2 * reach + 1) * sizeof (gfloat), TRUE, error);
  if (strip->strengths)
    values = hom_memory_new (n_values, image->channels * sizeof (gfloat), FALSE,
                             error);
  if (values)
    strip->roots = strip->strengths + strip->n_stations * (2 * reach + 1);
  for (gint i = 0; values && i < strip->n_stations; i++)
    {
      strip->seen[i] = make_strengths (strip, i, values);
      if (! strip->seen[i])
        memset (strip->roots + i * (2 * reach + 1), 0,
                (2 * reach + 1) * sizeof (gfloat));
    }

  return values != NULL;
}

void
hom_side_strip_clear (HomSideStrip *strip)
{
  hom_memory_free (strip->strengths);
  g_free (strip->seen);
}

/* Returns the place of a station along the side, from −1 to 1. */
static gdouble
place_of (const HomSideStrip *strip, gint station)
{
  return (2.0 * station + 1.0) / strip->n_stations - 1.0;
}

/* Measures the contrast along the line @offset + @slope · place: the sum of
 * roots, so that one strong spot does not decide.
 */
gdouble
hom_side_strip_contrast (const HomSideStrip *strip,
                         gdouble             offset,
                         gdouble             slope)
{
  const gint    width = 2 * strip->reach + 1;
  const gfloat *roots = strip->roots;
  const gfloat  from  = strip->reach + offset + slope * place_of (strip, 0);
  const gfloat  by    = slope * 2.0 / strip->n_stations;
  gdouble       sum   = 0.0;

  /* What is not seen is 0. */
  for (gint k = 0; k < strip->n_stations; k++, roots += width)
    sum += roots[(gint) (from + k * by + 0.5f)];

  return sum;
}

/* Sums up the roots of the contrasts of the outer half of the stations, at a
 * distance from the side.
 */
static gdouble
contrast_of_end (const HomSideStrip *strip, gint distance)
{
  const gint width = 2 * strip->reach + 1;
  gdouble    sum   = 0.0;

  for (gint k = strip->n_stations / 2; k < strip->n_stations; k++)
    sum += strip->roots[k * width + strip->reach + distance];

  return sum;
}

/* Tells whether the outer half of the side has an edge, however faint: more
 * contrast than on both sides of it, where the skirts of a stronger edge nearby
 * would have more on one.
 */
gboolean
hom_side_strip_has_edge (const HomSideStrip *strip)
{
  gint    beside = MIN (BESIDE, strip->reach);
  gdouble here   = contrast_of_end (strip, 0);
  gdouble inside = contrast_of_end (strip, -beside);
  gdouble beyond = contrast_of_end (strip, beside);

  return here > MAX (inside, beyond) && here > RIDGE * MIN (inside, beyond);
}

/* Finds the line along which there is the most contrast, of those that are up
 * to @near off at the beginning and up to @far at the end, both within reach;
 * the side itself, where none has more.
 *
 * Returns: its contrast.
 */
gdouble
hom_side_strip_search (const HomSideStrip *strip,
                       gdouble             near,
                       gdouble             far,
                       gdouble            *offset,
                       gdouble            *slope)
{
  gdouble most = hom_side_strip_contrast (strip, 0.0, 0.0);

  *offset = *slope = 0.0;
  for (gint i = 0; i < N_TRIED; i++)
    for (gint j = 0; j < N_TRIED; j++)
      {
        gdouble from     = near * (2.0 * i / (N_TRIED - 1) - 1.0);
        gdouble to       = far * (2.0 * j / (N_TRIED - 1) - 1.0);
        gdouble contrast = hom_side_strip_contrast (strip, (from + to) / 2.0,
                                                    (to - from) / 2.0);

        if (contrast > most)
          {
            most    = contrast;
            *offset = (from + to) / 2.0;
            *slope  = (to - from) / 2.0;
          }
      }

  return most;
}

/* Finds where the parabola through three logarithms is highest, from the
 * middle: the maximum of a Gaussian, which the blurred derivative of a step
 * nearly is.
 */
static gdouble
peak_of (gfloat before, gfloat here, gfloat after)
{
  gdouble fall = log (here / before);
  gdouble rise = log (here / after);

  return before > 0.0f && after > 0.0f ? 0.5 * (fall - rise) / (fall + rise) :
                                         0.0;
}

/* Finds the maximum at a station that is strong and near the line. */
static gboolean
find_maximum (const HomSideStrip *strip,
              gint                station,
              gdouble             line,
              gdouble            *at)
{
  const gfloat *s    = strip->strengths + station * (2 * strip->reach + 1);
  gdouble       best = 0.0;

  if (! strip->seen[station])
    return FALSE;
  for (gint k = 1; k < 2 * strip->reach; k++)
    if (s[k] > s[k - 1] && s[k] >= s[k + 1])
      {
        gdouble p      = k - strip->reach + peak_of (s[k - 1], s[k], s[k + 1]);
        gdouble weight = s[k] * exp (-(p - line) * (p - line) /
                                     (2.0 * NEARNESS * NEARNESS));

        if (weight > best)
          {
            best = weight;
            *at  = p;
          }
      }

  return best > 0.0;
}

static gboolean
fit (const gdouble *places,
     const gdouble *ats,
     gint           n,
     gdouble       *offset,
     gdouble       *slope)
{
  g_autofree gfloat *sizes = g_new (gfloat, 2 * n + 1);
  gdouble            scale = G_MAXDOUBLE;

  if (n < 8)
    return FALSE;
  for (gint pass = 0; pass < N_PASSES; pass++)
    {
      gdouble w = 0, x = 0, xx = 0, y = 0, xy = 0;

      for (gint i = 0; i < n; i++)
        sizes[i] = fabs (ats[i] - *offset - *slope * places[i]);
      scale = MAX (hom_median (sizes, n, sizes + n) / HOM_MEDIAN_ABSOLUTE,
                   0.02);
      for (gint i = 0; i < n; i++)
        {
          gdouble r = (ats[i] - *offset - *slope * places[i]) / (TUKEY * scale);
          gdouble weight = fabs (r) < 1.0 ? (1.0 - r * r) * (1.0 - r * r) : 0.0;

          w += weight;
          x += weight * places[i];
          xx += weight * places[i] * places[i];
          y += weight * ats[i];
          xy += weight * places[i] * ats[i];
        }
      if (! (w * xx - x * x > 1e-9 * w * w))
        return FALSE;
      *slope  = (w * xy - x * y) / (w * xx - x * x);
      *offset = (y - *slope * x) / w;
    }

  return TRUE;
}

/* Fits a line to the maxima across the side that lie near the one given, and
 * ignores those that lie far from what most have in common.
 *
 * Returns: FALSE where there are too few.
 */
gboolean
hom_side_strip_fit (const HomSideStrip *strip, gdouble *offset, gdouble *slope)
{
  g_autofree gdouble *places = g_new (gdouble, strip->n_stations);
  g_autofree gdouble *ats    = g_new (gdouble, strip->n_stations);
  gint                n      = 0;

  for (gint i = 0; i < strip->n_stations; i++)
    {
      places[n] = place_of (strip, i);
      if (find_maximum (strip, i, *offset + *slope * places[n], &ats[n]))
        n++;
    }

  return fit (places, ats, n, offset, slope);
}

/* Moves both ends of the side to a line of its strip. */
void
hom_side_strip_move (const HomSideStrip *strip,
                     gdouble             offset,
                     gdouble             slope,
                     HomPoint           *a,
                     HomPoint           *b)
{
  gdouble tilt = slope / (1.0 - 2.0 * strip->ends);
  gdouble by_a = (offset - tilt) * strip->step;
  gdouble by_b = (offset + tilt) * strip->step;

  a->x += by_a * strip->normal.x;
  a->y += by_a * strip->normal.y;
  b->x += by_b * strip->normal.x;
  b->y += by_b * strip->normal.y;
}
