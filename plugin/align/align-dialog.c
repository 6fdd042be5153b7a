/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/align/align-arguments.h"
#include "plugin/align/align-dialog.h"
#include "plugin/align/align-report.h"
#include "plugin/align/align-settings.h"
#include "plugin/align/align-stack.h"
#include "plugin/apply/filter-options.h"
#include "plugin/apply/layer-source.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/arguments/dialog.h"
#include "plugin/arguments/form.h"
#include "plugin/layers/layers.h"
#include "ui/align/hom-align-panel.h"
#include "ui/controls/hom-widgets.h"

/* The size of the dialog, in pixels. */
#define WIDTH  1100
#define HEIGHT 760

/* These settings belong to the image at hand, and to no preset. */
static const gchar *const own[] = { "reference", OUTPUT_REMEMBERED, NULL };

/* @config: the arguments of the procedure.
 * @shown: where each layer is seen now, by a filter of ours.
 * @arguments: the arguments of the alignment that goes on.
 * @aligned: (nullable): the layers that are aligned, while it does.
 * @stack: (nullable): aligns them, while it does.
 * @over: the layer that the next one is laid over.
 * @layer: the layer that is aligned.
 * @moved: (nullable): the layers that were last looked at whether the output
 *   can be made of them.
 */
typedef struct
{
  GimpProcedureConfig *config;
  GimpImage           *image;
  GimpDrawable       **drawables;
  GtkWidget           *window, *panel;
  HomMatrix           *shown;
  AlignArguments       arguments;
  GimpDrawable       **aligned;
  AlignStack          *stack;
  GimpDrawable        *over;
  gint                 layer;
  GimpDrawable       **moved;
} AlignDialog;

static void
end (gpointer data)
{
  AlignDialog *dialog = data;

  g_clear_pointer (&dialog->stack, align_stack_free);
  g_clear_pointer (&dialog->aligned, g_free);
}

/* Begins to align some of the layers. In a sequence, too, it is as if there
 * were no others.
 */
static gboolean
begin (gpointer data, const gboolean *layers, GError **error)
{
  AlignDialog *dialog = data;
  gint         n      = 0;

  dialog->aligned = g_new0 (GimpDrawable *,
                            drawables_count (dialog->drawables) + 1);
  for (gint i = 0; dialog->drawables[i]; i++)
    if (layers[i])
      dialog->aligned[n++] = dialog->drawables[i];
  if (align_check_search (dialog->config, dialog->image, dialog->aligned,
                          &dialog->arguments, error))
    dialog->stack = align_stack_new (&dialog->arguments, dialog->image,
                                     dialog->aligned, error);
  dialog->over = dialog->arguments.reference;
  if (! dialog->stack)
    end (dialog);

  return dialog->stack != NULL;
}

static gboolean
read_layer (gpointer         data,
            gint             layer,
            const HomMatrix *start,
            gboolean        *is_done,
            GError         **error)
{
  AlignDialog *dialog = data;
  gint         i      = 0;

  dialog->layer = layer;
  while (dialog->aligned[i] != dialog->drawables[layer])
    i++;
  if (! align_stack_read (dialog->stack, i, is_done, error))
    return FALSE;
  if (*is_done && start)
    align_stack_start_at (dialog->stack, start);

  return TRUE;
}

static gboolean
align_layer (gpointer         data,
             HomProgressFunc  progress,
             HomAlignObserver observer,
             gpointer         watched,
             GCancellable    *cancellable,
             GError         **error)
{
  const AlignDialog *dialog = data;

  return align_stack_run (dialog->stack, progress, observer, watched,
                          cancellable, error);
}

static void
finish (gpointer data, HomAlignOutcome *outcome)
{
  AlignDialog  *dialog   = data;
  GimpDrawable *drawable = dialog->drawables[dialog->layer];
  Alignment     alignment;

  if (outcome->error ||
      ! align_stack_finish (dialog->stack, &alignment, &outcome->error))
    return;

  outcome->h            = alignment.h;
  outcome->found        = alignment.found;
  outcome->displacement = alignment.displacement;
  outcome->uncertainty  = alignment.uncertainty;
  outcome->model        = _ (
             choice_find (model_choices, alignment.found.model)->label);
  outcome->is_relative = alignment.is_relative;
  outcome->is_in_place = alignment.displacement < LEAST_DISPLACEMENT;
  outcome->is_simpler  = alignment.found.model != dialog->arguments.model;
  outcome->figures     = align_describe (drawable, dialog->over, &alignment);
  if (dialog->arguments.sequence)
    dialog->over = drawable;
}

/* Lists the layers that are moved or, before anything is found, those that are
 * to be: what cannot be made of them is to be known before they are aligned.
 *
 * Returns: (transfer container): these.
 */
static GimpDrawable **
list_moved (AlignDialog *dialog)
{
  HomAlignPanel *panel = HOM_ALIGN_PANEL (dialog->panel);
  gint           n     = drawables_count (dialog->drawables);
  GimpDrawable **moved = g_new0 (GimpDrawable *, n + 1);
  gint           count = 0;

  for (gint i = 0; i < n; i++)
    if (hom_align_panel_moves (panel, i))
      moved[count++] = dialog->drawables[i];
  for (gint i = 0, any = count; i < n && ! any; i++)
    if (hom_align_panel_get_checked (panel)[i])
      moved[count++] = dialog->drawables[i];

  return moved;
}

/* Says why the output cannot be made of the layers that are moved, if so. They
 * are looked at again only when they are others, or the output is: GIMP is
 * asked for that, and a drag by hand must not wait for it.
 */
static void
check_output (AlignDialog *dialog)
{
  HomAlignPanel *panel     = HOM_ALIGN_PANEL (dialog->panel);
  gint           n         = drawables_count (dialog->drawables);
  GimpDrawable **moved     = list_moved (dialog);
  g_autoptr (GError) error = NULL;
  Options options;

  if (dialog->moved && memcmp (moved, dialog->moved, n * sizeof (*moved)) == 0)
    {
      g_free (moved);
      return;
    }

  g_free (dialog->moved);
  dialog->moved = moved;
  if (moved[0] &&
      options_parse (dialog->config, LAYER_CLIPPING_CHOICES, &options, &error))
    layers_check (dialog->image, moved, &options, &error);
  hom_align_panel_set_problem (panel, error ? error->message : NULL);
}

static void
output_changed (AlignDialog *dialog)
{
  g_clear_pointer (&dialog->moved, g_free);
  check_output (dialog);
}

/* Has Return align, and then apply. */
static void
updated (AlignDialog *dialog)
{
  HomAlignPanel *panel  = HOM_ALIGN_PANEL (dialog->panel);
  GtkDialog     *window = GTK_DIALOG (dialog->window);
  gboolean       is_valid;

  check_output (dialog);
  is_valid = hom_align_panel_is_valid (panel);
  gtk_dialog_set_response_sensitive (window, GTK_RESPONSE_OK, is_valid);
  if (is_valid)
    gtk_dialog_set_default_response (window, GTK_RESPONSE_OK);
  else
    gtk_widget_grab_default (hom_align_panel_get_button (panel));
}

static void
set_model (AlignDialog *dialog)
{
  gint model = HOM_MODEL_HOMOGRAPHY;

  if (choice_parse (dialog->config, "model", model_choices, &model, NULL))
    hom_align_panel_set_model (HOM_ALIGN_PANEL (dialog->panel), model);
}

static void
show_reference (AlignDialog *dialog)
{
  GimpDrawable *reference      = NULL;
  g_autoptr (HomSource) source = NULL;

  g_object_get (dialog->config, "reference", &reference, NULL);
  if (GIMP_IS_LAYER (reference))
    source = layer_source_new_filtered (GIMP_LAYER (reference));
  hom_align_panel_set_reference (HOM_ALIGN_PANEL (dialog->panel), source);
}

/* Forgets what was found when a setting changes that says how layers are
 * aligned; the other settings say what is made of it.
 */
static void
watch_settings (AlignDialog *dialog)
{
  const gchar *const signals[] = { "notify::model", "notify::loss",
                                   "notify::start", "notify::sequence",
                                   "notify::use-selection" };
  const gchar *const outputs[] = { "notify::output", "notify::clipping",
                                   "notify::interpolation" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (dialog->config, signals[i],
                             G_CALLBACK (hom_align_panel_forget), dialog->panel,
                             G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    g_signal_connect_swapped (dialog->config, outputs[i],
                              G_CALLBACK (output_changed), dialog);
  g_signal_connect_swapped (dialog->config, "notify::reference",
                            G_CALLBACK (show_reference), dialog);
  g_signal_connect_swapped (dialog->config, "notify::model",
                            G_CALLBACK (set_model), dialog);
}

static GtkWidget *
create_panel (AlignDialog *dialog)
{
  gint          n     = drawables_count (dialog->drawables);
  HomAlignFuncs funcs = {
    n, begin, read_layer, align_layer, finish, end, dialog
  };
  g_auto (GStrv) names           = g_new0 (gchar *, n + 1);
  g_autofree HomSource **sources = g_new (HomSource *, n);
  GtkWidget             *panel;

  dialog->shown = g_new (HomMatrix, n);
  for (gint i = 0; i < n; i++)
    {
      names[i]   = gimp_item_get_name (GIMP_ITEM (dialog->drawables[i]));
      sources[i] = layer_source_new_cut (GIMP_LAYER (dialog->drawables[i]));
      warp_filter_matrix (dialog->drawables[i], &dialog->shown[i]);
    }
  panel = hom_align_panel_new (&funcs, (const gchar *const *) names, sources,
                               dialog->shown);
  for (gint i = 0; i < n; i++)
    g_object_unref (sources[i]);

  return panel;
}

/* Shows a form whose labels are as wide as those of the others.
 *
 * @labels: has the labels of all.
 *
 * Returns: the form as a widget.
 */
static GtkWidget *
finish_form (const Form *form, GtkSizeGroup *labels)
{
  GtkWidget *grid = GTK_WIDGET (form->grid);
  g_autoptr (GList)
      children = gtk_container_get_children (GTK_CONTAINER (grid));

  for (GList *child = children; child; child = child->next)
    if (GTK_IS_LABEL (child->data))
      gtk_size_group_add_widget (labels, child->data);
  gtk_widget_show_all (grid);

  return grid;
}

static void
fill_panel (AlignDialog *dialog)
{
  HomAlignPanel *panel = HOM_ALIGN_PANEL (dialog->panel);
  g_autoptr (GtkSizeGroup)
      labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  Form form  = form_new_grid (dialog->window, dialog->config);

  align_settings_add (&form, dialog->image, dialog->drawables);
  hom_align_panel_add_settings (panel, finish_form (&form, labels));
  form = form_new_grid (dialog->window, dialog->config);
  form_add_output (&form, LAYER_CLIPPING_CHOICES);
  form_add_widget (&form, "crop-image");
  hom_align_panel_add_output (panel, finish_form (&form, labels));
  form = form_new_grid (dialog->window, dialog->config);
  align_settings_add_more (&form);
  hom_align_panel_add_more (panel, finish_form (&form, labels),
                            align_settings_has_more (dialog->config) ||
                                gimp_image_get_base_type (dialog->image) ==
                                    GIMP_INDEXED);
}

static void
create_dialog (AlignDialog *dialog, GimpProcedure *procedure)
{
  dialog->window = dialog_new (procedure, dialog->config,
                               _ ("Align to Reference Layer"), own);
  hom_window_set_size (GTK_WINDOW (dialog->window), WIDTH, HEIGHT);
  dialog->panel = create_panel (dialog);
  fill_panel (dialog);
  dialog_fill (dialog->window, dialog->panel);
  g_signal_connect_swapped (dialog->panel, "updated", G_CALLBACK (updated),
                            dialog);
  watch_settings (dialog);
  set_model (dialog);
  show_reference (dialog);
  gtk_widget_grab_focus (
      hom_align_panel_get_button (HOM_ALIGN_PANEL (dialog->panel)));
}

static void
take_outcomes (const AlignDialog *dialog, Alignment *alignments)
{
  HomAlignPanel         *panel    = HOM_ALIGN_PANEL (dialog->panel);
  const HomAlignOutcome *outcomes = hom_align_panel_get_outcomes (panel);

  for (gint i = 0; dialog->drawables[i]; i++)
    if (! hom_align_panel_moves (panel, i))
      alignments[i] = (Alignment){ .shown   = dialog->shown[i],
                                   .h       = dialog->shown[i],
                                   .is_void = TRUE };
    else if (outcomes[i].kind == HOM_OUTCOME_BY_HAND)
      alignments[i] = (Alignment){
        .found        = { .model = HOM_MODEL_HOMOGRAPHY },
        .shown        = dialog->shown[i],
        .h            = outcomes[i].h,
        .displacement = align_displacement (&dialog->shown[i], &outcomes[i].h,
                                            GIMP_LAYER (dialog->drawables[i])),
        .is_by_hand   = TRUE,
      };
    else
      alignments[i] = (Alignment){
        .found        = outcomes[i].found,
        .shown        = dialog->shown[i],
        .h            = outcomes[i].h,
        .displacement = outcomes[i].displacement,
        .uncertainty  = outcomes[i].uncertainty,
      };
}

/* Lets the user align the layers and look at the result.
 *
 * @alignments: (out): one for each layer; void where there is none.
 *
 * Returns: FALSE when the dialog was cancelled or, with a message, when there
 *   is no layer to show in it.
 */
gboolean
align_dialog (GimpProcedure       *procedure,
              GimpProcedureConfig *config,
              GimpImage           *image,
              GimpDrawable       **drawables,
              Alignment           *alignments,
              GError             **error)
{
  const Options  any    = { .output = OUTPUT_NONE };
  AlignDialog    dialog = { config, image, drawables };
  HomAlignPanel *panel;
  gboolean       accepted;

  if (! layers_check (image, drawables, &any, error))
    return FALSE;

  gimp_ui_init ("homography");
  filter_options_load (drawables[0], config);
  /* of several layers, one with a mask can be left out */
  if (! drawables[1])
    filter_options_heed_masks (drawables, config);
  /* what is selected is there to be used, whatever was chosen the last time */
  g_object_set (config, "use-selection", TRUE, NULL);
  create_dialog (&dialog, procedure);
  panel    = HOM_ALIGN_PANEL (dialog.panel);
  accepted = gimp_procedure_dialog_run (GIMP_PROCEDURE_DIALOG (dialog.window));
  hom_align_panel_stop (panel);
  accepted = accepted && hom_align_panel_is_valid (panel);
  if (accepted)
    take_outcomes (&dialog, alignments);
  g_signal_handlers_disconnect_by_data (config, &dialog);
  gtk_widget_destroy (dialog.window);
  g_free (dialog.shown);
  g_free (dialog.moved);

  return accepted;
}
