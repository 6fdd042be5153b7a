/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/align/align-arguments.h"
#include "plugin/align/align-dialog.h"
#include "plugin/align/align-report.h"
#include "plugin/align/align-settings.h"
#include "plugin/align/align-stack.h"
#include "plugin/apply/layer-source.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/arguments/form.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/filter-settings.h"
#include "plugin/procedure/procedures.h"
#include "ui/align/hom-align-panel.h"

/* Of the dialog, in pixels. */
#define WIDTH  1100
#define HEIGHT 760

#define SPACING 6

/* @shown: where each layer is seen now, by a filter of ours.
 * @arguments: of the alignment that goes on.
 * @aligned: (nullable): the layers that it is of, and
 * @stack: (nullable): theirs, while it does.
 * @over: what the next layer is laid over.
 * @layer: the one that is aligned.
 */
typedef struct
{
  GimpProcedureConfig *config;
  GimpImage           *image;
  GimpDrawable       **drawables;
  GtkWidget           *dialog, *panel;
  HomMatrix           *shown;
  AlignArguments       arguments;
  GimpDrawable       **aligned;
  AlignStack          *stack;
  GimpDrawable        *over;
  gint                 layer;
} Context;

static void
end (gpointer data)
{
  Context *context = data;

  g_clear_pointer (&context->stack, align_stack_free);
  g_clear_pointer (&context->aligned, g_free);
}

/* In a sequence, too, it is as if there were no other layers. */
static gboolean
begin (gpointer data, const gboolean *layers, GError **error)
{
  Context *context = data;
  gint     n       = 0;
  Options  options;

  context->aligned = g_new0 (GimpDrawable *,
                             count_drawables (context->drawables) + 1);
  for (gint i = 0; context->drawables[i]; i++)
    if (layers[i])
      context->aligned[n++] = context->drawables[i];
  if (align_check (context->config, context->image, context->aligned,
                   &context->arguments, &options, error))
    context->stack = align_stack_new (&context->arguments, context->image,
                                      context->aligned, error);
  context->over = context->arguments.reference;
  if (! context->stack)
    end (context);

  return context->stack != NULL;
}

static gboolean
read_layer (gpointer         data,
            gint             layer,
            const HomMatrix *start,
            gboolean        *is_done,
            GError         **error)
{
  Context *context = data;
  gint     i       = 0;

  context->layer = layer;
  while (context->aligned[i] != context->drawables[layer])
    i++;
  if (! align_stack_read (context->stack, i, is_done, error))
    return FALSE;
  if (*is_done && start)
    align_stack_start_at (context->stack, start);

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
  const Context *context = data;

  return align_stack_run (context->stack, progress, observer, watched,
                          cancellable, error);
}

static void
finish (gpointer data, HomAlignOutcome *outcome)
{
  Context      *context  = data;
  GimpDrawable *drawable = context->drawables[context->layer];
  Alignment     alignment;

  if (outcome->error ||
      ! align_stack_finish (context->stack, &alignment, &outcome->error))
    return;

  outcome->h            = alignment.h;
  outcome->found        = alignment.found;
  outcome->displacement = alignment.displacement;
  outcome->uncertainty  = alignment.uncertainty;
  outcome->model        = _ (
      choice_find (model_choices, alignment.found.model)->label);
  outcome->is_relative = alignment.is_relative;
  outcome->is_in_place = alignment.displacement < LEAST_DISPLACEMENT;
  outcome->is_simpler  = alignment.found.model != context->arguments.model;
  outcome->figures     = align_describe (drawable, context->over, &alignment);
  if (context->arguments.sequence)
    context->over = drawable;
}

/* Return aligns, and then applies. */
static void
updated (HomAlignPanel *panel, GtkDialog *dialog)
{
  gboolean is_valid = hom_align_panel_is_valid (panel);

  gtk_dialog_set_response_sensitive (dialog, GTK_RESPONSE_OK, is_valid);
  if (is_valid)
    gtk_dialog_set_default_response (dialog, GTK_RESPONSE_OK);
  else
    gtk_widget_grab_default (hom_align_panel_get_button (panel));
}

static void
set_model (Context *context)
{
  gint model = HOM_MODEL_HOMOGRAPHY;

  if (choice_parse (context->config, "model", model_choices, &model, NULL))
    hom_align_panel_set_model (HOM_ALIGN_PANEL (context->panel), model);
}

static void
show_reference (Context *context)
{
  GimpDrawable *reference      = NULL;
  g_autoptr (HomSource) source = NULL;

  g_object_get (context->config, "reference", &reference, NULL);
  if (GIMP_IS_LAYER (reference))
    source = layer_source_new (GIMP_LAYER (reference));
  hom_align_panel_set_reference (HOM_ALIGN_PANEL (context->panel), source);
}

/* What says how layers are aligned; the rest says what is made of it. */
static void
watch_settings (Context *context)
{
  const gchar *const signals[] = { "notify::model", "notify::loss",
                                   "notify::start", "notify::sequence",
                                   "notify::use-selection" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (context->config, signals[i],
                             G_CALLBACK (hom_align_panel_forget),
                             context->panel, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (context->config, "notify::reference",
                            G_CALLBACK (show_reference), context);
  g_signal_connect_swapped (context->config, "notify::model",
                            G_CALLBACK (set_model), context);
}

static GtkWidget *
create_panel (Context *context)
{
  gint          n                = count_drawables (context->drawables);
  HomAlignFuncs funcs            = { n,      begin, read_layer, align_layer,
                                     finish, end,   context };
  g_auto (GStrv) names           = g_new0 (gchar *, n + 1);
  g_autofree HomSource **sources = g_new (HomSource *, n);
  GtkWidget             *panel;

  context->shown = g_new (HomMatrix, n);
  for (gint i = 0; i < n; i++)
    {
      names[i]   = gimp_item_get_name (GIMP_ITEM (context->drawables[i]));
      sources[i] = layer_source_new (GIMP_LAYER (context->drawables[i]));
      warp_filter_matrix (context->drawables[i], &context->shown[i]);
    }
  panel = hom_align_panel_new (&funcs, (const gchar *const *) names, sources,
                               context->shown);
  for (gint i = 0; i < n; i++)
    g_object_unref (sources[i]);
  gtk_widget_set_margin_bottom (panel, SPACING);

  return panel;
}

static void
fill_panel (Context *context)
{
  HomAlignPanel *panel = HOM_ALIGN_PANEL (context->panel);
  Form           form  = form_new_grid (context->dialog, context->config);

  align_settings_add (&form, context->image, context->drawables);
  gtk_widget_show_all (GTK_WIDGET (form.grid));
  hom_align_panel_add_settings (panel, GTK_WIDGET (form.grid));
  form = form_new_grid (context->dialog, context->config);
  form_add_options (&form);
  form_add_widget (&form, "crop-image");
  gtk_widget_show_all (GTK_WIDGET (form.grid));
  hom_align_panel_add_output (panel, GTK_WIDGET (form.grid));
}

static void
create_dialog (Context *context, GimpProcedure *procedure)
{
  GtkWidget *area;

  context->dialog = gimp_procedure_dialog_new (procedure, context->config,
                                               _ ("Align to Reference Layer"));
  gimp_procedure_dialog_set_ok_label (GIMP_PROCEDURE_DIALOG (context->dialog),
                                      _ ("_Apply"));
  gtk_window_set_default_size (GTK_WINDOW (context->dialog), WIDTH, HEIGHT);
  context->panel = create_panel (context);
  fill_panel (context);
  area = gtk_dialog_get_content_area (GTK_DIALOG (context->dialog));
  gtk_box_pack_start (GTK_BOX (area), context->panel, TRUE, TRUE, 0);
  gtk_widget_show (context->panel);
  g_signal_connect_object (context->panel, "updated", G_CALLBACK (updated),
                           context->dialog, 0);
  watch_settings (context);
  set_model (context);
  show_reference (context);
  gtk_widget_grab_focus (
      hom_align_panel_get_button (HOM_ALIGN_PANEL (context->panel)));
}

static void
take_outcomes (const Context *context, Alignment *alignments)
{
  HomAlignPanel         *panel    = HOM_ALIGN_PANEL (context->panel);
  const HomAlignOutcome *outcomes = hom_align_panel_get_outcomes (panel);

  for (gint i = 0; context->drawables[i]; i++)
    if (! hom_align_panel_moves (panel, i))
      alignments[i] = (Alignment) { .shown   = context->shown[i],
                                    .h       = context->shown[i],
                                    .is_void = TRUE };
    else if (outcomes[i].kind == HOM_OUTCOME_BY_HAND)
      alignments[i] = (Alignment) {
        .found        = { .model = HOM_MODEL_HOMOGRAPHY },
        .shown        = context->shown[i],
        .h            = outcomes[i].h,
        .displacement = align_displacement (&context->shown[i], &outcomes[i].h,
                                            GIMP_LAYER (context->drawables[i])),
        .is_by_hand   = TRUE,
      };
    else
      alignments[i] = (Alignment) {
        .found        = outcomes[i].found,
        .shown        = context->shown[i],
        .h            = outcomes[i].h,
        .displacement = outcomes[i].displacement,
        .uncertainty  = outcomes[i].uncertainty,
      };
}

/* Lets the user align the layers and look at it.
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
  const Options  any     = { .output = OUTPUT_NONE };
  Context        context = { config, image, drawables };
  HomAlignPanel *panel;
  gboolean       accepted;

  if (! layers_check (image, drawables, &any, error))
    return FALSE;

  gimp_ui_init ("homography");
  filter_settings_load_options (drawables[0], config);
  create_dialog (&context, procedure);
  panel    = HOM_ALIGN_PANEL (context.panel);
  accepted = gimp_procedure_dialog_run (GIMP_PROCEDURE_DIALOG (context.dialog));
  hom_align_panel_stop (panel);
  accepted = accepted && hom_align_panel_is_valid (panel);
  if (accepted)
    take_outcomes (&context, alignments);
  g_signal_handlers_disconnect_by_data (config, &context);
  gtk_widget_destroy (context.dialog);
  g_free (context.shown);

  return accepted;
}
