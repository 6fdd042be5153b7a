/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-tile-filter.h"

G_BEGIN_DECLS

/* Private: the gradient of a tile, from several Gaussians of all channels. */

#define HOM_N_BLURS 4

/**
 * HomGradientFilter:
 * @n_blurs: how many Gaussians have weights; 0 for the gradient as it is.
 * @gaussians: the Gaussians, from no blur to the widest.
 * @weights: the weights of the gradient of each Gaussian of each channel in the
 *   gradient of a channel: ∇S_a ≈ Σ weights[a][c][k] · ∇(F_k T_c).
 *
 * A filter for the gradients of tiles.
 */
typedef struct
{
  gint      n_blurs;
  HomFilter gaussians[HOM_N_BLURS];
  gdouble   weights[HOM_MAX_PLANES][HOM_MAX_PLANES][HOM_N_BLURS];
} HomGradientFilter;

void hom_gradient_filter_init  (HomGradientFilter       *filter);
gint hom_gradient_filter_half  (const HomGradientFilter *filter);
void hom_gradient_filter_apply (const HomGradientFilter *filter,
                                const HomPlanes         *picture,
                                HomTile                 *tile);

G_END_DECLS
