/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/hom-lapack.h"
#include "base/hom-memory.h"
#include "geometry/hom-point-pairs.h"
#include "homography/hom-error.h"
#include "homography/hom-matrix-points.h"

/* The variance of the sources in their narrowest direction, as a share of that
 * in their widest, below which they are on a line: the rounding of coordinates.
 */
#define FLAT 1e-14

/* Weighted sums over pairs.
 *
 * @source: the mean of the sources.
 * @target: the mean of the targets.
 * @ss: Σ w s sᵀ, with s and t from the means: xx, xy, yx, yy.
 * @st: Σ w s tᵀ.
 */
typedef struct
{
  gdouble  weight;
  HomPoint source;
  HomPoint target;
  gdouble  ss[4];
  gdouble  st[4];
} Moments;

/**
 * hom_point_pairs_least:
 *
 * Tells how many pairs determine a matrix of a model.
 *
 * Returns: the number of pairs.
 */
gint
hom_point_pairs_least (HomModel model)
{
  static const gint least[] = { 1, 2, 2, 3, 4 };

  return least[model];
}

static gdouble
weight_of (const gdouble *weights, gsize i)
{
  return weights ? weights[i] : 1.0;
}

static void
add_products (gdouble sums[4], gdouble weight, HomPoint a, HomPoint b)
{
  sums[0] += weight * a.x * b.x;
  sums[1] += weight * a.x * b.y;
  sums[2] += weight * a.y * b.x;
  sums[3] += weight * a.y * b.y;
}

static Moments
sum_moments (const HomPointPair *pairs, const gdouble *weights, gsize n)
{
  Moments moments = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      gdouble w = weight_of (weights, i);

      moments.weight += w;
      moments.source.x += w * pairs[i].source.x;
      moments.source.y += w * pairs[i].source.y;
      moments.target.x += w * pairs[i].target.x;
      moments.target.y += w * pairs[i].target.y;
    }
  moments.source.x /= moments.weight;
  moments.source.y /= moments.weight;
  moments.target.x /= moments.weight;
  moments.target.y /= moments.weight;

  for (gsize i = 0; i < n; i++)
    {
      gdouble  w = weight_of (weights, i);
      HomPoint s = { pairs[i].source.x - moments.source.x,
                     pairs[i].source.y - moments.source.y };
      HomPoint t = { pairs[i].target.x - moments.target.x,
                     pairs[i].target.y - moments.target.y };

      add_products (moments.ss, w, s, s);
      add_products (moments.st, w, s, t);
    }

  return moments;
}

/* Fits a turn and, unless @is_rigid, a scale: in two dimensions the
 * decomposition of Umeyama 1991 (doi:10.1109/34.88573) comes down to one angle.
 * A mirrored picture is none of these.
 */
static gboolean
fit_turn (const Moments *moments, gboolean is_rigid, gdouble linear[4])
{
  gdouble c    = moments->st[0] + moments->st[3];
  gdouble s    = moments->st[1] - moments->st[2];
  gdouble norm = is_rigid ? hypot (c, s) : moments->ss[0] + moments->ss[3];

  if (! (hypot (c, s) > 0.0 && norm > 0.0))
    return FALSE;

  linear[0] = c / norm;
  linear[1] = -s / norm;
  linear[2] = s / norm;
  linear[3] = c / norm;

  return TRUE;
}

/* Solves (Σ w s sᵀ) Lᵀ = Σ w s tᵀ, by columns. */
static gboolean
fit_linear (const Moments *moments, gdouble linear[4])
{
  gdouble ss[4], st[4];
  gdouble trace = moments->ss[0] + moments->ss[3];
  gdouble det   = moments->ss[0] * moments->ss[3] -
                moments->ss[1] * moments->ss[2];

  if (! (det > FLAT * trace * trace))
    return FALSE;

  for (gint i = 0; i < 2; i++)
    for (gint j = 0; j < 2; j++)
      {
        ss[j * 2 + i] = moments->ss[i * 2 + j];
        st[j * 2 + i] = moments->st[i * 2 + j];
      }
  if (! hom_lapack_solve_symmetric ('U', 2, 2, ss, st))
    return FALSE;

  memcpy (linear, st, sizeof (st));

  return linear[0] * linear[3] - linear[1] * linear[2] != 0.0;
}

static gboolean
fit_affine (const HomPointPair *pairs,
            const gdouble      *weights,
            gsize               n,
            HomModel            model,
            HomMatrix          *h)
{
  Moments  moments = sum_moments (pairs, weights, n);
  HomPoint s       = moments.source;
  HomPoint t       = moments.target;
  gdouble  l[4]    = { 1.0, 0.0, 0.0, 1.0 };

  if (model == HOM_MODEL_EUCLIDEAN && ! fit_turn (&moments, TRUE, l))
    return FALSE;
  if (model == HOM_MODEL_SIMILARITY && ! fit_turn (&moments, FALSE, l))
    return FALSE;
  if (model == HOM_MODEL_AFFINE && ! fit_linear (&moments, l))
    return FALSE;

  *h = (HomMatrix){ { l[0], l[1], t.x - l[0] * s.x - l[1] * s.y, l[2], l[3],
                      t.y - l[2] * s.x - l[3] * s.y, 0.0, 0.0, 1.0 } };

  return hom_matrix_is_finite (h);
}

static gboolean
fit_homography (const HomPointPair *pairs,
                const gdouble      *weights,
                gsize               n,
                HomMatrix          *h,
                GError            **error)
{
  hom_automemory HomPoint *source = hom_memory_new (n, 2 * sizeof (HomPoint),
                                                    FALSE, error);
  HomPoint                *target;

  if (! source)
    return FALSE;

  target = source + n;
  for (gsize i = 0; i < n; i++)
    {
      source[i] = pairs[i].source;
      target[i] = pairs[i].target;
    }

  return hom_matrix_from_points (source, target, weights, n, h, error);
}

/**
 * hom_point_pairs_fit:
 * @pairs: @n pairs.
 * @weights: (nullable): @n finite numbers of at least 0. NULL is 1 for each.
 * @h: (out): the forward matrix, which takes the sources to the targets.
 *
 * Finds the matrix of @model with the least weighted sum of squares of the
 * distances in the target; for a homography, of the distances times z: see
 * hom_matrix_from_points(). It does not withstand wrong pairs.
 *
 * Returns: FALSE with %HOM_ERROR_DEGENERATE when the pairs do not determine a
 *   matrix; for a homography with %HOM_ERROR_MEMORY, and with the errors of
 *   hom_matrix_from_points().
 */
gboolean
hom_point_pairs_fit (const HomPointPair *pairs,
                     const gdouble      *weights,
                     gsize               n,
                     HomModel            model,
                     HomMatrix          *h,
                     GError            **error)
{
  if (model == HOM_MODEL_HOMOGRAPHY)
    return fit_homography (pairs, weights, n, h, error);

  if (! fit_affine (pairs, weights, n, model, h))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_DEGENERATE,
                           _ ("The pairs of points lie on one line or in one "
                              "place, and do not tell how the picture moved."));
      return FALSE;
    }

  return TRUE;
}
