/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "hom-error.h"
#include "hom-matrix.h"
#include "hom-quad.h"

/* A determinant this small, beside the sum of the absolute values of its six
 * products, is rounding: the matrix is singular. The measure does not change
 * when a row or a column is scaled, so a large offset does no harm.
 */
#define SINGULAR 1e-12

/* How near to the horizon an image is followed when nothing else bounds it, as
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

/* Where the value is positive, a vertex is kept. */
typedef struct
{
  gdouble a, b, z, constant;
} Plane;

/**
 * hom_matrix_translation:
 *
 * Returns: the matrix that moves each point by (@dx, @dy).
 */
HomMatrix
hom_matrix_translation (gdouble dx, gdouble dy)
{
  return (HomMatrix) { { 1, 0, dx, 0, 1, dy, 0, 0, 1 } };
}

/**
 * hom_matrix_multiply:
 *
 * Returns: the product @a·@b, which applies @b first and then @a.
 */
HomMatrix
hom_matrix_multiply (const HomMatrix *a, const HomMatrix *b)
{
  HomMatrix product;

  for (gint i = 0; i < 3; i++)
    for (gint j = 0; j < 3; j++)
      product.m[3 * i + j] = a->m[3 * i + 0] * b->m[0 + j] +
                             a->m[3 * i + 1] * b->m[3 + j] +
                             a->m[3 * i + 2] * b->m[6 + j];

  return product;
}

/**
 * hom_matrix_transpose:
 *
 * Returns: the transpose of @matrix.
 */
HomMatrix
hom_matrix_transpose (const HomMatrix *matrix)
{
  const gdouble *m = matrix->m;

  return (HomMatrix) { { m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5],
                         m[8] } };
}

/**
 * hom_matrix_normalize:
 *
 * Scales by a positive number, so that the homography and its horizon stay what
 * they are.
 *
 * Returns: the multiple of @matrix whose last coefficient is 1 or −1 or, where
 *   that is next to nothing, whose largest one is.
 */
HomMatrix
hom_matrix_normalize (const HomMatrix *matrix)
{
  HomMatrix normalized = *matrix;
  gdouble   largest    = 0.0;
  gdouble   scale;

  for (gint i = 0; i < 9; i++)
    largest = MAX (largest, fabs (matrix->m[i]));

  scale = fabs (matrix->m[8]);
  if (scale <= 1e-9 * largest)
    scale = largest;
  if (scale > 0.0)
    for (gint i = 0; i < 9; i++)
      normalized.m[i] /= scale;

  return normalized;
}

/**
 * hom_matrix_is_finite:
 *
 * Returns: whether no coefficient of @matrix is infinite or a NaN.
 */
gboolean
hom_matrix_is_finite (const HomMatrix *matrix)
{
  for (gint i = 0; i < 9; i++)
    if (! isfinite (matrix->m[i]))
      return FALSE;

  return TRUE;
}

/**
 * hom_matrix_invert:
 * @inverse: (out): the true inverse, not a multiple of it, so that a point in
 *   front of the horizon goes there and back.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when a coefficient is not a finite
 *   number, with %HOM_ERROR_DEGENERATE when @matrix is singular.
 */
gboolean
hom_matrix_invert (const HomMatrix *matrix, HomMatrix *inverse, GError **error)
{
  const gdouble *m           = matrix->m;
  gdouble        determinant = 0.0;
  gdouble        magnitude   = 0.0;
  HomMatrix      adjugate;

  if (! hom_matrix_is_finite (matrix))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                           _ ("The matrix has a coefficient that is not a "
                              "finite number."));
      return FALSE;
    }

  adjugate = (HomMatrix) { {
      m[4] * m[8] - m[5] * m[7],
      m[2] * m[7] - m[1] * m[8],
      m[1] * m[5] - m[2] * m[4],
      m[5] * m[6] - m[3] * m[8],
      m[0] * m[8] - m[2] * m[6],
      m[2] * m[3] - m[0] * m[5],
      m[3] * m[7] - m[4] * m[6],
      m[1] * m[6] - m[0] * m[7],
      m[0] * m[4] - m[1] * m[3],
  } };

  for (gint i = 0; i < 3; i++)
    {
      const gdouble *n = m + 3;
      gint           j = (i + 1) % 3;
      gint           k = (i + 2) % 3;

      determinant += m[i] * adjugate.m[3 * i];
      magnitude += fabs (m[i]) *
                   (fabs (n[j] * n[3 + k]) + fabs (n[k] * n[3 + j]));
    }

  if (! (fabs (determinant) > SINGULAR * magnitude) || ! isfinite (determinant))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("The matrix is singular: it would collapse the "
                              "picture to a line or a point."));
      return FALSE;
    }

  for (gint i = 0; i < 9; i++)
    inverse->m[i] = adjugate.m[i] / determinant;

  return TRUE;
}

/**
 * hom_matrix_apply:
 * @image: (out): where @point goes; (0, 0) where it has no image.
 *
 * Returns: FALSE when @point lies on the horizon or behind it.
 */
gboolean
hom_matrix_apply (const HomMatrix *matrix, HomPoint point, HomPoint *image)
{
  const gdouble *m = matrix->m;
  gdouble        z = m[6] * point.x + m[7] * point.y + m[8];

  *image = (HomPoint) { 0.0, 0.0 };
  if (! (z > 0.0))
    return FALSE;

  image->x = (m[0] * point.x + m[1] * point.y + m[2]) / z;
  image->y = (m[3] * point.x + m[4] * point.y + m[5]) / z;

  return isfinite (image->x) && isfinite (image->y);
}

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

/* Sutherland and Hodgman's clipping (doi:10.1145/360767.360802), in homogeneous
 * coordinates, where the horizon is a plane like the others.
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

          kept[n_kept++] = (Vertex) { p->a + t * (q->a - p->a),
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

  *image = (HomBox) { 0.0, 0.0, 0.0, 0.0 };
  if (! (box->x1 > box->x0 && box->y1 > box->y0))
    return FALSE;

  map_corners (matrix, box, vertices);
  for (gint i = 0; i < 4; i++)
    farthest = MAX (farthest, vertices[i].z);
  if (! (farthest > 0.0))
    return FALSE;

  planes[n_planes++] = (Plane) { 0, 0, 1,
                                 -farthest * (within ? 1e-12 : NEAR_HORIZON) };
  if (within)
    {
      planes[n_planes++] = (Plane) { 1, 0, -within->x0, 0 };
      planes[n_planes++] = (Plane) { -1, 0, within->x1, 0 };
      planes[n_planes++] = (Plane) { 0, 1, -within->y0, 0 };
      planes[n_planes++] = (Plane) { 0, -1, within->y1, 0 };
    }
  for (gint i = 0; i < n_planes; i++)
    n = clip_polygon (vertices, n, &planes[i]);
  if (n == 0)
    return FALSE;

  *image = (HomBox) { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };
  for (gint i = 0; i < n; i++)
    {
      gdouble x = vertices[i].a / vertices[i].z;
      gdouble y = vertices[i].b / vertices[i].z;

      image->x0 = MIN (image->x0, x);
      image->y0 = MIN (image->y0, y);
      image->x1 = MAX (image->x1, x);
      image->y1 = MAX (image->y1, y);
    }

  /* Also when it only touches @within, and for a NaN. */
  if (! (image->x1 > image->x0 && image->y1 > image->y0))
    {
      *image = (HomBox) { 0.0, 0.0, 0.0, 0.0 };
      return FALSE;
    }

  return TRUE;
}

/**
 * hom_matrix_has_horizon:
 *
 * Returns: whether a part of @box lies on the horizon of @matrix or behind it.
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
 * Matrices from elsewhere are given up to any factor, also a negative one,
 * which would put all of a picture behind the horizon.
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

/* Takes the unit square to a quadrilateral: Heckbert, Fundamentals of Texture
 * Mapping and Image Warping (UCB/CSD-89-516), section 2.2.3.
 */
static HomMatrix
square_to_quad (const HomPoint q[4])
{
  gdouble dx1         = q[1].x - q[2].x;
  gdouble dy1         = q[1].y - q[2].y;
  gdouble dx2         = q[3].x - q[2].x;
  gdouble dy2         = q[3].y - q[2].y;
  gdouble sx          = q[0].x - q[1].x + q[2].x - q[3].x;
  gdouble sy          = q[0].y - q[1].y + q[2].y - q[3].y;
  gdouble determinant = dx1 * dy2 - dx2 * dy1;
  gdouble g           = (sx * dy2 - dx2 * sy) / determinant;
  gdouble h           = (dx1 * sy - sx * dy1) / determinant;

  return (HomMatrix) { {
      q[1].x - q[0].x + g * q[1].x,
      q[3].x - q[0].x + h * q[3].x,
      q[0].x,
      q[1].y - q[0].y + g * q[1].y,
      q[3].y - q[0].y + h * q[3].y,
      q[0].y,
      g,
      h,
      1.0,
  } };
}

/**
 * hom_matrix_from_corners:
 * @source: a convex quadrilateral: top left, top right, bottom right, bottom
 *   left.
 * @target: another one, in the same order.
 * @matrix: (out): takes each corner of @source to that of @target, normalized.
 *   Both quadrilaterals lie in front of its horizon.
 *
 * Returns: FALSE with the error of hom_quad_check() when one of them is not a
 *   convex quadrilateral.
 */
gboolean
hom_matrix_from_corners (const HomPoint source[4],
                         const HomPoint target[4],
                         HomMatrix     *matrix,
                         GError       **error)
{
  HomMatrix to_source;
  HomMatrix to_target;
  HomMatrix from_source;

  if (! hom_quad_check (source, error) || ! hom_quad_check (target, error))
    return FALSE;

  to_source = square_to_quad (source);
  to_target = square_to_quad (target);
  if (! hom_matrix_invert (&to_source, &from_source, error))
    return FALSE;

  *matrix = hom_matrix_multiply (&to_target, &from_source);
  *matrix = hom_matrix_normalize (matrix);

  return TRUE;
}

/**
 * hom_matrix_forward_gradient:
 * @w: the sampling matrix W.
 * @dl_dw: dL/dW there.
 *
 * Returns: dL/dH for the forward matrix H = W⁻¹, which is −Wᵀ (dL/dW) Wᵀ.
 */
HomMatrix
hom_matrix_forward_gradient (const HomMatrix *w, const HomMatrix *dl_dw)
{
  HomMatrix transposed = hom_matrix_transpose (w);
  HomMatrix gradient   = hom_matrix_multiply (&transposed, dl_dw);

  gradient = hom_matrix_multiply (&gradient, &transposed);
  for (gint i = 0; i < 9; i++)
    gradient.m[i] = -gradient.m[i];

  return gradient;
}
