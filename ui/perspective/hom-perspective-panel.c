/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/perspective/hom-perspective-layout.h"
#include "ui/perspective/hom-perspective-panel.h"
#include "ui/perspective/hom-size-chooser.h"
#include "ui/quad/hom-corner-menu.h"
#include "ui/quad/hom-corner-search.h"
#include "ui/quad/hom-quad-editor.h"

/* @config: the settings: those of hom_perspective_panel_new(), and what @solve
 *   knows.
 * @initial: the corners at the start, to which a reset leads.
 * @own: the corners of the layer.
 * @is_distortion: whether “direction” was “distort” when it was last asked.
 * @note: (nullable): what is said until the corners are moved, or the result is
 *   looked at.
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
  HomPoint             initial[4], own[4];
  HomPerspectiveLayout layout;
  guint                idle;
  gboolean             is_distortion;
  gchar               *note;
  gboolean             is_solved;
};

enum
{
  UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomPerspectivePanel, hom_perspective_panel, GTK_TYPE_BOX)

static gboolean
are_same (const HomPoint a[4], const HomPoint b[4])
{
  return memcmp (a, b, 4 * sizeof (HomPoint)) == 0;
}

/* Shows the size of the result, or why there is none, or what else there is to
 * be known.
 */
static void
show_outcome (HomPerspectivePanel          *panel,
              const HomPerspectiveSolution *solution,
              const GError                 *error)
{
  HomPerspectiveLayout *layout = &panel->layout;
  gboolean              is_warning;
  const gchar          *hint = hom_corner_search_get_hint (
               HOM_CORNER_SEARCH (layout->search), &is_warning);
  g_autofree gchar *size = solution ? hom_perspective_describe_size (solution) :
                                      NULL;

  gtk_label_set_text (GTK_LABEL (layout->sidebar.outcome), size ? size : "");
  if (error)
    hom_perspective_layout_set_message (layout, error->message, TRUE);
  else if (panel->note)
    hom_perspective_layout_set_message (layout, panel->note, FALSE);
  else if (hint && ! hom_perspective_layout_is_in_place (layout))
    hom_perspective_layout_set_message (layout, hint, is_warning);
  else
    hom_perspective_layout_show_hint (layout, panel->is_distortion);
}

static void
update (HomPerspectivePanel *panel)
{
  HomPerspectiveLayout   *layout   = &panel->layout;
  HomPerspectiveSolution  solution = { 0 };
  HomPerspectiveSolution *result   = NULL;
  g_autoptr (GError) error         = NULL;

  panel->is_solved = panel->solve (&solution, panel->data, &error);
  if (panel->is_solved)
    result = &solution;

  hom_perspective_layout_show_solution (layout, result);
  show_outcome (panel, result, error);
  g_signal_emit (panel, signals[UPDATED], 0);
}

static void config_changed (HomPerspectivePanel *panel);

/* Stores the corners in the settings; that change of them is not answered. */
static void
store_corners (HomPerspectivePanel *panel, const HomPoint quad[4])
{
  g_signal_handlers_block_by_func (panel->config, config_changed, panel);
  hom_perspective_write_corners (panel->config, quad);
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
  hom_perspective_read_corners (panel->config, quad);
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
set_note (HomPerspectivePanel *panel, const gchar *note)
{
  g_free (panel->note);
  panel->note = g_strdup (note);
}

/* Stores the corners. */
static void
corners_changed (HomPerspectivePanel *panel)
{
  set_note (panel, NULL);
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

/* Takes the corners that were found. The first ones are where the work starts:
 * there is nothing to undo yet.
 */
static void
corners_found (HomPerspectivePanel *panel,
               const HomPoint      *corners,
               gboolean             is_first)
{
  g_autofree gchar *note = g_strdup (panel->note);

  if (is_first)
    {
      hom_perspective_panel_start (panel, corners);
      set_note (panel, note);
    }
  else
    hom_quad_editor_set_quad (HOM_QUAD_EDITOR (panel->layout.editor), corners);
}

/* Has the corners follow the direction, as long as nobody has moved them: a
 * sheet that was found is what is straightened, and the layer's own corners are
 * what a distortion starts from. It has no use for sheets.
 */
static void
follow_direction (HomPerspectivePanel *panel)
{
  HomQuadEditor    *editor    = HOM_QUAD_EDITOR (panel->layout.editor);
  HomCornerSearch  *search    = HOM_CORNER_SEARCH (panel->layout.search);
  g_autofree gchar *direction = NULL;
  gboolean          is_distortion, is_untouched;

  g_object_get (panel->config, "direction", &direction, NULL);
  is_distortion = g_strcmp0 (direction, "distort") == 0;
  if (is_distortion == panel->is_distortion)
    return;

  panel->is_distortion = is_distortion;
  is_untouched         = hom_corner_search_is_untouched (search) ||
                 hom_corner_search_is_first (search);
  hom_corner_search_set_enabled (search, ! is_distortion);
  if (is_distortion && is_untouched)
    hom_quad_editor_set_quad (editor, panel->own);
  else if (! is_distortion &&
           are_same (hom_quad_editor_get_quad (editor), panel->own))
    {
      if (hom_corner_search_count (search) > 0)
        hom_quad_editor_choose (editor, 0);
      else
        hom_corner_search_start (search, TRUE);
    }
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
  hom_perspective_layout_set_in_place (&panel->layout,
                                       gtk_toggle_button_get_active (toggle));
  set_note (panel, NULL);
  update (panel);
}

/* Has the keys work wherever the focus is, except where text is entered. */
static gboolean
hom_perspective_panel_key (HomPerspectivePanel *panel,
                           GdkEventKey         *event,
                           GtkWindow           *window)
{
  return ! GTK_IS_ENTRY (gtk_window_get_focus (window)) &&
         hom_perspective_layout_key (&panel->layout, event);
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
  gtk_widget_grab_focus (widget);
}

static void
hom_perspective_panel_grab_focus (GtkWidget *widget)
{
  hom_perspective_layout_grab_focus (&HOM_PERSPECTIVE_PANEL (widget)->layout);
}

static void
hom_perspective_panel_dispose (GObject *object)
{
  HomPerspectivePanel *panel = HOM_PERSPECTIVE_PANEL (object);

  g_clear_handle_id (&panel->idle, g_source_remove);
  if (panel->layout.search)
    g_signal_handlers_disconnect_by_data (panel->layout.search, panel);
  panel->layout.search = NULL;
  if (panel->config)
    g_signal_handlers_disconnect_by_data (panel->config, panel);
  g_clear_object (&panel->config);
  g_clear_object (&panel->source);
  g_clear_pointer (&panel->note, g_free);
  hom_perspective_layout_clear (&panel->layout);

  G_OBJECT_CLASS (hom_perspective_panel_parent_class)->dispose (object);
}

static void
hom_perspective_panel_class_init (HomPerspectivePanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hom_perspective_panel_dispose;
  GTK_WIDGET_CLASS (klass)->hierarchy_changed =
      hom_perspective_panel_hierarchy_changed;
  GTK_WIDGET_CLASS (klass)->grab_focus = hom_perspective_panel_grab_focus;

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
  g_signal_connect_swapped (layout->sidebar.corners, "corner-changed",
                            G_CALLBACK (corner_entered), panel);
  g_signal_connect_swapped (layout->sidebar.corners, "corner-focused",
                            G_CALLBACK (corner_focused), panel);
  g_signal_connect_swapped (layout->search, "found", G_CALLBACK (corners_found),
                            panel);
  g_signal_connect_swapped (layout->search, "changed", G_CALLBACK (update),
                            panel);
  g_signal_connect_swapped (layout->undo, "clicked", G_CALLBACK (undo), panel);
  g_signal_connect_swapped (layout->redo, "clicked", G_CALLBACK (redo), panel);
  g_signal_connect (layout->in_place, "toggled", G_CALLBACK (preview_toggled),
                    panel);
  g_signal_connect_swapped (panel->config, "notify::direction",
                            G_CALLBACK (follow_direction), panel);
  g_signal_connect_swapped (panel->config, "notify",
                            G_CALLBACK (config_changed), panel);
}

/**
 * hom_perspective_panel_new:
 * @source: the layer, in the coordinates of the image.
 * @config: the settings, an object with the properties “x1”, “y1” … “y4”,
 *   “direction” (“correct” or “distort”), “aspect” (“auto”, “keep” or
 *   “custom”), “aspect-ratio”, “turn” (“none”, “clockwise”, “half” or
 *   “counterclockwise”), “mirror”, “width”, “height”, “paper” (“none”, or the
 *   name of a size) and “resolution”.
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
  hom_quad_from_box (hom_source_get_box (source), panel->own);
  memcpy (panel->initial, panel->own, sizeof (panel->initial));
  hom_perspective_panel_start (panel, panel->initial);
  follow_direction (panel);

  return GTK_WIDGET (panel);
}

/* Tells what the picture shows, where that is not the layer as it is.
 *
 * @layer: the layer as it is: corners are found there.
 * @shown: where the picture shows it.
 * @own: where the picture shows its corners.
 */
void
hom_perspective_panel_set_shown (HomPerspectivePanel *panel,
                                 HomSource           *layer,
                                 const HomMatrix     *shown,
                                 const HomPoint       own[4])
{
  hom_corner_search_look_in (HOM_CORNER_SEARCH (panel->layout.search), layer,
                             shown);
  memcpy (panel->own, own, sizeof (panel->own));
}

/* Starts from corners, which a reset leads back to. */
void
hom_perspective_panel_start (HomPerspectivePanel *panel, const HomPoint quad[4])
{
  if (quad != panel->initial)
    memcpy (panel->initial, quad, sizeof (panel->initial));
  hom_quad_editor_start (HOM_QUAD_EDITOR (panel->layout.editor), quad);
}

/* Has the corners found, as soon as there is time, unless a layer is to be
 * distorted. Nothing is valid until that is done.
 */
void
hom_perspective_panel_find (HomPerspectivePanel *panel)
{
  if (! panel->is_distortion)
    hom_corner_search_start (HOM_CORNER_SEARCH (panel->layout.search), TRUE);
}

/* Goes to the next sheet that was found, away from those that the present
 * corners overlap.
 *
 * Returns: FALSE when there is none; the corners stay then.
 */
gboolean
hom_perspective_panel_go_on (HomPerspectivePanel *panel)
{
  return hom_corner_search_go_on (HOM_CORNER_SEARCH (panel->layout.search));
}

/* Says something, until the corners are moved. */
void
hom_perspective_panel_say (HomPerspectivePanel *panel, const gchar *note)
{
  set_note (panel, note);
  update (panel);
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
  hom_corner_menu_add (HOM_CORNER_MENU (panel->layout.menu), label, quad);
}

/* Offers a size of paper.
 *
 * @nick: the value of “paper” for it.
 */
void
hom_perspective_panel_add_paper (HomPerspectivePanel *panel,
                                 const gchar         *nick,
                                 const gchar         *label)
{
  hom_size_chooser_add_paper (HOM_SIZE_CHOOSER (panel->layout.sidebar.size),
                              nick, label);
}

/* Adds settings.
 *
 * @grid: labels in the first column, widgets in the second.
 * @is_rare: whether they are folded away.
 */
void
hom_perspective_panel_add_options (HomPerspectivePanel *panel,
                                   GtkWidget           *grid,
                                   gboolean             is_rare)
{
  hom_perspective_sidebar_add_options (&panel->layout.sidebar, grid, is_rare);
}

/* Returns: whether the user has seen what the settings lead to. */
gboolean
hom_perspective_panel_is_seen (HomPerspectivePanel *panel)
{
  return ! hom_corner_search_is_first (
      HOM_CORNER_SEARCH (panel->layout.search));
}

/* Returns: whether the settings lead to something that can be applied, and the
 *   user has seen it.
 */
gboolean
hom_perspective_panel_is_valid (HomPerspectivePanel *panel)
{
  return panel->is_solved && hom_perspective_panel_is_seen (panel);
}

/* Unfolds the settings that are rarely changed. */
void
hom_perspective_panel_unfold (HomPerspectivePanel *panel)
{
  hom_perspective_sidebar_unfold (&panel->layout.sidebar);
}
