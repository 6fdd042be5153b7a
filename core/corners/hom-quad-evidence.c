/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "corners/hom-quad-evidence.h"

/* The share of a side, at either end, where it is not looked at: the corner may
 * be rounded.
 */
#define ENDS 0.1

/* The most stations along a side. */
#define MAX_STATIONS 64

/* The distances from the side at which the colours are read, in pixels of the
 * map: beyond what blur, the smoothing and a bend of the side mix, nearer than
 * what a narrow border is wide.
 */
#define N_DISTANCES 2

static const gdouble distances[N_DISTANCES] = { 3.5, 5.5 };

/* A side at least this far inside of the picture has colours on both sides, in
 * pixels of the map: a sheet may fill all but a narrow rim.
 */
#define RIM 2.0

/* The least difference of colours that counts, as a share of the range: twice
 * what is left of noise of σ = 8 of 255 in the mean of some ten pixels.
 */
#define LEAST_STEP 0.02

/* The colours of one side. */
typedef struct
{
  gfloat  differences[MAX_STATIONS][HOM_MAX_CHANNELS];
  gint    n;
  gdouble mean[HOM_MAX_CHANNELS];
  gdouble outside[HOM_MAX_CHANNELS];
  gdouble inside[HOM_MAX_CHANNELS];
  gdouble contrast;
  gdouble different;
  gdouble hole;
} Colours;

static gdouble
dot (const gdouble *a, const gdouble *b, gint n)
{
  gdouble sum = 0.0;

  for (gint c = 0; c < n; c++)
    sum += a[c] * b[c];

  return sum;
}

/* Adds the mean colour at some distances from a point; at the rim of the map,
 * that of its last pixels.
 *
 * Returns: FALSE where the point is not inside, or the colour is no number.
 */
static gboolean
read_colour (const HomImage *picture,
             HomPoint        at,
             HomPoint        normal,
             gdouble         sign,
             gdouble        *colour)
{
  if (! (at.x >= RIM && at.y >= RIM && at.x <= picture->width - RIM &&
         at.y <= picture->height - RIM))
    return FALSE;

  for (gint c = 0; c < picture->channels; c++)
    colour[c] = 0.0;
  for (gint k = 0; k < N_DISTANCES; k++)
    {
      gdouble       x     = at.x + sign * distances[k] * normal.x;
      gdouble       y     = at.y + sign * distances[k] * normal.y;
      const gfloat *pixel = hom_image_pixel (picture,
                                             CLAMP (x, 0, picture->width - 1),
                                             CLAMP (y, 0, picture->height - 1));

      for (gint c = 0; c < picture->channels; c++)
        colour[c] += pixel[c] / N_DISTANCES;
    }

  return isfinite (dot (colour, colour, picture->channels));
}

/* Reads the colours along a side; @normal points inwards. */
static void
read_side (const HomImage *picture,
           HomPoint        a,
           HomPoint        b,
           HomPoint        normal,
           Colours        *colours)
{
  gdouble length = hypot (b.x - a.x, b.y - a.y);
  gint    n      = CLAMP (length / 2, 8, MAX_STATIONS);

  *colours = (Colours){ 0 };
  for (gint i = 0; i < n; i++)
    {
      gdouble  t  = ENDS + (1.0 - 2.0 * ENDS) * (i + 0.5) / n;
      HomPoint at = { a.x + t * (b.x - a.x), a.y + t * (b.y - a.y) };
      gdouble  inside[HOM_MAX_CHANNELS], outside[HOM_MAX_CHANNELS];

      if (! read_colour (picture, at, normal, 1.0, inside) ||
          ! read_colour (picture, at, normal, -1.0, outside))
        continue;
      for (gint c = 0; c < picture->channels; c++)
        {
          colours->differences[colours->n][c] = inside[c] - outside[c];
          colours->mean[c] += inside[c] - outside[c];
          colours->outside[c] += outside[c];
          colours->inside[c] += inside[c];
        }
      colours->n++;
    }
  for (gint c = 0; c < picture->channels; c++)
    {
      colours->mean[c] /= MAX (colours->n, 1);
      colours->outside[c] /= MAX (colours->n, 1);
      colours->inside[c] /= MAX (colours->n, 1);
    }
}

static gdouble
length_of (const gfloat *difference, gint channels)
{
  gdouble squares = 0.0;

  for (gint c = 0; c < channels; c++)
    squares += difference[c] * difference[c];

  return sqrt (squares);
}

/* Measures along how much of a side the colours differ. */
static void
measure_step (gint channels, Colours *colours)
{
  gint n_different = 0, run = 0, longest = 0;

  colours->contrast = sqrt (dot (colours->mean, colours->mean, channels));
  for (gint i = 0; i < colours->n; i++)
    {
      const gfloat *difference = colours->differences[i];
      gdouble       length     = length_of (difference, channels);

      n_different += length >= LEAST_STEP;
      run     = length >= LEAST_STEP ? 0 : run + 1;
      longest = MAX (longest, run);
    }
  colours->hole      = (gdouble) longest / MAX (colours->n, 1);
  colours->different = (gdouble) n_different / MAX (colours->n, 1);
}

/* Returns the mean colour, in one channel, inside of all sides but one. */
static gdouble
inside_of_others (const Colours  *sides,
                  const gboolean *is_border,
                  gint            one,
                  gint            channel)
{
  gdouble sum = 0.0;
  gint    n   = 0;

  for (gint i = 0; i < 4; i++)
    if (i != one && ! is_border[i])
      {
        sum += sides[i].inside[channel];
        n++;
      }

  return sum / MAX (n, 1);
}

/* Returns the least difference between the colour outside of one side and that
 * inside of the others: beyond a printed line, the sheet goes on.
 */
static gdouble
least_beyond (const Colours *sides, const gboolean *is_border, gint channels)
{
  gdouble least = G_MAXDOUBLE;

  for (gint i = 0; i < 4; i++)
    if (! is_border[i])
      {
        gdouble difference[HOM_MAX_CHANNELS];

        for (gint c = 0; c < channels; c++)
          difference[c] = sides[i].outside[c] -
                          inside_of_others (sides, is_border, i, c);
        least = MIN (least, sqrt (dot (difference, difference, channels)));
      }

  return least;
}

/* Compares the sides with each other. */
static void
compare (const Colours   *sides,
         const gboolean  *is_border,
         gint             channels,
         HomQuadEvidence *evidence)
{
  gdouble sum = 0.0, least = G_MAXDOUBLE, mean;
  gint    n = 0;

  for (gint i = 0; i < 4; i++)
    {
      if (is_border[i])
        continue;
      n++;
      sum += sides[i].contrast;
      least               = MIN (least, sides[i].contrast);
      evidence->different = MIN (evidence->different, sides[i].different);
      evidence->hole      = MAX (evidence->hole, sides[i].hole);
      for (gint j = 0; j < i; j++)
        {
          gdouble lengths = sides[i].contrast * sides[j].contrast;

          if (is_border[j])
            continue;
          evidence->agreement = MIN (evidence->agreement,
                                     dot (sides[i].mean, sides[j].mean,
                                          channels) /
                                         MAX (lengths, 1e-9));
        }
    }
  mean               = MAX (sum / MAX (n, 1), 1e-9);
  evidence->contrast = least / mean;
  evidence->beyond   = MIN (least_beyond (sides, is_border, channels) / mean,
                            1.0);
}

/* Reads the colours on both sides of each side of a quadrilateral. */
void
hom_quad_evidence_measure (const HomEdgeMap       *map,
                           const HomQuadCandidate *quad,
                           HomQuadEvidence        *evidence)
{
  const HomPoint *q = quad->corners;
  gdouble         turn;
  Colours         sides[4];

  turn = (q[1].x - q[0].x) * (q[2].y - q[1].y) -
         (q[1].y - q[0].y) * (q[2].x - q[1].x);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint a = q[i], b = q[(i + 1) % 4];
      gdouble  length = hypot (b.x - a.x, b.y - a.y);
      gdouble  scale  = copysign (1.0 / length, turn);

      read_side (map->picture, a, b,
                 (HomPoint){ -(b.y - a.y) * scale, (b.x - a.x) * scale },
                 &sides[i]);
    }
  for (gint i = 0; i < 4; i++)
    measure_step (map->picture->channels, &sides[i]);
  *evidence = (HomQuadEvidence){ .different = 1.0, .agreement = 1.0 };
  compare (sides, quad->is_border, map->picture->channels, evidence);
}
