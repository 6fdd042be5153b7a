/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/descent/hom-iterate.h"
#include "align/normal/hom-all-tiles.h"
#include "homography/hom-model.h"

G_BEGIN_DECLS

/* Private: the minimizer of an alignment on one level of the pyramids. It knows
 * the comparison by its sums at a matrix, and nothing of how it was chosen.
 */

/* Observes a descent, which has come to @iterate after @n_steps steps. */
typedef void (*HomIterateFunc) (const HomIterate *iterate,
                                gint              n_steps,
                                gpointer          data);

/**
 * HomDescentOptions:
 * @model: the model of the steps.
 * @tolerance: the largest error of a corner, in pixels of the level, that the
 *   last step may leave.
 * @share: this error as a share of what noise leaves uncertain, where that is
 *   more.
 * @all: (nullable): all tiles, which are compared instead of the comparison's.
 * @cancellable: (nullable): asked before each step.
 * @observe: (nullable): called at the start and after each step that is taken.
 * @observe_data: for @observe.
 *
 * The options of a descent.
 */
typedef struct
{
  HomModel             model;
  gdouble              tolerance;
  gdouble              share;
  const HomAllTiles   *all;
  GCancellable        *cancellable;
  HomIterateFunc       observe;
  gpointer             observe_data;
} HomDescentOptions;

gint hom_descent_run (const HomDescentOptions *options,
                      HomComparison           *comparison,
                      HomIterate              *iterate,
                      GError                 **error);

G_END_DECLS
