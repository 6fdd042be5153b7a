/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "hom-align-layout.h"
#include "hom-align-panel.h"
#include "hom-align-report.h"
#include "hom-compare-view.h"

/* How often the progress is shown, in milliseconds. */
#define INTERVAL 50

/* What lies farther from the reference than so many of its sides is not shown.
 */
#define FAR 1.0

/* @names: of the layers.
 * @sources: their pictures.
 * @shown: where they are seen before they are aligned.
 * @reference: (nullable): the picture that stays.
 * @run: (nullable): what is going on.
 * @outcomes: (nullable): one for each layer.
 * @layer: the one that is shown.
 * @tick: of the timeout while @run goes on; 0 when there is none.
 */
struct _HomAlignPanel
{
  GtkBox parent_instance;

  HomAlignJob      job;
  gchar          **names;
  HomSource      **sources;
  HomMatrix       *shown;
  HomSource       *reference;
  HomAlignLayout   layout;
  HomAlignRun     *run;
  HomAlignOutcome *outcomes;
  gint             layer;
  guint            tick;
};

enum
{
  UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomAlignPanel, hom_align_panel, GTK_TYPE_BOX)

/* The reference, and as much as is near it of what the layer covers before and
 * after.
 */
static HomBox
choose_box (HomAlignPanel *panel, const HomMatrix *h)
{
  const HomBox *own    = hom_source_get_box (panel->sources[panel->layer]);
  HomBox        box    = *hom_source_get_box (panel->reference);
  gdouble       dx     = FAR * (box.x1 - box.x0);
  gdouble       dy     = FAR * (box.y1 - box.y0);
  HomBox        within = { box.x0 - dx, box.y0 - dy, box.x1 + dx, box.y1 + dy };
  HomMatrix     matrices[] = { panel->shown[panel->layer], *h };

  for (gint i = 0; i < 2; i++)
    {
      HomBox moved;

      if (! hom_matrix_map_box (&matrices[i], own, &within, &moved) ||
          moved.x0 >= moved.x1 || moved.y0 >= moved.y1)
        continue;
      box = (HomBox) { MIN (box.x0, moved.x0), MIN (box.y0, moved.y0),
                       MAX (box.x1, moved.x1), MAX (box.y1, moved.y1) };
    }

  return box;
}

/* The layer that is chosen, where it was and where it is found to belong. */
static void
show_pictures (HomAlignPanel *panel)
{
  HomCompareView        *view     = HOM_COMPARE_VIEW (panel->layout.view);
  const HomMatrix       *shown    = &panel->shown[panel->layer];
  const HomMatrix       *h        = shown;
  HomExposure            exposure = { 1.0, 0.0 };
  const HomAlignOutcome *outcome  = NULL;
  HomBox                 box;

  if (! panel->reference)
    return;

  if (panel->outcomes && ! panel->outcomes[panel->layer].error)
    outcome = &panel->outcomes[panel->layer];
  if (outcome)
    {
      h        = &outcome->h;
      exposure = outcome->found.exposure;
    }
  hom_compare_view_set_sources (view, panel->reference,
                                panel->sources[panel->layer]);
  hom_compare_view_set_matrices (view, shown, h, &exposure);
  box = choose_box (panel, h);
  hom_canvas_set_box (HOM_CANVAS (view), &box);
}

static void
show_outcomes (HomAlignPanel *panel)
{
  HomAlignReport *report = HOM_ALIGN_REPORT (panel->layout.report);

  for (gint i = 0; i < panel->job.n_layers; i++)
    if (panel->outcomes)
      {
        HomVerdict verdict = hom_align_outcome_judge (&panel->outcomes[i]);

        hom_align_layout_set_layer (&panel->layout, i,
                                    hom_verdict_icon (verdict),
                                    hom_verdict_label (verdict));
      }
    else
      hom_align_layout_set_layer (&panel->layout, i, NULL, NULL);

  if (panel->outcomes)
    hom_align_report_set_outcome (report, &panel->outcomes[panel->layer]);
  else
    hom_align_report_set_message (
        report,
        panel->reference ?
            _ ("Press Align to lay the layer over the reference.") :
            _ ("There is no other layer that it could be laid over."),
        FALSE);
}

static void
show_state (HomAlignPanel *panel)
{
  HomAlignLayout *layout = &panel->layout;
  gboolean        runs   = panel->run != NULL;

  gtk_widget_set_visible (layout->align, ! runs);
  gtk_widget_set_visible (layout->working, runs);
  gtk_widget_set_sensitive (layout->align, panel->reference != NULL);
  gtk_widget_set_sensitive (layout->settings, ! runs);
  g_signal_emit (panel, signals[UPDATED], 0);
}

static gboolean
show_progress (gpointer data)
{
  HomAlignPanel  *panel = data;
  GtkProgressBar *bar   = GTK_PROGRESS_BAR (panel->layout.progress);

  gtk_progress_bar_set_fraction (bar, hom_align_run_get_progress (panel->run));
  gtk_progress_bar_set_text (
      bar, panel->names[hom_align_run_get_layer (panel->run)]);

  return G_SOURCE_CONTINUE;
}

/* @error: why there are no outcomes; those of before are kept. */
static void
run_done (HomAlignOutcome *outcomes, const GError *error, gpointer data)
{
  g_autoptr (HomAlignPanel) panel = data;

  panel->run = NULL;
  g_clear_handle_id (&panel->tick, g_source_remove);
  if (outcomes)
    {
      hom_align_outcomes_free (panel->outcomes, panel->job.n_layers);
      panel->outcomes = outcomes;
    }
  if (gtk_widget_in_destruction (GTK_WIDGET (panel)))
    return;

  show_pictures (panel);
  show_outcomes (panel);
  if (error && ! g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hom_align_report_set_message (HOM_ALIGN_REPORT (panel->layout.report),
                                  error->message, TRUE);
  show_state (panel);
}

static void
align (HomAlignPanel *panel)
{
  if (panel->run)
    return;

  panel->run  = hom_align_run_start (&panel->job, run_done,
                                     g_object_ref (panel));
  panel->tick = g_timeout_add (INTERVAL, show_progress, panel);
  show_progress (panel);
  show_state (panel);
  gtk_widget_grab_focus (panel->layout.cancel);
}

static void
cancel (HomAlignPanel *panel)
{
  if (panel->run)
    hom_align_run_cancel (panel->run);
}

static void
layer_selected (HomAlignPanel *panel, GtkListBoxRow *row)
{
  if (! row)
    return;

  panel->layer = gtk_list_box_row_get_index (row);
  show_pictures (panel);
  show_outcomes (panel);
}

/* Escape ends what is going on before it ends the dialog. */
static gboolean
hom_align_panel_key (HomAlignPanel *panel, GdkEventKey *event)
{
  if (event->keyval != GDK_KEY_Escape || ! panel->run)
    return FALSE;

  cancel (panel);

  return TRUE;
}

static void
hom_align_panel_hierarchy_changed (GtkWidget *widget, GtkWidget *previous)
{
  GtkWidget *window = gtk_widget_get_toplevel (widget);

  if (previous)
    g_signal_handlers_disconnect_by_data (previous, widget);
  if (GTK_IS_WINDOW (window))
    g_signal_connect_object (window, "key-press-event",
                             G_CALLBACK (hom_align_panel_key), widget,
                             G_CONNECT_SWAPPED);
}

static void
hom_align_panel_dispose (GObject *object)
{
  HomAlignPanel *panel = HOM_ALIGN_PANEL (object);

  cancel (panel);
  g_clear_handle_id (&panel->tick, g_source_remove);
  g_clear_object (&panel->reference);

  G_OBJECT_CLASS (hom_align_panel_parent_class)->dispose (object);
}

static void
hom_align_panel_finalize (GObject *object)
{
  HomAlignPanel *panel = HOM_ALIGN_PANEL (object);

  for (gint i = 0; i < panel->job.n_layers; i++)
    g_object_unref (panel->sources[i]);
  g_free (panel->sources);
  g_free (panel->shown);
  g_strfreev (panel->names);
  hom_align_outcomes_free (panel->outcomes, panel->job.n_layers);

  G_OBJECT_CLASS (hom_align_panel_parent_class)->finalize (object);
}

static void
hom_align_panel_class_init (HomAlignPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose  = hom_align_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = hom_align_panel_finalize;
  GTK_WIDGET_CLASS (klass)->hierarchy_changed =
      hom_align_panel_hierarchy_changed;

  signals[UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hom_align_panel_init (HomAlignPanel *panel)
{
}

/**
 * hom_align_panel_new:
 * @job: aligns the layers.
 * @names: of the layers, ended by a NULL.
 * @sources: their pictures, in the coordinates of the image.
 * @shown: takes each of them to where it is seen now.
 */
GtkWidget *
hom_align_panel_new (const HomAlignJob  *job,
                     const gchar *const *names,
                     HomSource         **sources,
                     const HomMatrix    *shown)
{
  HomAlignPanel  *panel  = g_object_new (HOM_TYPE_ALIGN_PANEL, NULL);
  HomAlignLayout *layout = &panel->layout;

  panel->job     = *job;
  panel->names   = g_strdupv ((gchar **) names);
  panel->sources = g_new (HomSource *, job->n_layers);
  panel->shown   = g_memdup2 (shown, job->n_layers * sizeof (*shown));
  for (gint i = 0; i < job->n_layers; i++)
    panel->sources[i] = g_object_ref (sources[i]);
  hom_align_layout_init (layout, GTK_BOX (panel), names);
  g_signal_connect_swapped (layout->align, "clicked", G_CALLBACK (align),
                            panel);
  g_signal_connect_swapped (layout->cancel, "clicked", G_CALLBACK (cancel),
                            panel);
  g_signal_connect_swapped (layout->layers, "row-selected",
                            G_CALLBACK (layer_selected), panel);
  show_outcomes (panel);
  show_state (panel);

  return GTK_WIDGET (panel);
}

/* @grid: the settings of the alignment. */
void
hom_align_panel_add_settings (HomAlignPanel *panel, GtkWidget *grid)
{
  gtk_container_add (GTK_CONTAINER (panel->layout.settings), grid);
}

/* @grid: the settings of what is made of it. */
void
hom_align_panel_add_output (HomAlignPanel *panel, GtkWidget *grid)
{
  gtk_container_add (GTK_CONTAINER (panel->layout.output), grid);
}

/* @source: (nullable): what stays in place. What was found is void. */
void
hom_align_panel_set_reference (HomAlignPanel *panel, HomSource *source)
{
  g_set_object (&panel->reference, source);
  hom_align_panel_forget (panel);
}

/* To be called when the settings have changed: what was found is void. */
void
hom_align_panel_forget (HomAlignPanel *panel)
{
  hom_align_outcomes_free (panel->outcomes, panel->job.n_layers);
  panel->outcomes = NULL;
  show_pictures (panel);
  show_outcomes (panel);
  show_state (panel);
}

/* Cancels what is going on, and waits for its end. */
void
hom_align_panel_stop (HomAlignPanel *panel)
{
  cancel (panel);
  while (panel->run)
    g_main_context_iteration (NULL, TRUE);
}

/* Returns: whether there is something to be applied. */
gboolean
hom_align_panel_is_valid (HomAlignPanel *panel)
{
  for (gint i = 0; panel->outcomes && ! panel->run && i < panel->job.n_layers;
       i++)
    if (! panel->outcomes[i].error)
      return TRUE;

  return FALSE;
}

/* Returns: the button that aligns. */
GtkWidget *
hom_align_panel_get_button (HomAlignPanel *panel)
{
  return panel->layout.align;
}

/* Returns: (nullable): one for each layer. */
const HomAlignOutcome *
hom_align_panel_get_outcomes (HomAlignPanel *panel)
{
  return panel->outcomes;
}
