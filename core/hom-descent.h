/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "hom-normal.h"

G_BEGIN_DECLS

/* Private: the descent of an alignment on one level of the pyramids. */

/**
 * HomDescent:
 * @normalization: centred and scaled coordinates of the reference's level.
 * @box: of the reference's level.
 * @tolerance: a step that moves no corner by more, in pixels of the level, is
 *   the last one.
 * @cancellable: (nullable): asked before each step.
 */
typedef struct
{
  const HomLevel *reference;
  const HomLevel *moving;
  HomModel        model;
  HomMatrix       normalization;
  HomBox          box;
  gdouble         tolerance;
  GCancellable   *cancellable;
} HomDescent;

/**
 * HomState:
 * @w: the sampling matrix between the coordinates of the two levels.
 * @exposure: of the moving picture.
 * @normal: the sums there.
 */
typedef struct
{
  HomMatrix   w;
  HomExposure exposure;
  HomNormal   normal;
} HomState;

void hom_descent_init     (HomDescent       *descent,
                           const HomLevel   *reference,
                           const HomLevel   *moving,
                           HomModel          model);
void hom_descent_evaluate (const HomDescent *descent,
                           HomState         *state);
gint hom_descent_run      (const HomDescent *descent,
                           HomState         *state);

G_END_DECLS
