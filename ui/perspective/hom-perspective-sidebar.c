/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-draw.h"
#include "ui/controls/hom-fold.h"
#include "ui/controls/hom-widgets.h"
#include "ui/matrix/hom-matrix-view.h"
#include "ui/perspective/hom-perspective-sidebar.h"
#include "ui/perspective/hom-ratio-chooser.h"
#include "ui/perspective/hom-size-chooser.h"
#include "ui/quad/hom-corner-grid.h"

#define SPACING 6

/* The least height of the result beside the picture, in pixels. It gets what
 * the settings leave.
 */
#define RESULT_HEIGHT 190

/* The least height of the settings, which are scrolled where there is less
 * room, in pixels.
 */
#define LEAST_SETTINGS 120

/* Gives the labels of a grid the width of all others, so that the widgets
 * beside them stand in one line.
 */
static void
add_to_labels (HomPerspectiveSidebar *sidebar, GtkWidget *grid)
{
  for (gint row = 0; row < 8; row++)
    {
      GtkWidget *label = gtk_grid_get_child_at (GTK_GRID (grid), 0, row);
      gint       width = 0;

      if (label)
        gtk_container_child_get (GTK_CONTAINER (grid), label, "width", &width,
                                 NULL);
      if (width == 1)
        gtk_size_group_add_widget (sidebar->labels, label);
    }
}

/* Adds what the result looks like, and how large it is. */
static void
add_result (HomPerspectiveSidebar *sidebar)
{
  sidebar->beside  = gtk_frame_new (NULL);
  sidebar->outcome = hom_label_new (NULL);
  gtk_widget_set_size_request (sidebar->beside, -1, RESULT_HEIGHT);
  gtk_label_set_line_wrap (GTK_LABEL (sidebar->outcome), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (sidebar->outcome), 30);
  gtk_label_set_yalign (GTK_LABEL (sidebar->outcome), 0.0);
  hom_draw_reserve_lines (sidebar->outcome, 2);
  gtk_box_pack_start (GTK_BOX (sidebar->box), sidebar->beside, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (sidebar->box), sidebar->outcome, FALSE, FALSE,
                      0);
  gtk_widget_show (sidebar->beside);
  gtk_widget_show (sidebar->outcome);
}

static GtkWidget *
create_direction (GObject *config)
{
  GtkWidget *grid  = gtk_grid_new ();
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Direction"));
  GtkWidget *combo = gtk_combo_box_text_new ();

  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo), "correct",
                             _ ("Straighten to a rectangle"));
  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (combo), "distort",
                             _ ("Distort to the corners"));
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), combo);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_widget_set_hexpand (combo, TRUE);
  hom_combo_limit (combo);
  gtk_grid_set_column_spacing (GTK_GRID (grid), SPACING);
  gtk_grid_attach (GTK_GRID (grid), label, 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), combo, 1, 0, 1, 1);
  g_object_bind_property (config, "direction", combo, "active-id",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);

  return grid;
}

static gboolean
is_correct (GBinding     *binding,
            const GValue *direction,
            GValue       *sensitive,
            gpointer      data)
{
  g_value_set_boolean (sensitive, g_strcmp0 (g_value_get_string (direction),
                                             "distort") != 0);

  return TRUE;
}

/* Makes a widget insensitive while a layer is distorted: there is no rectangle
 * then.
 */
void
hom_perspective_bind_direction (GObject *config, GtkWidget *widget)
{
  g_object_bind_property_full (config, "direction", widget, "sensitive",
                               G_BINDING_SYNC_CREATE, is_correct, NULL, NULL,
                               NULL);
}

static GtkWidget *
create_rectangle (HomPerspectiveSidebar *sidebar, GObject *config)
{
  GtkWidget *rectangle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *direction = create_direction (config);

  sidebar->ratio = hom_ratio_chooser_new (config);
  sidebar->size  = hom_size_chooser_new (config);
  hom_perspective_bind_direction (config, sidebar->ratio);
  hom_perspective_bind_direction (config, sidebar->size);
  add_to_labels (sidebar, direction);
  add_to_labels (sidebar, sidebar->ratio);
  add_to_labels (sidebar, sidebar->size);
  gtk_container_add (GTK_CONTAINER (rectangle), direction);
  gtk_container_add (GTK_CONTAINER (rectangle), sidebar->ratio);
  gtk_container_add (GTK_CONTAINER (rectangle), sidebar->size);

  return rectangle;
}

/* Creates the fold for what is rarely changed. */
static GtkWidget *
create_more (HomPerspectiveSidebar *sidebar)
{
  sidebar->fold    = hom_fold_new (_ ("M_ore"));
  sidebar->corners = hom_corner_grid_new ();
  sidebar->matrix  = hom_matrix_view_new ();
  sidebar->more    = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2 * SPACING);
  gtk_container_add (GTK_CONTAINER (sidebar->more), sidebar->corners);
  gtk_container_add (GTK_CONTAINER (sidebar->more), sidebar->matrix);
  hom_fold_fill (sidebar->fold, sidebar->more);

  return sidebar->fold;
}

/* Keeps room for what is folded: else the picture would be smaller when it is
 * unfolded.
 */
static void
reserve_width (HomPerspectiveSidebar *sidebar)
{
  gboolean is_shown = gtk_widget_get_visible (sidebar->more);
  gint     width;

  gtk_widget_show (sidebar->more);
  gtk_widget_get_preferred_width (sidebar->more, NULL, &width);
  gtk_widget_set_visible (sidebar->more, is_shown);
  gtk_widget_set_size_request (sidebar->fold, width, -1);
}

/* Puts the settings into a window of their own, with a bar beside them where
 * there is no room for all of them.
 */
static GtkWidget *
create_scrolled (GtkWidget *settings)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

  gtk_widget_set_margin_end (settings, 2 * SPACING);
  gtk_container_add (GTK_CONTAINER (scrolled), settings);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled),
                                              LEAST_SETTINGS);
  gtk_scrolled_window_set_propagate_natural_height (
      GTK_SCROLLED_WINDOW (scrolled), TRUE);

  return scrolled;
}

/* Makes the widgets.
 *
 * @config: has what hom_perspective_panel_new() asks for.
 */
void
hom_perspective_sidebar_init (HomPerspectiveSidebar *sidebar, GObject *config)
{
  GtkWidget *settings = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2 * SPACING);
  GtkWidget *scrolled = create_scrolled (settings);

  sidebar->box     = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  sidebar->labels  = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  sidebar->options = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  sidebar->output  = hom_section_new (_ ("Output"), sidebar->options);
  add_result (sidebar);
  gtk_container_add (GTK_CONTAINER (settings),
                     hom_section_new (_ ("Rectangle"),
                                      create_rectangle (sidebar, config)));
  gtk_container_add (GTK_CONTAINER (settings), sidebar->output);
  gtk_container_add (GTK_CONTAINER (settings), create_more (sidebar));
  gtk_widget_set_no_show_all (sidebar->output, TRUE);
  gtk_widget_set_no_show_all (sidebar->more, TRUE);
  gtk_widget_show_all (sidebar->corners);
  gtk_widget_show_all (sidebar->matrix);
  gtk_widget_show_all (scrolled);
  reserve_width (sidebar);
  gtk_box_pack_start (GTK_BOX (sidebar->box), scrolled, FALSE, TRUE, 0);
  gtk_widget_set_hexpand (sidebar->box, FALSE);
  gtk_widget_show (sidebar->box);
}

/* Frees what the sidebar holds, when the widgets are destroyed. */
void
hom_perspective_sidebar_clear (HomPerspectiveSidebar *sidebar)
{
  g_clear_object (&sidebar->labels);
}

/* Unfolds what is rarely changed. */
void
hom_perspective_sidebar_unfold (HomPerspectiveSidebar *sidebar)
{
  gtk_expander_set_expanded (GTK_EXPANDER (sidebar->fold), TRUE);
}

/* Adds settings of the output, or those that are rarely changed.
 *
 * @grid: labels in the first column, widgets in the second.
 */
void
hom_perspective_sidebar_add_options (HomPerspectiveSidebar *sidebar,
                                     GtkWidget             *grid,
                                     gboolean               is_rare)
{
  add_to_labels (sidebar, grid);
  gtk_widget_show_all (grid);
  if (is_rare)
    {
      gtk_container_add (GTK_CONTAINER (sidebar->more), grid);
      gtk_box_reorder_child (GTK_BOX (sidebar->more), grid, 1);
      reserve_width (sidebar);
      return;
    }

  gtk_container_add (GTK_CONTAINER (sidebar->options), grid);
  gtk_widget_set_no_show_all (sidebar->output, FALSE);
  gtk_widget_show_all (sidebar->output);
}
