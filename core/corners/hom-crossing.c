/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "homography/hom-crossing.h"

/* Edges are looked at so far around a point, in pixels. */
#define RADIUS 5

/* The most that can be asked for, in pixels: what takes longer is no answer to
 * a pointer that moves.
 */
#define MOST_REACH 64.0

/* A crossing is this strong at least: the edges of steps by 1/30 of the range
 * have it, and ordinary noise has not.
 */
#define LEAST_STRENGTH 2e-3

/* So strong it is beside the strongest that is in reach, and so round: an edge
 * alone has 0, a right angle 1.
 */
#define LEAST_SHARE 0.2
#define LEAST_ROUND 0.2

/* It is looked for so often, from where it was found, until it stays. */
#define N_STEPS 10
#define STAYS   0.01

/* The sums of g·gᵀ, and of g·gᵀ·x, over the window around a point. */
typedef struct
{
  gdouble xx, xy, yy, x, y;
} Tensor;

/* @gx, @gy: the gradient of a part of the image, whose first pixel is (x0, y0).
 * @strengths: how strong a crossing is at each pixel that is in reach.
 */
typedef struct
{
  gint     x0, y0, width, height;
  gfloat  *gx, *gy;
  gdouble *strengths;
} Field;

static gdouble
brightness (const HomImage *image, gint x, gint y)
{
  const gfloat *pixel = hom_image_pixel (image, CLAMP (x, 0, image->width - 1),
                                         CLAMP (y, 0, image->height - 1));

  if (image->channels < 3)
    return pixel[0];

  return ((gdouble) pixel[0] + pixel[1] + pixel[2]) / 3.0;
}

/* Takes the gradient by Scharr's operator, whose direction is right to a
 * hundredth of a radian.
 */
static void
take_gradient (const HomImage *image, Field *field)
{
  for (gint j = 0; j < field->height; j++)
    for (gint i = 0; i < field->width; i++)
      {
        gdouble v[3][3];

        for (gint k = 0; k < 9; k++)
          v[k / 3][k % 3] = brightness (image, field->x0 + i + k % 3 - 1,
                                        field->y0 + j + k / 3 - 1);
        field->gx[j * field->width + i] =
            (gfloat) ((3.0 * (v[0][2] - v[0][0] + v[2][2] - v[2][0]) +
                       10.0 * (v[1][2] - v[1][0])) /
                      32.0);
        field->gy[j * field->width + i] =
            (gfloat) ((3.0 * (v[2][0] - v[0][0] + v[2][2] - v[0][2]) +
                       10.0 * (v[2][1] - v[0][1])) /
                      32.0);
      }
}

/* Sums over a window, which fades towards its rim, around a pixel of the field.
 *
 * @is_hollow: whether it fades towards its middle, too: there a corner is
 *   rounded by the lens and the pixels, and the edges are not straight.
 */
static Tensor
sum_up (const Field *field, gint x, gint y, gboolean is_hollow)
{
  Tensor sum = { 0.0 };

  for (gint j = MAX (y - RADIUS, 0); j <= MIN (y + RADIUS, field->height - 1);
       j++)
    for (gint i = MAX (x - RADIUS, 0); i <= MIN (x + RADIUS, field->width - 1);
         i++)
      {
        gdouble square = (gdouble) (i - x) * (i - x) +
                         (gdouble) (j - y) * (j - y);
        gdouble weight = exp (-2.0 * square / (RADIUS * RADIUS)) *
                         (is_hollow ? square / (RADIUS * RADIUS) : 1.0);
        gdouble gx    = field->gx[j * field->width + i];
        gdouble gy    = field->gy[j * field->width + i];
        gdouble along = gx * (i + 0.5) + gy * (j + 0.5);

        sum.xx += weight * gx * gx;
        sum.xy += weight * gx * gy;
        sum.yy += weight * gy * gy;
        sum.x += weight * gx * along;
        sum.y += weight * gy * along;
      }

  return sum;
}

/* Returns: 0 where there is an edge only, or nothing. */
static gdouble
find_strength (const Tensor *tensor)
{
  gdouble trace = tensor->xx + tensor->yy;
  gdouble det   = tensor->xx * tensor->yy - tensor->xy * tensor->xy;

  if (! isfinite (det) || ! (trace > 0.0) ||
      ! (4.0 * det >= LEAST_ROUND * trace * trace))
    return 0.0;

  return det / trace;
}

static Field *
field_new (const HomImage *image, HomPoint point, gdouble reach)
{
  Field *field = g_new (Field, 1);
  gint   x1    = (gint) ceil (point.x + reach) + RADIUS;
  gint   y1    = (gint) ceil (point.y + reach) + RADIUS;

  field->x0        = MAX ((gint) floor (point.x - reach) - RADIUS, 0);
  field->y0        = MAX ((gint) floor (point.y - reach) - RADIUS, 0);
  field->width     = MAX (MIN (x1, image->width) - field->x0, 0);
  field->height    = MAX (MIN (y1, image->height) - field->y0, 0);
  field->gx        = g_new (gfloat, (gsize) field->width * field->height);
  field->gy        = g_new (gfloat, (gsize) field->width * field->height);
  field->strengths = g_new0 (gdouble, (gsize) field->width * field->height);
  take_gradient (image, field);

  return field;
}

static void
field_free (Field *field)
{
  g_free (field->gx);
  g_free (field->gy);
  g_free (field->strengths);
  g_free (field);
}

static gdouble
distance (const Field *field, gint x, gint y, HomPoint point)
{
  return hypot (field->x0 + x + 0.5 - point.x, field->y0 + y + 0.5 - point.y);
}

/* Returns: the strength of the strongest crossing in reach. */
static gdouble
find_strengths (Field *field, HomPoint point, gdouble reach)
{
  gdouble best = 0.0;

  for (gint y = 0; y < field->height; y++)
    for (gint x = 0; x < field->width; x++)
      if (distance (field, x, y, point) <= reach)
        {
          Tensor  tensor   = sum_up (field, x, y, FALSE);
          gdouble strength = find_strength (&tensor);

          field->strengths[y * field->width + x] = strength;
          best                                   = MAX (best, strength);
        }

  return best;
}

/* Tells whether none of the pixels around is stronger. */
static gboolean
is_peak (const Field *field, gint x, gint y)
{
  gdouble strength = field->strengths[y * field->width + x];

  for (gint j = MAX (y - 1, 0); j <= MIN (y + 1, field->height - 1); j++)
    for (gint i = MAX (x - 1, 0); i <= MIN (x + 1, field->width - 1); i++)
      if (field->strengths[j * field->width + i] > strength)
        return FALSE;

  return TRUE;
}

/* Goes to where the edges in the window cross: the point p with the least sum
 * of (g·(x − p))².
 *
 * Returns: FALSE when it is not in the window that it was looked for in.
 */
static gboolean
refine (const Field *field, gint x, gint y, HomPoint *crossing)
{
  HomPoint last = { x + 0.5, y + 0.5 };

  for (gint step = 0; step < N_STEPS; step++)
    {
      gint    at_x   = (gint) floor (last.x);
      gint    at_y   = (gint) floor (last.y);
      Tensor  tensor = sum_up (field, at_x, at_y, TRUE);
      gdouble det    = tensor.xx * tensor.yy - tensor.xy * tensor.xy;

      if (find_strength (&tensor) <= 0.0)
        return FALSE;

      crossing->x = (tensor.yy * tensor.x - tensor.xy * tensor.y) / det;
      crossing->y = (tensor.xx * tensor.y - tensor.xy * tensor.x) / det;
      if (! (hypot (crossing->x - x - 0.5, crossing->y - y - 0.5) <= RADIUS) ||
          crossing->x < 0.0 || crossing->y < 0.0 ||
          crossing->x >= field->width || crossing->y >= field->height)
        return FALSE;
      if (hypot (crossing->x - last.x, crossing->y - last.y) < STAYS)
        break;
      last = *crossing;
    }

  crossing->x += field->x0;
  crossing->y += field->y0;

  return TRUE;
}

/* Finds the peak next to a point, and takes it away.
 *
 * Returns: FALSE when there is none any more.
 */
static gboolean
take_nearest (Field *field, HomPoint point, gdouble least, gint *x, gint *y)
{
  gdouble nearest = G_MAXDOUBLE;

  for (gint j = 0; j < field->height; j++)
    for (gint i = 0; i < field->width; i++)
      if (field->strengths[j * field->width + i] >= least &&
          distance (field, i, j, point) < nearest && is_peak (field, i, j))
        {
          nearest = distance (field, i, j, point);
          *x      = i;
          *y      = j;
        }
  if (nearest == G_MAXDOUBLE)
    return FALSE;

  field->strengths[*y * field->width + *x] = 0.0;

  return TRUE;
}

/**
 * hom_find_crossing:
 * @image: one channel, or colors in the first three.
 * @point: a point, in pixels, by the place of the image in the plane.
 * @reach: how far away the crossing may be, in pixels; at most 64.
 * @crossing: (out): the crossing, to a fraction of a pixel.
 *
 * Finds where edges cross: the corner of a sheet, a window or a tile that is
 * next to a point. A crossing that is faint beside another one in reach is
 * passed over. It takes less than a millisecond.
 *
 * The method is that of W. Förstner and E. Gülch, A fast operator for detection
 * and precise location of distinct points, corners and centres of circular
 * features, ISPRS 1987.
 *
 * Returns: FALSE when there is none, or @image is no image; @crossing stays as
 *   it is then.
 *
 * Since: 0.9
 */
gboolean
hom_find_crossing (const HomImage *image,
                   HomPoint        point,
                   gdouble         reach,
                   HomPoint       *crossing)
{
  gboolean is_found = FALSE;
  HomPoint inside, found;
  Field   *field;
  gdouble  least;
  gint     x = 0;
  gint     y = 0;

  if (! hom_image_check (image, "image", NULL))
    return FALSE;

  inside = (HomPoint){ point.x - image->x, point.y - image->y };
  if (reach > MOST_REACH)
    reach = MOST_REACH;
  if (! (reach >= 0.0 && inside.x >= -reach && inside.y >= -reach &&
         inside.x <= image->width + reach && inside.y <= image->height + reach))
    return FALSE;

  field = field_new (image, inside, reach);
  least = MAX (LEAST_STRENGTH,
               LEAST_SHARE * find_strengths (field, inside, reach));
  while (! is_found && take_nearest (field, inside, least, &x, &y))
    is_found = refine (field, x, y, &found) &&
               hypot (found.x - inside.x, found.y - inside.y) <= reach + 1.0;
  field_free (field);

  if (is_found)
    *crossing = (HomPoint){ found.x + image->x, found.y + image->y };

  return is_found;
}
