/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-canvas.h"
#include "ui/canvas/hom-draw.h"
#include "ui/canvas/hom-zoom-bar.h"
#include "ui/controls/hom-widgets.h"
#include "ui/matrix/hom-matrix-entry.h"
#include "ui/matrix/hom-matrix-text.h"
#include "ui/transform/hom-transform-panel.h"

#define SPACING 6

/* The least size of the picture, in pixels. */
#define LEAST_WIDTH  320
#define LEAST_HEIGHT 240

struct _HomTransformPanel
{
  GtkBox parent_instance;

  HomSource        *source;
  HomTransformSolve solve;
  gpointer          data;
  GtkWidget        *canvas, *entry, *invert, *copy, *settings;
  GtkWidget        *warning, *message;
  HomMatrix         matrix;
  HomPoint          before[4];
  gboolean          is_entered, is_solved;
};

enum
{
  UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomTransformPanel, hom_transform_panel, GTK_TYPE_BOX)

/* Shows where the picture was. */
static void
draw_before (HomCanvas *canvas, cairo_t *cr, HomTransformPanel *panel)
{
  HomPoint corners[4];

  for (gint i = 0; i < 4; i++)
    corners[i] = hom_canvas_from_picture (canvas, panel->before[i]);
  hom_draw_result (cr, corners, panel->is_solved);
}

static void
show_solution (HomTransformPanel *panel, const HomTransformSolution *solution)
{
  HomCanvas *canvas = HOM_CANVAS (panel->canvas);
  HomBox     before = hom_box_of_points (solution->before, 4);
  HomBox     all    = hom_box_unite (&solution->box, &before);

  memcpy (panel->before, solution->before, sizeof (panel->before));
  hom_canvas_set_sampling (canvas, &solution->sampling);
  hom_canvas_set_matrix (canvas, &solution->h);
  hom_canvas_set_box (canvas, &solution->box);
  hom_canvas_set_fit_box (canvas, &all);
}

static void
show_message (HomTransformPanel *panel, const gchar *text)
{
  gtk_widget_set_visible (panel->warning, text != NULL);
  gtk_label_set_text (GTK_LABEL (panel->message),
                      text ? text :
                             _ ("The dashed line is where the layer was."));
}

/* Finds what the fields lead to, and shows it. Until there is something, what
 * was seen last is greyed out.
 */
void
hom_transform_panel_update (HomTransformPanel *panel)
{
  HomTransformSolution solution;
  HomMatrix            inverse;
  g_autoptr (GError) error = NULL;

  panel->is_entered = hom_matrix_entry_get (HOM_MATRIX_ENTRY (panel->entry),
                                            &panel->matrix, &error);
  panel->is_solved  = panel->is_entered &&
                     panel->solve (&panel->matrix, &solution, panel->data,
                                   &error);
  if (panel->is_solved)
    show_solution (panel, &solution);
  gtk_widget_queue_draw (panel->canvas);
  show_message (panel, error ? error->message : NULL);
  gtk_widget_set_sensitive (panel->copy, panel->is_entered);
  gtk_widget_set_sensitive (
      panel->invert,
      panel->is_entered && hom_matrix_invert (&panel->matrix, &inverse, NULL));
  g_signal_emit (panel, signals[UPDATED], 0);
}

static void
invert (HomTransformPanel *panel)
{
  HomMatrix inverse;

  if (! hom_matrix_invert (&panel->matrix, &inverse, NULL))
    return;

  inverse = hom_matrix_normalize (&inverse);
  hom_transform_panel_set_matrix (panel, &inverse);
}

static void
copy (HomTransformPanel *panel)
{
  hom_matrix_copy_text (GTK_WIDGET (panel), &panel->matrix);
}

static void
hom_transform_panel_dispose (GObject *object)
{
  g_clear_object (&HOM_TRANSFORM_PANEL (object)->source);

  G_OBJECT_CLASS (hom_transform_panel_parent_class)->dispose (object);
}

static void
hom_transform_panel_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (HOM_TRANSFORM_PANEL (widget)->entry);
}

static void
hom_transform_panel_class_init (HomTransformPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose      = hom_transform_panel_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = hom_transform_panel_grab_focus;

  signals[UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hom_transform_panel_init (HomTransformPanel *panel)
{
}

static GtkWidget *
create_picture (HomTransformPanel *panel)
{
  GtkWidget *box   = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *frame = gtk_frame_new (NULL);

  panel->canvas = hom_canvas_new (panel->source);
  hom_widget_set_names (panel->canvas, _ ("Result"),
                        _ ("What becomes of the picture"));
  gtk_widget_set_size_request (panel->canvas, LEAST_WIDTH, LEAST_HEIGHT);
  g_signal_connect (panel->canvas, "draw-overlay", G_CALLBACK (draw_before),
                    panel);
  gtk_container_add (GTK_CONTAINER (frame), panel->canvas);
  gtk_box_pack_start (GTK_BOX (box), frame, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box),
                      hom_zoom_bar_new (HOM_CANVAS (panel->canvas)), FALSE,
                      FALSE, 0);

  return box;
}

static GtkWidget *
create_buttons (HomTransformPanel *panel)
{
  GtkWidget *box = gtk_button_box_new (GTK_ORIENTATION_HORIZONTAL);

  panel->invert = gtk_button_new_with_mnemonic (_ ("In_vert"));
  panel->copy   = gtk_button_new_with_mnemonic (_ ("Cop_y"));
  gtk_widget_set_tooltip_text (panel->invert, _ ("The matrix that leads back"));
  gtk_widget_set_tooltip_text (panel->copy,
                               _ ("Copy the nine numbers, row by row"));
  gtk_widget_set_focus_on_click (panel->invert, FALSE);
  gtk_widget_set_focus_on_click (panel->copy, FALSE);
  g_signal_connect_swapped (panel->invert, "clicked", G_CALLBACK (invert),
                            panel);
  g_signal_connect_swapped (panel->copy, "clicked", G_CALLBACK (copy), panel);
  gtk_button_box_set_layout (GTK_BUTTON_BOX (box), GTK_BUTTONBOX_END);
  gtk_box_set_spacing (GTK_BOX (box), SPACING);
  gtk_container_add (GTK_CONTAINER (box), panel->invert);
  gtk_container_add (GTK_CONTAINER (box), panel->copy);

  return box;
}

static GtkWidget *
create_message (HomTransformPanel *panel)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  panel->warning = gtk_image_new_from_icon_name ("dialog-warning",
                                                 GTK_ICON_SIZE_MENU);
  panel->message = hom_label_new (NULL);
  hom_widget_set_names (panel->warning, _ ("Warning"), NULL);
  gtk_widget_set_no_show_all (panel->warning, TRUE);
  gtk_label_set_line_wrap (GTK_LABEL (panel->message), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (panel->message), 36);
  hom_draw_reserve_lines (panel->message, 3);
  gtk_box_pack_start (GTK_BOX (box), panel->warning, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), panel->message, TRUE, TRUE, 0);

  return box;
}

static GtkWidget *
create_settings (HomTransformPanel *panel)
{
  GtkWidget *matrix = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  panel->settings = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2 * SPACING);
  panel->entry    = hom_matrix_entry_new ();
  gtk_container_add (GTK_CONTAINER (matrix), panel->entry);
  gtk_container_add (GTK_CONTAINER (matrix), create_buttons (panel));
  gtk_container_add (GTK_CONTAINER (panel->settings),
                     hom_section_new (_ ("Matrix"), matrix));
  gtk_container_add (GTK_CONTAINER (panel->settings), create_message (panel));

  return panel->settings;
}

/* Creates a panel.
 *
 * @source: the layer, in the coordinates of the image.
 * @solve: finds what a matrix leads to.
 * @data: is handed to @solve.
 */
GtkWidget *
hom_transform_panel_new (HomSource        *source,
                         HomTransformSolve solve,
                         gpointer          data)
{
  HomTransformPanel *panel = g_object_new (HOM_TYPE_TRANSFORM_PANEL, NULL);
  GtkWidget         *picture, *settings;

  panel->source = g_object_ref (source);
  hom_quad_from_box (hom_source_get_box (source), panel->before);
  panel->solve = solve;
  panel->data  = data;
  gtk_box_set_spacing (GTK_BOX (panel), 2 * SPACING);
  picture  = create_picture (panel);
  settings = create_settings (panel);
  gtk_widget_show_all (picture);
  gtk_widget_show_all (settings);
  gtk_widget_set_hexpand (settings, FALSE);
  gtk_box_pack_start (GTK_BOX (panel), picture, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (panel), settings, FALSE, FALSE, 0);
  g_signal_connect_swapped (panel->entry, "changed",
                            G_CALLBACK (hom_transform_panel_update), panel);
  hom_transform_panel_update (panel);

  return GTK_WIDGET (panel);
}

/* Enters a matrix. */
void
hom_transform_panel_set_matrix (HomTransformPanel *panel,
                                const HomMatrix   *matrix)
{
  hom_matrix_entry_set (HOM_MATRIX_ENTRY (panel->entry), matrix);
}

/* Returns: FALSE while what is entered is no matrix. */
gboolean
hom_transform_panel_get_matrix (HomTransformPanel *panel, HomMatrix *matrix)
{
  if (panel->is_entered)
    *matrix = panel->matrix;

  return panel->is_entered;
}

/* Adds settings. */
void
hom_transform_panel_add_options (HomTransformPanel *panel, GtkWidget *grid)
{
  gtk_container_add (GTK_CONTAINER (panel->settings), grid);
}

/* Returns: whether the matrix leads to something that can be applied. */
gboolean
hom_transform_panel_is_valid (HomTransformPanel *panel)
{
  return panel->is_solved;
}
