/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "base/hom-ingredients.h"

static const gchar *names[HOM_N_INGREDIENTS] = {
  [HOM_INGREDIENT_LOCAL_GAIN]            = "local-gain",
  [HOM_INGREDIENT_LOCAL_GAIN_AT_THE_END] = "local-gain-at-the-end",
  [HOM_INGREDIENT_GAIN_POLYNOMIAL]       = "gain-polynomial",
  [HOM_INGREDIENT_TONE_CURVE]            = "tone-curve",
  [HOM_INGREDIENT_EXPOSURE_REFIT]        = "exposure-refit",
  [HOM_INGREDIENT_GATES]                 = "gates",
  [HOM_INGREDIENT_ROBUST_WEIGHTS]        = "robust-weights",
  [HOM_INGREDIENT_SQUARES_AT_THE_END]    = "squares-at-the-end",
  [HOM_INGREDIENT_NOISE_STEPS]           = "noise-steps",
  [HOM_INGREDIENT_SPLINES]               = "splines",
  [HOM_INGREDIENT_GRADIENT_FILTER]       = "gradient-filter",
  [HOM_INGREDIENT_FILTER_CHANNELS]       = "filter-channels",
  [HOM_INGREDIENT_FILTER_GAUSSIANS]      = "filter-gaussians",
  [HOM_INGREDIENT_OTHER_GRADIENT]        = "other-gradient",
  [HOM_INGREDIENT_CHANNEL_PROJECTION]    = "channel-projection",
  [HOM_INGREDIENT_TRANSLATION_FIRST]     = "translation-first",
  [HOM_INGREDIENT_DAMPING]               = "damping",
  [HOM_INGREDIENT_MONOTONICITY]          = "monotonicity",
  [HOM_INGREDIENT_FEW_TILES]             = "few-tiles",
  [HOM_INGREDIENT_EARLY_STOP]            = "early-stop",
  [HOM_INGREDIENT_NEWTON_ERROR]          = "newton-error",
  [HOM_INGREDIENT_LAST_REFRESH]          = "last-refresh",
  [HOM_INGREDIENT_MODEL_SIMPLIFICATION]  = "model-simplification",
  [HOM_INGREDIENT_FEATURES]              = "features",
  [HOM_INGREDIENT_THOROUGH_FEATURES]     = "thorough-features",
  [HOM_INGREDIENT_POSE_SEARCH]           = "pose-search",
  [HOM_INGREDIENT_NEGATIVES]             = "negatives",
  [HOM_INGREDIENT_EDGES]                 = "edges",
  [HOM_INGREDIENT_TEXTURE]               = "texture",
  [HOM_INGREDIENT_REFINEMENT_CHECK]      = "refinement-check",
};

/* Whether each one is switched off. */
static gboolean is_off[HOM_N_INGREDIENTS];

static HomIngredient
find (const gchar *name)
{
  for (HomIngredient i = 0; i < HOM_N_INGREDIENTS; i++)
    if (g_str_equal (names[i], name))
      return i;

  g_error ("HOM_WITHOUT: there is no ingredient “%s”", name);
}

/* Switches off what the environment variable HOM_WITHOUT names, separated by
 * commas, and the others on. No alignment may be under way.
 */
void
hom_ingredients_read (void)
{
  const gchar *without = g_getenv ("HOM_WITHOUT");
  g_auto (GStrv) off   = g_strsplit (without ? without : "", ",", -1);

  for (HomIngredient i = 0; i < HOM_N_INGREDIENTS; i++)
    is_off[i] = FALSE;
  for (gint i = 0; off[i]; i++)
    is_off[find (off[i])] = TRUE;
}

/* Returns: whether an ingredient is on. */
gboolean
hom_uses (HomIngredient ingredient)
{
  return ! is_off[ingredient];
}
