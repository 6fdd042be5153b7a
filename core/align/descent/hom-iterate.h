/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-normal-equations.h"

G_BEGIN_DECLS

/* Private: where a descent is. */

/**
 * HomIterate:
 * @w: the sampling matrix between the coordinates of the two levels.
 * @equations: the sums there, by the comparison that was last asked.
 * @contraction: by how much an accepted step was shorter than the one before.
 *
 * A matrix on the way to the one that is looked for.
 */
typedef struct
{
  HomMatrix          w;
  HomNormalEquations equations;
  gdouble            contraction;
} HomIterate;

G_END_DECLS
