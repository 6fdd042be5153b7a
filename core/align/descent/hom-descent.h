/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/normal/hom-normal-equations.h"
#include "homography/hom-align-types.h"

G_BEGIN_DECLS

/* Private: the descent of an alignment on one level of the pyramids. */

/**
 * HomExposureKind:
 * @HOM_EXPOSURE_ONE: one gain and bias.
 * @HOM_EXPOSURE_SMOOTH: a gain that changes slowly over the picture, one bias.
 * @HOM_EXPOSURE_LOCAL: a gain and bias of each place.
 */
typedef enum
{
  HOM_EXPOSURE_ONE,
  HOM_EXPOSURE_SMOOTH,
  HOM_EXPOSURE_LOCAL
} HomExposureKind;

/**
 * HomState:
 * @w: the sampling matrix between the coordinates of the two levels.
 * @exposures: of the moving picture, of each plane over all of the overlap.
 * @normal: the sums there.
 */
typedef struct
{
  HomMatrix          w;
  HomExposure        exposures[HOM_MAX_PLANES];
  HomNormalEquations normal;
} HomState;

/**
 * HomDifferences:
 * @noise: the standard deviation of what may be noise, as if it were the same in
 *   both pictures. It may be none.
 * @n: pixels that were looked at.
 * @n_outliers: how many of them the comparison gives no say.
 *
 * How a plane differs, by some of its pixels.
 */
typedef struct
{
  gdouble noise;
  guint   n, n_outliers;
} HomDifferences;

/* Told where a descent has come to after so many steps. */
typedef void (*HomStateFunc) (const HomState *state,
                              gint            n_steps,
                              gpointer        data);

/**
 * HomDescent:
 * @comparison: of the two levels. The descent fills in what the exposures and the
 *   noise are.
 * @model: which steps are taken.
 * @fit_exposure: whether the moving picture gets another gain and bias at all.
 * @exposure: which.
 * @seen: how each plane differed when the noise was last looked at. That of the
 *   comparison is never as small as the pictures may show it.
 * @is_gated: whether the exposures leave out any cells.
 * @tolerance: a step that moves no corner by more, in pixels of the level, is
 *   the last one.
 * @share: or by more than this share of what noise leaves uncertain.
 * @contraction: by how much an accepted step was shorter than the one before.
 * @cancellable: (nullable): asked before each step.
 * @observe: (nullable): called at the start and after each step that is taken.
 */
typedef struct
{
  HomComparison   comparison;
  HomModel        model;
  gboolean        fit_exposure;
  HomExposureKind exposure;
  HomDifferences  seen[HOM_MAX_PLANES];
  gboolean        is_gated;
  gdouble         tolerance;
  gdouble         share;
  gdouble         contraction;
  GCancellable   *cancellable;
  HomStateFunc    observe;
  gpointer        observe_data;
} HomDescent;

gboolean hom_descent_begin        (HomDescent       *descent,
                                   HomState         *state,
                                   GError          **error);
gboolean hom_descent_refit        (HomDescent       *descent,
                                   HomState         *state,
                                   GError          **error);
gboolean hom_descent_branch       (const HomDescent *descent,
                                   HomExposureKind   exposure,
                                   HomDescent       *branch,
                                   HomState         *state,
                                   GError          **error);
gboolean hom_descent_look         (HomDescent       *descent,
                                   const HomState   *state);
gboolean hom_descent_gate         (HomDescent       *descent,
                                   HomState         *state,
                                   GError          **error);
gdouble  hom_descent_brightness   (const HomDescent *descent,
                                   const HomState   *state,
                                   gint              plane,
                                   GError          **error);
gdouble  hom_descent_spread       (const HomDescent *descent,
                                   const HomState   *state);
gdouble  hom_descent_outliers     (const HomDescent *descent);
gint     hom_descent_run          (HomDescent       *descent,
                                   HomState         *state,
                                   GError          **error);
void     hom_descent_end          (HomDescent       *descent);
gdouble  hom_descent_displacement (const HomDescent *descent,
                                   const HomMatrix  *a,
                                   const HomMatrix  *b);

G_END_DECLS
