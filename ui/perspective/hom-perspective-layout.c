/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-draw.h"
#include "ui/canvas/hom-zoom-bar.h"
#include "ui/controls/hom-toggle.h"
#include "ui/controls/hom-widgets.h"
#include "ui/matrix/hom-matrix-view.h"
#include "ui/perspective/hom-perspective-layout.h"
#include "ui/perspective/hom-ratio-chooser.h"
#include "ui/perspective/hom-result-view.h"
#include "ui/perspective/hom-size-chooser.h"
#include "ui/perspective/hom-turn-bar.h"
#include "ui/quad/hom-corner-grid.h"
#include "ui/quad/hom-corner-menu.h"
#include "ui/quad/hom-corner-search.h"
#include "ui/quad/hom-quad-editor.h"

#define SPACING 6

/* So many lines of a message are shown, and the picture keeps its size however
 * many it has; all of it is in the tooltip.
 */
#define MESSAGE_LINES 3

/* The least size of the picture, in pixels. */
#define LEAST_WIDTH  400
#define LEAST_HEIGHT 280

static GtkWidget *
create_undo_buttons (HomPerspectiveLayout *layout)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  layout->undo = hom_icon_button_new ("edit-undo-symbolic", _ ("Undo"),
                                      _ ("Take the corners back to where they "
                                         "were (Ctrl+Z)"));
  layout->redo = hom_icon_button_new ("edit-redo-symbolic", _ ("Redo"),
                                      _ ("Do again what was undone (Ctrl+Y)"));
  gtk_style_context_add_class (gtk_widget_get_style_context (box),
                               GTK_STYLE_CLASS_LINKED);
  gtk_container_add (GTK_CONTAINER (box), layout->undo);
  gtk_container_add (GTK_CONTAINER (box), layout->redo);

  return box;
}

static GtkWidget *
create_toolbar (HomPerspectiveLayout *layout)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  layout->search   = hom_corner_search_new (HOM_QUAD_EDITOR (layout->editor));
  layout->menu     = hom_corner_menu_new (HOM_QUAD_EDITOR (layout->editor));
  layout->in_place = gtk_toggle_button_new_with_mnemonic (_ ("Show Resu_lt"));
  gtk_widget_set_tooltip_text (layout->in_place,
                               _ ("Show the result in place of the picture "
                                  "(P)"));
  gtk_widget_set_focus_on_click (layout->in_place, FALSE);
  hom_toggle_style (layout->in_place);
  gtk_box_pack_start (GTK_BOX (bar), layout->search, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (bar), layout->menu, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (bar), create_undo_buttons (layout), FALSE, FALSE,
                      0);
  gtk_box_pack_end (GTK_BOX (bar), layout->in_place, FALSE, FALSE, 0);
  gtk_box_pack_end (GTK_BOX (bar), layout->turn, FALSE, FALSE, 0);

  return bar;
}

/* Creates a bar that tells how far the picture is zoomed, and what is wrong or
 * to be done.
 */
static GtkWidget *
create_message_bar (HomPerspectiveLayout *layout)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  layout->zooms[0] = hom_zoom_bar_new (HOM_CANVAS (layout->editor));
  layout->zooms[1] = hom_zoom_bar_new (HOM_CANVAS (layout->result));
  layout->warning  = gtk_image_new_from_icon_name ("dialog-warning",
                                                   GTK_ICON_SIZE_MENU);
  layout->message  = hom_label_new (NULL);
  hom_widget_set_names (layout->warning, _ ("Warning"), NULL);
  gtk_label_set_line_wrap (GTK_LABEL (layout->message), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (layout->message), 24);
  gtk_label_set_max_width_chars (GTK_LABEL (layout->message), 60);
  gtk_label_set_lines (GTK_LABEL (layout->message), MESSAGE_LINES);
  gtk_label_set_ellipsize (GTK_LABEL (layout->message), PANGO_ELLIPSIZE_END);
  hom_draw_reserve_lines (layout->message, MESSAGE_LINES);
  gtk_widget_set_no_show_all (layout->warning, TRUE);
  for (gint i = 0; i < 2; i++)
    {
      gtk_widget_show_all (layout->zooms[i]);
      gtk_widget_set_no_show_all (layout->zooms[i], TRUE);
      gtk_widget_set_valign (layout->zooms[i], GTK_ALIGN_CENTER);
      gtk_box_pack_start (GTK_BOX (bar), layout->zooms[i], FALSE, FALSE, 0);
    }
  gtk_box_pack_start (GTK_BOX (bar), layout->warning, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (bar), layout->message, TRUE, TRUE, 0);

  return bar;
}

static GtkWidget *
create_main (HomPerspectiveLayout *layout)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  layout->frame = gtk_frame_new (NULL);
  gtk_widget_set_size_request (layout->frame, LEAST_WIDTH, LEAST_HEIGHT);
  gtk_container_add (GTK_CONTAINER (layout->frame), layout->editor);
  gtk_box_pack_start (GTK_BOX (box), create_toolbar (layout), FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), layout->frame, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), create_message_bar (layout), FALSE, FALSE,
                      0);
  gtk_widget_show_all (box);

  return box;
}

/**
 * hom_perspective_layout_init:
 * @box: holds all widgets.
 * @source: the picture.
 * @config: has what hom_perspective_panel_new() asks for.
 *
 * Makes the widgets.
 */
void
hom_perspective_layout_init (HomPerspectiveLayout *layout,
                             GtkBox               *box,
                             HomSource            *source,
                             GObject              *config)
{
  GtkWidget *left;

  /* both change their places */
  layout->editor = g_object_ref_sink (hom_quad_editor_new (source));
  layout->result = g_object_ref_sink (hom_result_view_new (source));
  layout->turn   = hom_turn_bar_new (config);
  hom_widget_set_names (layout->editor, _ ("Picture with corners"), NULL);
  hom_widget_set_names (layout->result, _ ("Result"),
                        _ ("What becomes of the picture"));
  hom_perspective_bind_direction (config, layout->turn);
  hom_perspective_sidebar_init (&layout->sidebar, config);
  left = create_main (layout);

  gtk_box_set_spacing (box, 2 * SPACING);
  gtk_box_pack_start (box, left, TRUE, TRUE, 0);
  gtk_box_pack_start (box, layout->sidebar.box, FALSE, FALSE, 0);
  hom_perspective_layout_set_in_place (layout, FALSE);
  hom_perspective_layout_show_hint (layout, FALSE);
}

/* Frees what the layout holds, when the widgets are destroyed. */
void
hom_perspective_layout_clear (HomPerspectiveLayout *layout)
{
  hom_perspective_sidebar_clear (&layout->sidebar);
  g_clear_object (&layout->editor);
  g_clear_object (&layout->result);
}

/* Puts a widget, which may be somewhere else, into a frame.
 *
 * @widget: (nullable): NULL for nothing.
 */
static void
put (GtkWidget *frame, GtkWidget *widget)
{
  GtkWidget *present = gtk_bin_get_child (GTK_BIN (frame));
  GtkWidget *parent  = widget ? gtk_widget_get_parent (widget) : NULL;

  if (present == widget)
    return;

  if (present)
    gtk_container_remove (GTK_CONTAINER (frame), present);
  if (parent)
    gtk_container_remove (GTK_CONTAINER (parent), widget);
  if (widget)
    {
      gtk_container_add (GTK_CONTAINER (frame), widget);
      gtk_widget_show (widget);
    }
}

/* Shows the result in place of the picture, or small beside it. */
void
hom_perspective_layout_set_in_place (HomPerspectiveLayout *layout,
                                     gboolean              in_place)
{
  put (layout->frame, in_place ? layout->result : layout->editor);
  if (! in_place)
    put (layout->sidebar.beside, layout->result);
  gtk_widget_set_visible (layout->sidebar.beside, ! in_place);
  gtk_widget_set_visible (layout->zooms[0], ! in_place);
  gtk_widget_set_visible (layout->zooms[1], in_place);
  hom_perspective_layout_grab_focus (layout);
}

/* Gives the focus to what is shown. */
void
hom_perspective_layout_grab_focus (HomPerspectiveLayout *layout)
{
  gtk_widget_grab_focus (gtk_bin_get_child (GTK_BIN (layout->frame)));
}

/* Returns: whether the result is shown in place of the picture. */
gboolean
hom_perspective_layout_is_in_place (HomPerspectiveLayout *layout)
{
  return gtk_bin_get_child (GTK_BIN (layout->frame)) == layout->result;
}

/* Shows the corners, and what they lead to.
 *
 * @solution: (nullable): that.
 */
void
hom_perspective_layout_show_solution (HomPerspectiveLayout         *layout,
                                      const HomPerspectiveSolution *solution)
{
  HomQuadEditor         *editor  = HOM_QUAD_EDITOR (layout->editor);
  HomPerspectiveSidebar *sidebar = &layout->sidebar;

  hom_result_view_set_solution (HOM_RESULT_VIEW (layout->result), solution);
  hom_ratio_chooser_set_solution (HOM_RATIO_CHOOSER (sidebar->ratio), solution);
  hom_size_chooser_set_solution (HOM_SIZE_CHOOSER (sidebar->size), solution);
  hom_matrix_view_set_matrix (HOM_MATRIX_VIEW (sidebar->matrix),
                              solution ? &solution->h : NULL);
  hom_corner_grid_set_quad (HOM_CORNER_GRID (sidebar->corners),
                            hom_quad_editor_get_quad (editor));
  gtk_widget_set_sensitive (layout->undo, hom_quad_editor_can_undo (editor));
  gtk_widget_set_sensitive (layout->redo, hom_quad_editor_can_redo (editor));
}

/* Answers the keys for undo and redo, for the next sheet, to turn the result
 * and to show it in place.
 */
gboolean
hom_perspective_layout_key (HomPerspectiveLayout *layout, GdkEventKey *event)
{
  GdkModifierType modifiers = gtk_accelerator_get_default_mod_mask ();

  if (event->keyval == GDK_KEY_p && ! (event->state & modifiers))
    {
      gtk_button_clicked (GTK_BUTTON (layout->in_place));
      return TRUE;
    }

  return hom_turn_bar_key (HOM_TURN_BAR (layout->turn), event) ||
         hom_quad_editor_key (HOM_QUAD_EDITOR (layout->editor), event);
}

/* Shows what is wrong, or to be known. */
void
hom_perspective_layout_set_message (HomPerspectiveLayout *layout,
                                    const gchar          *message,
                                    gboolean              is_warning)
{
  gtk_widget_set_visible (layout->warning, is_warning);
  gtk_label_set_text (GTK_LABEL (layout->message), message);
  gtk_widget_set_tooltip_text (layout->message, message);
}

/* Shows what can be done with what is shown.
 *
 * @is_distortion: whether the corners are where those of the layer go.
 */
void
hom_perspective_layout_show_hint (HomPerspectiveLayout *layout,
                                  gboolean              is_distortion)
{
  const gchar *hint;

  if (hom_perspective_layout_is_in_place (layout))
    hint = _ ("This is the result. P leads back to the corners.");
  else if (is_distortion)
    hint = _ ("Drag the corners to where those of the layer are to go. Tab and "
              "the arrow keys move them exactly.");
  else
    hint = _ ("Drag the corners onto those of the sheet or frame; with Shift "
              "they snap to edges. Tab and the arrow keys move them exactly.");
  hom_perspective_layout_set_message (layout, hint, FALSE);
}
