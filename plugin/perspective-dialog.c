/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "corner-sources.h"
#include "filter-settings.h"
#include "focal-length.h"
#include "form.h"
#include "hom-perspective-panel.h"
#include "layer-source.h"
#include "layers.h"
#include "perspective-compute.h"
#include "perspective-dialog.h"
#include "result-box.h"

/* Of the dialog, in pixels: room for two pictures side by side. */
#define WIDTH  1200
#define HEIGHT 700

#define SPACING 6

typedef struct
{
  GimpProcedureConfig *config;
  GimpDrawable       **drawables;
  GtkWidget           *dialog;
  gdouble              focal_length;
} Context;

/* All that would be refused later is refused now. */
static gboolean
compute (const Context *context,
         const Options *options,
         Perspective   *first,
         GError       **error)
{
  PerspectiveArguments arguments;
  Perspective          perspective;

  if (! perspective_parse (context->config, context->focal_length, &arguments,
                           error) ||
      ! layers_check (context->drawables, options, error))
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

/* A filter fills the layer's own box, too. */
static void
add_box (HomBox *box, const HomBox *other)
{
  *box = (HomBox) { MIN (box->x0, other->x0), MIN (box->y0, other->y0),
                    MAX (box->x1, other->x1), MAX (box->y1, other->y1) };
}

static gboolean
solve (HomPerspectiveSolution *solution, gpointer data, GError **error)
{
  const Context *context = data;
  GimpLayer     *layer   = GIMP_LAYER (context->drawables[0]);
  HomBox         before  = layer_box (layer);
  Options        options, uncut;
  Perspective    perspective;

  if (! options_parse (context->config, &options, error) ||
      ! compute (context, &options, &perspective, error))
    return FALSE;

  uncut              = options;
  uncut.clipping     = CLIPPING_ADJUST;
  solution->h        = perspective.transformation.h;
  solution->sampling = options.sampling;
  solution->ratio    = perspective.ratio;
  solution->origin   = perspective.origin;
  memcpy (solution->rectangle, perspective.rectangle,
          sizeof (solution->rectangle));

  if (! result_box (&perspective.transformation, layer, &uncut, &solution->full,
                    error) ||
      ! result_box (&perspective.transformation, layer, &options,
                    &solution->box, error))
    return FALSE;

  if (options.output == OUTPUT_FILTER &&
      hom_boundary_fills (options.sampling.boundary))
    {
      add_box (&solution->full, &before);
      solution->box = solution->full;
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

/* As the filter of ours says that is on the layer, or with the layer's own
 * corners.
 */
static void
start (HomPerspectivePanel *panel, const Context *context)
{
  GimpLayer *layer = GIMP_LAYER (context->drawables[0]);
  HomBox     box   = layer_box (layer);
  HomPoint   corners[4];

  hom_quad_from_box (&box, corners);
  filter_settings_load (layer, context->config, corners);
  hom_perspective_panel_start (panel, corners);
}

static GtkWidget *
create_panel (Context *context, HomSource *source)
{
  Form       form = form_new_grid (context->dialog, context->config);
  GtkWidget *panel;

  panel = hom_perspective_panel_new (source, G_OBJECT (context->config), solve,
                                     context);
  gtk_widget_set_margin_bottom (panel, SPACING);
  form_add_options (&form);
  gtk_widget_show_all (GTK_WIDGET (form.grid));
  hom_perspective_panel_add_options (HOM_PERSPECTIVE_PANEL (panel),
                                     GTK_WIDGET (form.grid));
  corner_sources_foreach (GIMP_LAYER (context->drawables[0]), add_corners,
                          panel);
  g_signal_connect_object (panel, "updated", G_CALLBACK (updated),
                           context->dialog, 0);

  return panel;
}

/* Lets the user choose the arguments.
 *
 * Returns: FALSE when the dialog was cancelled or, with a message, when there
 * is no layer to show in it.
 */
gboolean
perspective_dialog (GimpProcedure       *procedure,
                    GimpProcedureConfig *config,
                    GimpDrawable       **drawables,
                    GError             **error)
{
  const Options any            = { .output = OUTPUT_NONE };
  Context       context        = { config, drawables, NULL };
  g_autoptr (HomSource) source = NULL;
  GtkWidget *panel, *area;
  gboolean   accepted;

  if (! layers_check (drawables, &any, error))
    return FALSE;

  gimp_ui_init ("homography");
  source               = layer_source_new (GIMP_LAYER (drawables[0]));
  context.focal_length = focal_length_read (
      gimp_item_get_image (GIMP_ITEM (drawables[0])));
  context.dialog = gimp_procedure_dialog_new (procedure, config,
                                              _ ("Straighten Perspective"));
  gimp_procedure_dialog_set_ok_label (GIMP_PROCEDURE_DIALOG (context.dialog),
                                      _ ("_Apply"));
  gtk_window_set_default_size (GTK_WINDOW (context.dialog), WIDTH, HEIGHT);
  panel = create_panel (&context, source);
  area  = gtk_dialog_get_content_area (GTK_DIALOG (context.dialog));
  gtk_box_pack_start (GTK_BOX (area), panel, TRUE, TRUE, 0);
  start (HOM_PERSPECTIVE_PANEL (panel), &context);
  gtk_widget_show (panel);
  accepted = gimp_procedure_dialog_run (GIMP_PROCEDURE_DIALOG (context.dialog));
  gtk_widget_destroy (context.dialog);

  return accepted;
}
