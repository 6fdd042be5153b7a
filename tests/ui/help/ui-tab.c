/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/ui/help/ui-tab.h"
#include "tests/ui/help/ui-test.h"

/* There are fewer widgets, and points of a picture, in any window. */
#define MOST 200

static gchar *
describe (GtkWidget *widget)
{
  AtkObject *accessible = widget ? gtk_widget_get_accessible (widget) : NULL;

  return g_strdup_printf ("%s “%s”", widget ? G_OBJECT_TYPE_NAME (widget) : "",
                          accessible ? atk_object_get_name (accessible) : "");
}

/* Goes round until the focus is where it was before.
 *
 * Returns: (transfer full): all widgets that had the focus.
 */
static GHashTable *
go_round (GtkWidget *window, GdkModifierType state)
{
  GHashTable *seen  = g_hash_table_new (NULL, NULL);
  GtkWidget  *start = gtk_window_get_focus (GTK_WINDOW (window));
  GtkWidget  *last  = start;
  gboolean    left  = FALSE;
  gint        n     = 0;

  g_assert_nonnull (start);
  while (n++ < MOST && ! (left && last == start))
    {
      g_autofree gchar *text = describe (last);
      GtkWidget        *now;

      g_hash_table_add (seen, last);
      test_key (window, state ? GDK_KEY_ISO_Left_Tab : GDK_KEY_Tab, state);
      now  = gtk_window_get_focus (GTK_WINDOW (window));
      left = left || now != start;
      if (! now)
        g_error ("After %s nothing has the focus.", text);
      last = now;
    }
  if (n > MOST)
    {
      g_autofree gchar *text = describe (last);

      g_error ("Tab does not lead away from %s.", text);
    }

  return seen;
}

/* Tells whether a widget is to be worked: what scrolls or frames others is not.
 */
static gboolean
is_worked (GtkWidget *widget)
{
  return gtk_widget_get_can_focus (widget) && ! GTK_IS_WINDOW (widget) &&
         ! GTK_IS_SCROLLED_WINDOW (widget);
}

/* Tells whether the arrow keys lead to it from one of its neighbours. */
static gboolean
is_in_group (GtkWidget *widget, GHashTable *seen)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  g_autoptr (GList) children = NULL;

  if (! GTK_IS_RADIO_BUTTON (widget) && ! GTK_IS_LIST_BOX_ROW (widget))
    return FALSE;

  children = gtk_container_get_children (GTK_CONTAINER (parent));
  for (GList *child = children; child; child = child->next)
    if (g_hash_table_contains (seen, child->data))
      return TRUE;

  return FALSE;
}

static void
check_seen (GtkWidget *widget, gpointer seen)
{
  if (is_worked (widget) && gtk_widget_get_mapped (widget) &&
      gtk_widget_is_sensitive (widget) &&
      ! g_hash_table_contains (seen, widget) && ! is_in_group (widget, seen))
    {
      g_autofree gchar *text = describe (widget);

      g_error ("Tab does not lead to %s.", text);
    }
  /* what is in a list is worked by the arrow keys */
  if (GTK_IS_CONTAINER (widget) && ! GTK_IS_LIST_BOX (widget))
    gtk_container_forall (GTK_CONTAINER (widget), check_seen, seen);
}

/* Checks that Tab leads to all that can be worked, and back to where it began,
 * and so does Shift+Tab.
 */
void
test_check_tab (GtkWidget *window)
{
  const GdkModifierType states[] = { 0, GDK_SHIFT_MASK };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (GHashTable) seen = go_round (window, states[i]);

      check_seen (window, seen);
    }
}

/* Tells whether a screen reader has something to say of a widget: its name, or
 * the label before it.
 */
static gboolean
has_name (GtkWidget *widget)
{
  AtkObject   *accessible = gtk_widget_get_accessible (widget);
  const gchar *name       = atk_object_get_name (accessible);
  g_autoptr (AtkRelationSet)
      relations           = atk_object_ref_relation_set (accessible);

  return (name && *name) ||
         atk_relation_set_contains (relations, ATK_RELATION_LABELLED_BY);
}

static void
check_name (GtkWidget *widget, gpointer data)
{
  gboolean is_whole = GTK_IS_COMBO_BOX (widget) || GTK_IS_SPIN_BUTTON (widget) ||
                      GTK_IS_SCALE (widget);

  if ((is_whole || is_worked (widget)) && ! GTK_IS_LIST_BOX_ROW (widget) &&
      ! GTK_IS_LABEL (widget) && ! has_name (widget))
    {
      g_autofree gchar *text   = describe (widget);
      g_autofree gchar *parent = describe (gtk_widget_get_parent (widget));

      g_error ("There is no name: %s in %s.", text, parent);
    }
  if (GTK_IS_CONTAINER (widget) && ! is_whole)
    gtk_container_forall (GTK_CONTAINER (widget), check_name, NULL);
}

/* Checks that all that can have the focus has a name, be it seen or folded
 * away.
 */
void
test_check_names (GtkWidget *widget)
{
  check_name (widget, NULL);
}
