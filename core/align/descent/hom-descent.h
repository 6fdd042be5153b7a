/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/descent/hom-iterate.h"
#include "homography/hom-model.h"

G_BEGIN_DECLS

/* Private: the minimizer of an alignment on one level of the pyramids. It knows the
 * comparison by what that tells at a matrix, and nothing of how it was chosen.
 */

/* Told where a descent has come to after @n_steps steps. */
typedef void (*HomIterateFunc) (const HomIterate *iterate,
                                gint              n_steps,
                                gpointer          data);

/**
 * HomDescentOptions:
 * @model: which steps are taken.
 * @tolerance: a step that moves no corner by more, in pixels of the level, is
 *   the last one.
 * @share: or by more than this share of what noise leaves uncertain.
 * @cancellable: (nullable): asked before each step.
 * @observe: (nullable): called at the start and after each step that is taken.
 * @observe_data: for @observe.
 *
 * How a descent goes, and when it ends.
 */
typedef struct
{
  HomModel       model;
  gdouble        tolerance;
  gdouble        share;
  GCancellable  *cancellable;
  HomIterateFunc observe;
  gpointer       observe_data;
} HomDescentOptions;

gint hom_descent_run (const HomDescentOptions *options,
                      HomComparison           *comparison,
                      HomIterate              *iterate,
                      GError                 **error);

G_END_DECLS
