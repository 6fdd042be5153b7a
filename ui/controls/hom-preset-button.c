/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/controls/hom-preset-button.h"

#define SPACING 6
#define BORDER  12

/* A name has so many characters at most. Each can take four bytes in a name of
 * a file, which has 255 in all, and an ending.
 */
#define LONGEST 60

/* So many letters are in a line of a message, in the menu, and in the entry. */
#define LINE_LETTERS  50
#define ITEM_LETTERS  40
#define ENTRY_LETTERS 30

/* A menu item stores the preset that it stands for by this key. */
#define NAME "homography-preset"

struct _HomPresetButton
{
  GtkMenuButton parent_instance;

  HomPresetFuncs funcs;
  GtkWidget     *menu;
};

G_DEFINE_FINAL_TYPE (HomPresetButton, hom_preset_button, GTK_TYPE_MENU_BUTTON)

static void fill_menu (HomPresetButton *button);

static GtkWindow *
get_window (HomPresetButton *button)
{
  return GTK_WINDOW (gtk_widget_get_toplevel (GTK_WIDGET (button)));
}

/* Has a message broken where it must be: a name or a path can be one long word,
 * and a hyphen would seem to be part of it.
 */
static void
wrap (GtkWidget *label, gpointer data)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (! GTK_IS_LABEL (label))
    return;

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE_LETTERS);
}

/* Says something, and waits until it is read.
 *
 * @accept: (nullable): the label of the button that agrees to it.
 *
 * Returns: whether that was pressed.
 */
static gboolean
ask (HomPresetButton *button, const gchar *text, const gchar *accept)
{
  GtkWidget *dialog = gtk_message_dialog_new (
      get_window (button), GTK_DIALOG_MODAL,
      accept ? GTK_MESSAGE_QUESTION : GTK_MESSAGE_ERROR,
      accept ? GTK_BUTTONS_CANCEL : GTK_BUTTONS_CLOSE, "%s", text);
  GtkWidget *area = gtk_message_dialog_get_message_area (
      GTK_MESSAGE_DIALOG (dialog));
  gint response;

  gtk_container_foreach (GTK_CONTAINER (area), wrap, NULL);
  if (accept)
    gtk_dialog_add_button (GTK_DIALOG (dialog), accept, GTK_RESPONSE_ACCEPT);
  response = gtk_dialog_run (GTK_DIALOG (dialog));
  gtk_widget_destroy (dialog);

  return response == GTK_RESPONSE_ACCEPT;
}

/* Does something with the preset that a menu item stands for. */
static void
carry_out (HomPresetButton *button,
           GtkWidget       *item,
           gboolean (*func) (gpointer, const gchar *, GError **))
{
  const gchar *name        = g_object_get_data (G_OBJECT (item), NAME);
  g_autoptr (GError) error = NULL;

  if (! func (button->funcs.data, name, &error))
    ask (button, error->message, NULL);
}

static void
load_activated (GtkWidget *item, HomPresetButton *button)
{
  carry_out (button, item, button->funcs.load);
}

static void
remove_activated (GtkWidget *item, HomPresetButton *button)
{
  const gchar      *name     = g_object_get_data (G_OBJECT (item), NAME);
  g_autofree gchar *question = g_strdup_printf (_ ("Delete the preset “%s”?"),
                                                name);

  if (! ask (button, question, _ ("_Delete")))
    return;

  carry_out (button, item, button->funcs.remove);
  fill_menu (button);
}

/* ---- Saving ---- */

static gboolean
is_taken (HomPresetButton *button, const gchar *name)
{
  g_auto (GStrv) names = button->funcs.list (button->funcs.data);

  return g_strv_contains ((const gchar *const *) names, name);
}

/* A name is something to read. */
static void
name_edited (GtkEntry *entry, GtkDialog *dialog)
{
  g_autofree gchar *name = g_strstrip (g_strdup (gtk_entry_get_text (entry)));

  gtk_dialog_set_response_sensitive (dialog, GTK_RESPONSE_ACCEPT, *name != 0);
}

static GtkWidget *
create_name_dialog (HomPresetButton *button, GtkWidget **entry)
{
  GtkWidget *dialog = gtk_dialog_new_with_buttons (
      _ ("Save Preset"), get_window (button),
      GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT, _ ("_Cancel"),
      GTK_RESPONSE_CANCEL, _ ("_Save"), GTK_RESPONSE_ACCEPT, NULL);
  GtkWidget *area  = gtk_dialog_get_content_area (GTK_DIALOG (dialog));
  GtkWidget *row   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Name"));

  *entry = gtk_entry_new ();
  gtk_entry_set_activates_default (GTK_ENTRY (*entry), TRUE);
  gtk_entry_set_max_length (GTK_ENTRY (*entry), LONGEST);
  gtk_entry_set_width_chars (GTK_ENTRY (*entry), ENTRY_LETTERS);
  g_object_set (*entry, "truncate-multiline", TRUE, NULL);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), *entry);
  gtk_container_set_border_width (GTK_CONTAINER (row), BORDER);
  gtk_box_pack_start (GTK_BOX (row), label, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (row), *entry, TRUE, TRUE, 0);
  gtk_container_add (GTK_CONTAINER (area), row);
  gtk_widget_show_all (row);
  gtk_dialog_set_default_response (GTK_DIALOG (dialog), GTK_RESPONSE_ACCEPT);
  g_signal_connect (*entry, "changed", G_CALLBACK (name_edited), dialog);
  name_edited (GTK_ENTRY (*entry), GTK_DIALOG (dialog));

  return dialog;
}

static void
save (HomPresetButton *button, const gchar *name)
{
  g_autofree gchar *question = g_strdup_printf (_ ("There is a preset “%s”. "
                                                   "Replace it?"),
                                                name);
  g_autoptr (GError) error   = NULL;

  if (is_taken (button, name) && ! ask (button, question, _ ("_Replace")))
    return;
  if (! button->funcs.save (button->funcs.data, name, &error))
    ask (button, error->message, NULL);
  fill_menu (button);
}

static void
save_activated (GtkWidget *item, HomPresetButton *button)
{
  GtkWidget        *entry;
  GtkWidget        *dialog = create_name_dialog (button, &entry);
  g_autofree gchar *name   = NULL;

  if (gtk_dialog_run (GTK_DIALOG (dialog)) == GTK_RESPONSE_ACCEPT)
    name = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (entry))));
  gtk_widget_destroy (dialog);
  if (name)
    save (button, name);
}

/* ---- The menu ---- */

static GtkWidget *
add_item (HomPresetButton *button,
          GtkWidget       *menu,
          GtkWidget       *item,
          const gchar     *name,
          GCallback        activated)
{
  g_object_set_data_full (G_OBJECT (item), NAME, g_strdup (name), g_free);
  if (activated)
    g_signal_connect (item, "activate", activated, button);
  gtk_menu_shell_append (GTK_MENU_SHELL (menu), item);

  return item;
}

/* Adds an item that stands for a preset. A long name is cut short. */
static void
add_preset (HomPresetButton *button,
            GtkWidget       *menu,
            const gchar     *name,
            GCallback        activated)
{
  GtkWidget *item  = gtk_menu_item_new_with_label (name);
  GtkLabel  *label = GTK_LABEL (gtk_bin_get_child (GTK_BIN (item)));

  if (g_utf8_strlen (name, -1) > ITEM_LETTERS)
    {
      gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_MIDDLE);
      gtk_label_set_width_chars (label, ITEM_LETTERS);
      gtk_label_set_max_width_chars (label, ITEM_LETTERS);
      gtk_widget_set_tooltip_text (item, name);
    }
  add_item (button, menu, item, name, activated);
}

static GtkWidget *
create_remove_menu (HomPresetButton *button, GStrv names)
{
  GtkWidget *menu = gtk_menu_new ();

  for (gint i = 0; names[i]; i++)
    add_preset (button, menu, names[i], G_CALLBACK (remove_activated));

  return menu;
}

static void
remove_item (GtkWidget *item, gpointer menu)
{
  gtk_container_remove (GTK_CONTAINER (menu), item);
}

/* Fills the menu with what there is now. */
static void
fill_menu (HomPresetButton *button)
{
  g_auto (GStrv) names = button->funcs.list (button->funcs.data);
  GtkWidget *menu      = button->menu;
  GtkWidget *item;

  gtk_container_foreach (GTK_CONTAINER (menu), remove_item, menu);
  for (gint i = 0; names[i]; i++)
    add_preset (button, menu, names[i], G_CALLBACK (load_activated));
  if (names[0])
    add_item (button, menu, gtk_separator_menu_item_new (), NULL, NULL);
  add_item (button, menu,
            gtk_menu_item_new_with_mnemonic (_ ("_Save Settings as Preset…")),
            NULL, G_CALLBACK (save_activated));
  item = add_item (button, menu,
                   gtk_menu_item_new_with_mnemonic (_ ("_Delete Preset")), NULL,
                   NULL);
  gtk_widget_set_sensitive (item, names[0] != NULL);
  if (names[0])
    gtk_menu_item_set_submenu (GTK_MENU_ITEM (item),
                               create_remove_menu (button, names));
  gtk_widget_show_all (menu);
}

static void
hom_preset_button_class_init (HomPresetButtonClass *klass)
{
}

static void
hom_preset_button_init (HomPresetButton *button)
{
  GtkWidget *box   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("Pre_sets"));

  button->menu = gtk_menu_new ();
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), GTK_WIDGET (button));
  gtk_container_add (GTK_CONTAINER (box), label);
  gtk_container_add (GTK_CONTAINER (box),
                     gtk_image_new_from_icon_name ("pan-up-symbolic",
                                                   GTK_ICON_SIZE_BUTTON));
  gtk_container_add (GTK_CONTAINER (button), box);
  gtk_widget_set_tooltip_text (GTK_WIDGET (button),
                               _ ("Settings saved by a name, to be taken for "
                                  "other pictures"));
  gtk_menu_button_set_popup (GTK_MENU_BUTTON (button), button->menu);
  /* it stands at the lower edge of a window */
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
}

/* Creates a button.
 *
 * @funcs: is copied.
 */
GtkWidget *
hom_preset_button_new (const HomPresetFuncs *funcs)
{
  HomPresetButton *button = g_object_new (HOM_TYPE_PRESET_BUTTON, NULL);

  button->funcs = *funcs;
  fill_menu (button);

  return GTK_WIDGET (button);
}
