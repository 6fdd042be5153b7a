/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/hom-memory.h"
#include "geometry/hom-point-pairs.h"
#include "homography/hom-error.h"
#include "homography/hom-model-fit.h"

/**
 * hom_model_least_points:
 *
 * Tells how many pairs of points determine a matrix of a model.
 *
 * Returns: the number of pairs.
 */
gint
hom_model_least_points (HomModel model)
{
  return hom_point_pairs_least (model);
}

/**
 * hom_model_fit:
 * @source: points, in pixels.
 * @target: where each of them belongs, in pixels.
 * @n: how many pairs there are.
 * @matrix: (out): the matrix of @model that takes the sources to the targets.
 *
 * Fits a matrix of a model by least squares: of the distances in the target
 * (for turns, Umeyama 1991, doi:10.1109/34.88573) and, for a homography, of
 * these times z (the direct linear transformation in normalized coordinates,
 * Hartley 1997, doi:10.1109/34.601246). All pairs count: one that is wrong
 * spoils it.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when there are fewer than
 *   hom_model_least_points(), with %HOM_ERROR_DEGENERATE when they do not
 *   determine a matrix: when they lie on one line or in one place; with
 *   %HOM_ERROR_MEMORY.
 */
gboolean
hom_model_fit (HomModel        model,
               const HomPoint *source,
               const HomPoint *target,
               gsize           n,
               HomMatrix      *matrix,
               GError        **error)
{
  hom_automemory HomPointPair *pairs = NULL;

  g_return_val_if_fail ((gint) model >= HOM_MODEL_TRANSLATION &&
                            (gint) model <= HOM_MODEL_HOMOGRAPHY,
                        FALSE);

  if (n < (gsize) hom_point_pairs_least (model))
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("There are %lu pairs of points; the model needs at least "
                      "%d."),
                   (gulong) n, hom_point_pairs_least (model));
      return FALSE;
    }

  pairs = hom_memory_new (n, sizeof (HomPointPair), FALSE, error);
  if (! pairs)
    return FALSE;

  for (gsize i = 0; i < n; i++)
    pairs[i] = (HomPointPair){ .source = source[i], .target = target[i] };

  return hom_point_pairs_fit (pairs, NULL, n, model, matrix, error);
}
