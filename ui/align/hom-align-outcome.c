/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/align/hom-align-outcome.h"
#include "ui/placement/hom-placement.h"

/* An alignment that passed the library's own tests is doubtful when a corner is
 * more uncertain than this, in pixels; …
 */
#define MOST_UNCERTAIN 1.0

/* … when less of the layer lies on the reference; … */
#define LEAST_OVERLAP 0.2

/* … or when the details agree less. */
#define LEAST_AGREEMENT 0.5

/* A point that was set by hand is right to this many pixels. */
#define MOST_OFF 5.0

void
hom_align_outcome_clear (HomAlignOutcome *outcome)
{
  g_clear_pointer (&outcome->figures, g_free);
  g_clear_error (&outcome->error);
}

/* Makes an error of an alignment that does not go through the points that the
 * user has set.
 *
 * @pins: an array of #HomPin: those points.
 * @start: the matrix that they led to. Where it does not go through them
 *   itself, since they are too many for the model, no more is asked for.
 */
void
hom_align_outcome_hold (HomAlignOutcome *outcome,
                        const GArray    *pins,
                        const HomMatrix *start)
{
  gdouble off;

  if (outcome->kind != HOM_OUTCOME_ALIGNED || outcome->error)
    return;

  off = hom_pins_measure (pins, &outcome->h);
  if (off > MOST_OFF + hom_pins_measure (pins, start))
    g_set_error (&outcome->error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 _ ("The place found was not taken: it is %.1f px away from "
                    "a point that was set. Set the points more exactly, or "
                    "apply the layer as it is."),
                 off);
}

/* Returns: whether it is known where the layer belongs. */
gboolean
hom_align_outcome_has_matrix (const HomAlignOutcome *outcome)
{
  return outcome->kind != HOM_OUTCOME_NONE && ! outcome->error;
}

/* Returns: what to think of the outcome. */
HomVerdict
hom_align_outcome_judge (const HomAlignOutcome *outcome)
{
  if (outcome->kind == HOM_OUTCOME_NONE)
    return HOM_VERDICT_NONE;
  if (outcome->kind == HOM_OUTCOME_BY_HAND)
    return HOM_VERDICT_BY_HAND;
  if (outcome->error)
    return HOM_VERDICT_FAILED;

  return outcome->uncertainty > MOST_UNCERTAIN ||
                 outcome->found.overlap < LEAST_OVERLAP ||
                 outcome->found.agreement < LEAST_AGREEMENT ?
             HOM_VERDICT_DOUBTFUL :
             HOM_VERDICT_GOOD;
}

/* Returns: the verdict in a word. */
const gchar *
hom_verdict_label (HomVerdict verdict)
{
  switch (verdict)
    {
    case HOM_VERDICT_NONE:
      return "";
    case HOM_VERDICT_BY_HAND:
      return _ ("By hand");
    case HOM_VERDICT_GOOD:
      return _ ("Aligned");
    case HOM_VERDICT_DOUBTFUL:
      return _ ("Doubtful");
    case HOM_VERDICT_FAILED:
      return _ ("Failed");
    }

  return "";
}

/* Returns: (transfer full): what the user can make of the outcome, and try. */
gchar *
hom_align_outcome_advise (const HomAlignOutcome *outcome)
{
  const HomAlignment *found = &outcome->found;

  if (outcome->kind == HOM_OUTCOME_BY_HAND)
    return g_strdup (_ ("Refine it from here, or apply it as it is."));
  if (outcome->error)
    return g_strdup (outcome->error->message);
  if (found->overlap < LEAST_OVERLAP)
    return g_strdup (_ ("The pictures overlap by little; far from there the "
                        "place is a guess. Look at the corners, and try a "
                        "model with fewer freedoms."));
  if (outcome->uncertainty > MOST_UNCERTAIN)
    return g_strdup (_ ("There is too little detail to tell where the corners "
                        "belong. Try a model with fewer freedoms, or select "
                        "nothing."));
  if (found->agreement < LEAST_AGREEMENT)
    return g_strdup (_ ("The details agree only in part. Look at the "
                        "difference, and try another comparison, or select the "
                        "part that matters."));
  if (outcome->is_in_place)
    return g_strdup (_ ("The layer lies in place already."));

  return g_strdup (_ ("Look at the difference, and apply."));
}

/* Returns: (transfer full): the alignment in words; empty where none was found.
 */
gchar *
hom_align_outcome_describe (const HomAlignOutcome *outcome)
{
  const HomAlignment *found = &outcome->found;
  GString            *text  = g_string_new (NULL);

  if (outcome->kind != HOM_OUTCOME_ALIGNED || outcome->error)
    return g_string_free (text, FALSE);

  g_string_append_printf (text, _ ("Details that match: %.0f %% → %.0f %%"),
                          100.0 * MAX (0.0, found->agreement_before),
                          100.0 * MAX (0.0, found->agreement));
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _ ("Overlap: %.0f %% of the layer"),
                          100.0 * found->overlap);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _ ("Largest movement: %.2f px"),
                          outcome->displacement);
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _ ("Corners are sure to: ± %.3f px"),
                          outcome->uncertainty);
  g_string_append_c (text, '\n');
  if (outcome->is_relative)
    g_string_append_printf (text, _ ("Model: %s, from where it was before"),
                            outcome->model);
  else if (outcome->is_simpler)
    g_string_append_printf (text,
                            _ ("Model: %s, which explains it as well as "
                               "the one asked for"),
                            outcome->model);
  else
    g_string_append_printf (text, _ ("Model: %s, as asked for"),
                            outcome->model);

  return g_string_free (text, FALSE);
}

/* Frees outcomes.
 *
 * @outcomes: (transfer full) (nullable): @n outcomes.
 */
void
hom_align_outcomes_free (HomAlignOutcome *outcomes, gint n)
{
  for (gint i = 0; outcomes && i < n; i++)
    hom_align_outcome_clear (&outcomes[i]);
  g_free (outcomes);
}

/* Replaces what was known before by what is known anew. A layer that was put in
 * place by hand stays there when it cannot be aligned.
 *
 * @outcomes: (inout): @n outcomes.
 * @newer: (transfer full): @n newer ones.
 * @layer: a layer.
 *
 * Returns: (transfer full) (nullable): why that layer stays where it was put.
 */
gchar *
hom_align_outcomes_take (HomAlignOutcome *outcomes,
                         HomAlignOutcome *newer,
                         gint             n,
                         gint             layer)
{
  gchar *reason = NULL;

  for (gint i = 0; i < n; i++)
    if (newer[i].error && outcomes[i].kind == HOM_OUTCOME_BY_HAND)
      {
        if (i == layer)
          reason = g_strdup (newer[i].error->message);
        hom_align_outcome_clear (&newer[i]);
      }
    else if (newer[i].kind != HOM_OUTCOME_NONE)
      {
        hom_align_outcome_clear (&outcomes[i]);
        outcomes[i] = newer[i];
      }
  g_free (newer);

  return reason;
}
