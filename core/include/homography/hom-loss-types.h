/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-image.h"

G_BEGIN_DECLS

/**
 * HomExposure:
 * @gain: what the warped picture is multiplied by.
 * @bias: what is then added.
 *
 * An exposure, which brings the brightness of one picture to that of another.
 */
typedef struct
{
  gdouble gain, bias;
} HomExposure;

/**
 * HomLossKind:
 * @HOM_LOSS_SQUARES: ρ = r².
 * @HOM_LOSS_ABSOLUTE: |r| without its kink, ρ = s·log cosh (r/s): r²/2s where r
 *   is small, |r| − s·log 2 where it is large. s = 1.205 σ.
 * @HOM_LOSS_HUBER: r²/2 up to |r| = s, from there on the tangent s·|r| − s²/2.
 *   Huber 1964 (doi:10.1214/aoms/1177703732). s = 1.345 σ.
 * @HOM_LOSS_TUKEY: ρ = s²/6·(1 − (1 − (r/s)²)³), the biweight: r²/2 where r is
 *   small, the constant s²/6 from |r| = s on: what differs more than that does
 *   not count. Beaton & Tukey 1974 (doi:10.1080/00401706.1974.10489171). s =
 *   4.685 σ.
 * @HOM_LOSS_CHARBONNIER: ρ = s²·(√(1 + (r/s)²) − 1): r²/2 where r is small,
 *   s·|r| − s² where it is large. Charbonnier et al. 1997
 *   (doi:10.1109/83.551699). s = 1.287 σ.
 * @HOM_LOSS_ZNCC: 1 minus the zero-mean normalized cross-correlation of Y and
 *   T: 0 for Y = gain·T + bias with a gain above 0, 2 for one below 0, and 1
 *   where Y or T is flat. Evangelidis & Psarakis 2008
 *   (doi:10.1109/TPAMI.2008.113) maximize this correlation.
 * @HOM_LOSS_EDGES: ZNCC of the pictures' edges, E = √(gx² + gy² + ε²), for
 *   inverted contrast and different sensors, as what they have in common are
 *   the places of the edges: Irani & Anandan 1998
 *   (doi:10.1109/ICCV.1998.710832). The gradient (gx, gy) is that of Scharr's 3
 *   × 3 filter [3 10 3]/16 ⊗ [−1 0 1]/2 (doi:10.11588/heidok.00000962). ε is s
 *   times the root of the mean gx² + gy² of each picture, by which its contrast
 *   cancels, like the edge parameter of Haber & Modersitzki 2006
 *   (doi:10.1007/11866763_89); s = 0.1 is a good one.
 * @HOM_LOSS_CUSTOM: ρ is a function of the caller's.
 *
 * The ways to compare two pictures Y and T. All but ZNCC and EDGES are L = Σ
 * mask · ρ, over all pixels and channels, where r = gain·Y + bias − T; these
 * two take all channels together too. s is the loss's scale. The s given here
 * in σ, the standard deviation of the noise in r, make an estimate 95 % as
 * efficient as least squares when the noise is Gaussian (Holland & Welsch 1977,
 * doi:10.1080/03610927708827533; for CHARBONNIER worked out by the same rule).
 * Robustly, σ = 1.4826 · the median of |r|.
 */
typedef enum
{
  HOM_LOSS_SQUARES,
  HOM_LOSS_ABSOLUTE,
  HOM_LOSS_HUBER,
  HOM_LOSS_TUKEY,
  HOM_LOSS_CHARBONNIER,
  HOM_LOSS_ZNCC,
  HOM_LOSS_EDGES,
  HOM_LOSS_CUSTOM,
} HomLossKind;

/**
 * HomLossFunc:
 * @y: a value of the warped picture, brought to the exposure.
 * @target: the value it is compared with.
 * @derivative: (out): ∂ρ/∂y.
 * @data: that of #HomLoss.
 *
 * Evaluates a loss of the caller's. It is called in the thread of
 * hom_loss_evaluate(), more than once for the same value where the exposure is
 * fitted.
 *
 * Returns: ρ (y, target), which may be more general than a function of the
 *   difference.
 */
typedef gdouble (*HomLossFunc) (gdouble  y,
                                gdouble  target,
                                gdouble *derivative,
                                gpointer data);

/**
 * HomLoss:
 * @kind: how the pictures are compared.
 * @scale: s, in units of the pictures' values; for %HOM_LOSS_EDGES a share of
 *   the gradient. %HOM_LOSS_SQUARES, %HOM_LOSS_ZNCC and %HOM_LOSS_CUSTOM have
 *   none.
 * @fit_exposure: whether Y is given the gain and bias that hom_exposure_fit()
 *   finds for it. ∂L/∂Y is then the total derivative: it includes that both
 *   change with Y.
 * @mean: whether L is divided by Σ mask · channels, so that it does not depend
 *   on how much is compared. ZNCC and EDGES never do.
 * @func: for %HOM_LOSS_CUSTOM.
 * @data: for @func.
 *
 * A loss. A field that is left out of an initializer is 0 and stands for the
 * plain sum of squares.
 */
typedef struct
{
  HomLossKind kind;
  gdouble     scale;
  gboolean    fit_exposure;
  gboolean    mean;
  HomLossFunc func;
  gpointer    data;
} HomLoss;

G_END_DECLS
