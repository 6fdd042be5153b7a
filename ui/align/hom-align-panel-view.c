/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomAlignPanel shows the layer that is chosen, and what is known of all.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/align/hom-align-panel-private.h"
#include "ui/align/hom-align-report.h"
#include "ui/align/hom-layer-list.h"

/* Returns: what is known of the layer that is chosen. */
HomAlignOutcome *
hom_align_panel_get_outcome (HomAlignPanel *panel)
{
  return &panel->outcomes[panel->layer];
}

/* Returns: what is seen of a layer: while others are aligned, what has just
 * been found of it.
 */
static const HomAlignOutcome *
seen_outcome (HomAlignPanel *panel, gint layer)
{
  const HomAlignOutcome *newer =
      panel->job ? hom_align_job_get_outcome (panel->job, layer) : NULL;

  return newer ? newer : &panel->outcomes[layer];
}

/* Returns: for each layer whether it is aligned, and not left out. */
const gboolean *
hom_align_panel_get_checked (HomAlignPanel *panel)
{
  return hom_layer_list_get_checked (HOM_LAYER_LIST (panel->layout.layers));
}

/* Returns: whether the layer has a place, and is not left out. */
gboolean
hom_align_panel_moves (HomAlignPanel *panel, gint layer)
{
  return hom_align_panel_get_checked (panel)[layer] &&
         hom_align_outcome_has_matrix (&panel->outcomes[layer]);
}

/* Returns: where the layer that is chosen lies now. */
const HomMatrix *
hom_align_panel_get_matrix (HomAlignPanel *panel)
{
  const HomAlignOutcome *outcome = seen_outcome (panel, panel->layer);

  return hom_align_panel_get_checked (panel)[panel->layer] &&
                 hom_align_outcome_has_matrix (outcome) ?
             &outcome->h :
             &panel->shown[panel->layer];
}

/* Shows the layer that is chosen at @h and, as before, where it was. */
void
hom_align_panel_show_at (HomAlignPanel *panel, const HomMatrix *h)
{
  const HomAlignOutcome *outcome  = seen_outcome (panel, panel->layer);
  HomExposure            exposure = { 1.0, 0.0 };

  if (outcome->kind == HOM_OUTCOME_ALIGNED && h == &outcome->h)
    exposure = outcome->found.exposure;
  hom_compare_view_set_matrices (HOM_COMPARE_VIEW (panel->layout.view),
                                 &panel->shown[panel->layer], h, &exposure);
}

/* Shows the layer that is chosen, with nothing to compare it with. */
static void
show_alone (HomAlignPanel *panel)
{
  HomSource *source = panel->sources[panel->layer];

  hom_compare_view_set_sources (HOM_COMPARE_VIEW (panel->layout.view), source,
                                NULL);
  hom_canvas_set_box (HOM_CANVAS (panel->layout.view),
                      hom_source_get_box (source));
}

/* Shows the layer that is chosen, where it was and where it belongs. */
void
hom_align_panel_show_pictures (HomAlignPanel *panel)
{
  const HomMatrix *h          = hom_align_panel_get_matrix (panel);
  HomSource       *source     = panel->sources[panel->layer];
  HomMatrix        matrices[] = { panel->shown[panel->layer], *h };
  HomBox           box;

  if (! panel->reference)
    {
      show_alone (panel);
      return;
    }

  hom_compare_view_set_sources (HOM_COMPARE_VIEW (panel->layout.view),
                                panel->reference, source);
  hom_align_panel_show_at (panel, h);
  box = hom_compare_box (hom_source_get_box (panel->reference),
                         hom_source_get_box (source), matrices, 2);
  hom_canvas_set_box (HOM_CANVAS (panel->layout.view), &box);
  if (h != &panel->shown[panel->layer] &&
      hom_compare_overlap (hom_source_get_box (panel->reference),
                           hom_source_get_box (source), h, &box))
    hom_canvas_set_fit_box (HOM_CANVAS (panel->layout.view), &box);
  hom_placement_editor_start (panel->editor, hom_source_get_box (source), h);
}

/* Returns: what the user can do, or what is being done, while nothing is known.
 */
static const gchar *
choose_prompt (HomAlignPanel *panel)
{
  if (! panel->reference)
    return _ ("The image has no other layer to be the reference. Close this "
              "dialog, add the other picture by File ▸ Open as Layers…, select "
              "it, and come back.");
  if (! hom_align_panel_get_checked (panel)[panel->layer])
    return _ ("This layer is left out, and stays as it is.");
  if (panel->job &&
      hom_align_progress_get_layer (panel->progress) == panel->layer)
    return hom_align_progress_is_known (panel->progress) ?
               _ ("The outline shows where the layer has come to.") :
               _ ("The pictures are read, and a first place for the layer is "
                  "looked for.");
  if (panel->job)
    return _ ("Another layer is being aligned.");
  if (panel->funcs.n_layers > 1)
    return _ ("Press Align to lay the layers over the reference.");

  return _ ("Press Align to lay the layer over the reference.");
}

static void
show_row (HomAlignPanel *panel, gint layer)
{
  HomLayerList *list    = HOM_LAYER_LIST (panel->layout.layers);
  HomVerdict    verdict = hom_align_outcome_judge (seen_outcome (panel, layer));
  const gchar  *text    = hom_verdict_label (verdict);
  const gchar  *icon    = hom_verdict_icon (verdict);

  if (layer == hom_align_progress_get_layer (panel->progress))
    text = _ ("Aligning…");
  if (hom_align_panel_get_checked (panel)[layer])
    hom_layer_list_set_row (list, layer, icon, text);
  else
    hom_layer_list_set_row (list, layer, NULL, _ ("Left out"));
}

/* Tells what becomes of the layers, where not all of them are moved. */
static void
show_summary (HomAlignPanel *panel)
{
  GtkLabel         *label   = GTK_LABEL (panel->layout.summary);
  gint              n_moved = 0;
  g_autofree gchar *text    = NULL;

  for (gint i = 0; ! panel->job && i < panel->funcs.n_layers; i++)
    n_moved += hom_align_panel_moves (panel, i) ? 1 : 0;
  if (n_moved > 0 && n_moved < panel->funcs.n_layers)
    text = g_strdup_printf (
        ngettext ("Apply moves %d layer; the others stay as they are.",
                  "Apply moves %d layers; the others stay as they are.",
                  n_moved),
        n_moved);
  gtk_label_set_text (label, text ? text : "");
  gtk_widget_set_visible (panel->layout.summary, text != NULL);
}

/* Shows what is known of each layer. */
void
hom_align_panel_show_outcomes (HomAlignPanel *panel)
{
  HomAlignReport        *report  = HOM_ALIGN_REPORT (panel->layout.report);
  const HomAlignOutcome *outcome = seen_outcome (panel, panel->layer);
  gboolean               is_seen = outcome->kind != HOM_OUTCOME_NONE;

  for (gint i = 0; i < panel->funcs.n_layers; i++)
    show_row (panel, i);
  show_summary (panel);

  if (hom_align_progress_get_layer (panel->progress) == panel->layer)
    is_seen = FALSE;
  if (is_seen && hom_align_panel_get_checked (panel)[panel->layer])
    hom_align_report_set_outcome (report, outcome);
  else
    hom_align_report_set_message (report, choose_prompt (panel), FALSE);
}
