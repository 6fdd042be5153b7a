/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-median.h"
#include "hom-quad-sides.h"

/* Places along a side at which the edge is looked for, at most; and pixels
 * along it that are averaged at each.
 */
#define MAX_STATIONS 160
#define MAX_AVERAGED 16

/* The share of the side, at either end, that is left out: corners are rounded,
 * bent, or held.
 */
#define ENDS 0.06

/* How far from the side, in pixels of the map in which it was found. */
#define REACH 2.0

/* The same in pixels, once it is known to about one. */
#define FINE_REACH 3

/* Positions of either end of a side that are tried. */
#define N_TRIED 33

/* Tukey's biweight at 4.685 standard deviations has 95 % of the efficiency of
 * least squares.
 */
#define TUKEY    4.685
#define N_PASSES 6

/* A side from corner a to b, with contrasts across it at stations along it. */
typedef struct
{
  const HomImage *image;
  HomPoint        start, along, normal;
  gdouble         length;
  gint            n_stations;
  gint            reach;
  gfloat         *strengths; /* station by station, 2 · reach + 1 each */
  gboolean       *seen;
} Strip;

static gboolean
sample (const HomImage *image, gdouble x, gdouble y, gfloat *out)
{
  gint          channels = image->channels;
  gint          i = floor (x - 0.5), j = floor (y - 0.5);
  gfloat        u = x - 0.5 - i, v = y - 0.5 - j;
  const gfloat *a, *b;

  if (i < 0 || j < 0 || i + 1 >= image->width || j + 1 >= image->height)
    return FALSE;
  a = hom_image_pixel (image, i, j);
  b = hom_image_pixel (image, i, j + 1);
  for (gint c = 0; c < channels; c++)
    out[c] += (1.0f - v) * ((1.0f - u) * a[c] + u * a[c + channels]) +
              v * ((1.0f - u) * b[c] + u * b[c + channels]);

  return TRUE;
}

/* The derivative of a Gaussian, from −3 σ to 3 σ. */
static gint
make_kernel (gdouble sigma, gfloat **kernel)
{
  gint radius = ceil (3.0 * sigma);

  *kernel = g_new (gfloat, 2 * radius + 1);
  for (gint k = -radius; k <= radius; k++)
    (*kernel)[k + radius] = k / (sigma * sigma * sigma) *
                            exp (-0.5 * k * k / (sigma * sigma));

  return radius;
}

/* Along the normal at a station. */
static gboolean
read_profile (const Strip *strip, gint station, gint margin, gfloat *values)
{
  gint    channels = strip->image->channels;
  gint    n        = 2 * (strip->reach + margin) + 1;
  gdouble spacing  = strip->length * (1.0 - 2.0 * ENDS) / strip->n_stations;
  gint    averaged = CLAMP (spacing, 1, MAX_AVERAGED);
  gdouble centre   = strip->length * ENDS + (station + 0.5) * spacing;

  for (gint k = 0; k < n * channels; k++)
    values[k] = 0.0f;
  for (gint k = 0; k < n; k++)
    for (gint m = 0; m < averaged; m++)
      {
        gdouble t = centre + m - 0.5 * (averaged - 1);
        gdouble d = k - strip->reach - margin;

        if (! sample (strip->image,
                      strip->start.x + t * strip->along.x + d * strip->normal.x,
                      strip->start.y + t * strip->along.y + d * strip->normal.y,
                      values + k * channels))
          return FALSE;
      }

  return TRUE;
}

static gboolean
make_strengths (Strip        *strip,
                gint          station,
                const gfloat *kernel,
                gint          radius,
                gfloat       *values)
{
  gint    channels = strip->image->channels;
  gfloat *out      = strip->strengths + station * (2 * strip->reach + 1);

  if (! read_profile (strip, station, radius, values))
    return FALSE;
  for (gint k = 0; k <= 2 * strip->reach; k++)
    {
      gfloat squares = 0.0f;

      for (gint c = 0; c < channels; c++)
        {
          gfloat sum = 0.0f;

          for (gint m = 0; m <= 2 * radius; m++)
            sum += kernel[m] * values[(k + m) * channels + c];
          squares += sum * sum;
        }
      out[k] = sqrtf (squares);
      if (! isfinite (out[k]))
        return FALSE;
    }

  return TRUE;
}

static void
strip_init (Strip          *strip,
            const HomImage *image,
            HomPoint        a,
            HomPoint        b,
            gint            reach,
            gdouble         sigma)
{
  gfloat *kernel, *values;
  gint    radius = make_kernel (sigma, &kernel);

  strip->image      = image;
  strip->start      = a;
  strip->length     = hypot (b.x - a.x, b.y - a.y);
  strip->along      = (HomPoint) { (b.x - a.x) / strip->length,
                                   (b.y - a.y) / strip->length };
  strip->normal     = (HomPoint) { strip->along.y, -strip->along.x };
  strip->n_stations = CLAMP (strip->length / 2, 2, MAX_STATIONS);
  strip->reach      = reach;
  strip->strengths  = g_new0 (gfloat, strip->n_stations * (2 * reach + 1));
  strip->seen       = g_new0 (gboolean, strip->n_stations);
  values = g_new (gfloat, (2 * (reach + radius) + 1) * image->channels);
  for (gint i = 0; i < strip->n_stations; i++)
    strip->seen[i] = make_strengths (strip, i, kernel, radius, values);
  g_free (kernel);
  g_free (values);
}

static void
strip_clear (Strip *strip)
{
  g_free (strip->strengths);
  g_free (strip->seen);
}

/* From −1 to 1. */
static gdouble
place_of (const Strip *strip, gint station)
{
  return (2.0 * station + 1.0) / strip->n_stations - 1.0;
}

/* The line offset + slope · place along which the roots of the contrasts, so
 * that one strong spot does not decide, have the largest sum. */
static void
search_line (const Strip *strip, gdouble *offset, gdouble *slope)
{
  gdouble step = 2.0 * strip->reach / (N_TRIED - 1);
  gdouble most = -1.0;

  for (gint i = 0; i < N_TRIED; i++)
    for (gint j = 0; j < N_TRIED; j++)
      {
        gdouble from = -strip->reach + i * step, to = -strip->reach + j * step;
        gdouble sum = 0.0;

        for (gint k = 0; k < strip->n_stations; k++)
          if (strip->seen[k])
            {
              gdouble at = (from + to) / 2.0 +
                           (to - from) / 2.0 * place_of (strip, k);

              sum += sqrtf (strip->strengths[k * (2 * strip->reach + 1) +
                                             lrint (at) + strip->reach]);
            }
        if (sum > most)
          {
            most    = sum;
            *offset = (from + to) / 2.0;
            *slope  = (to - from) / 2.0;
          }
      }
}

/* The maximum at a station that is the nearest to the line, by a parabola. */
static gboolean
find_maximum (const Strip *strip, gint station, gdouble near, gdouble *at)
{
  const gfloat *s    = strip->strengths + station * (2 * strip->reach + 1);
  gdouble       best = 0.0;

  if (! strip->seen[station])
    return FALSE;
  for (gint k = 1; k < 2 * strip->reach; k++)
    if (s[k] > s[k - 1] && s[k] >= s[k + 1])
      {
        gdouble p = k - strip->reach +
                    0.5 * (s[k + 1] - s[k - 1]) /
                        (2.0 * s[k] - s[k - 1] - s[k + 1]);
        gdouble weight = s[k] * exp (-0.5 * (p - near) * (p - near) / 2.0);

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
  g_autofree gfloat *sizes = g_new (gfloat, n + 1);
  gdouble            scale = G_MAXDOUBLE;

  if (n < 8)
    return FALSE;
  for (gint pass = 0; pass < N_PASSES; pass++)
    {
      gdouble w = 0, x = 0, xx = 0, y = 0, xy = 0;

      for (gint i = 0; i < n; i++)
        sizes[i] = fabs (ats[i] - *offset - *slope * places[i]);
      scale = MAX (hom_median (sizes, n) / HOM_MEDIAN_ABSOLUTE, 0.02);
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

static gboolean
fit_maxima (const Strip *strip, gdouble *offset, gdouble *slope)
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

/* Moves both ends. */
static void
move (const Strip *strip,
      gdouble      offset,
      gdouble      slope,
      HomPoint    *a,
      HomPoint    *b)
{
  gdouble tilt = slope / (1.0 - 2.0 * ENDS);

  a->x += (offset - tilt) * strip->normal.x;
  a->y += (offset - tilt) * strip->normal.y;
  b->x += (offset + tilt) * strip->normal.x;
  b->y += (offset + tilt) * strip->normal.y;
}

static void
refine_side (const HomImage *image, gint reduction, HomPoint *a, HomPoint *b)
{
  gdouble offset = 0.0, slope = 0.0;
  Strip   strip;

  strip_init (&strip, image, *a, *b, ceil (REACH * reduction) + 1,
              MAX (reduction / 2.0, 1.0));
  search_line (&strip, &offset, &slope);
  move (&strip, offset, slope, a, b);
  strip_clear (&strip);

  for (gint i = 0; i < 3; i++)
    {
      HomPoint from = *a, to = *b;

      strip_init (&strip, image, *a, *b, FINE_REACH, 1.0);
      offset = slope = 0.0;
      if (fit_maxima (&strip, &offset, &slope) &&
          fabs (offset) + fabs (slope) <= FINE_REACH)
        move (&strip, offset, slope, &from, &to);
      *a = from;
      *b = to;
      strip_clear (&strip);
    }
}

static gboolean
intersect (HomPoint a, HomPoint b, HomPoint c, HomPoint d, HomPoint *p)
{
  gdouble ux = b.x - a.x, uy = b.y - a.y;
  gdouble vx = d.x - c.x, vy = d.y - c.y;
  gdouble det = ux * vy - uy * vx;
  gdouble t   = ((c.x - a.x) * vy - (c.y - a.y) * vx) / det;

  *p = (HomPoint) { a.x + t * ux, a.y + t * uy };

  return isfinite (p->x) && isfinite (p->y);
}

void
hom_quad_refine_sides (const HomImage *image, gint reduction, HomPoint quad[4])
{
  HomPoint sides[4][2];
  HomPoint refined[4];
  gboolean good = TRUE;

  for (gint i = 0; i < 4; i++)
    {
      sides[i][0] = quad[i];
      sides[i][1] = quad[(i + 1) % 4];
      refine_side (image, reduction, &sides[i][0], &sides[i][1]);
    }
  for (gint i = 0; i < 4; i++)
    good = good && intersect (sides[(i + 3) % 4][0], sides[(i + 3) % 4][1],
                              sides[i][0], sides[i][1], &refined[i]);
  for (gint i = 0; good && i < 4; i++)
    quad[i] = refined[i];
}
