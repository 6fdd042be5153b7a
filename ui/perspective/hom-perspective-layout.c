/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-draw.h"
#include "ui/canvas/hom-zoom-bar.h"
#include "ui/perspective/hom-matrix-view.h"
#include "ui/perspective/hom-perspective-layout.h"
#include "ui/perspective/hom-ratio-chooser.h"
#include "ui/perspective/hom-result-view.h"
#include "ui/perspective/hom-size-chooser.h"
#include "ui/perspective/hom-turn-bar.h"
#include "ui/quad/hom-corner-grid.h"
#include "ui/quad/hom-corner-search.h"
#include "ui/quad/hom-quad-editor.h"

#define SPACING 6

/* The least size of a canvas, in pixels. */
#define LEAST_WIDTH  240
#define LEAST_HEIGHT 320

/* The least height of the settings, which are scrolled where there is less
 * room, in pixels.
 */
#define LEAST_SETTINGS 200

static void
set_names (GtkWidget *widget, const gchar *name, const gchar *description)
{
  AtkObject *accessible = gtk_widget_get_accessible (widget);

  atk_object_set_name (accessible, name);
  if (description)
    atk_object_set_description (accessible, description);
}

static GtkWidget *
create_label (const gchar *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);

  return label;
}

/* Adds a heading, and what stands beneath it. */
static GtkWidget *
add_section (GtkBox *sidebar, const gchar *title, GtkWidget *content)
{
  GtkWidget     *box        = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget     *label      = create_label (title);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes,
                          pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
  gtk_container_add (GTK_CONTAINER (box), label);
  gtk_container_add (GTK_CONTAINER (box), content);
  gtk_box_pack_start (sidebar, box, FALSE, FALSE, 0);

  return box;
}

static GtkWidget *
create_icon_button (const gchar *icon, const gchar *name, const gchar *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon,
                                                     GTK_ICON_SIZE_BUTTON);

  set_names (button, name, NULL);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_focus_on_click (button, FALSE);

  return button;
}

static GtkWidget *
create_undo_buttons (HomPerspectiveLayout *layout)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  layout->undo = create_icon_button ("edit-undo-symbolic", _ ("Undo"),
                                     _ ("Take the corners back to where they "
                                        "were (Ctrl+Z)"));
  layout->redo = create_icon_button ("edit-redo-symbolic", _ ("Redo"),
                                     _ ("Do again what was undone (Ctrl+Y)"));
  gtk_style_context_add_class (gtk_widget_get_style_context (box),
                               GTK_STYLE_CLASS_LINKED);
  gtk_container_add (GTK_CONTAINER (box), layout->undo);
  gtk_container_add (GTK_CONTAINER (box), layout->redo);

  return box;
}

static GtkWidget *
create_menu_button (HomPerspectiveLayout *layout)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *box    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *label  = gtk_label_new_with_mnemonic (_ ("Existin_g Corners"));

  layout->menu = gtk_menu_new ();
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), button);
  gtk_container_add (GTK_CONTAINER (box), label);
  gtk_container_add (GTK_CONTAINER (box),
                     gtk_image_new_from_icon_name ("pan-down-symbolic",
                                                   GTK_ICON_SIZE_BUTTON));
  gtk_container_add (GTK_CONTAINER (button), box);
  gtk_widget_set_tooltip_text (button,
                               _ ("Those of the layer, the selection, or a "
                                  "path with four anchors"));
  gtk_menu_button_set_popup (GTK_MENU_BUTTON (button), layout->menu);

  return button;
}

static GtkWidget *
create_toolbar (HomPerspectiveLayout *layout)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  layout->search   = hom_corner_search_new (HOM_QUAD_EDITOR (layout->editor));
  layout->in_place = gtk_toggle_button_new_with_mnemonic (_ ("Pre_view in "
                                                             "Place"));
  gtk_widget_set_tooltip_text (layout->in_place,
                               _ ("Show the result in place of the picture"));
  gtk_widget_set_focus_on_click (layout->in_place, FALSE);
  gtk_box_pack_start (GTK_BOX (bar), layout->search, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (bar), create_menu_button (layout), FALSE, FALSE,
                      0);
  gtk_box_pack_start (GTK_BOX (bar), create_undo_buttons (layout), FALSE, FALSE,
                      0);
  gtk_box_pack_end (GTK_BOX (bar), layout->in_place, FALSE, FALSE, 0);
  gtk_box_pack_end (GTK_BOX (bar), layout->turn, FALSE, FALSE, 0);

  return bar;
}

/* Creates a box with a canvas, and beneath it how far that is zoomed. */
static GtkWidget *
create_side (GtkWidget *canvas)
{
  GtkWidget *box   = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *frame = gtk_frame_new (NULL);
  GtkWidget *bar   = hom_zoom_bar_new (HOM_CANVAS (canvas));

  gtk_widget_set_size_request (canvas, LEAST_WIDTH, LEAST_HEIGHT);
  gtk_container_add (GTK_CONTAINER (frame), canvas);
  gtk_box_pack_start (GTK_BOX (box), frame, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), bar, FALSE, FALSE, 0);

  return box;
}

static GtkWidget *
create_sides (HomPerspectiveLayout *layout)
{
  GtkWidget *sides = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2 * SPACING);
  GtkWidget *result_side;

  layout->picture_side = create_side (layout->editor);
  result_side          = create_side (layout->result);
  gtk_box_set_homogeneous (GTK_BOX (sides), TRUE);
  gtk_box_pack_start (GTK_BOX (sides), layout->picture_side, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (sides), result_side, TRUE, TRUE, 0);

  return sides;
}

/* Creates a bar that tells what is wrong or to be done, and how large the
 * result will be.
 */
static GtkWidget *
create_message_bar (HomPerspectiveLayout *layout)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  layout->warning = gtk_image_new_from_icon_name ("dialog-warning",
                                                  GTK_ICON_SIZE_MENU);
  set_names (layout->warning, _ ("Warning"), NULL);
  layout->message = create_label (NULL);
  layout->outcome = create_label (NULL);
  gtk_label_set_line_wrap (GTK_LABEL (layout->message), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (layout->message), 60);
  hom_draw_reserve_lines (layout->message, 2);
  gtk_widget_set_no_show_all (layout->warning, TRUE);
  gtk_box_pack_start (GTK_BOX (bar), layout->warning, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (bar), layout->message, TRUE, TRUE, 0);
  gtk_box_pack_end (GTK_BOX (bar), layout->outcome, FALSE, FALSE, 0);

  return bar;
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

/* Gives the labels of a grid the width of all others, so that the widgets
 * beside them stand in one line.
 */
static void
add_to_labels (HomPerspectiveLayout *layout, GtkWidget *grid)
{
  for (gint row = 0; row < 8; row++)
    {
      GtkWidget *label = gtk_grid_get_child_at (GTK_GRID (grid), 0, row);
      gint       width = 0;

      if (label)
        gtk_container_child_get (GTK_CONTAINER (grid), label, "width", &width,
                                 NULL);
      if (width == 1)
        gtk_size_group_add_widget (layout->labels, label);
    }
}

/* Shows what was unfolded, once there is room for it to be scrolled to. */
static void
scroll_to_more (GtkAdjustment *adjustment, HomPerspectiveLayout *layout)
{
  if (! layout->is_unfolded)
    return;

  layout->is_unfolded = FALSE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
unfolded (GtkExpander *expander, GParamSpec *spec, HomPerspectiveLayout *layout)
{
  layout->is_unfolded = gtk_expander_get_expanded (expander);
}

/* Puts the settings into a window of their own, with a bar beside them where
 * there is no room for all of them.
 */
static GtkWidget *
create_scrolled (HomPerspectiveLayout *layout, GtkWidget *sidebar)
{
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);

  gtk_widget_set_margin_end (sidebar, 2 * SPACING);
  gtk_container_add (GTK_CONTAINER (scrolled), sidebar);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled),
                                              LEAST_SETTINGS);
  gtk_scrolled_window_set_propagate_natural_height (
      GTK_SCROLLED_WINDOW (scrolled), TRUE);
  g_signal_connect (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
      "changed", G_CALLBACK (scroll_to_more), layout);

  return scrolled;
}

/* Creates the fold for what is rarely changed. */
static GtkWidget *
create_more (HomPerspectiveLayout *layout)
{
  GtkWidget *expander = gtk_expander_new_with_mnemonic (_ ("M_ore"));

  layout->more = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  gtk_widget_set_margin_top (layout->more, SPACING);
  gtk_container_add (GTK_CONTAINER (layout->more), layout->matrix);
  gtk_container_add (GTK_CONTAINER (expander), layout->more);
  g_signal_connect (expander, "notify::expanded", G_CALLBACK (unfolded),
                    layout);

  return expander;
}

static void
bind_direction (GObject *config, GtkWidget *widget)
{
  g_object_bind_property_full (config, "direction", widget, "sensitive",
                               G_BINDING_SYNC_CREATE, is_correct, NULL, NULL,
                               NULL);
}

static GtkWidget *
create_sidebar (HomPerspectiveLayout *layout, GObject *config)
{
  GtkWidget *sidebar   = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3 * SPACING);
  GtkWidget *rectangle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *direction = create_direction (config);

  layout->labels  = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  layout->corners = hom_corner_grid_new ();
  layout->ratio   = hom_ratio_chooser_new (config);
  layout->size    = hom_size_chooser_new (config);
  layout->matrix  = hom_matrix_view_new ();
  layout->options = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  bind_direction (config, layout->ratio);
  bind_direction (config, layout->size);
  bind_direction (config, layout->turn);
  add_to_labels (layout, layout->corners);
  add_to_labels (layout, direction);
  add_to_labels (layout, layout->ratio);
  add_to_labels (layout, layout->size);
  gtk_container_add (GTK_CONTAINER (rectangle), direction);
  gtk_container_add (GTK_CONTAINER (rectangle), layout->ratio);
  gtk_container_add (GTK_CONTAINER (rectangle), layout->size);

  add_section (GTK_BOX (sidebar), _ ("Corners"), layout->corners);
  add_section (GTK_BOX (sidebar), _ ("Rectangle"), rectangle);
  layout->output = add_section (GTK_BOX (sidebar), _ ("Output"),
                                layout->options);
  gtk_widget_set_no_show_all (layout->output, TRUE);
  gtk_box_pack_start (GTK_BOX (sidebar), create_more (layout), FALSE, FALSE, 0);

  return create_scrolled (layout, sidebar);
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
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *sidebar;

  layout->editor = hom_quad_editor_new (source);
  layout->result = hom_result_view_new (source);
  layout->turn   = hom_turn_bar_new (config);
  set_names (layout->editor, _ ("Picture with corners"), NULL);
  set_names (layout->result, _ ("Result"), _ ("What becomes of the picture"));
  sidebar = create_sidebar (layout, config);

  gtk_widget_set_hexpand (sidebar, FALSE);
  gtk_box_set_spacing (box, 2 * SPACING);
  gtk_box_pack_start (GTK_BOX (left), create_toolbar (layout), FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (left), create_sides (layout), TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (left), create_message_bar (layout), FALSE, FALSE,
                      0);
  gtk_box_pack_start (box, left, TRUE, TRUE, 0);
  gtk_box_pack_start (box, sidebar, FALSE, FALSE, 0);
  gtk_widget_show_all (left);
  gtk_widget_show_all (sidebar);
  hom_perspective_layout_set_message (layout, NULL, FALSE);
}

/* Adds settings of the output, or those that are rarely changed.
 *
 * @grid: labels in the first column, widgets in the second.
 */
void
hom_perspective_layout_add_options (HomPerspectiveLayout *layout,
                                    GtkWidget            *grid,
                                    gboolean              is_rare)
{
  add_to_labels (layout, grid);
  gtk_widget_show_all (grid);
  if (is_rare)
    {
      gtk_container_add (GTK_CONTAINER (layout->more), grid);
      gtk_box_reorder_child (GTK_BOX (layout->more), grid, 0);
      return;
    }

  gtk_container_add (GTK_CONTAINER (layout->options), grid);
  gtk_widget_set_no_show_all (layout->output, FALSE);
  gtk_widget_show_all (layout->output);
}

/* Frees what the layout holds, when the widgets are destroyed. */
void
hom_perspective_layout_clear (HomPerspectiveLayout *layout)
{
  g_clear_object (&layout->labels);
}

/* Shows what is wrong, or to be known.
 *
 * @message: (nullable): that; NULL to show what to do.
 */
void
hom_perspective_layout_set_message (HomPerspectiveLayout *layout,
                                    const gchar          *message,
                                    gboolean              is_warning)
{
  gtk_widget_set_visible (layout->warning, is_warning);
  gtk_label_set_text (GTK_LABEL (layout->message),
                      message ? message :
                                _ ("Drag the corners onto those of the sheet "
                                   "or frame; Tab and "
                                   "the arrow keys move them exactly."));
}
