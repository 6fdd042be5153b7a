/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomPresetButton, with presets in memory.
 */

#include "config.h"

#include <gio/gio.h>

#include "tests/ui/help/ui-test.h"
#include "ui/controls/hom-preset-button.h"

/* Nothing is wider than most of a small screen, in pixels. */
#define WIDEST 900

/* @names: the presets that there are.
 * @done: what was called last, and for which of them.
 * @fails: whether the next call is to fail.
 * @message: says why.
 */
typedef struct
{
  GStrv        names;
  gchar       *done;
  gboolean     fails;
  const gchar *message;
  GtkWidget   *button;
  GtkWidget   *window;
} Fixture;

static GStrv
list (gpointer data)
{
  return g_strdupv (((Fixture *) data)->names);
}

static gboolean
take_note (Fixture     *fixture,
           const gchar *what,
           const gchar *name,
           GError     **error)
{
  g_free (fixture->done);
  fixture->done = g_strdup_printf ("%s %s", what, name);
  if (fixture->fails)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                         fixture->message);

  return ! fixture->fails;
}

static gboolean
load (gpointer data, const gchar *name, GError **error)
{
  return take_note (data, "load", name, error);
}

static gboolean
save (gpointer data, const gchar *name, GError **error)
{
  return take_note (data, "save", name, error);
}

static gboolean delete (gpointer data, const gchar *name, GError **error)
{
  return take_note (data, "delete", name, error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const HomPresetFuncs funcs = { list, load, save, delete, fixture };

  fixture->names   = g_strsplit ("A4 at 300 ppi,Letter", ",", 0);
  fixture->done    = g_strdup ("");
  fixture->message = "The disk is full.";
  fixture->button  = hom_preset_button_new (&funcs);
  fixture->window  = test_window_new (fixture->button, 200, 50);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_widget_destroy (fixture->window);
  g_strfreev (fixture->names);
  g_free (fixture->done);
  test_settle ();
}

static void
find_item (GtkWidget *item, gpointer data)
{
  gpointer *wanted = data;

  if (GTK_IS_SEPARATOR_MENU_ITEM (item))
    return;
  if (g_strcmp0 (gtk_menu_item_get_label (GTK_MENU_ITEM (item)), wanted[0]) ==
      0)
    wanted[1] = item;
}

/* Returns: the item of a menu, as it is when that is opened. */
static GtkWidget *
get_item (GtkWidget *menu, const gchar *label)
{
  gpointer wanted[] = { (gpointer) label, NULL };

  gtk_container_foreach (GTK_CONTAINER (menu), find_item, wanted);
  if (! wanted[1])
    g_error ("There is no item “%s”.", label);

  return wanted[1];
}

static GtkWidget *
get_menu (Fixture *fixture)
{
  return GTK_WIDGET (
      gtk_menu_button_get_popup (GTK_MENU_BUTTON (fixture->button)));
}

/* Answers the dialog that is open: an entry in it gets a text, and a button is
 * pressed.
 *
 * @width: gets how wide it is.
 */
typedef struct
{
  const gchar *text;
  gint         response;
  gboolean     is_done;
  gint         width;
} Answer;

static void
enter_text (GtkWidget *widget, gpointer text)
{
  if (GTK_IS_ENTRY (widget))
    gtk_entry_set_text (GTK_ENTRY (widget), text);
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_foreach (GTK_CONTAINER (widget), enter_text, text);
}

static gboolean
answer (gpointer data)
{
  Answer *next              = data;
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *window = windows; window; window = window->next)
    if (GTK_IS_DIALOG (window->data) && gtk_widget_get_mapped (window->data))
      {
        if (next->text)
          enter_text (window->data, (gpointer) next->text);
        gtk_window_get_size (window->data, &next->width, NULL);
        gtk_dialog_response (window->data, next->response);
        next->is_done = TRUE;
        return G_SOURCE_REMOVE;
      }

  return G_SOURCE_CONTINUE;
}

/* Activates an item, and answers the dialogs that open one after the other. */
static void
activate (GtkWidget *item, Answer *answers, gint n)
{
  for (gint i = 0; i < n; i++)
    g_timeout_add (50 + 100 * i, answer, &answers[i]);
  gtk_menu_item_activate (GTK_MENU_ITEM (item));
  test_settle ();
  for (gint i = 0; i < n; i++)
    g_assert_true (answers[i].is_done);
}

static void
test_load (Fixture *fixture, gconstpointer data)
{
  Answer close = { NULL, GTK_RESPONSE_CLOSE };

  activate (get_item (get_menu (fixture), "Letter"), NULL, 0);
  g_assert_cmpstr (fixture->done, ==, "load Letter");

  /* what goes wrong is said */
  fixture->fails = TRUE;
  activate (get_item (get_menu (fixture), "A4 at 300 ppi"), &close, 1);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  Answer new[]          = { { " Card ", GTK_RESPONSE_ACCEPT } };
  Answer       kept[]   = { { "Letter", GTK_RESPONSE_ACCEPT },
                            { NULL, GTK_RESPONSE_CANCEL } };
  Answer       over[]   = { { "Letter", GTK_RESPONSE_ACCEPT },
                            { NULL, GTK_RESPONSE_ACCEPT } };
  Answer       cancel[] = { { "Other", GTK_RESPONSE_CANCEL } };
  const gchar *label    = "_Save Settings as Preset…";

  activate (get_item (get_menu (fixture), label), new, 1);
  g_assert_cmpstr (fixture->done, ==, "save Card");
  activate (get_item (get_menu (fixture), label), kept, 2);
  g_assert_cmpstr (fixture->done, ==, "save Card");
  activate (get_item (get_menu (fixture), label), cancel, 1);
  g_assert_cmpstr (fixture->done, ==, "save Card");
  activate (get_item (get_menu (fixture), label), over, 2);
  g_assert_cmpstr (fixture->done, ==, "save Letter");
}

static GtkWidget *
get_delete_menu (Fixture *fixture)
{
  GtkWidget *item = get_item (get_menu (fixture), "_Delete Preset");

  return gtk_menu_item_get_submenu (GTK_MENU_ITEM (item));
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  Answer kept[] = { { NULL, GTK_RESPONSE_CANCEL } };
  Answer gone[] = { { NULL, GTK_RESPONSE_ACCEPT } };

  activate (get_item (get_delete_menu (fixture), "Letter"), kept, 1);
  g_assert_cmpstr (fixture->done, ==, "");
  activate (get_item (get_delete_menu (fixture), "Letter"), gone, 1);
  g_assert_cmpstr (fixture->done, ==, "delete Letter");
}

/* A name of any length can be stored, and is no wider than a screen. */
static void
test_long_name (Fixture *fixture, gconstpointer data)
{
  Answer            name[]  = { { NULL, GTK_RESPONSE_ACCEPT } };
  Answer            close[] = { { NULL, GTK_RESPONSE_CLOSE } };
  Answer            kept[]  = { { NULL, GTK_RESPONSE_CANCEL } };
  g_autofree gchar *wide    = g_strnfill (240, 'W');
  g_autofree gchar *han     = NULL;
  g_autofree gchar *file    = NULL;
  GString          *text    = g_string_new (NULL);
  GtkRequisition    size;

  /* letters of four bytes */
  for (gint i = 0; i < 260; i++)
    g_string_append (text, "𠀀");
  han          = g_string_free (text, FALSE);
  name[0].text = han;
  activate (get_item (get_menu (fixture), "_Save Settings as Preset…"), name,
            1);
  g_assert_true (g_str_has_prefix (fixture->done, "save 𠀀"));
  file = g_uri_escape_string (fixture->done + strlen ("save "), NULL, TRUE);
  g_assert_cmpuint (strlen (file), <=, 255 - strlen (".preset"));

  /* files can come from elsewhere */
  g_free (fixture->names[1]);
  fixture->names[1] = g_strdup (wide);
  gtk_widget_destroy (fixture->button);
  fixture->button = hom_preset_button_new (&(HomPresetFuncs){
      list, load, save, delete, fixture });
  gtk_container_add (GTK_CONTAINER (fixture->window), fixture->button);
  gtk_widget_show_all (fixture->button);
  gtk_widget_get_preferred_size (get_menu (fixture), NULL, &size);
  g_assert_cmpint (size.width, <, WIDEST);
  gtk_widget_get_preferred_size (get_delete_menu (fixture), NULL, &size);
  g_assert_cmpint (size.width, <, WIDEST);
  activate (get_item (get_delete_menu (fixture), wide), kept, 1);
  g_assert_cmpint (kept[0].width, <, WIDEST);

  /* a path has no spaces */
  fixture->fails   = TRUE;
  fixture->message = wide;
  activate (get_item (get_menu (fixture), wide), close, 1);
  g_assert_cmpint (close[0].width, <, WIDEST);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)

  ADD ("/presets/load", test_load);
  ADD ("/presets/save", test_save);
  ADD ("/presets/delete", test_delete);
  ADD ("/presets/long-name", test_long_name);

  return g_test_run ();
}
