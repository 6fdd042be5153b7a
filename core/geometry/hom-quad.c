/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "homography/hom-error.h"
#include "homography/hom-quad.h"

/* Twice the area of the triangle of three corners, as a share of the squared
 * size of the quadrilateral, below which they count as collinear: 0.004 px off
 * the line in 4000 px.
 */
#define COLLINEAR 1e-6

/* The focal lengths, as a share of the picture's diagonal, that a lens has:
 * 9 mm to 400 mm where the diagonal is 43 mm. What is recovered outside of them
 * is noise.
 */
#define SHORTEST_FOCAL_LENGTH 0.2
#define LONGEST_FOCAL_LENGTH  10.0

/* One corner must be farther away than its neighbour by this share for the
 * convergence of the sides to tell the focal length. Corners that are set 5 px
 * wrong on sides of 1000 px feign a share of 0.01.
 */
#define LEAST_CONVERGENCE 0.02

/**
 * hom_quad_from_box:
 * @quad: (out): the corners.
 *
 * Lists the corners of a box.
 */
void
hom_quad_from_box (const HomBox *box, HomPoint quad[4])
{
  quad[0] = (HomPoint){ box->x0, box->y0 };
  quad[1] = (HomPoint){ box->x1, box->y0 };
  quad[2] = (HomPoint){ box->x1, box->y1 };
  quad[3] = (HomPoint){ box->x0, box->y1 };
}

/* Finds twice the signed area of a triangle: positive when it turns clockwise
 * on the screen, where y grows downwards.
 */
static gdouble
turn (HomPoint a, HomPoint b, HomPoint c)
{
  return (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);
}

static gdouble
distance (HomPoint a, HomPoint b)
{
  return hypot (b.x - a.x, b.y - a.y);
}

/**
 * hom_quad_check:
 * @quad: four corners, in pixels. They may go round either way: the other way
 *   is a mirrored picture.
 *
 * Checks that four corners make a convex quadrilateral.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when a coordinate is not a finite
 *   number, with %HOM_ERROR_DEGENERATE when @quad has no homography to a
 *   rectangle: three corners on a line, sides that cross, an inward corner.
 */
gboolean
hom_quad_check (const HomPoint quad[4], GError **error)
{
  gdouble size        = 0.0;
  gint    n_clockwise = 0;

  for (gint i = 0; i < 4; i++)
    if (! isfinite (quad[i].x) || ! isfinite (quad[i].y))
      {
        g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                     _ ("Corner %d has a coordinate that is not a finite "
                        "number."),
                     i + 1);
        return FALSE;
      }

  for (gint i = 0; i < 4; i++)
    for (gint j = i + 1; j < 4; j++)
      size = MAX (size, distance (quad[i], quad[j]));

  for (gint i = 0; i < 4; i++)
    {
      gint    j    = (i + 1) % 4;
      gint    k    = (i + 2) % 4;
      gdouble area = turn (quad[i], quad[j], quad[k]);

      if (! (fabs (area) > COLLINEAR * size * size))
        {
          g_set_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                       _ ("Corners %d, %d and %d lie on one line."), i + 1,
                       j + 1, k + 1);
          return FALSE;
        }
      if (area > 0.0)
        n_clockwise++;
    }

  if (n_clockwise == 2)
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("The sides of the quadrilateral cross. The "
                              "corners "
                              "go top left, top right, bottom right, bottom "
                              "left."));
      return FALSE;
    }
  if (n_clockwise != 0 && n_clockwise != 4)
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("The quadrilateral has an inward corner."));
      return FALSE;
    }

  return TRUE;
}

/**
 * hom_quad_is_clockwise:
 * @quad: a quadrilateral.
 *
 * Tells whether the corners go round clockwise where y points down, as those of
 * hom_quad_from_box() do. The image of a rectangle whose corners go round the
 * other way shows its mirror image.
 *
 * Since: 0.9
 */
gboolean
hom_quad_is_clockwise (const HomPoint quad[4])
{
  gdouble area = 0.0;

  for (gint i = 0; i < 4; i++)
    area += quad[i].x * quad[(i + 1) % 4].y - quad[(i + 1) % 4].x * quad[i].y;

  return area > 0.0;
}

/**
 * hom_quad_mean_sides:
 * @width: (out): the mean of the top and the bottom side, in pixels.
 * @height: (out): the mean of the left and the right side.
 *
 * Measures the mean sides of a quadrilateral.
 */
void
hom_quad_mean_sides (const HomPoint quad[4], gdouble *width, gdouble *height)
{
  *width  = (distance (quad[0], quad[1]) + distance (quad[3], quad[2])) / 2.0;
  *height = (distance (quad[0], quad[3]) + distance (quad[1], quad[2])) / 2.0;
}

/**
 * hom_quad_in_front:
 * @matrix: a homography that shows at least one corner of @box.
 * @box: any box that is not empty.
 * @quad: (out): @box itself or, where the horizon of @matrix crosses it, the
 *   part of the same shape in the corner farthest from the horizon.
 *
 * Finds a rectangle by whose corners and their images @matrix can be stored.
 */
void
hom_quad_in_front (const HomMatrix *matrix, const HomBox *box, HomPoint quad[4])
{
  const gdouble *m = matrix->m;
  HomPoint       corner;
  gdouble        nearest  = G_MAXDOUBLE;
  gdouble        farthest = -G_MAXDOUBLE;
  gdouble        share;

  hom_quad_from_box (box, quad);
  corner = quad[0];
  for (gint i = 0; i < 4; i++)
    {
      gdouble z = m[6] * quad[i].x + m[7] * quad[i].y + m[8];

      if (z > farthest)
        corner = quad[i];
      nearest  = MIN (nearest, z);
      farthest = MAX (farthest, z);
    }

  /* Down to a tenth of the largest z, which is well in front. */
  if (nearest > 0.1 * farthest)
    return;
  share = 0.9 * farthest / (farthest - nearest);
  for (gint i = 0; i < 4; i++)
    {
      quad[i].x = corner.x + share * (quad[i].x - corner.x);
      quad[i].y = corner.y + share * (quad[i].y - corner.y);
    }
}

/* Finds the coordinates of a corner from the principal point, in units of the
 * diagonal.
 */
static void
ray (HomPoint corner, HomPoint principal_point, gdouble diagonal, gdouble m[3])
{
  m[0] = (corner.x - principal_point.x) / diagonal;
  m[1] = (corner.y - principal_point.y) / diagonal;
  m[2] = 1.0;
}

static gdouble
triple_product (const gdouble a[3], const gdouble b[3], const gdouble c[3])
{
  return (a[1] * b[2] - a[2] * b[1]) * c[0] +
         (a[2] * b[0] - a[0] * b[2]) * c[1] +
         (a[0] * b[1] - a[1] * b[0]) * c[2];
}

/**
 * hom_quad_aspect_ratio:
 * @quad: the image of a rectangle, in pixels; one that hom_quad_check()
 *   accepts.
 * @principal_point: where the optical axis meets the picture: its centre,
 *   unless it was cropped.
 * @diagonal: the picture's diagonal, in pixels, by which the focal length is
 *   judged.
 * @aspect_ratio: (out): width / height of the rectangle.
 * @focal_length: (out) (optional): the focal length of the camera, in pixels; 0
 *   when the sides are parallel and it cannot be told.
 *
 * Recovers the true side ratio of a rectangle from its perspective image, for
 * square pixels and no lens distortion: Zhang & He, Whiteboard scanning and
 * image enhancement (doi:10.1016/j.dsp.2006.05.006), equations 11, 12, 20, 21.
 *
 * Returns: FALSE when the ratio cannot be told, since one pair of opposite
 *   sides is nearly parallel and the other is not, or since no lens would show
 *   a rectangle like this.
 */
gboolean
hom_quad_aspect_ratio (const HomPoint quad[4],
                       HomPoint       principal_point,
                       gdouble        diagonal,
                       gdouble       *aspect_ratio,
                       gdouble       *focal_length)
{
  gdouble m1[3], m2[3], m3[3], m4[3];
  gdouble across[3], down[3];
  gdouble k2, k3;
  gdouble inverse_f2 = 0.0;

  /* The paper's order is top left, top right, bottom left, bottom right. */
  ray (quad[0], principal_point, diagonal, m1);
  ray (quad[1], principal_point, diagonal, m2);
  ray (quad[3], principal_point, diagonal, m3);
  ray (quad[2], principal_point, diagonal, m4);

  k2 = triple_product (m1, m4, m3) / triple_product (m2, m4, m3);
  k3 = triple_product (m1, m4, m2) / triple_product (m3, m4, m2);
  for (gint i = 0; i < 3; i++)
    {
      across[i] = k2 * m2[i] - m1[i];
      down[i]   = k3 * m3[i] - m1[i];
    }

  if (fabs (across[2]) > LEAST_CONVERGENCE &&
      fabs (down[2]) > LEAST_CONVERGENCE)
    {
      inverse_f2 = -(across[2] * down[2]) /
                   (across[0] * down[0] + across[1] * down[1]);
      if (! (inverse_f2 >=
                 1.0 / (LONGEST_FOCAL_LENGTH * LONGEST_FOCAL_LENGTH) &&
             inverse_f2 <=
                 1.0 / (SHORTEST_FOCAL_LENGTH * SHORTEST_FOCAL_LENGTH)))
        return FALSE;
    }
  else if (fabs (across[2]) > LEAST_CONVERGENCE ||
           fabs (down[2]) > LEAST_CONVERGENCE)
    {
      return FALSE;
    }

  if (inverse_f2 > 0.0)
    *aspect_ratio = sqrt (
        ((across[0] * across[0] + across[1] * across[1]) * inverse_f2 +
         across[2] * across[2]) /
        ((down[0] * down[0] + down[1] * down[1]) * inverse_f2 +
         down[2] * down[2]));
  else
    *aspect_ratio = hypot (across[0], across[1]) / hypot (down[0], down[1]);

  if (focal_length)
    *focal_length = inverse_f2 > 0.0 ? diagonal / sqrt (inverse_f2) : 0.0;

  return isfinite (*aspect_ratio) && *aspect_ratio > 0.0;
}
