/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/align/hom-align-outcome.h"
#include "ui/controls/hom-number.h"
#include "ui/placement/hom-placement.h"

/* An alignment that passed the library's own tests is doubtful when a corner is
 * more uncertain than this, in pixels; …
 */
#define MOST_UNCERTAIN 1.0

/* … when less of the layer lies on the reference; … */
#define LEAST_OVERLAP 0.2

/* … or when the details agree less. */
#define LEAST_AGREEMENT 0.5

/* No uncertainty is shown that is less than this, in pixels: a picture's own
 * distortion is more.
 */
#define LEAST_SHOWN 0.01

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
                 _ ("The place found was not taken: it is %.*f px away from "
                    "a point that you have set. Set the points more exactly, "
                    "or press Apply to leave the layer where they put it."),
                 hom_number_decimals (off, 2), off);
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

/* Returns: (transfer full): a text and, where there is a simpler model than the
 * one found, that it is worth a try.
 */
static gchar *
advise_model (const HomAlignOutcome *outcome, const gchar *text)
{
  return outcome->found.model > HOM_MODEL_TRANSLATION ?
             g_strdup_printf ("%s %s", text, _ ("Try a simpler model.")) :
             g_strdup (text);
}

/* Returns: (transfer full): what the user can make of the outcome, and try. */
gchar *
hom_align_outcome_advise (const HomAlignOutcome *outcome)
{
  const HomAlignment *found = &outcome->found;

  if (outcome->kind == HOM_OUTCOME_BY_HAND)
    return g_strdup (_ ("Press Refine from Here to align it from there, or "
                        "Apply to leave it so."));
  if (outcome->error)
    return g_strdup (outcome->error->message);
  if (found->overlap < LEAST_OVERLAP)
    return advise_model (outcome,
                         _ ("The pictures overlap by little: far from there "
                            "the place is a guess. Look at the corners."));
  if (outcome->uncertainty > MOST_UNCERTAIN)
    return advise_model (outcome,
                         _ ("There is too little detail to tell where the "
                            "corners belong. Where only what is selected is "
                            "compared, compare more."));
  if (found->agreement < LEAST_AGREEMENT)
    return g_strdup (_ ("The details match only in part. Look where they do "
                        "not. If those parts matter, choose another "
                        "comparison under More, or select them first."));
  if (outcome->is_in_place)
    return g_strdup (_ ("The layer lies in place already."));

  return g_strdup (_ ("Check it, then press Apply."));
}

/* Returns: what is to be said of the model that was found. */
static const gchar *
choose_model_text (const HomAlignOutcome *outcome)
{
  if (outcome->is_relative)
    return _ ("Model: %s, from where the layer was before");
  if (outcome->is_simpler)
    return _ ("Model: %s, which fits as well as the one chosen");

  return _ ("Model: %s");
}

static void append_line (GString *text, const gchar *format, ...)
    G_GNUC_PRINTF (2, 3);

static void
append_line (GString *text, const gchar *format, ...)
{
  va_list arguments;

  if (text->len > 0)
    g_string_append_c (text, '\n');
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
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

  append_line (text, _ ("%.0f %% of the details match (before: %.0f %%)"),
               100.0 * MAX (0.0, found->agreement),
               100.0 * MAX (0.0, found->agreement_before));
  append_line (text, _ ("%.0f %% of the layer lies on the reference"),
               100.0 * found->overlap);
  append_line (text, _ ("The layer moves by up to %.*f px"),
               hom_number_decimals (outcome->displacement, 3),
               outcome->displacement);
  append_line (text, _ ("The corners are known to ± %.*f px"),
               hom_number_decimals (outcome->uncertainty, 3),
               MAX (LEAST_SHOWN, outcome->uncertainty));
  append_line (text, choose_model_text (outcome), outcome->model);

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
