/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/align/hom-align-panel-private.h"
#include "ui/align/hom-align-report.h"
#include "ui/align/hom-layer-list.h"

enum
{
  UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomAlignPanel, hom_align_panel, GTK_TYPE_BOX)

static gboolean
any_is_checked (HomAlignPanel *panel)
{
  for (gint i = 0; i < panel->funcs.n_layers; i++)
    if (hom_align_panel_get_checked (panel)[i])
      return TRUE;

  return FALSE;
}

static void
show_state (HomAlignPanel *panel)
{
  HomAlignLayout *layout        = &panel->layout;
  gboolean        runs          = panel->job != NULL;
  gboolean        has_reference = panel->reference != NULL;

  gtk_widget_set_visible (layout->align, ! runs);
  gtk_widget_set_visible (layout->working, runs);
  gtk_widget_set_sensitive (layout->align,
                            has_reference && any_is_checked (panel));
  gtk_widget_set_sensitive (layout->settings, ! runs);
  gtk_widget_set_sensitive (layout->more_fold, ! runs);
  hom_layer_list_lock (HOM_LAYER_LIST (layout->layers), runs);
  gtk_widget_set_sensitive (
      layout->by_hand, ! runs && has_reference &&
                           hom_align_panel_get_checked (panel)[panel->layer]);
  g_signal_emit (panel, signals[UPDATED], 0);
}

/* Goes to a layer, if the user has not chosen one since the job began. */
static void
go_to_layer (HomAlignPanel *panel, gint layer)
{
  panel->follows = TRUE;
  if (! panel->is_chosen && layer != panel->layer)
    hom_layer_list_select (HOM_LAYER_LIST (panel->layout.layers), layer);
  panel->follows = FALSE;
}

/* Returns: the layer that is to be looked at when all are done: the first that
 * failed or, failing that, the first that is doubtful, or the one before.
 */
static gint
choose_layer (HomAlignPanel *panel)
{
  const HomVerdict bad[] = { HOM_VERDICT_FAILED, HOM_VERDICT_DOUBTFUL };

  for (guint k = 0; k < G_N_ELEMENTS (bad); k++)
    for (gint i = 0; i < panel->funcs.n_layers; i++)
      if (hom_align_panel_get_checked (panel)[i] &&
          hom_align_outcome_judge (&panel->outcomes[i]) == bad[k])
        return i;

  return panel->home;
}

/* Shows what has come of a job.
 *
 * @reason: (nullable): why @layer, or any, is as before.
 */
static void
show_end (HomAlignPanel *panel, gint layer, const gchar *reason)
{
  /* where the button is hidden, the keys of the view are of use */
  if (gtk_widget_is_focus (panel->layout.cancel))
    gtk_widget_grab_focus (panel->layout.view);
  go_to_layer (panel, layer);
  hom_align_panel_show_pictures (panel);
  hom_align_panel_show_outcomes (panel);
  if (reason && panel->layer == layer)
    hom_align_report_set_message (HOM_ALIGN_REPORT (panel->layout.report),
                                  reason, TRUE);
  show_state (panel);
}

/* Takes the outcomes of a job that has ended.
 *
 * @error: why there are none; those of before are kept then.
 */
static void
job_done (HomAlignOutcome *outcomes, const GError *error, gpointer data)
{
  g_autoptr (HomAlignPanel) panel = data;
  g_autofree gchar *reason        = NULL;
  gint              layer = panel->is_chosen ? panel->layer : panel->home;

  panel->job = NULL;
  hom_align_progress_end (panel->progress);
  for (gint i = 0; outcomes && panel->pins && i < panel->funcs.n_layers; i++)
    hom_align_outcome_hold (&outcomes[i], panel->pins, &panel->start);
  g_clear_pointer (&panel->pins, g_array_unref);
  if (outcomes)
    reason = hom_align_outcomes_take (panel->outcomes, outcomes,
                                      panel->funcs.n_layers, layer);
  else if (! g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    reason = g_strdup (error->message);
  if (panel->editor) /* else it was destroyed meanwhile */
    show_end (panel, reason || error ? layer : choose_layer (panel), reason);
}

/* Starts to align layers.
 *
 * @layers: for each layer whether it is aligned.
 * @start: (nullable): where the only layer is, from where it is aligned.
 */
static void
start_job (HomAlignPanel *panel, const gboolean *layers, const HomMatrix *start)
{
  if (panel->job)
    return;

  panel->home      = panel->layer;
  panel->is_chosen = FALSE;
  panel->job = hom_align_job_start (&panel->funcs, layers, start, job_done,
                                    g_object_ref (panel));
  hom_align_progress_start (panel->progress, panel->job);
  hom_placement_editor_set_mode (panel->editor, HOM_PLACEMENT_NONE);
  hom_compare_view_set_before (HOM_COMPARE_VIEW (panel->layout.view), FALSE);
  show_state (panel);
  gtk_widget_grab_focus (panel->layout.cancel);
}

static void
align (HomAlignPanel *panel)
{
  start_job (panel, hom_align_panel_get_checked (panel), NULL);
}

static void
refine (HomAlignPanel *panel)
{
  g_autofree gboolean *layers = g_new0 (gboolean, panel->funcs.n_layers);
  const HomPlacement  *placement;

  if (panel->job)
    return;

  layers[panel->layer] = TRUE;
  placement            = hom_placement_editor_get_placement (panel->editor);
  panel->pins          = hom_placement_copy_pins (placement);
  panel->start         = *hom_align_panel_get_matrix (panel);
  start_job (panel, layers, &panel->start);
}

static void
moved_by_hand (HomAlignPanel *panel)
{
  HomAlignOutcome    *outcome   = hom_align_panel_get_outcome (panel);
  const HomPlacement *placement = hom_placement_editor_get_placement (
      panel->editor);

  hom_align_outcome_clear (outcome);
  *outcome = (HomAlignOutcome){ .kind = HOM_OUTCOME_BY_HAND,
                                .h    = *hom_placement_get_matrix (placement) };
  hom_align_panel_show_at (panel, &outcome->h);
  hom_align_panel_show_outcomes (panel);
  show_state (panel);
}

/* Removes the handles when the controls are folded. */
static void
by_hand_folded (HomAlignPanel *panel)
{
  if (! gtk_expander_get_expanded (GTK_EXPANDER (panel->layout.by_hand)))
    hom_placement_editor_set_mode (panel->editor, HOM_PLACEMENT_NONE);
}

static void
cancel (HomAlignPanel *panel)
{
  if (panel->job)
    hom_align_job_cancel (panel->job);
}

/* Shows the layer that is chosen. One that is left out has no handles. */
static void
show_layer (HomAlignPanel *panel)
{
  if (! hom_align_panel_get_checked (panel)[panel->layer])
    hom_placement_editor_set_mode (panel->editor, HOM_PLACEMENT_NONE);
  hom_align_panel_show_pictures (panel);
  hom_align_panel_show_outcomes (panel);
  show_state (panel);
}

static void
layer_selected (HomAlignPanel *panel, gint layer)
{
  /* the user looks at a layer: the view goes to no other by itself */
  panel->is_chosen = panel->is_chosen || ! panel->follows;
  panel->layer     = layer;
  hom_align_progress_set_shown (panel->progress, layer);
  show_layer (panel);
}

/* Shows that a layer is left out, or no longer. What was found of it is kept,
 * should it be checked again.
 */
static void
layer_toggled (HomAlignPanel *panel, gint layer)
{
  if (layer == panel->layer)
    {
      show_layer (panel);
      return;
    }

  hom_align_panel_show_outcomes (panel);
  show_state (panel);
}

/* Follows the job: the view goes to the layer that is being aligned, unless the
 * user has chosen another one meanwhile.
 */
static void
progress_changed (HomAlignPanel *panel)
{
  gint layer = hom_align_progress_get_layer (panel->progress);

  if (layer >= 0)
    go_to_layer (panel, layer);
  hom_align_panel_show_outcomes (panel);
}

static void
compare (HomAlignPanel *panel, gint mode)
{
  HomCompareView *view = HOM_COMPARE_VIEW (panel->layout.view);

  hom_compare_view_set_before (view, FALSE);
  hom_compare_view_set_mode (view, mode);
  gtk_widget_grab_focus (panel->layout.view);
}

static void
start_by_hand (HomAlignPanel *panel)
{
  gtk_expander_set_expanded (GTK_EXPANDER (panel->layout.by_hand), TRUE);
  hom_placement_editor_set_mode (panel->editor, HOM_PLACEMENT_POINTS);
  gtk_widget_grab_focus (panel->layout.view);
}

static void
hom_align_panel_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (HOM_ALIGN_PANEL (widget)->layout.view);
}

static void
hom_align_panel_dispose (GObject *object)
{
  HomAlignPanel *panel = HOM_ALIGN_PANEL (object);

  cancel (panel);
  hom_align_progress_end (panel->progress);
  g_clear_object (&panel->reference);
  g_clear_object (&panel->editor);

  G_OBJECT_CLASS (hom_align_panel_parent_class)->dispose (object);
}

static void
hom_align_panel_finalize (GObject *object)
{
  HomAlignPanel *panel = HOM_ALIGN_PANEL (object);

  for (gint i = 0; i < panel->funcs.n_layers; i++)
    g_object_unref (panel->sources[i]);
  g_free (panel->sources);
  g_free (panel->shown);
  g_strfreev (panel->names);
  hom_align_outcomes_free (panel->outcomes, panel->funcs.n_layers);
  g_object_unref (panel->progress);

  G_OBJECT_CLASS (hom_align_panel_parent_class)->finalize (object);
}

static void
hom_align_panel_class_init (HomAlignPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose      = hom_align_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize     = hom_align_panel_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = hom_align_panel_grab_focus;
  hom_align_panel_keys_class_init (GTK_WIDGET_CLASS (klass));

  signals[UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hom_align_panel_init (HomAlignPanel *panel)
{
}

static void
connect_parts (HomAlignPanel *panel)
{
  HomAlignLayout *layout = &panel->layout;

  g_signal_connect_swapped (layout->align, "clicked", G_CALLBACK (align),
                            panel);
  g_signal_connect_swapped (layout->cancel, "clicked", G_CALLBACK (cancel),
                            panel);
  g_signal_connect_swapped (layout->refine, "clicked", G_CALLBACK (refine),
                            panel);
  g_signal_connect_swapped (layout->layers, "selected",
                            G_CALLBACK (layer_selected), panel);
  g_signal_connect_swapped (layout->layers, "toggled",
                            G_CALLBACK (layer_toggled), panel);
  g_signal_connect_swapped (layout->by_hand, "notify::expanded",
                            G_CALLBACK (by_hand_folded), panel);
  g_signal_connect_object (panel->editor, "moved", G_CALLBACK (moved_by_hand),
                           panel, G_CONNECT_SWAPPED);
  g_signal_connect_object (panel->progress, "changed",
                           G_CALLBACK (progress_changed), panel,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (layout->report, "compare", G_CALLBACK (compare),
                            panel);
  g_signal_connect_swapped (layout->report, "by-hand",
                            G_CALLBACK (start_by_hand), panel);
}

/**
 * hom_align_panel_new:
 * @funcs: the functions that align the layers.
 * @names: the names of the layers, ended by a NULL.
 * @sources: the pictures of the layers, in the coordinates of the image.
 * @shown: for each layer the matrix that takes it to where it is seen now.
 *
 * Creates a panel.
 */
GtkWidget *
hom_align_panel_new (const HomAlignFuncs *funcs,
                     const gchar *const  *names,
                     HomSource          **sources,
                     const HomMatrix     *shown)
{
  HomAlignPanel  *panel  = g_object_new (HOM_TYPE_ALIGN_PANEL, NULL);
  HomAlignLayout *layout = &panel->layout;

  panel->funcs   = *funcs;
  panel->names   = g_strdupv ((gchar **) names);
  panel->sources = g_new (HomSource *, funcs->n_layers);
  panel->shown   = g_memdup2 (shown, funcs->n_layers * sizeof (*shown));
  for (gint i = 0; i < funcs->n_layers; i++)
    panel->sources[i] = g_object_ref (sources[i]);
  panel->outcomes = g_new0 (HomAlignOutcome, funcs->n_layers);
  hom_align_layout_init (layout, GTK_BOX (panel), names);
  panel->editor   = hom_placement_editor_new (HOM_COMPARE_VIEW (layout->view));
  panel->progress = hom_align_progress_new (
      layout, (const gchar *const *) panel->names, panel->sources);
  hom_align_layout_set_placement_editor (layout, panel->editor);
  connect_parts (panel);
  hom_layer_list_select (HOM_LAYER_LIST (layout->layers), 0);
  hom_align_panel_show_outcomes (panel);
  show_state (panel);

  return GTK_WIDGET (panel);
}

/* Adds the settings of the alignment. */
void
hom_align_panel_add_settings (HomAlignPanel *panel, GtkWidget *grid)
{
  gtk_container_add (GTK_CONTAINER (panel->layout.settings), grid);
}

/* Adds the settings of what is made of the alignment. */
void
hom_align_panel_add_output (HomAlignPanel *panel, GtkWidget *grid)
{
  gtk_container_add (GTK_CONTAINER (panel->layout.output), grid);
}

/* Adds the settings that few need.
 *
 * @is_unfolded: whether they are seen from the beginning.
 */
void
hom_align_panel_add_more (HomAlignPanel *panel,
                          GtkWidget     *grid,
                          gboolean       is_unfolded)
{
  gtk_container_add (GTK_CONTAINER (panel->layout.more), grid);
  gtk_expander_set_expanded (GTK_EXPANDER (panel->layout.more_fold),
                             is_unfolded);
}

static void
forget (HomAlignPanel *panel, gboolean what_is_by_hand)
{
  for (gint i = 0; i < panel->funcs.n_layers; i++)
    if (what_is_by_hand || panel->outcomes[i].kind == HOM_OUTCOME_ALIGNED)
      {
        hom_align_outcome_clear (&panel->outcomes[i]);
        panel->outcomes[i].kind = HOM_OUTCOME_NONE;
      }
  if (hom_align_panel_get_outcome (panel)->kind == HOM_OUTCOME_NONE)
    hom_align_panel_show_pictures (panel);
  hom_align_panel_show_outcomes (panel);
  show_state (panel);
}

/* Sets the picture that stays in place. What was found before is void.
 *
 * @source: (nullable): that picture.
 */
void
hom_align_panel_set_reference (HomAlignPanel *panel, HomSource *source)
{
  g_set_object (&panel->reference, source);
  forget (panel, TRUE);
}

/* Forgets what was found, since the settings have changed. What the user has
 * put in place stays there.
 */
void
hom_align_panel_forget (HomAlignPanel *panel)
{
  forget (panel, FALSE);
}

/* Cancels the job, and waits for its end. */
void
hom_align_panel_stop (HomAlignPanel *panel)
{
  cancel (panel);
  while (panel->job)
    g_main_context_iteration (NULL, TRUE);
}

/* Says why the output cannot be made.
 *
 * @problem: (nullable): why it cannot.
 */
void
hom_align_panel_set_problem (HomAlignPanel *panel, const gchar *problem)
{
  GtkLabel *label = GTK_LABEL (panel->layout.problem);

  if (g_strcmp0 (gtk_label_get_text (label), problem ? problem : "") == 0)
    return;

  gtk_label_set_text (label, problem ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (label), problem != NULL);
  g_signal_emit (panel, signals[UPDATED], 0);
}

/* Returns: whether there is something to be applied, and it can be. */
gboolean
hom_align_panel_is_valid (HomAlignPanel *panel)
{
  if (*gtk_label_get_text (GTK_LABEL (panel->layout.problem)))
    return FALSE;

  for (gint i = 0; ! panel->job && i < panel->funcs.n_layers; i++)
    if (hom_align_panel_moves (panel, i))
      return TRUE;

  return FALSE;
}

/* Sets the model of the matrix that points lead to. */
void
hom_align_panel_set_model (HomAlignPanel *panel, HomModel model)
{
  hom_placement_editor_set_model (panel->editor, model);
}

/* Returns: the button that aligns. */
GtkWidget *
hom_align_panel_get_button (HomAlignPanel *panel)
{
  return panel->layout.align;
}

/* Returns: the outcome of each layer. */
const HomAlignOutcome *
hom_align_panel_get_outcomes (HomAlignPanel *panel)
{
  return panel->outcomes;
}
