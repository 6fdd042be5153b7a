/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/align/hom-layer-list.h"
#include "ui/controls/hom-widgets.h"

#define SPACING 6

/* The space above and below a row. */
#define MARGIN 2

/* This width is kept for an icon, so that the texts end in line. */
#define ICON 16

/* The widgets of a row that change. */
typedef struct
{
  GtkWidget *check, *icon, *text;
} Row;

/* @rows: an array of #Row.
 * @checked: an array of #gboolean: whether each row is checked.
 */
struct _HomLayerList
{
  GtkFrame parent_instance;

  GtkWidget *box;
  GArray    *rows;
  GArray    *checked;
};

enum
{
  SELECTED,
  TOGGLED,
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

static gint
find_row (HomLayerList *list, GtkWidget *check)
{
  gint i = 0;

  while (g_array_index (list->rows, Row, i).check != check)
    i++;

  return i;
}

static void
toggled (GtkToggleButton *check, HomLayerList *list)
{
  gint      layer      = find_row (list, GTK_WIDGET (check));
  gboolean *is_checked = &g_array_index (list->checked, gboolean, layer);

  *is_checked = gtk_toggle_button_get_active (check);
  g_signal_emit (list, signals[TOGGLED], 0, layer);
}

/* Has the space bar do in a row what it does on the check button of that. */
static void
row_activated (GtkToggleButton *check)
{
  if (gtk_widget_is_sensitive (GTK_WIDGET (check)))
    gtk_toggle_button_set_active (check,
                                  ! gtk_toggle_button_get_active (check));
}

static void
hom_layer_list_finalize (GObject *object)
{
  g_array_unref (HOM_LAYER_LIST (object)->rows);
  g_array_unref (HOM_LAYER_LIST (object)->checked);

  G_OBJECT_CLASS (hom_layer_list_parent_class)->finalize (object);
}

static void
hom_layer_list_class_init (HomLayerListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hom_layer_list_finalize;

  signals[SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_INT);
  signals[TOGGLED]  = g_signal_new ("toggled", G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
hom_layer_list_init (HomLayerList *list)
{
  list->rows    = g_array_new (FALSE, FALSE, sizeof (Row));
  list->checked = g_array_new (FALSE, FALSE, sizeof (gboolean));
  list->box     = gtk_list_box_new ();
  hom_widget_set_names (list->box, _ ("Layers"), NULL);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list->box),
                                   GTK_SELECTION_BROWSE);
  gtk_container_add (GTK_CONTAINER (list), list->box);
  g_signal_connect_object (list->box, "row-selected", G_CALLBACK (row_selected),
                           list, G_CONNECT_SWAPPED);
}

/* Removes the background of a check button: GIMP's theme gives it that of a
 * dialog, which is not that of a list.
 */
static void
clear_ground (GtkWidget *check)
{
  GtkCssProvider *provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (
      provider, "checkbutton { background: none; }", -1, NULL);
  gtk_style_context_add_provider (gtk_widget_get_style_context (check),
                                  GTK_STYLE_PROVIDER (provider),
                                  GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_unref (provider);
}

static GtkWidget *
create_check (HomLayerList *list, const gchar *name)
{
  GtkWidget        *check = gtk_check_button_new ();
  g_autofree gchar *text  = g_strdup_printf (_ ("Align “%s”"), name);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (check), TRUE);
  gtk_widget_set_focus_on_click (check, FALSE);
  gtk_widget_set_tooltip_text (check,
                               _ ("Align this layer; else it is left out, and "
                                  "stays as it is"));
  hom_widget_set_names (check, text, NULL);
  clear_ground (check);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled), list);

  return check;
}

static void
add_row (HomLayerList *list, const gchar *name)
{
  const gboolean is_checked = TRUE;
  GtkWidget     *widget     = gtk_list_box_row_new ();
  GtkWidget     *box        = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget     *label      = gtk_label_new (name);
  Row            row        = { create_check (list, name), gtk_image_new (),
                                gtk_label_new (NULL) };

  gtk_widget_set_margin_start (box, SPACING);
  gtk_widget_set_margin_end (box, SPACING);
  gtk_widget_set_margin_top (box, MARGIN);
  gtk_widget_set_margin_bottom (box, MARGIN);
  gtk_widget_set_size_request (row.icon, ICON, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_box_pack_start (GTK_BOX (box), row.check, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), label, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), row.text, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), row.icon, FALSE, FALSE, 0);
  gtk_container_add (GTK_CONTAINER (widget), box);
  gtk_container_add (GTK_CONTAINER (list->box), widget);
  g_signal_connect_swapped (widget, "activate", G_CALLBACK (row_activated),
                            row.check);
  g_array_append_val (list->rows, row);
  g_array_append_val (list->checked, is_checked);
}

/* Creates a list.
 *
 * @names: the names of the layers, ended by a NULL.
 */
GtkWidget *
hom_layer_list_new (const gchar *const *names)
{
  HomLayerList *list = g_object_new (HOM_TYPE_LAYER_LIST, NULL);

  for (gint i = 0; names[i]; i++)
    add_row (list, names[i]);

  return GTK_WIDGET (list);
}

/* Selects the row of a layer. */
void
hom_layer_list_select (HomLayerList *list, gint layer)
{
  GtkListBox *box = GTK_LIST_BOX (list->box);

  gtk_list_box_select_row (box, gtk_list_box_get_row_at_index (box, layer));
}

/* Sets what a row says.
 *
 * @icon: (nullable): the name of the icon after the text.
 * @text: what is known of the layer.
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

/* Sets whether the checks can be changed. */
void
hom_layer_list_lock (HomLayerList *list, gboolean is_locked)
{
  for (guint i = 0; i < list->rows->len; i++)
    gtk_widget_set_sensitive (g_array_index (list->rows, Row, i).check,
                              ! is_locked);
}

/* Returns: for each layer whether it is checked. */
const gboolean *
hom_layer_list_get_checked (HomLayerList *list)
{
  return (const gboolean *) list->checked->data;
}
