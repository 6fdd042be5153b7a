/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/quad/hom-corner-menu.h"

#define SPACING 6

/* An item stores its four corners by this key. */
#define CORNERS "homography-corners"

struct _HomCornerMenu
{
  GtkMenuButton parent_instance;

  HomQuadEditor *editor;
  GtkWidget     *items;
};

G_DEFINE_FINAL_TYPE (HomCornerMenu, hom_corner_menu, GTK_TYPE_MENU_BUTTON)

static void
hom_corner_menu_dispose (GObject *object)
{
  g_clear_object (&HOM_CORNER_MENU (object)->editor);

  G_OBJECT_CLASS (hom_corner_menu_parent_class)->dispose (object);
}

static void
hom_corner_menu_class_init (HomCornerMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hom_corner_menu_dispose;
}

static void
hom_corner_menu_init (HomCornerMenu *menu)
{
  GtkWidget *button = GTK_WIDGET (menu);
  GtkWidget *box    = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *label  = gtk_label_new_with_mnemonic (_ ("Existin_g Corners"));

  menu->items = gtk_menu_new ();
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), button);
  gtk_container_add (GTK_CONTAINER (box), label);
  gtk_container_add (GTK_CONTAINER (box),
                     gtk_image_new_from_icon_name ("pan-down-symbolic",
                                                   GTK_ICON_SIZE_BUTTON));
  gtk_container_add (GTK_CONTAINER (button), box);
  gtk_widget_set_tooltip_text (
      button, _ ("Those of the layer, of the selection, of a "
                 "path with four anchors, or those used last"));
  gtk_menu_button_set_popup (GTK_MENU_BUTTON (button), menu->items);
}

/* Creates a button whose menu is empty. */
GtkWidget *
hom_corner_menu_new (HomQuadEditor *editor)
{
  HomCornerMenu *menu = g_object_new (HOM_TYPE_CORNER_MENU, NULL);

  menu->editor = g_object_ref (editor);

  return GTK_WIDGET (menu);
}

static void
activated (GtkWidget *item, HomCornerMenu *menu)
{
  hom_quad_editor_set_quad (menu->editor,
                            g_object_get_data (G_OBJECT (item), CORNERS));
}

/* Offers corners.
 *
 * @label: what they are those of.
 */
void
hom_corner_menu_add (HomCornerMenu *menu,
                     const gchar   *label,
                     const HomPoint quad[4])
{
  GtkWidget *item = gtk_menu_item_new_with_label (label);

  g_object_set_data_full (G_OBJECT (item), CORNERS,
                          g_memdup2 (quad, 4 * sizeof (*quad)), g_free);
  g_signal_connect (item, "activate", G_CALLBACK (activated), menu);
  gtk_widget_show (item);
  gtk_menu_shell_append (GTK_MENU_SHELL (menu->items), item);
}
