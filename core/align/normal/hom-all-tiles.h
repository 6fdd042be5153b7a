/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-normal-equations.h"

G_BEGIN_DECLS

/* Private: all tiles of a large reference, compared without being kept. */

/**
 * HomAllTiles:
 * @reference, @moving: the planes that are compared.
 * @filter: the filter of the gradients.
 * @tones: (nullable): for each plane of @moving, a curve or NULL.
 *
 * All tiles of a reference, not those of the most contrast alone.
 */
typedef struct
{
  const HomPlanes      *reference, *moving;
  HomGradientFilter     filter;
  const HomToneCurve  **tones;
} HomAllTiles;

gboolean hom_all_tiles_compute (const HomAllTiles   *all,
                                const HomComparison *comparison,
                                const HomMatrix     *w,
                                HomNormalEquations  *normal,
                                GError             **error);

G_END_DECLS
