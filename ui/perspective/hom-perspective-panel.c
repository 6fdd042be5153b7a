/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/perspective/hom-matrix-view.h"
#include "ui/perspective/hom-perspective-layout.h"
#include "ui/perspective/hom-perspective-panel.h"
#include "ui/perspective/hom-ratio-chooser.h"
#include "ui/perspective/hom-result-view.h"
#include "ui/quad/hom-corner-finder.h"
#include "ui/quad/hom-corner-grid.h"
#include "ui/quad/hom-quad-editor.h"

/* @config: the settings: “x1” … “y4”, “direction”, “aspect”, “aspect-ratio”,
 *   and what @solve knows.
 * @initial: the corners at the start, to which a reset leads.
 * @search: (nullable): cancels the search for corners that is going on.
 * @idle: the idle source of the update after the configuration has changed; 0
 *   when there is none.
 */
struct _HomPerspectivePanel
{
  GtkBox parent_instance;

  HomSource           *source;
  GObject             *config;
  HomPerspectiveSolve  solve;
  gpointer             data;
  HomPoint             initial[4];
  HomPerspectiveLayout layout;
  guint                idle;
  GCancellable        *search;
  gboolean             is_valid;
};

enum
{
  UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomPerspectivePanel, hom_perspective_panel, GTK_TYPE_BOX)

static void
read_corners (GObject *config, HomPoint quad[4])
{
  g_object_get (config, "x1", &quad[0].x, "y1", &quad[0].y, "x2", &quad[1].x,
                "y2", &quad[1].y, "x3", &quad[2].x, "y3", &quad[2].y, "x4",
                &quad[3].x, "y4", &quad[3].y, NULL);
}

static void
write_corners (GObject *config, const HomPoint quad[4])
{
  g_object_set (config, "x1", quad[0].x, "y1", quad[0].y, "x2", quad[1].x, "y2",
                quad[1].y, "x3", quad[2].x, "y3", quad[2].y, "x4", quad[3].x,
                "y4", quad[3].y, NULL);
}

static gboolean
are_same (const HomPoint a[4], const HomPoint b[4])
{
  return memcmp (a, b, 4 * sizeof (HomPoint)) == 0;
}

/* Shows the size of the result, or why there is none. */
static void
show_outcome (HomPerspectivePanel          *panel,
              const HomPerspectiveSolution *solution,
              const GError                 *error)
{
  g_autofree gchar *size = NULL;

  if (solution)
    size = g_strdup_printf (solution->is_cut ?
                                _ ("Result: %.0f × %.0f pixels,\n"
                                   "cut off near the horizon") :
                                _ ("Result: %.0f × %.0f pixels"),
                            solution->box.x1 - solution->box.x0,
                            solution->box.y1 - solution->box.y0);
  gtk_label_set_text (GTK_LABEL (panel->layout.size), size ? size : "");
  hom_perspective_layout_set_error (&panel->layout,
                                    error ? error->message : NULL);
}

static void
update (HomPerspectivePanel *panel)
{
  HomPerspectiveLayout   *layout   = &panel->layout;
  HomQuadEditor          *editor   = HOM_QUAD_EDITOR (layout->editor);
  HomPerspectiveSolution  solution = { 0 };
  HomPerspectiveSolution *result   = NULL;
  g_autoptr (GError) error         = NULL;

  panel->is_valid = panel->solve (&solution, panel->data, &error);
  if (panel->is_valid)
    result = &solution;

  hom_result_view_set_solution (HOM_RESULT_VIEW (layout->result), result);
  hom_ratio_chooser_set_solution (HOM_RATIO_CHOOSER (layout->ratio), result);
  hom_matrix_view_set_matrix (HOM_MATRIX_VIEW (layout->matrix),
                              result ? &result->h : NULL);
  hom_corner_grid_set_quad (HOM_CORNER_GRID (layout->corners),
                            hom_quad_editor_get_quad (editor));
  gtk_widget_set_sensitive (layout->undo, hom_quad_editor_can_undo (editor));
  gtk_widget_set_sensitive (layout->redo, hom_quad_editor_can_redo (editor));
  show_outcome (panel, result, error);
  g_signal_emit (panel, signals[UPDATED], 0);
}

static void config_changed (HomPerspectivePanel *panel);

/* Stores the corners in the settings; that change of them is not answered. */
static void
store_corners (HomPerspectivePanel *panel, const HomPoint quad[4])
{
  g_signal_handlers_block_by_func (panel->config, config_changed, panel);
  write_corners (panel->config, quad);
  g_signal_handlers_unblock_by_func (panel->config, config_changed, panel);
}

static gboolean
update_from_config (gpointer data)
{
  HomPerspectivePanel *panel   = data;
  HomQuadEditor       *editor  = HOM_QUAD_EDITOR (panel->layout.editor);
  const HomPoint       none[4] = { { 0.0, 0.0 } };
  HomPoint             quad[4];

  panel->idle = 0;
  read_corners (panel->config, quad);
  if (are_same (quad, none))
    {
      memcpy (quad, panel->initial, sizeof (quad));
      store_corners (panel, quad);
    }
  if (! are_same (quad, hom_quad_editor_get_quad (editor)))
    hom_quad_editor_set_quad (editor, quad);
  else
    update (panel);

  return G_SOURCE_REMOVE;
}

/* Updates the panel once for many changes, such as those of a reset. */
static void
config_changed (HomPerspectivePanel *panel)
{
  if (! panel->idle)
    panel->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_from_config,
                                   panel, NULL);
}

static void
end_search (HomPerspectivePanel *panel)
{
  if (! panel->search)
    return;

  g_cancellable_cancel (panel->search);
  g_clear_object (&panel->search);
  hom_perspective_layout_set_searching (&panel->layout, FALSE);
}

/* Stores the corners, and cancels the search: it must not replace corners that
 * were moved meanwhile.
 */
static void
corners_changed (HomPerspectivePanel *panel)
{
  end_search (panel);
  store_corners (
      panel, hom_quad_editor_get_quad (HOM_QUAD_EDITOR (panel->layout.editor)));
  update (panel);
}

static void
corner_entered (HomPerspectivePanel *panel, gint corner, gdouble x, gdouble y)
{
  hom_quad_editor_set_corner (HOM_QUAD_EDITOR (panel->layout.editor), corner,
                              (HomPoint){ x, y });
}

static void
corner_focused (HomPerspectivePanel *panel, gint corner)
{
  hom_quad_editor_select (HOM_QUAD_EDITOR (panel->layout.editor),
                          HOM_QUAD_CORNER + corner);
}

/* Takes the corners that were found. A search that was cancelled is no longer
 * the panel's.
 */
static void
search_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HomPerspectivePanel) panel = data;
  g_autoptr (GError) error              = NULL;
  HomFoundCorners found;
  gboolean        is_found;

  is_found = hom_find_corners_finish (result, &found, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  end_search (panel);
  if (is_found)
    hom_quad_editor_set_quad (HOM_QUAD_EDITOR (panel->layout.editor),
                              found.quads[0].corners);
  else
    hom_perspective_layout_set_error (&panel->layout, error->message);
}

static void
find (HomPerspectivePanel *panel)
{
  panel->search = g_cancellable_new ();
  hom_perspective_layout_set_searching (&panel->layout, TRUE);
  hom_find_corners_async (panel->source, NULL, panel->search, search_done,
                          g_object_ref (panel));
}

static void
undo (HomPerspectivePanel *panel)
{
  hom_quad_editor_undo (HOM_QUAD_EDITOR (panel->layout.editor));
}

static void
redo (HomPerspectivePanel *panel)
{
  hom_quad_editor_redo (HOM_QUAD_EDITOR (panel->layout.editor));
}

/* Shows the result in place of the picture, or beside it. */
static void
preview_toggled (GtkToggleButton *toggle, HomPerspectivePanel *panel)
{
  gtk_widget_set_visible (panel->layout.picture_side,
                          ! gtk_toggle_button_get_active (toggle));
}

/* Has the keys undo and redo wherever the focus is, except where text is
 * entered.
 */
static gboolean
hom_perspective_panel_key (HomPerspectivePanel *panel,
                           GdkEventKey         *event,
                           GtkWindow           *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (GTK_IS_ENTRY (focus) || focus == panel->layout.editor)
    return FALSE;

  return (event->state & GDK_CONTROL_MASK) &&
         (event->keyval == GDK_KEY_z || event->keyval == GDK_KEY_Z ||
          event->keyval == GDK_KEY_y) &&
         gtk_widget_event (panel->layout.editor, (GdkEvent *) event);
}

static void
hom_perspective_panel_hierarchy_changed (GtkWidget *widget, GtkWidget *previous)
{
  GtkWidget *window = gtk_widget_get_toplevel (widget);

  if (previous)
    g_signal_handlers_disconnect_by_data (previous, widget);
  if (! GTK_IS_WINDOW (window))
    return;

  g_signal_connect_object (window, "key-press-event",
                           G_CALLBACK (hom_perspective_panel_key), widget,
                           G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (HOM_PERSPECTIVE_PANEL (widget)->layout.editor);
}

static void
hom_perspective_panel_dispose (GObject *object)
{
  HomPerspectivePanel *panel = HOM_PERSPECTIVE_PANEL (object);

  g_clear_handle_id (&panel->idle, g_source_remove);
  end_search (panel);
  if (panel->config)
    g_signal_handlers_disconnect_by_data (panel->config, panel);
  g_clear_object (&panel->config);
  g_clear_object (&panel->source);
  hom_perspective_layout_clear (&panel->layout);

  G_OBJECT_CLASS (hom_perspective_panel_parent_class)->dispose (object);
}

static void
hom_perspective_panel_class_init (HomPerspectivePanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hom_perspective_panel_dispose;
  GTK_WIDGET_CLASS (klass)->hierarchy_changed =
      hom_perspective_panel_hierarchy_changed;

  signals[UPDATED] = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hom_perspective_panel_init (HomPerspectivePanel *panel)
{
}

static void
connect (HomPerspectivePanel *panel)
{
  HomPerspectiveLayout *layout = &panel->layout;

  g_signal_connect_swapped (layout->editor, "changed",
                            G_CALLBACK (corners_changed), panel);
  g_signal_connect_swapped (layout->corners, "corner-changed",
                            G_CALLBACK (corner_entered), panel);
  g_signal_connect_swapped (layout->corners, "corner-focused",
                            G_CALLBACK (corner_focused), panel);
  g_signal_connect_swapped (layout->find, "clicked", G_CALLBACK (find), panel);
  g_signal_connect_swapped (layout->undo, "clicked", G_CALLBACK (undo), panel);
  g_signal_connect_swapped (layout->redo, "clicked", G_CALLBACK (redo), panel);
  g_signal_connect (layout->in_place, "toggled", G_CALLBACK (preview_toggled),
                    panel);
  g_signal_connect_swapped (panel->config, "notify",
                            G_CALLBACK (config_changed), panel);
}

/**
 * hom_perspective_panel_new:
 * @source: the layer, in the coordinates of the image.
 * @config: the settings, an object with the properties “x1”, “y1” … “y4”,
 *   “direction” (“correct” or “distort”), “aspect” (“auto”, “keep” or “custom”)
 *   and “aspect-ratio”.
 * @solve: finds what they lead to.
 * @data: is handed to @solve.
 *
 * Creates a panel.
 */
GtkWidget *
hom_perspective_panel_new (HomSource          *source,
                           GObject            *config,
                           HomPerspectiveSolve solve,
                           gpointer            data)
{
  HomPerspectivePanel *panel = g_object_new (HOM_TYPE_PERSPECTIVE_PANEL, NULL);

  panel->source = g_object_ref (source);
  panel->config = g_object_ref (config);
  panel->solve  = solve;
  panel->data   = data;
  hom_perspective_layout_init (&panel->layout, GTK_BOX (panel), source, config);
  connect (panel);
  hom_quad_from_box (hom_source_get_box (source), panel->initial);
  hom_perspective_panel_start (panel, panel->initial);

  return GTK_WIDGET (panel);
}

/* Starts from corners, which a reset leads back to. */
void
hom_perspective_panel_start (HomPerspectivePanel *panel, const HomPoint quad[4])
{
  if (quad != panel->initial)
    memcpy (panel->initial, quad, sizeof (panel->initial));
  hom_quad_editor_start (HOM_QUAD_EDITOR (panel->layout.editor), quad);
}

typedef struct
{
  HomPerspectivePanel *panel;
  HomPoint             quad[4];
} Corners;

static void
take_corners (GtkMenuItem *item, Corners *corners)
{
  hom_quad_editor_set_quad (HOM_QUAD_EDITOR (corners->panel->layout.editor),
                            corners->quad);
}

static void
free_corners (gpointer corners, GClosure *closure)
{
  g_free (corners);
}

/* Offers corners in a menu.
 *
 * @label: what the corners are those of.
 */
void
hom_perspective_panel_add_corners (HomPerspectivePanel *panel,
                                   const gchar         *label,
                                   const HomPoint       quad[4])
{
  Corners   *corners = g_new (Corners, 1);
  GtkWidget *item    = gtk_menu_item_new_with_label (label);

  corners->panel = panel;
  memcpy (corners->quad, quad, sizeof (corners->quad));
  g_signal_connect_data (item, "activate", G_CALLBACK (take_corners), corners,
                         free_corners, 0);
  gtk_widget_show (item);
  gtk_menu_shell_append (GTK_MENU_SHELL (panel->layout.menu), item);
}

/* Adds further settings.
 *
 * @grid: labels in the first column, widgets in the second.
 */
void
hom_perspective_panel_add_options (HomPerspectivePanel *panel, GtkWidget *grid)
{
  hom_perspective_layout_add_options (&panel->layout, grid);
}

/* Returns: whether the settings lead to something that can be applied. */
gboolean
hom_perspective_panel_is_valid (HomPerspectivePanel *panel)
{
  return panel->is_valid;
}
