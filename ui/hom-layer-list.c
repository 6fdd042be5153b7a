/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "hom-layer-list.h"

#define SPACING 6

/* What changes of a row. */
typedef struct
{
  GtkWidget *icon, *text;
} Row;

/* @rows: of #Row. */
struct _HomLayerList
{
  GtkFrame parent_instance;

  GtkWidget *box;
  GArray    *rows;
};

enum
{
  SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomLayerList, hom_layer_list, GTK_TYPE_FRAME)

static void
row_selected (HomLayerList *list, GtkListBoxRow *row)
{
  if (row)
    g_signal_emit (list, signals[SELECTED], 0,
                   gtk_list_box_row_get_index (row));
}

static void
hom_layer_list_finalize (GObject *object)
{
  g_array_unref (HOM_LAYER_LIST (object)->rows);

  G_OBJECT_CLASS (hom_layer_list_parent_class)->finalize (object);
}

static void
hom_layer_list_class_init (HomLayerListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hom_layer_list_finalize;

  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
hom_layer_list_init (HomLayerList *list)
{
  list->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  list->box  = gtk_list_box_new ();
  atk_object_set_name (gtk_widget_get_accessible (list->box), _ ("Layers"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list->box),
                                   GTK_SELECTION_BROWSE);
  gtk_container_add (GTK_CONTAINER (list), list->box);
  g_signal_connect_object (list->box, "row-selected", G_CALLBACK (row_selected),
                           list, G_CONNECT_SWAPPED);
}

static void
add_row (HomLayerList *list, const gchar *name)
{
  GtkWidget *box   = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *label = gtk_label_new (name);
  Row        row   = { gtk_image_new (), gtk_label_new (NULL) };

  gtk_widget_set_margin_start (box, SPACING);
  gtk_widget_set_margin_end (box, SPACING);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_pack_start (GTK_BOX (box), row.icon, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), label, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), row.text, FALSE, FALSE, 0);
  gtk_container_add (GTK_CONTAINER (list->box), box);
  g_array_append_val (list->rows, row);
}

/* @names: of the layers, ended by a NULL. */
GtkWidget *
hom_layer_list_new (const gchar *const *names)
{
  HomLayerList *list = g_object_new (HOM_TYPE_LAYER_LIST, NULL);

  for (gint i = 0; names[i]; i++)
    add_row (list, names[i]);

  return GTK_WIDGET (list);
}

void
hom_layer_list_select (HomLayerList *list, gint layer)
{
  GtkListBox *box = GTK_LIST_BOX (list->box);

  gtk_list_box_select_row (box, gtk_list_box_get_row_at_index (box, layer));
}

/* @icon: (nullable): the name of the icon before the layer's name.
 * @text: what is known of it.
 */
void
hom_layer_list_set_row (HomLayerList *list,
                        gint          layer,
                        const gchar  *icon,
                        const gchar  *text)
{
  Row *row = &g_array_index (list->rows, Row, layer);

  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), icon,
                                GTK_ICON_SIZE_MENU);
  gtk_label_set_text (GTK_LABEL (row->text), text);
}
