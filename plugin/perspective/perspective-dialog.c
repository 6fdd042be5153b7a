/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "homography.h"
#include "plugin/apply/apply.h"
#include "plugin/apply/layer-source.h"
#include "plugin/apply/result-box.h"
#include "plugin/arguments/form.h"
#include "plugin/layers/camera.h"
#include "plugin/layers/corner-sources.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/filter-settings.h"
#include "plugin/perspective/perspective-compute.h"
#include "plugin/perspective/perspective-dialog.h"
#include "ui/perspective/hom-perspective-panel.h"

/* The size of the dialog, in pixels: there is room for two pictures side by
 * side.
 */
#define WIDTH  1200
#define HEIGHT 700

#define SPACING 6

/* @config: the arguments of the procedure.
 * @cameras: the camera of each layer.
 * @checked: the options for which the layers were last found fit, if
 *   @is_checked.
 */
typedef struct
{
  GimpProcedureConfig *config;
  GimpImage           *image;
  GimpDrawable       **drawables;
  Camera              *cameras;
  Options              checked;
  gboolean             is_checked;
} PerspectiveDialog;

/* Checks the layers, unless that was done: GIMP need not be asked again at each
 * motion of the pointer.
 */
static gboolean
check_layers (PerspectiveDialog *dialog, const Options *options, GError **error)
{
  if (dialog->is_checked &&
      memcmp (&dialog->checked, options, sizeof (Options)) == 0)
    return TRUE;

  dialog->is_checked = layers_check (dialog->image, dialog->drawables, options,
                                     error);
  dialog->checked    = *options;

  return dialog->is_checked;
}

/* Finds the transformation of the first layer. All that would be refused later
 * is refused now.
 */
static gboolean
compute (PerspectiveDialog *dialog,
         const Options     *options,
         Perspective       *first,
         GError           **error)
{
  PerspectiveArguments arguments;
  Perspective          perspective;

  if (! perspective_parse (dialog->config, &arguments, error) ||
      ! check_layers (dialog, options, error))
    return FALSE;

  for (gint i = 0; dialog->drawables[i]; i++)
    {
      GimpDrawable *one[] = { dialog->drawables[i], NULL };

      if (! perspective_compute (&arguments, arguments.quad,
                                 &dialog->cameras[i], GIMP_LAYER (one[0]),
                                 &perspective, error) ||
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
  PerspectiveDialog *dialog = data;
  GimpLayer         *layer  = GIMP_LAYER (dialog->drawables[0]);
  HomBox             before = layer_box (layer);
  Options            options, uncut;
  Perspective        perspective = { 0 }; /* a distortion finds no ratio */

  if (! options_parse (dialog->config, clipping_choices, &options, error) ||
      ! compute (dialog, &options, &perspective, error))
    return FALSE;

  uncut              = options;
  uncut.clipping     = CLIPPING_ADJUST;
  solution->h        = perspective.transformation.h;
  solution->sampling = options.sampling;
  solution->ratio    = perspective.ratio;
  solution->origin   = perspective.origin;
  solution->is_cut   = result_box_cuts (&perspective.transformation, layer,
                                        &BOX_EVERYWHERE);
  memcpy (solution->rectangle, perspective.rectangle,
          sizeof (solution->rectangle));

  if (! result_box (&perspective.transformation, layer, &uncut, &solution->full,
                    error) ||
      ! result_box (&perspective.transformation, layer, &options,
                    &solution->box, error))
    return FALSE;

  /* a filter that is not cut fills the layer's own box, too */
  if (options.output == OUTPUT_FILTER && options.clipping == CLIPPING_ADJUST &&
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
updated (HomPerspectivePanel *panel, GtkDialog *window)
{
  gtk_dialog_set_response_sensitive (window, GTK_RESPONSE_OK,
                                     hom_perspective_panel_is_valid (panel));
}

/* Creates the panel. It starts as the filter of ours says that is on the layer,
 * or with the layer's own corners.
 */
static GtkWidget *
create_panel (PerspectiveDialog *dialog, HomSource *source)
{
  GimpLayer *layer = GIMP_LAYER (dialog->drawables[0]);
  HomBox     box   = layer_box (layer);
  GtkWidget *panel = hom_perspective_panel_new (
      source, G_OBJECT (dialog->config), solve, dialog);
  HomPoint corners[4];

  gtk_widget_set_margin_bottom (panel, SPACING);
  hom_quad_from_box (&box, corners);
  filter_settings_load (layer, dialog->config, corners);
  hom_perspective_panel_start (HOM_PERSPECTIVE_PANEL (panel), corners);
  corner_sources_foreach (layer, add_corners, panel);

  return panel;
}

static void
add_options (HomPerspectivePanel *panel,
             GtkWidget           *window,
             GimpProcedureConfig *config)
{
  Form form = form_new_grid (window, config);

  form_add_options (&form, clipping_choices);
  gtk_widget_show_all (GTK_WIDGET (form.grid));
  hom_perspective_panel_add_options (panel, GTK_WIDGET (form.grid));
}

/* Creates the dialog. The panel sets the corners first: what the dialog finds
 * when it is made is what it resets to.
 */
static GtkWidget *
create_dialog (GimpProcedure     *procedure,
               PerspectiveDialog *dialog,
               HomSource         *source)
{
  GtkWidget *panel  = create_panel (dialog, source);
  GtkWidget *window = gimp_procedure_dialog_new (procedure, dialog->config,
                                                 _ ("Straighten Perspective"));
  GtkWidget *area   = gtk_dialog_get_content_area (GTK_DIALOG (window));

  gimp_procedure_dialog_set_ok_label (GIMP_PROCEDURE_DIALOG (window),
                                      _ ("_Apply"));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  add_options (HOM_PERSPECTIVE_PANEL (panel), window, dialog->config);
  gtk_box_pack_start (GTK_BOX (area), panel, TRUE, TRUE, 0);
  g_signal_connect_object (panel, "updated", G_CALLBACK (updated), window, 0);
  updated (HOM_PERSPECTIVE_PANEL (panel), GTK_DIALOG (window));
  gtk_widget_show (panel);

  return window;
}

static Camera *
read_cameras (GimpDrawable **drawables)
{
  Camera *cameras = g_new (Camera, drawables_count (drawables));

  for (gint i = 0; drawables[i]; i++)
    cameras[i] = camera_read (GIMP_LAYER (drawables[i]));

  return cameras;
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
  const Options     any        = { .output = OUTPUT_NONE };
  PerspectiveDialog dialog     = { config, image, drawables };
  g_autoptr (HomSource) source = NULL;
  GtkWidget *window;
  gboolean   accepted;

  if (! layers_check (image, drawables, &any, error))
    return FALSE;

  gimp_ui_init ("homography");
  layers_hold (drawables, TRUE);
  source         = layer_source_new (GIMP_LAYER (drawables[0]));
  dialog.cameras = read_cameras (drawables);
  window         = create_dialog (procedure, &dialog, source);
  accepted       = gimp_procedure_dialog_run (GIMP_PROCEDURE_DIALOG (window));
  gtk_widget_destroy (window);
  layers_hold (drawables, FALSE);
  g_free (dialog.cameras);

  return accepted;
}
