/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-normal-equations.h"

G_BEGIN_DECLS

/* Private: the iterate of a descent. */

/**
 * HomIterate:
 * @w: the sampling matrix between the coordinates of the two levels.
 * @equations: the sums there, by the comparison that was last asked.
 *
 * A matrix on the way to the one that is looked for.
 */
typedef struct
{
  HomMatrix          w;
  HomNormalEquations equations;
} HomIterate;

G_END_DECLS
