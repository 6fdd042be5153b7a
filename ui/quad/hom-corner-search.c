/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/controls/hom-widgets.h"
#include "ui/quad/hom-corner-search.h"
#include "ui/quad/hom-found-corners.h"

#define SPACING 6

/* Corners that are less sure than this are wrong more often than right. */
#define DOUBTFUL 0.5

/* @search: (nullable): cancels the search that is going on.
 * @source: what is looked in.
 * @shown: where the editor shows that.
 * @is_first: whether that is the first one, which nobody has asked for.
 * @is_disabled: whether nothing is looked for or offered.
 * @found: what the last search has found.
 * @failure: (nullable): why the last search has found nothing, as long as the
 *   corners are not moved.
 */
struct _HomCornerSearch
{
  GtkBox parent_instance;

  HomQuadEditor  *editor;
  HomSource      *source;
  HomMatrix       shown;
  GtkWidget      *find, *next, *number;
  GCancellable   *search;
  gboolean        is_first, is_disabled;
  HomFoundCorners found;
  gchar          *failure;
  gboolean        is_warning;
};

enum
{
  FOUND,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomCornerSearch, hom_corner_search, GTK_TYPE_BOX)

/* Says which of how many the present corners are. */
static void
show_number (HomCornerSearch *bar)
{
  gint              choice = hom_quad_editor_get_choice (bar->editor);
  g_autofree gchar *text   = NULL;
  g_autofree gchar *name   = NULL;

  if (choice >= 0)
    text = g_strdup_printf (_ ("%d of %d"), choice + 1, bar->found.n);
  else
    text = g_strdup_printf (_ ("%d found"), bar->found.n);
  name = g_strdup_printf (_ ("Next sheet (%s)"), text);
  gtk_label_set_text (GTK_LABEL (bar->number), text);
  hom_widget_set_names (bar->next, name, NULL);
  gtk_widget_set_visible (bar->next, ! bar->is_disabled && bar->found.n > 1);
}

static void
changed (HomCornerSearch *bar)
{
  gtk_widget_set_sensitive (bar->find, ! bar->is_disabled && ! bar->search);
  show_number (bar);
  g_signal_emit (bar, signals[CHANGED], 0);
}

static void
set_failure (HomCornerSearch *bar, const gchar *failure, gboolean is_warning)
{
  g_free (bar->failure);
  bar->failure    = g_strdup (failure);
  bar->is_warning = is_warning;
}

/* Ends the search: what it finds is not taken any more. */
static void
end_search (HomCornerSearch *bar)
{
  if (! bar->search)
    return;

  g_cancellable_cancel (bar->search);
  g_clear_object (&bar->search);
  changed (bar);
}

/* Corners that are moved meanwhile must not be replaced. */
static void
corners_changed (HomCornerSearch *bar)
{
  set_failure (bar, NULL, FALSE);
  end_search (bar);
  show_number (bar);
}

/* Tells what was found. A search that was cancelled is no longer the bar's. */
static void
search_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HomCornerSearch) bar = data;
  g_autoptr (GError) error        = NULL;
  HomFoundCorners found;
  gboolean        is_found;

  is_found = hom_find_corners_finish (result, &found, &error) &&
             hom_found_corners_map (&found, &bar->shown, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&bar->search);
  if (is_found)
    {
      hom_found_corners_drop_variants (&found);
      bar->found = found;
      hom_quad_editor_set_choices (bar->editor, found.quads, found.n);
      g_signal_emit (bar, signals[FOUND], 0, found.quads[0].corners,
                     bar->is_first);
    }
  else if (bar->is_first)
    set_failure (bar,
                 _ ("No sheet found: drag the corners onto those of the sheet "
                    "or frame, or double-click inside it."),
                 FALSE);
  else
    set_failure (bar, error->message, TRUE);
  changed (bar);
}

/* Starts to look for corners.
 *
 * @inside: (nullable): a point that they must enclose.
 */
static void
start (HomCornerSearch *bar, const HomPoint *inside, gboolean is_first)
{
  HomMatrix back;
  HomPoint  point;

  end_search (bar);
  set_failure (bar, NULL, FALSE);
  bar->search   = g_cancellable_new ();
  bar->is_first = is_first;
  changed (bar);
  if (inside && ! (hom_matrix_invert (&bar->shown, &back, NULL) &&
                   hom_matrix_apply (&back, *inside, &point)))
    inside = NULL;
  hom_find_corners_async (bar->source, inside ? &point : NULL, bar->search,
                          search_done, g_object_ref (bar));
}

/* Sets where to look, if that is not what the editor shows.
 *
 * @shown: where the editor shows it.
 */
void
hom_corner_search_look_in (HomCornerSearch *bar,
                           HomSource       *source,
                           const HomMatrix *shown)
{
  g_set_object (&bar->source, source);
  bar->shown = *shown;
}

/* Sets whether corners can be looked for, and those that were found are
 * offered.
 */
void
hom_corner_search_set_enabled (HomCornerSearch *bar, gboolean is_enabled)
{
  if (bar->is_disabled == ! is_enabled)
    return;

  bar->is_disabled = ! is_enabled;
  end_search (bar);
  hom_quad_editor_set_choices (bar->editor, bar->found.quads,
                               is_enabled ? bar->found.n : 0);
  changed (bar);
}

/* Starts to look for corners.
 *
 * @is_first: whether the user has not asked for it. Where there are none, that
 *   is no reason to warn then.
 */
void
hom_corner_search_start (HomCornerSearch *bar, gboolean is_first)
{
  start (bar, NULL, is_first);
}

/* Returns: whether the first search is going on, which nobody has seen the
 *   outcome of.
 */
gboolean
hom_corner_search_is_first (HomCornerSearch *bar)
{
  return bar->search && bar->is_first;
}

/* Returns: the number of sheets that were found. */
gint
hom_corner_search_count (HomCornerSearch *bar)
{
  return bar->found.n;
}

/* Leaves the present corners, since that sheet is dealt with, for the most
 * likely of the other sheets.
 *
 * Returns: FALSE when there is none; the corners stay then.
 */
gboolean
hom_corner_search_go_on (HomCornerSearch *bar)
{
  hom_found_corners_drop_around (&bar->found,
                                 hom_quad_editor_get_quad (bar->editor));
  hom_quad_editor_set_choices (bar->editor, bar->found.quads, bar->found.n);
  if (bar->found.n > 0)
    hom_quad_editor_choose (bar->editor, 0);
  show_number (bar);

  return bar->found.n > 0;
}

/* Returns: whether the corners are where they were found. */
gboolean
hom_corner_search_is_untouched (HomCornerSearch *bar)
{
  gint            choice = hom_quad_editor_get_choice (bar->editor);
  const HomPoint *quad   = hom_quad_editor_get_quad (bar->editor);

  return choice >= 0 && memcmp (bar->found.quads[choice].corners, quad,
                                4 * sizeof (HomPoint)) == 0;
}

static gboolean
is_doubtful (HomCornerSearch *bar)
{
  gint choice = hom_quad_editor_get_choice (bar->editor);

  return hom_corner_search_is_untouched (bar) &&
         bar->found.quads[choice].confidence < DOUBTFUL;
}

/* Returns: (nullable): what the user is to know of the search. */
const gchar *
hom_corner_search_get_hint (HomCornerSearch *bar, gboolean *is_warning)
{
  *is_warning = bar->failure && bar->is_warning;
  if (bar->is_disabled)
    return NULL;
  if (bar->search)
    return _ ("Looking for corners…");
  if (bar->failure)
    return bar->failure;
  if (is_doubtful (bar))
    return _ ("Not sure: check the corners.");
  if (bar->found.n > 1)
    return _ ("The other sheets are outlined: a click inside one goes to it.");

  return NULL;
}

static void
find (HomCornerSearch *bar)
{
  start (bar, NULL, FALSE);
}

static void
find_there (HomCornerSearch *bar, const HomPoint *point)
{
  if (! bar->is_disabled)
    start (bar, point, FALSE);
}

static void
go_next (HomCornerSearch *bar)
{
  hom_quad_editor_choose_next (bar->editor, 1);
}

static void
hom_corner_search_dispose (GObject *object)
{
  HomCornerSearch *bar = HOM_CORNER_SEARCH (object);

  if (bar->search)
    g_cancellable_cancel (bar->search);
  g_clear_object (&bar->search);
  if (bar->editor)
    g_signal_handlers_disconnect_by_data (bar->editor, bar);
  g_clear_object (&bar->editor);
  g_clear_object (&bar->source);
  g_clear_pointer (&bar->failure, g_free);

  G_OBJECT_CLASS (hom_corner_search_parent_class)->dispose (object);
}

static void
hom_corner_search_class_init (HomCornerSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hom_corner_search_dispose;

  signals[FOUND]   = g_signal_new ("found", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_POINTER,
                                   G_TYPE_BOOLEAN);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static GtkWidget *
create_next (HomCornerSearch *bar)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  bar->number = gtk_label_new (NULL);
  gtk_container_add (GTK_CONTAINER (box), bar->number);
  gtk_container_add (GTK_CONTAINER (box),
                     gtk_image_new_from_icon_name ("pan-end-symbolic",
                                                   GTK_ICON_SIZE_BUTTON));
  gtk_container_add (GTK_CONTAINER (button), box);
  gtk_widget_show_all (box);
  gtk_widget_set_no_show_all (button, TRUE);
  gtk_widget_set_tooltip_text (button,
                               _ ("Go to the next sheet that was found (Page "
                                  "Down, or Tab while no corner is "
                                  "selected)"));

  return button;
}

static void
hom_corner_search_init (HomCornerSearch *bar)
{
  gtk_box_set_spacing (GTK_BOX (bar), SPACING);
  bar->find = gtk_button_new_with_mnemonic (_ ("_Find Corners"));
  bar->next = create_next (bar);
  gtk_widget_set_tooltip_text (bar->find,
                               _ ("Look for a sheet of paper, a painting or a "
                                  "screen in the picture; a double-click looks "
                                  "for one around the pointer"));
  /* Enter is for the default button, whatever was clicked */
  gtk_widget_set_focus_on_click (bar->find, FALSE);
  gtk_widget_set_focus_on_click (bar->next, FALSE);
  gtk_container_add (GTK_CONTAINER (bar), bar->find);
  gtk_container_add (GTK_CONTAINER (bar), bar->next);
  g_signal_connect_swapped (bar->find, "clicked", G_CALLBACK (find), bar);
  g_signal_connect_swapped (bar->next, "clicked", G_CALLBACK (go_next), bar);
}

/* Creates a bar. */
GtkWidget *
hom_corner_search_new (HomQuadEditor *editor)
{
  HomCornerSearch *bar = g_object_new (HOM_TYPE_CORNER_SEARCH, NULL);

  bar->editor = g_object_ref (editor);
  bar->source = g_object_ref (hom_canvas_get_source (HOM_CANVAS (editor)));
  bar->shown  = HOM_MATRIX_IDENTITY;
  g_signal_connect_swapped (editor, "changed", G_CALLBACK (corners_changed),
                            bar);
  g_signal_connect_swapped (editor, "asked", G_CALLBACK (find_there), bar);

  return GTK_WIDGET (bar);
}
