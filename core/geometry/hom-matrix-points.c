/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/hom-lapack.h"
#include "homography/hom-error.h"
#include "homography/hom-matrix-points.h"

/* The mean distance from their centre, as a share of its distance from the
 * origin, below which points coincide: the rounding of coordinates.
 */
#define COINCIDENT 1e-13

/* The variance across a line, as a share of that along it, below which points
 * are on the line: 0.0004 px in 4000 px.
 */
#define FLAT 1e-14

/* Twice the area of three of four points, as a share of the squared size of the
 * four, below which the three are on one line: as in hom-quad.c.
 */
#define COLLINEAR 1e-6

/* The second smallest singular value of the equations, as a share of the
 * largest, below which they have more than one solution. Four points as near to
 * a line as COLLINEAR allows have 1e-7.
 */
#define UNDETERMINED 1e-10

/* The smallest singular value of the matrix in normalized coordinates, as a
 * share of the largest, below which the picture would collapse.
 */
#define COLLAPSED 1e-10

/* This many equations are factorized at a time. */
#define BLOCK_ROWS 512

#define N_UNKNOWNS 9

typedef struct
{
  const gchar    *name;
  const HomPoint *points;
  const gdouble  *weights;
  gsize           n;
  HomPoint        centre;
  gdouble         scale;
} PointSet;

/* Equations, by columns, as LAPACK wants them: the rows of R from the QR
 * factorisation of those so far and, below them, those that are not yet in it.
 */
typedef struct
{
  gdouble a[N_UNKNOWNS][BLOCK_ROWS];
  gint    n_rows;
} Equations;

static gdouble
weight_of (const gdouble *weights, gsize i)
{
  return weights ? weights[i] : 1.0;
}

static gboolean
check_pairs (const PointSet *source, const PointSet *target, GError **error)
{
  gsize n_counting = 0;

  for (gsize i = 0; i < source->n; i++)
    {
      gdouble weight = weight_of (source->weights, i);

      if (! (weight >= 0.0) || ! isfinite (weight))
        {
          g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                       _ ("The weight of pair %lu is not a finite number of at "
                          "least 0."),
                       (gulong) i + 1);
          return FALSE;
        }
      if (! (weight > 0.0))
        continue;

      if (! isfinite (source->points[i].x) ||
          ! isfinite (source->points[i].y) ||
          ! isfinite (target->points[i].x) || ! isfinite (target->points[i].y))
        {
          g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                       _ ("Pair %lu of points has a coordinate that is not a "
                          "finite number."),
                       (gulong) i + 1);
          return FALSE;
        }
      n_counting++;
    }

  if (n_counting < 4)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("A homography needs at least 4 pairs of points, not "
                      "%lu."),
                   (gulong) n_counting);
      return FALSE;
    }

  return TRUE;
}

static HomPoint
normalized_point (const PointSet *set, gsize i)
{
  return (HomPoint) { (set->points[i].x - set->centre.x) * set->scale,
                      (set->points[i].y - set->centre.y) * set->scale };
}

/* Finds Hartley's normalization of a set: the centre goes to 0, the mean
 * distance from it to √2.
 *
 * Returns: FALSE when all points are the same one.
 */
static gboolean
normalize (PointSet *set, GError **error)
{
  gdouble sum  = 0.0;
  gdouble mean = 0.0;

  set->centre = (HomPoint) { 0.0, 0.0 };
  for (gsize i = 0; i < set->n; i++)
    if (weight_of (set->weights, i) > 0.0)
      {
        gdouble weight = weight_of (set->weights, i);

        /* A running mean does not overflow. */
        sum += weight;
        set->centre.x += (set->points[i].x - set->centre.x) * (weight / sum);
        set->centre.y += (set->points[i].y - set->centre.y) * (weight / sum);
      }
  for (gsize i = 0; i < set->n; i++)
    if (weight_of (set->weights, i) > 0.0)
      mean += weight_of (set->weights, i) / sum *
              hypot (set->points[i].x - set->centre.x,
                     set->points[i].y - set->centre.y);

  if (! (mean > COINCIDENT * hypot (set->centre.x, set->centre.y)))
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                   _ ("The points “%s” all lie in one place."), set->name);
      return FALSE;
    }
  set->scale = G_SQRT2 / mean;

  return TRUE;
}

/* Checks that the points do not all lie on one line, where the smaller
 * eigenvalue of their covariance is next to nothing.
 */
static gboolean
check_line (const PointSet *set, GError **error)
{
  gdouble covariance[4] = { 0.0 };
  gdouble eigenvalues[2];

  for (gsize i = 0; i < set->n; i++)
    if (weight_of (set->weights, i) > 0.0)
      {
        HomPoint p = normalized_point (set, i);

        /* Unweighted: a weight says nothing about where a point lies. */
        covariance[0] += p.x * p.x;
        covariance[2] += p.x * p.y;
        covariance[3] += p.y * p.y;
      }

  if (! hom_lapack_eigen ('N', 2, covariance, eigenvalues) ||
      ! (eigenvalues[0] > FLAT * eigenvalues[1]))
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                   _ ("The points “%s” all lie on one line."), set->name);
      return FALSE;
    }

  return TRUE;
}

/* Checks that of four points, no three lie on a line. Of more points, some may.
 */
static gboolean
check_triples (const PointSet *set, GError **error)
{
  gsize    four[4];
  HomPoint p[4];
  gint     n    = 0;
  gdouble  size = 0.0;

  for (gsize i = 0; i < set->n; i++)
    if (weight_of (set->weights, i) > 0.0)
      {
        if (n == 4)
          return TRUE;
        four[n] = i;
        p[n++]  = normalized_point (set, i);
      }

  for (gint i = 0; i < 4; i++)
    for (gint j = i + 1; j < 4; j++)
      size = MAX (size, hypot (p[i].x - p[j].x, p[i].y - p[j].y));

  for (gint omitted = 3; omitted >= 0; omitted--)
    {
      gint i = omitted > 0 ? 0 : 1;
      gint j = omitted > 1 ? 1 : 2;
      gint k = omitted > 2 ? 2 : 3;

      if (! (fabs ((p[j].x - p[i].x) * (p[k].y - p[i].y) -
                   (p[j].y - p[i].y) * (p[k].x - p[i].x)) >
             COLLINEAR * size * size))
        {
          g_set_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                       _ ("Of the points “%s”, numbers %lu, %lu and %lu lie on "
                          "one line."),
                       set->name, (gulong) four[i] + 1, (gulong) four[j] + 1,
                       (gulong) four[k] + 1);
          return FALSE;
        }
    }

  return TRUE;
}

static void
factorize (Equations *equations)
{
  gdouble tau[N_UNKNOWNS];
  gdouble room[HOM_LAPACK_ROOM];

  LAPACKE_dgeqrf_work (LAPACK_COL_MAJOR, equations->n_rows, N_UNKNOWNS,
                       equations->a[0], BLOCK_ROWS, tau, room, HOM_LAPACK_ROOM);

  /* Below R are the reflectors of Q, which nobody asks for. */
  for (gint column = 0; column < N_UNKNOWNS; column++)
    for (gint row = column + 1; row < N_UNKNOWNS; row++)
      equations->a[column][row] = 0.0;
  equations->n_rows = MIN (equations->n_rows, N_UNKNOWNS);
}

static void
add_equation (Equations *equations, const gdouble row[N_UNKNOWNS])
{
  if (equations->n_rows == BLOCK_ROWS)
    factorize (equations);
  for (gint column = 0; column < N_UNKNOWNS; column++)
    equations->a[column][equations->n_rows] = row[column];
  equations->n_rows++;
}

/* Makes the two equations of each pair and factorizes them block by block into
 * R of a QR factorisation: the memory does not grow with the number of pairs,
 * and nothing is squared.
 */
static void
make_equations (const PointSet *source,
                const PointSet *target,
                Equations      *equations)
{
  gdouble largest = 0.0;

  for (gsize i = 0; i < source->n; i++)
    largest = MAX (largest, weight_of (source->weights, i));

  equations->n_rows = 0;
  for (gsize i = 0; i < source->n; i++)
    {
      gdouble  w = sqrt (weight_of (source->weights, i) / largest);
      HomPoint p, q;

      if (! (w > 0.0))
        continue;
      p = normalized_point (source, i);
      q = normalized_point (target, i);
      add_equation (equations,
                    (gdouble[]) { w * p.x, w * p.y, w, 0, 0, 0, -w * q.x * p.x,
                                  -w * q.x * p.y, -w * q.x });
      add_equation (equations,
                    (gdouble[]) { 0, 0, 0, w * p.x, w * p.y, w, -w * q.y * p.x,
                                  -w * q.y * p.y, -w * q.y });
    }

  /* Four pairs have eight equations: the ninth is 0 = 0. */
  while (equations->n_rows < N_UNKNOWNS)
    add_equation (equations, (gdouble[N_UNKNOWNS]) { 0.0 });
  factorize (equations);
}

/* Finds the unit vector for which the equations come nearest to 0. */
static gboolean
solve (Equations *equations, HomMatrix *matrix, GError **error)
{
  gdouble s[N_UNKNOWNS];
  gdouble vt[N_UNKNOWNS * N_UNKNOWNS];
  gdouble room[HOM_LAPACK_ROOM];

  if (LAPACKE_dgesvd_work (LAPACK_COL_MAJOR, 'N', 'A', N_UNKNOWNS, N_UNKNOWNS,
                           equations->a[0], BLOCK_ROWS, s, NULL, 1, vt,
                           N_UNKNOWNS, room, HOM_LAPACK_ROOM) != 0 ||
      ! (s[7] > UNDETERMINED * s[0]))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("More than one homography fits the pairs of "
                              "points: too many of them lie on one line or in "
                              "one place."));
      return FALSE;
    }

  for (gint i = 0; i < N_UNKNOWNS; i++)
    matrix->m[i] = vt[i * N_UNKNOWNS + N_UNKNOWNS - 1];

  return TRUE;
}

/* Gives @matrix the sign with which the points lie in front of the horizon, and
 * checks that they do and that it is a homography. It is in normalized
 * coordinates.
 */
static gboolean
face_points (const PointSet *source, HomMatrix *matrix, GError **error)
{
  const gdouble *m = matrix->m;
  gdouble        columns[9];
  gdouble        s[3], room[HOM_LAPACK_ROOM];
  gdouble        least = G_MAXDOUBLE;
  gdouble        most  = -G_MAXDOUBLE;

  for (gint i = 0; i < 9; i++)
    columns[i % 3 * 3 + i / 3] = m[i];
  if (hom_lapack_has_nan (columns, 9) ||
      LAPACKE_dgesvd_work (LAPACK_COL_MAJOR, 'N', 'N', 3, 3, columns, 3, s,
                           NULL, 1, NULL, 1, room, HOM_LAPACK_ROOM) != 0 ||
      ! (s[2] > COLLAPSED * s[0]))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("No homography fits the pairs of points: the "
                              "best one would collapse the picture to a line "
                              "or a point."));
      return FALSE;
    }

  for (gsize i = 0; i < source->n; i++)
    if (weight_of (source->weights, i) > 0.0)
      {
        HomPoint p = normalized_point (source, i);
        gdouble  z = m[6] * p.x + m[7] * p.y + m[8];

        least = MIN (least, z);
        most  = MAX (most, z);
      }

  if (! (least > 0.0 || most < 0.0))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("The homography that fits the pairs of points "
                              "puts the horizon between them. Check that the "
                              "pairs belong together."));
      return FALSE;
    }
  if (most < 0.0)
    for (gint i = 0; i < 9; i++)
      matrix->m[i] = -matrix->m[i];

  return TRUE;
}

/* Brings @matrix from normalized coordinates to pixels. */
static HomMatrix
denormalize (const PointSet  *source,
             const PointSet  *target,
             const HomMatrix *matrix)
{
  gdouble   a   = source->scale;
  gdouble   b   = 1.0 / target->scale;
  HomMatrix in  = { { a, 0, -a * source->centre.x, 0, a, -a * source->centre.y,
                      0, 0, 1 } };
  HomMatrix out = { { b, 0, target->centre.x, 0, b, target->centre.y, 0, 0,
                      1 } };
  HomMatrix product;

  product = hom_matrix_multiply (matrix, &in);
  product = hom_matrix_multiply (&out, &product);

  return hom_matrix_normalize (&product);
}

/**
 * hom_matrix_from_points:
 * @source: @n points, in pixels.
 * @target: where each of them goes.
 * @weights: (nullable): @n numbers of at least 0, the weights of the squared
 *   errors, of which only the ratios count. A pair of weight 0 is as good as
 *   absent. NULL is 1 for each pair.
 * @n: the number of pairs, at least 4. The memory needed does not depend on it.
 * @matrix: (out): normalized; all of @source lies in front of its horizon.
 *
 * Finds the homography of pairs of points by the normalized direct linear
 * transform (Hartley 1997, doi:10.1109/34.601246): minimizes the weighted sum
 * of squares of z times the error of the image, with z = 0 on the horizon. It
 * is exact for four pairs and for pairs without errors. Moving, turning or
 * scaling either set changes the result by just that. For errors of equal size
 * at all points it is close to the best estimate; it does not withstand wrong
 * pairs.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when a coordinate is not a finite
 *   number, a weight not a finite one of at least 0, or fewer than four pairs
 *   have a weight above 0; with %HOM_ERROR_DEGENERATE when so many points of a
 *   set coincide or lie on one line that more than one homography fits, or when
 *   the best fit has the horizon between the points or is singular.
 */
gboolean
hom_matrix_from_points (const HomPoint *source,
                        const HomPoint *target,
                        const gdouble  *weights,
                        gsize           n,
                        HomMatrix      *matrix,
                        GError        **error)
{
  PointSet  from = { "source", source, weights, n };
  PointSet  to   = { "target", target, weights, n };
  Equations equations;
  HomMatrix solution;

  g_return_val_if_fail (n == 0 || (source && target), FALSE);
  g_return_val_if_fail (matrix != NULL, FALSE);

  if (! check_pairs (&from, &to, error) || ! normalize (&from, error) ||
      ! normalize (&to, error) || ! check_line (&from, error) ||
      ! check_line (&to, error) || ! check_triples (&from, error) ||
      ! check_triples (&to, error))
    return FALSE;

  make_equations (&from, &to, &equations);
  if (! solve (&equations, &solution, error) ||
      ! face_points (&from, &solution, error))
    return FALSE;

  *matrix = denormalize (&from, &to, &solution);

  return TRUE;
}
