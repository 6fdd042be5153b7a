/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "homography.h"
#include "plugin/align/align-report.h"
#include "plugin/layers/layers.h"
#include "ui/controls/hom-number.h"

static void append_line (GString *text, const gchar *format, ...)
    G_GNUC_PRINTF (2, 3);

static void
append_line (GString *text, const gchar *format, ...)
{
  va_list arguments;

  g_string_append_c (text, '\n');
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
}

static const gchar *
label_of (const Choice *choices, gint value)
{
  const Choice *choice = choice_find (choices, value);

  return choice->nick ? _ (choice->label) : "";
}

static const gchar *
describe_start (HomStart start)
{
  switch (start)
    {
    case HOM_START_GIVEN:
      return _ ("the current position");
    case HOM_START_FEATURES:
      return _ ("details that both have in common");
    case HOM_START_SEARCH:
      return _ ("a search over shifts and rotations");
    }

  return "";
}

/* Tells the steps on each level, from coarse to fine, as they were done. */
static void
append_iterations (GString *text, const HomAlignment *found)
{
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (gint level = found->n_levels - 1; level >= 0; level--)
    g_string_append_printf (numbers, "%s%d", numbers->len ? ", " : "",
                            found->iterations[level]);
  append_line (text, _ ("Steps, from coarse to fine: %s"), numbers->str);
}

static void
append_measures (GString *text, const Alignment *alignment)
{
  const HomAlignment *found = &alignment->found;

  append_line (text, _ ("Correlation: %.4f → %.4f"), found->correlation_before,
               found->correlation);
  append_line (text, _ ("Agreement of details: %.4f → %.4f"),
               found->agreement_before, found->agreement);
  append_line (text, _ ("Overlap: %.1f %%"), 100.0 * found->overlap);
  append_line (text, _ ("Remaining difference (RMS): %.2f %%"),
               100.0 * found->residual);
  append_line (text, _ ("Largest movement of a corner: %.*f px"),
               hom_number_decimals (alignment->displacement, 4),
               alignment->displacement);
  append_line (text, _ ("Uncertainty of the corners: %.*f px"),
               hom_number_decimals (alignment->uncertainty, 5),
               alignment->uncertainty);
}

/* Returns: (transfer full): all that is known of @drawable over @reference. */
gchar *
align_describe (GimpDrawable    *drawable,
                GimpDrawable    *reference,
                const Alignment *alignment)
{
  g_autofree gchar *name  = gimp_item_get_name (GIMP_ITEM (drawable));
  g_autofree gchar *other = gimp_item_get_name (GIMP_ITEM (reference));

  const HomAlignment *found = &alignment->found;
  const HomBox        box   = layer_box (GIMP_LAYER (drawable));
  GString            *text  = g_string_new (NULL);

  g_string_append_printf (text, _ ("“%s” over “%s”"), name, other);
  append_line (text, _ ("Model: %s"), label_of (model_choices, found->model));
  append_line (text, _ ("Comparison: %s"),
               label_of (loss_choices, found->loss));
  append_line (text, _ ("Start: %s"), describe_start (found->start));
  append_measures (text, alignment);
  append_iterations (text, found);
  if (alignment->displacement < LEAST_DISPLACEMENT)
    append_line (
        text, _ ("It lies in place already: no corner would move by %.2f px."),
        LEAST_DISPLACEMENT);

  if (hom_matrix_has_horizon (&alignment->h, &box))
    append_line (text,
                 _ ("The layer goes on beyond the horizon. What lies near "
                    "it, or behind it, is cut off."));

  return g_string_free (text, FALSE);
}

/* Sends a message for each layer to the error console or, without windows, to
 * the standard error.
 */
void
align_report (const AlignArguments *arguments,
              GimpDrawable        **drawables,
              const Alignment      *alignments)
{
  GimpMessageHandlerType handler   = gimp_message_get_handler ();
  GimpDrawable          *reference = arguments->reference;

  gimp_message_set_handler (GIMP_ERROR_CONSOLE);
  for (gint i = 0; drawables[i]; i++)
    {
      g_autofree gchar *text = NULL;

      if (alignments[i].is_void || alignments[i].is_by_hand)
        continue;
      text = align_describe (drawables[i], reference, &alignments[i]);

      gimp_message (text);
      if (arguments->sequence)
        reference = drawables[i];
    }
  gimp_message_set_handler (handler);
}
