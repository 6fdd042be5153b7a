/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/apply/layer-source.h"
#include "plugin/apply/result-box.h"
#include "plugin/arguments/form.h"
#include "plugin/layers/corner-sources.h"
#include "plugin/layers/focal-length.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/filter-settings.h"
#include "plugin/perspective/perspective-compute.h"
#include "plugin/perspective/perspective-dialog.h"
#include "ui/canvas/hom-box.h"
#include "ui/perspective/hom-perspective-panel.h"

/* Of the dialog, in pixels: room for two pictures side by side. */
#define WIDTH  1200
#define HEIGHT 700

#define SPACING 6

/* @checked: the options for which the layers were last found fit, if
 *   @is_checked.
 */
typedef struct
{
  GimpProcedureConfig *config;
  GimpImage           *image;
  GimpDrawable       **drawables;
  gdouble              focal_length;
  Options              checked;
  gboolean             is_checked;
} Context;

/* GIMP need not be asked again at each motion of the pointer. */
static gboolean
check_layers (Context *context, const Options *options, GError **error)
{
  if (context->is_checked &&
      memcmp (&context->checked, options, sizeof (Options)) == 0)
    return TRUE;

  context->is_checked = layers_check (context->image, context->drawables,
                                      options, error);
  context->checked    = *options;

  return context->is_checked;
}

/* All that would be refused later is refused now. */
static gboolean
compute (Context       *context,
         const Options *options,
         Perspective   *first,
         GError       **error)
{
  PerspectiveArguments arguments;
  Perspective          perspective;

  if (! perspective_parse (context->config, context->focal_length, &arguments,
                           error) ||
      ! check_layers (context, options, error))
    return FALSE;

  for (gint i = 0; context->drawables[i]; i++)
    {
      GimpDrawable *one[] = { context->drawables[i], NULL };

      if (! perspective_compute (&arguments, GIMP_LAYER (one[0]), &perspective,
                                 error) ||
          ! apply_check (one, &perspective.transformation, options, error))
        return FALSE;
      if (i == 0)
        *first = perspective;
    }

  return TRUE;
}

static gboolean
solve (HomPerspectiveSolution *solution, gpointer data, GError **error)
{
  Context    *context = data;
  GimpLayer  *layer   = GIMP_LAYER (context->drawables[0]);
  HomBox      before  = layer_box (layer);
  Options     options, uncut;
  Perspective perspective = { 0 }; /* a distortion finds no ratio */

  if (! options_parse (context->config, &options, error) ||
      ! compute (context, &options, &perspective, error))
    return FALSE;

  uncut              = options;
  uncut.clipping     = CLIPPING_ADJUST;
  solution->h        = perspective.transformation.h;
  solution->sampling = options.sampling;
  solution->ratio    = perspective.ratio;
  solution->origin   = perspective.origin;
  solution->is_cut   = result_box_cuts (&perspective.transformation, layer,
                                        &RESULT_BOX_EVERYWHERE);
  memcpy (solution->rectangle, perspective.rectangle,
          sizeof (solution->rectangle));

  if (! result_box (&perspective.transformation, layer, &uncut, &solution->full,
                    error) ||
      ! result_box (&perspective.transformation, layer, &options,
                    &solution->box, error))
    return FALSE;

  /* A filter fills the layer's own box, too. */
  if (options.output == OUTPUT_FILTER &&
      hom_boundary_fills (options.sampling.boundary))
    {
      solution->full = hom_box_unite (&solution->full, &before);
      solution->box  = solution->full;
    }

  return TRUE;
}

static void
add_corners (const gchar *label, const HomPoint corners[4], gpointer panel)
{
  hom_perspective_panel_add_corners (panel, label, corners);
}

static void
updated (HomPerspectivePanel *panel, GtkDialog *dialog)
{
  gtk_dialog_set_response_sensitive (dialog, GTK_RESPONSE_OK,
                                     hom_perspective_panel_is_valid (panel));
}

/* It starts as the filter of ours says that is on the layer, or with the
 * layer's own corners.
 */
static GtkWidget *
create_panel (Context *context, HomSource *source)
{
  GimpLayer *layer = GIMP_LAYER (context->drawables[0]);
  HomBox     box   = layer_box (layer);
  GtkWidget *panel = hom_perspective_panel_new (
      source, G_OBJECT (context->config), solve, context);
  HomPoint corners[4];

  gtk_widget_set_margin_bottom (panel, SPACING);
  hom_quad_from_box (&box, corners);
  filter_settings_load (layer, context->config, corners);
  hom_perspective_panel_start (HOM_PERSPECTIVE_PANEL (panel), corners);
  corner_sources_foreach (layer, add_corners, panel);

  return panel;
}

static void
add_options (HomPerspectivePanel *panel,
             GtkWidget           *dialog,
             GimpProcedureConfig *config)
{
  Form form = form_new_grid (dialog, config);

  form_add_options (&form);
  gtk_widget_show_all (GTK_WIDGET (form.grid));
  hom_perspective_panel_add_options (panel, GTK_WIDGET (form.grid));
}

/* The panel sets the corners first: what the dialog finds when it is made is
 * what it resets to.
 */
static GtkWidget *
create_dialog (GimpProcedure *procedure, Context *context, HomSource *source)
{
  GtkWidget *panel  = create_panel (context, source);
  GtkWidget *dialog = gimp_procedure_dialog_new (procedure, context->config,
                                                 _ ("Straighten Perspective"));
  GtkWidget *area   = gtk_dialog_get_content_area (GTK_DIALOG (dialog));

  gimp_procedure_dialog_set_ok_label (GIMP_PROCEDURE_DIALOG (dialog),
                                      _ ("_Apply"));
  gtk_window_set_default_size (GTK_WINDOW (dialog), WIDTH, HEIGHT);
  add_options (HOM_PERSPECTIVE_PANEL (panel), dialog, context->config);
  gtk_box_pack_start (GTK_BOX (area), panel, TRUE, TRUE, 0);
  g_signal_connect_object (panel, "updated", G_CALLBACK (updated), dialog, 0);
  updated (HOM_PERSPECTIVE_PANEL (panel), GTK_DIALOG (dialog));
  gtk_widget_show (panel);

  return dialog;
}

/* Lets the user choose the arguments.
 *
 * Returns: FALSE when the dialog was cancelled or, with a message, when there
 * is no layer to show in it.
 */
gboolean
perspective_dialog (GimpProcedure       *procedure,
                    GimpProcedureConfig *config,
                    GimpImage           *image,
                    GimpDrawable       **drawables,
                    GError             **error)
{
  const Options any            = { .output = OUTPUT_NONE };
  Context       context        = { config, image, drawables };
  g_autoptr (HomSource) source = NULL;
  GtkWidget *dialog;
  gboolean   accepted;

  if (! layers_check (image, drawables, &any, error))
    return FALSE;

  gimp_ui_init ("homography");
  layers_hold (drawables, TRUE);
  source               = layer_source_new (GIMP_LAYER (drawables[0]));
  context.focal_length = focal_length_read (image);
  dialog   = create_dialog (procedure, &context, source);
  accepted = gimp_procedure_dialog_run (GIMP_PROCEDURE_DIALOG (dialog));
  gtk_widget_destroy (dialog);
  layers_hold (drawables, FALSE);

  return accepted;
}
