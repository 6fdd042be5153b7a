/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "homography/hom-matrix-box.h"
#include "homography/hom-quad.h"

/* An image is followed this near to the horizon when nothing else bounds it, as
 * a share of the box's largest z. GEGL's transform cuts at the same 0.02.
 */
#define NEAR_HORIZON 0.02

/* A quadrilateral gains one vertex for each of five clip planes, or half as
 * many as it has where all of it is so near to the plane that the signs are
 * rounding: 4, 6, 9, 13, 19, 28.
 */
#define MAX_VERTICES 28

typedef struct
{
  gdouble a, b, z;
} Vertex;

/* A clip plane: a vertex at which its value is not negative is kept. */
typedef struct
{
  gdouble a, b, z, constant;
} Plane;

static void
map_corners (const HomMatrix *matrix, const HomBox *box, Vertex vertices[4])
{
  const gdouble *m = matrix->m;
  HomPoint       corners[4];

  hom_quad_from_box (box, corners);
  for (gint i = 0; i < 4; i++)
    {
      gdouble x = corners[i].x;
      gdouble y = corners[i].y;

      vertices[i].a = m[0] * x + m[1] * y + m[2];
      vertices[i].b = m[3] * x + m[4] * y + m[5];
      vertices[i].z = m[6] * x + m[7] * y + m[8];
    }
}

static gdouble
plane_distance (const Plane *plane, const Vertex *vertex)
{
  return plane->a * vertex->a + plane->b * vertex->b + plane->z * vertex->z +
         plane->constant;
}

/* Clips a polygon by Sutherland and Hodgman's method
 * (doi:10.1145/360767.360802), in homogeneous coordinates, where the horizon is
 * a plane like the others.
 *
 * Returns: the number of vertices that are left.
 */
static gint
clip_polygon (Vertex vertices[MAX_VERTICES], gint n, const Plane *plane)
{
  Vertex kept[MAX_VERTICES];
  gint   n_kept = 0;

  for (gint i = 0; i < n; i++)
    {
      const Vertex *p  = &vertices[i];
      const Vertex *q  = &vertices[(i + 1) % n];
      gdouble       dp = plane_distance (plane, p);
      gdouble       dq = plane_distance (plane, q);

      if (dp >= 0.0)
        kept[n_kept++] = *p;
      if ((dp >= 0.0) != (dq >= 0.0))
        {
          gdouble t = dp / (dp - dq);

          kept[n_kept++] = (Vertex){ p->a + t * (q->a - p->a),
                                     p->b + t * (q->b - p->b),
                                     p->z + t * (q->z - p->z) };
        }
    }

  for (gint i = 0; i < n_kept; i++)
    vertices[i] = kept[i];

  return n_kept;
}

/**
 * hom_matrix_map_box:
 * @matrix: H for the image of a box, W for its preimage.
 * @box: the box to map.
 * @within: (nullable): clips the result. Without it, what lies nearer to the
 *   horizon than 0.02 of the farthest corner's z is left out, since its image
 *   has no end.
 * @image: (out): the smallest box round the image of @box, all zero when
 *   there is none.
 *
 * Finds the box of a box's image.
 *
 * Returns: FALSE when @box has no image (inside @within): it is empty, or lies
 *   behind the horizon.
 */
gboolean
hom_matrix_map_box (const HomMatrix *matrix,
                    const HomBox    *box,
                    const HomBox    *within,
                    HomBox          *image)
{
  Vertex  vertices[MAX_VERTICES];
  Plane   planes[5];
  gint    n_planes = 0;
  gint    n        = 4;
  gdouble farthest = 0.0;

  *image = (HomBox){ 0.0, 0.0, 0.0, 0.0 };
  if (! (box->x1 > box->x0 && box->y1 > box->y0))
    return FALSE;

  map_corners (matrix, box, vertices);
  for (gint i = 0; i < 4; i++)
    farthest = MAX (farthest, vertices[i].z);
  if (! (farthest > 0.0))
    return FALSE;

  planes[n_planes++] = (Plane){ 0, 0, 1,
                                -farthest * (within ? 1e-12 : NEAR_HORIZON) };
  if (within)
    {
      planes[n_planes++] = (Plane){ 1, 0, -within->x0, 0 };
      planes[n_planes++] = (Plane){ -1, 0, within->x1, 0 };
      planes[n_planes++] = (Plane){ 0, 1, -within->y0, 0 };
      planes[n_planes++] = (Plane){ 0, -1, within->y1, 0 };
    }
  for (gint i = 0; i < n_planes; i++)
    n = clip_polygon (vertices, n, &planes[i]);
  if (n == 0)
    return FALSE;

  *image = (HomBox){ G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  for (gint i = 0; i < n; i++)
    {
      gdouble x = vertices[i].a / vertices[i].z;
      gdouble y = vertices[i].b / vertices[i].z;

      image->x0 = MIN (image->x0, x);
      image->y0 = MIN (image->y0, y);
      image->x1 = MAX (image->x1, x);
      image->y1 = MAX (image->y1, y);
    }

  /* Where one of the boxes is tiny beside the other, roundings lead out. A NaN
   * stays.
   */
  if (within && image->x0 < within->x0)
    image->x0 = within->x0;
  if (within && image->y0 < within->y0)
    image->y0 = within->y0;
  if (within && image->x1 > within->x1)
    image->x1 = within->x1;
  if (within && image->y1 > within->y1)
    image->y1 = within->y1;

  /* Also when it only touches @within, and for a NaN. */
  if (! (image->x1 > image->x0 && image->y1 > image->y0))
    {
      *image = (HomBox){ 0.0, 0.0, 0.0, 0.0 };
      return FALSE;
    }

  return TRUE;
}

/**
 * hom_matrix_has_horizon:
 *
 * Tells whether a part of a box lies on the horizon of a matrix or behind it.
 *
 * Returns: whether one does.
 */
gboolean
hom_matrix_has_horizon (const HomMatrix *matrix, const HomBox *box)
{
  Vertex vertices[4];

  map_corners (matrix, box, vertices);
  for (gint i = 0; i < 4; i++)
    if (! (vertices[i].z > 0.0))
      return TRUE;

  return FALSE;
}

/**
 * hom_matrix_face:
 *
 * Gives a matrix the sign that puts a box in front of its horizon. Matrices
 * from elsewhere are given up to any factor, also a negative one, which would
 * put all of a picture behind the horizon.
 *
 * Returns: −@matrix when all corners of @box lie behind the horizon of @matrix,
 *   else @matrix.
 */
HomMatrix
hom_matrix_face (const HomMatrix *matrix, const HomBox *box)
{
  HomMatrix facing = *matrix;
  Vertex    vertices[4];

  map_corners (matrix, box, vertices);
  for (gint i = 0; i < 4; i++)
    if (! (vertices[i].z < 0.0))
      return facing;

  for (gint i = 0; i < 9; i++)
    facing.m[i] = -facing.m[i];

  return facing;
}

/**
 * hom_matrix_corner_distance:
 * @a: a homography of @box.
 * @b: another homography of it.
 *
 * Measures how far two homographies take the corners of a box apart.
 *
 * Returns: the largest distance, in pixels of the image; %G_MAXDOUBLE when one
 * of them takes a corner behind the horizon.
 *
 * Since: 0.9
 */
gdouble
hom_matrix_corner_distance (const HomMatrix *a,
                            const HomMatrix *b,
                            const HomBox    *box)
{
  HomPoint corners[4];
  gdouble  largest = 0.0;

  hom_quad_from_box (box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p, q;

      if (! hom_matrix_apply (a, corners[i], &p) ||
          ! hom_matrix_apply (b, corners[i], &q))
        return G_MAXDOUBLE;
      largest = MAX (largest, hypot (p.x - q.x, p.y - q.y));
    }

  return largest;
}
