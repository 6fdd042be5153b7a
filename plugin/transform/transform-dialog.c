/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/apply/filter-options.h"
#include "plugin/apply/layer-source.h"
#include "plugin/apply/result-box.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/arguments/dialog.h"
#include "plugin/arguments/form.h"
#include "plugin/layers/layers.h"
#include "plugin/transform/transform-compute.h"
#include "plugin/transform/transform-dialog.h"
#include "ui/controls/hom-widgets.h"
#include "ui/transform/hom-transform-panel.h"

/* The size of the dialog, in pixels, where the screen has it. */
#define WIDTH  900
#define HEIGHT 560

/* A preset keeps all other settings, also the matrix. */
static const gchar *const own[] = { OUTPUT_REMEMBERED, NULL };

typedef struct
{
  GimpProcedureConfig *config;
  GimpImage           *image;
  GimpDrawable       **drawables;
  GtkWidget           *window, *panel;
} TransformDialog;

/* Finds the corners of what is seen of a layer. */
static void
find_before (GimpLayer *layer, HomPoint before[4])
{
  HomBox    box = layer_box (layer);
  HomPoint  source[4];
  HomMatrix shown;

  if (! warp_filter_cuts (GIMP_DRAWABLE (layer), source))
    hom_quad_from_box (&box, source);
  warp_filter_matrix (GIMP_DRAWABLE (layer), &shown);
  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (&shown, source[i], &before[i]))
      {
        hom_quad_from_box (&box, before);
        return;
      }
}

/* Finds what becomes of the first layer. All that would be refused later is
 * refused now.
 */
static gboolean
solve (const HomMatrix      *matrix,
       HomTransformSolution *solution,
       gpointer              data,
       GError              **error)
{
  TransformDialog           *dialog = data;
  GimpLayer                 *first  = GIMP_LAYER (dialog->drawables[0]);
  g_autofree Transformation *transformations = NULL;
  Options                    options;

  if (! options_parse (dialog->config, LAYER_CLIPPING_CHOICES, &options,
                       error) ||
      ! layers_check (dialog->image, dialog->drawables, &options, error))
    return FALSE;

  transformations = transform_compute (matrix, dialog->drawables, &options,
                                       error);
  if (! transformations)
    return FALSE;

  find_before (first, solution->before);
  solution->h        = transformations[0].h;
  solution->sampling = options.sampling;

  return result_box (&transformations[0], first, &options, &solution->box,
                     error);
}

static void
updated (TransformDialog *dialog)
{
  HomTransformPanel *panel = HOM_TRANSFORM_PANEL (dialog->panel);
  HomMatrix          matrix;

  gtk_dialog_set_response_sensitive (GTK_DIALOG (dialog->window),
                                     GTK_RESPONSE_OK,
                                     hom_transform_panel_is_valid (panel));
  if (hom_transform_panel_get_matrix (panel, &matrix))
    transform_set_matrix (dialog->config, &matrix);
}

/* Shows the matrix that is set, as a preset or a reset does. */
static void
show_matrix (TransformDialog *dialog)
{
  HomTransformPanel *panel = HOM_TRANSFORM_PANEL (dialog->panel);
  HomMatrix          set, entered;

  if (! transform_get_matrix (dialog->config, &set, NULL))
    set = HOM_MATRIX_IDENTITY;
  if (! hom_transform_panel_get_matrix (panel, &entered) ||
      memcmp (&set, &entered, sizeof (set)) != 0)
    hom_transform_panel_set_matrix (panel, &set);
}

static void
watch_settings (TransformDialog *dialog)
{
  const gchar *const signals[] = { "notify::interpolation", "notify::boundary",
                                   "notify::output", "notify::clipping",
                                   "notify::keep-ratio" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (dialog->config, signals[i],
                             G_CALLBACK (hom_transform_panel_update),
                             dialog->panel, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (dialog->config, "notify::matrix",
                            G_CALLBACK (show_matrix), dialog);
  g_signal_connect_swapped (dialog->panel, "updated", G_CALLBACK (updated),
                            dialog);
}

static void
create_dialog (TransformDialog *dialog, GimpProcedure *procedure)
{
  GimpLayer *first             = GIMP_LAYER (dialog->drawables[0]);
  g_autoptr (HomSource) source = layer_source_new_cut (first);
  Form form;

  dialog->window = dialog_new (procedure, dialog->config,
                               _ ("Transform by Matrix"), own);
  form           = form_new_grid (dialog->window, dialog->config);
  form_add_options (&form, LAYER_CLIPPING_CHOICES);
  gtk_widget_show_all (GTK_WIDGET (form.grid));
  dialog->panel = hom_transform_panel_new (source, solve, dialog);
  hom_transform_panel_add_options (HOM_TRANSFORM_PANEL (dialog->panel),
                                   GTK_WIDGET (form.grid));
  dialog_fill (dialog->window, dialog->panel);
  hom_window_set_size (GTK_WINDOW (dialog->window), WIDTH, HEIGHT);
  watch_settings (dialog);
  show_matrix (dialog);
  updated (dialog);
  gtk_widget_grab_focus (dialog->panel);
}

/* Lets the user enter the matrix.
 *
 * Returns: FALSE when the dialog was cancelled or, with a message, when there
 *   is no layer to show in it.
 */
gboolean
transform_dialog (GimpProcedure       *procedure,
                  GimpProcedureConfig *config,
                  GimpImage           *image,
                  GimpDrawable       **drawables,
                  GError             **error)
{
  const Options   any      = { .output = OUTPUT_NONE };
  const HomMatrix identity = HOM_MATRIX_IDENTITY;
  TransformDialog dialog   = { config, image, drawables };
  gboolean        accepted;

  if (! layers_check (image, drawables, &any, error))
    return FALSE;

  gimp_ui_init ("homography");
  layers_hold (drawables, TRUE);
  filter_options_load (drawables[0], config);
  filter_options_heed_masks (drawables, config);
  /* The matrix of the last time belongs to another layer, or was applied to
   * this one. */
  transform_set_matrix (config, &identity);
  create_dialog (&dialog, procedure);
  accepted = gimp_procedure_dialog_run (GIMP_PROCEDURE_DIALOG (dialog.window));
  g_signal_handlers_disconnect_by_data (config, &dialog);
  gtk_widget_destroy (dialog.window);
  layers_hold (drawables, FALSE);

  return accepted;
}
