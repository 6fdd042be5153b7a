/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: a switch for each ingredient of the alignment, by which ./dev bench
 * ablation measures what that ingredient brings. Without the option ablation of
 * meson all of them are on for good, and the compiler removes the switches.
 */

typedef enum
{
  /* How the brightness of the two pictures is brought together. */
  HOM_INGREDIENT_LOCAL_GAIN,
  HOM_INGREDIENT_LOCAL_GAIN_AT_THE_END,
  HOM_INGREDIENT_GAIN_POLYNOMIAL,
  HOM_INGREDIENT_TONE_CURVE,
  HOM_INGREDIENT_EXPOSURE_REFIT,

  /* How much each pixel counts. */
  HOM_INGREDIENT_GATES,
  HOM_INGREDIENT_ROBUST_WEIGHTS,
  HOM_INGREDIENT_SQUARES_AT_THE_END,
  HOM_INGREDIENT_NOISE_STEPS,

  /* By which values and derivatives they are compared. */
  HOM_INGREDIENT_SPLINES,
  HOM_INGREDIENT_GRADIENT_FILTER,
  HOM_INGREDIENT_FILTER_CHANNELS,
  HOM_INGREDIENT_FILTER_GAUSSIANS,
  HOM_INGREDIENT_OTHER_GRADIENT,
  HOM_INGREDIENT_CHANNEL_PROJECTION,

  /* Which steps are taken, and how many. */
  HOM_INGREDIENT_TRANSLATION_FIRST,
  HOM_INGREDIENT_DAMPING,
  HOM_INGREDIENT_MONOTONICITY,
  HOM_INGREDIENT_FEW_TILES,
  HOM_INGREDIENT_EARLY_STOP,
  HOM_INGREDIENT_NEWTON_ERROR,
  HOM_INGREDIENT_LAST_REFRESH,
  HOM_INGREDIENT_MODEL_SIMPLIFICATION,

  /* Where they begin, and whether what comes of it is taken. */
  HOM_INGREDIENT_FEATURES,
  HOM_INGREDIENT_THOROUGH_FEATURES,
  HOM_INGREDIENT_POSE_SEARCH,
  HOM_INGREDIENT_NEGATIVES,
  HOM_INGREDIENT_EDGES,
  HOM_INGREDIENT_TEXTURE,
  HOM_INGREDIENT_REFINEMENT_CHECK,
  HOM_N_INGREDIENTS
} HomIngredient;

#ifdef HOM_ABLATION
void     hom_ingredients_read (void);
gboolean hom_uses             (HomIngredient ingredient);
#else
#define hom_ingredients_read()
#define hom_uses(ingredient) TRUE
#endif

G_END_DECLS
