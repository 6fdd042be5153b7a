/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/descent/hom-prepared.h"
#include "align/pyramid/hom-local-correlation.h"
#include "homography/hom-align-types.h"

G_BEGIN_DECLS

/* Private: an alignment from coarse to fine. */

/**
 * HomCoarseToFine:
 * @may_be_plain: whether LOCAL may become ROBUST or ZNCC at the finest level
 *   pair, where that does as well.
 * @reference_shift: the level of the reference at level pair 0, the last and
 *   finest.
 * @moving_shift: the level of the moving picture there. Pixels of both are then
 *   of about the same size where they meet. One of the two is 0, but for huge
 *   pictures.
 * @n_pairs: the number of level pairs, which are 0 … n − 1.
 * @observer: (nullable): told of each step, as #HomAlignOptions.observer is.
 * @iterations: the number of trial steps at each level of the reference.
 *
 * A refinement from coarse to fine: level pair p lays level p + moving_shift
 * over level p + reference_shift.
 */
typedef struct
{
  HomPrepared  *reference;
  HomPrepared  *moving;
  HomModel      model;
  HomAlignLoss  loss;
  gboolean      may_be_plain;
  gint          reference_shift;
  gint          moving_shift;
  gint          n_pairs;
  GCancellable *cancellable;

  HomAlignObserver observer;
  gpointer         observer_data;

  gint iterations[HOM_ALIGN_MAX_LEVELS];
} HomCoarseToFine;

/**
 * HomPoseEstimate:
 * @w: the sampling matrix, from the reference to the moving picture.
 * @exposure: the exposure of the moving picture's luma.
 * @loss: the loss that was used.
 * @residual: the root mean square of those differences that are hardly more
 *   than noise, in the reference's units.
 * @has_covariance: whether there is a covariance.
 * @covariance: that of a step of hom_model_step() at the end of a level pair,
 *   8 × 8.
 *
 * An estimate of where the moving picture lies.
 */
typedef struct
{
  HomMatrix    w;
  HomExposure  exposure;
  HomAlignLoss loss;
  gdouble      residual;
  gboolean     has_covariance;
  gdouble      covariance[HOM_MAX_FREEDOMS * HOM_MAX_FREEDOMS];
} HomPoseEstimate;

void          hom_coarse_to_fine_init       (HomCoarseToFine       *refinement,
                                             const HomMatrix       *w);
gint          hom_coarse_to_fine_level_pair (const HomCoarseToFine *refinement,
                                             gsize                  max_pixels);
gboolean      hom_coarse_to_fine_run        (HomCoarseToFine       *refinement,
                                             gint                   level_pair,
                                             HomPoseEstimate       *estimate,
                                             GError               **error);
gboolean      hom_coarse_to_fine_agreement  (const HomCoarseToFine *refinement,
                                             gint                   level_pair,
                                             const HomMatrix       *w,
                                             HomLocalCorrelation   *agreement,
                                             GError               **error);
gboolean      hom_coarse_to_fine_parameters (const HomCoarseToFine *refinement,
                                             const HomMatrix       *start_w,
                                             const HomMatrix       *w,
                                             gdouble               *parameters);
HomMatrix     hom_coarse_to_fine_matrix     (const HomCoarseToFine *refinement,
                                             const HomMatrix       *start_w,
                                             const gdouble         *parameters);
HomCovariance hom_coarse_to_fine_covariance (const HomCoarseToFine *refinement,
                                             const HomPoseEstimate *estimate,
                                             HomPoint               point);

G_END_DECLS
