/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "homography.h"
#include "plugin/apply/apply.h"
#include "plugin/apply/filter-options.h"
#include "plugin/apply/layer-source.h"
#include "plugin/apply/result-box.h"
#include "plugin/arguments/dialog.h"
#include "plugin/arguments/form.h"
#include "plugin/layers/corner-sources.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/crop-default.h"
#include "plugin/perspective/filter-settings.h"
#include "plugin/perspective/layer-view.h"
#include "plugin/perspective/paper.h"
#include "plugin/perspective/perspective-dialog.h"
#include "plugin/perspective/straightening.h"
#include "ui/controls/hom-widgets.h"
#include "ui/perspective/hom-perspective-panel.h"

/* The size of the dialog, in pixels, where the screen has it. */
#define WIDTH  1200
#define HEIGHT 720

/* These settings belong to the picture at hand, and to no preset. */
static const gchar *const own[] = { "x1",
                                    "y1",
                                    "x2",
                                    "y2",
                                    "x3",
                                    "y3",
                                    "x4",
                                    "y4",
                                    "corners",
                                    "width",
                                    "height",
                                    "turn",
                                    "mirror",
                                    CROP_REMEMBERED,
                                    OUTPUT_REMEMBERED,
                                    NULL };

/* @options: those for which the layers were last found fit, if @is_fit. */
typedef struct
{
  Options  options;
  gboolean is_fit;
} Check;

/* @config: the arguments of the procedure.
 * @views: how each layer is seen.
 * @checks: what the layers were found fit for: Apply, and Apply and Next.
 * @crop: sets “crop-image” until the user does.
 * @n_made: the number of layers that the dialog has made.
 */
typedef struct
{
  GimpProcedureConfig *config;
  GimpImage           *image;
  GimpDrawable       **drawables;
  LayerView           *views;
  Check                checks[2];
  CropDefault          crop;
  GtkWidget           *window, *panel, *next;
  gint                 n_made;
} PerspectiveDialog;

/* Checks the layers, unless that was done: GIMP need not be asked again at each
 * motion of the pointer.
 */
static gboolean
check_layers (PerspectiveDialog *dialog,
              Check             *check,
              const Options     *options,
              GError           **error)
{
  if (check->is_fit &&
      memcmp (&check->options, options, sizeof (*options)) == 0)
    return TRUE;

  check->is_fit  = layers_check (dialog->image, dialog->drawables, options,
                                 error);
  check->options = *options;

  return check->is_fit;
}

/* Finds the transformation of the first layer. All that would be refused later
 * is refused now.
 */
static gboolean
compute (PerspectiveDialog *dialog,
         Check             *check,
         const Options     *options,
         Perspective       *first,
         GError           **error)
{
  PerspectiveArguments arguments;
  Perspective          perspective;

  if (! perspective_parse (dialog->config, &arguments, error) ||
      ! check_layers (dialog, check, options, error))
    return FALSE;

  for (gint i = 0; dialog->drawables[i]; i++)
    {
      GimpDrawable *one[] = { dialog->drawables[i], NULL };

      if (! perspective_compute (&arguments, arguments.quad, &dialog->views[i],
                                 GIMP_LAYER (one[0]), &perspective, error))
        return FALSE;
      perspective_keep_cut (options, &dialog->views[i], GIMP_LAYER (one[0]),
                            &perspective);
      if (! apply_check (one, &perspective.transformation, options, error))
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
      ! compute (dialog, &dialog->checks[0], &options, &perspective, error))
    return FALSE;

  uncut              = options;
  uncut.clipping     = CLIPPING_ADJUST;
  solution->h        = perspective.h;
  solution->sampling = options.sampling;
  solution->ratio    = perspective.ratio;
  solution->origin   = perspective.origin;
  solution->is_cut   = options.clipping != CLIPPING_CORNERS &&
                     result_box_cuts (&perspective.transformation, layer,
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

/* Returns: the options of Apply and Next, whatever output is chosen. */
static gboolean
get_next_options (PerspectiveDialog *dialog, Options *options, GError **error)
{
  if (! options_parse (dialog->config, clipping_choices, options, error))
    return FALSE;

  options->output   = OUTPUT_NEW_LAYER;
  options->clipping = CLIPPING_CORNERS;

  return TRUE;
}

static gboolean
can_go_next (PerspectiveDialog *dialog)
{
  Options     options;
  Perspective perspective;

  return ! choice_is (G_OBJECT (dialog->config), "direction", "distort") &&
         get_next_options (dialog, &options, NULL) &&
         compute (dialog, &dialog->checks[1], &options, &perspective, NULL);
}

static void
updated (PerspectiveDialog *dialog)
{
  HomPerspectivePanel *panel = HOM_PERSPECTIVE_PANEL (dialog->panel);

  gtk_dialog_set_response_sensitive (GTK_DIALOG (dialog->window),
                                     GTK_RESPONSE_OK,
                                     hom_perspective_panel_is_valid (panel));
  gtk_widget_set_sensitive (dialog->next,
                            hom_perspective_panel_is_seen (panel) &&
                                can_go_next (dialog));
}

/* ---- Apply and Next ---- */

/* Makes a new layer of what is in the corners. */
static gboolean
make_layer (PerspectiveDialog *dialog, GError **error)
{
  PerspectiveArguments arguments;
  Options              options;
  Straightening        straightening;
  gboolean             success;

  if (! perspective_parse (dialog->config, &arguments, error) ||
      ! get_next_options (dialog, &options, error))
    return FALSE;

  arguments.crop = FALSE;
  straightening_init (&straightening, dialog->drawables);
  success = layers_check (dialog->image, dialog->drawables, &options, error) &&
            straightening_find (&arguments, dialog->drawables, &straightening,
                                error) &&
            straightening_compute (&arguments, dialog->drawables, &options,
                                   &straightening, error) &&
            straightening_apply (dialog->image, dialog->drawables, &options,
                                 &straightening, error);
  straightening_clear (&straightening);

  return success;
}

/* Has the button say what it does now: what was made stays. */
static void
rename_cancel (GtkDialog *window)
{
  GtkWidget *cancel = gtk_dialog_get_widget_for_response (window,
                                                          GTK_RESPONSE_CANCEL);

  gtk_button_set_label (GTK_BUTTON (cancel), _ ("_Close"));
  gtk_widget_set_tooltip_text (cancel,
                               _ ("The layers that were made stay; Edit ▸ Undo "
                                  "takes them back one by one"));
}

static void
apply_and_next (PerspectiveDialog *dialog)
{
  HomPerspectivePanel *panel = HOM_PERSPECTIVE_PANEL (dialog->panel);
  g_autoptr (GError) error   = NULL;
  g_autofree gchar *note     = NULL;
  gboolean          is_more;

  if (! make_layer (dialog, &error))
    {
      gimp_message (error->message);
      return;
    }

  dialog->n_made += drawables_count (dialog->drawables);
  gimp_displays_flush ();
  crop_default_add_layer (&dialog->crop);
  rename_cancel (GTK_DIALOG (dialog->window));
  is_more = hom_perspective_panel_go_on (panel);
  note    = g_strdup_printf (is_more ? _ ("Layers made so far: %d.") :
                                       _ ("Layers made: %d. No other sheet was "
                                             "found."),
                          dialog->n_made);
  hom_perspective_panel_say (panel, note);
}

/* Puts the button before Apply. It does not end the dialog, and so is not one
 * of its responses.
 */
static void
add_next_button (PerspectiveDialog *dialog)
{
  GtkDialog *window = GTK_DIALOG (dialog->window);
  GtkWidget *apply  = gtk_dialog_get_widget_for_response (window,
                                                          GTK_RESPONSE_OK);
  GtkWidget *box    = gtk_widget_get_parent (apply);
  gint       position;

  dialog->next = gtk_button_new_with_mnemonic (_ ("Appl_y and Next"));
  gtk_widget_set_tooltip_text (dialog->next,
                               _ ("Make a new layer of what is in the corners, "
                                  "and go to the next sheet that was found; "
                                  "the dialog stays open"));
  gtk_widget_set_focus_on_click (dialog->next, FALSE);
  gtk_container_child_get (GTK_CONTAINER (box), apply, "position", &position,
                           NULL);
  gtk_container_add (GTK_CONTAINER (box), dialog->next);
  gtk_box_reorder_child (GTK_BOX (box), dialog->next, position);
  gtk_button_box_set_child_non_homogeneous (GTK_BUTTON_BOX (box), dialog->next,
                                            TRUE);
  gtk_widget_show (dialog->next);
  g_signal_connect_swapped (dialog->next, "clicked",
                            G_CALLBACK (apply_and_next), dialog);
}

/* ---- The dialog ---- */

/* Starts with what belongs to the picture at hand: that is not remembered. */
static void
reset_picture (GimpProcedureConfig *config)
{
  g_object_set (config, "corners", "given", "turn", "none", "mirror", FALSE,
                "width", 0, "height", 0, NULL);
}

/* Has the corners found. What the dialog finds when it is made is what it
 * resets to: no corners stand for those where the panel has started.
 */
static void
find_corners (PerspectiveDialog *dialog)
{
  g_object_set (dialog->config, "x1", 0.0, "y1", 0.0, "x2", 0.0, "y2", 0.0,
                "x3", 0.0, "y3", 0.0, "x4", 0.0, "y4", 0.0, NULL);
  hom_perspective_panel_find (HOM_PERSPECTIVE_PANEL (dialog->panel));
}

/* Offers the corners of the last time: those of the last picture, for a camera
 * on a stand, or those that this one was straightened by.
 */
static void
add_last_corners (HomPerspectivePanel *panel, const HomPoint last[4])
{
  if (hom_quad_check (last, NULL))
    hom_perspective_panel_add_corners (panel, _ ("Used last"), last);
}

/* Starts on a layer that a filter of another command shows. One filter that
 * does the work of both takes its place, as in Transform by Matrix.
 */
static void
start_composing (PerspectiveDialog *dialog, const HomPoint corners[4])
{
  HomPerspectivePanel *panel = HOM_PERSPECTIVE_PANEL (dialog->panel);
  g_autoptr (HomSource)
      source = layer_source_new (GIMP_LAYER (dialog->drawables[0]));
  GimpDrawableFilter *filter = warp_filter_find (dialog->drawables[0]);
  g_autofree gchar   *name   = gimp_drawable_filter_get_name (filter);
  g_autofree gchar   *note   = NULL;

  note = g_strdup_printf (_ ("Shown as the filter “%s” leaves it. The new "
                             "filter does the work of both."),
                          name);
  g_object_set (dialog->config, "direction", "correct", NULL);
  hom_perspective_panel_set_shown (panel, source, &dialog->views[0].shown,
                                   corners);
  hom_perspective_panel_say (panel, note);
}

/* Says that more layers are changed than the one that is seen. */
static void
say_several (HomPerspectivePanel *panel, gint n_layers)
{
  g_autofree gchar *note = g_strdup_printf (
      ngettext ("The first of %d selected layer is shown; the corners are for "
                "all of them.",
                "The first of %d selected layers is shown; the corners are for "
                "all of them.",
                n_layers),
      n_layers);

  hom_perspective_panel_say (panel, note);
}

/* Creates the panel. It starts as the filter of ours says that is on the layer,
 * or else looks for corners.
 */
static void
create_panel (PerspectiveDialog *dialog, HomSource *source)
{
  GimpLayer           *layer = GIMP_LAYER (dialog->drawables[0]);
  const LayerView     *view  = &dialog->views[0];
  HomPerspectivePanel *panel;
  gboolean             is_edited;
  HomPoint             seen[4], corners[4], last[4];

  hom_perspective_read_corners (G_OBJECT (dialog->config), last);
  dialog->panel = hom_perspective_panel_new (source, G_OBJECT (dialog->config),
                                             solve, dialog);
  panel         = HOM_PERSPECTIVE_PANEL (dialog->panel);
  layer_view_corners (view, layer, seen);
  hom_quad_from_box (hom_source_get_box (source), corners);
  is_edited = filter_settings_load (layer, dialog->config, corners);
  hom_perspective_panel_start (panel, corners);
  corner_sources_foreach (layer, seen, add_corners, panel);
  add_last_corners (panel, last);
  for (const Choice *paper = paper_choices + 1; paper->nick; paper++)
    hom_perspective_panel_add_paper (panel, paper->nick, _ (paper->label));
  if (drawables_count (dialog->drawables) > 1)
    say_several (panel, drawables_count (dialog->drawables));
  if (view->is_elsewhere)
    start_composing (dialog, seen);
  if (! is_edited)
    find_corners (dialog);
}

static void
add_options (PerspectiveDialog *dialog)
{
  HomPerspectivePanel *panel  = HOM_PERSPECTIVE_PANEL (dialog->panel);
  Form                 output = form_new_grid (dialog->window, dialog->config);
  Form                 rare   = form_new_grid (dialog->window, dialog->config);

  form_add_output (&output, clipping_choices);
  form_add_widget (&output, "crop-image");
  form_add_sampling (&rare);
  hom_perspective_panel_add_options (panel, GTK_WIDGET (output.grid), FALSE);
  hom_perspective_panel_add_options (panel, GTK_WIDGET (rare.grid), TRUE);
  /* only one of the interpolations there can be used */
  if (gimp_image_get_base_type (dialog->image) == GIMP_INDEXED)
    hom_perspective_panel_unfold (panel);
}

/* Creates the dialog. The panel sets the corners first: what the dialog finds
 * when it is made is what it resets to.
 */
static void
create_dialog (GimpProcedure     *procedure,
               PerspectiveDialog *dialog,
               HomSource         *source)
{
  reset_picture (dialog->config);
  create_panel (dialog, source);
  filter_options_heed_masks (dialog->drawables, dialog->config);
  crop_default_start (&dialog->crop, dialog->config, dialog->image,
                      dialog->drawables);
  dialog->window = dialog_new (procedure, dialog->config,
                               _ ("Straighten Perspective"), own);
  hom_window_set_size (GTK_WINDOW (dialog->window), WIDTH, HEIGHT);
  add_next_button (dialog);
  add_options (dialog);
  dialog_fill (dialog->window, dialog->panel);
  g_signal_connect_swapped (dialog->panel, "updated", G_CALLBACK (updated),
                            dialog);
  updated (dialog);
}

static LayerView *
read_views (GimpDrawable **drawables)
{
  LayerView *views = g_new (LayerView, drawables_count (drawables));

  for (gint i = 0; drawables[i]; i++)
    views[i] = layer_view_read (GIMP_LAYER (drawables[i]));

  return views;
}

/* Lets the user choose the arguments.
 *
 * Returns: how the dialog was left; cancelled, with a message, when there is no
 *   layer to show in it.
 */
PerspectiveResponse
perspective_dialog (GimpProcedure       *procedure,
                    GimpProcedureConfig *config,
                    GimpImage           *image,
                    GimpDrawable       **drawables,
                    GError             **error)
{
  const Options     any        = { .output = OUTPUT_NONE };
  PerspectiveDialog dialog     = { config, image, drawables };
  g_autoptr (HomSource) source = NULL;
  gboolean accepted;

  if (! layers_check (image, drawables, &any, error))
    return PERSPECTIVE_CANCEL;

  gimp_ui_init ("homography");
  layers_hold (drawables, TRUE);
  dialog.views = read_views (drawables);
  source = layer_view_source (&dialog.views[0], GIMP_LAYER (drawables[0]));
  create_dialog (procedure, &dialog, source);
  accepted = gimp_procedure_dialog_run (GIMP_PROCEDURE_DIALOG (dialog.window));
  crop_default_end (&dialog.crop);
  gtk_widget_destroy (dialog.window);
  layers_hold (drawables, FALSE);
  g_free (dialog.views);

  if (accepted)
    return PERSPECTIVE_APPLY;

  return dialog.n_made > 0 ? PERSPECTIVE_DONE : PERSPECTIVE_CANCEL;
}
