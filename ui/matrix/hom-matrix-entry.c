/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "ui/controls/hom-widgets.h"
#include "ui/matrix/hom-matrix-entry.h"
#include "ui/matrix/hom-matrix-text.h"

/* A field shows so many letters. */
#define LETTERS 12

/* Around a message, in pixels. */
#define BORDER 12

/* @updating: whether the fields are being set, but not by the user.
 * @refusal: says why what was pasted fills no fields.
 */
struct _HomMatrixEntry
{
  GtkGrid parent_instance;

  GtkWidget *fields[9];
  gboolean   updating;
  GtkWidget *refusal, *reason;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomMatrixEntry, hom_matrix_entry, GTK_TYPE_GRID)

static void
hide_refusal (HomMatrixEntry *entry)
{
  if (entry->refusal)
    gtk_widget_hide (entry->refusal);
}

static gboolean
left (HomMatrixEntry *entry)
{
  hide_refusal (entry);

  return GDK_EVENT_PROPAGATE;
}

static void
edited (HomMatrixEntry *entry)
{
  hide_refusal (entry);
  if (! entry->updating)
    g_signal_emit (entry, signals[CHANGED], 0);
}

/* Says below the fields why what was pasted is no matrix.
 *
 * @n: so many numbers are in it.
 */
static void
refuse (HomMatrixEntry *entry, gint n)
{
  g_autofree gchar *text = NULL;

  if (n == 9)
    text = g_strdup (_ ("The pasted text is not only numbers."));
  else
    text = g_strdup_printf (ngettext ("%d number was pasted; a matrix has "
                                      "nine.",
                                      "%d numbers were pasted; a matrix has "
                                      "nine.",
                                      n),
                            n);
  gtk_label_set_text (GTK_LABEL (entry->reason), text);
  gtk_widget_show (entry->refusal);
}

/* Fills all fields with what is pasted, if it is a matrix. One number goes to
 * the field; several that are no matrix go nowhere.
 */
static void
pasted (GtkWidget *field, HomMatrixEntry *entry)
{
  GtkClipboard     *clipboard = gtk_widget_get_clipboard (field,
                                                          GDK_SELECTION_CLIPBOARD);
  g_autofree gchar *text      = gtk_clipboard_wait_for_text (clipboard);
  HomMatrix         matrix;
  gint              n;

  if (! text)
    return;
  if (hom_matrix_parse (text, &matrix, &n))
    hom_matrix_entry_set (entry, &matrix);
  else if (n > 1)
    refuse (entry, n);
  else
    return;

  g_signal_stop_emission_by_name (field, "paste-clipboard");
}

static void
hom_matrix_entry_dispose (GObject *object)
{
  g_clear_pointer (&HOM_MATRIX_ENTRY (object)->refusal, gtk_widget_destroy);

  G_OBJECT_CLASS (hom_matrix_entry_parent_class)->dispose (object);
}

static void
hom_matrix_entry_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (HOM_MATRIX_ENTRY (widget)->fields[0]);
}

static void
hom_matrix_entry_class_init (HomMatrixEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose      = hom_matrix_entry_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = hom_matrix_entry_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static GtkWidget *
create_field (HomMatrixEntry *entry, gint row, gint column)
{
  GtkWidget        *field = gtk_entry_new ();
  g_autofree gchar *name  = g_strdup_printf (_ ("Row %d, column %d"), row + 1,
                                             column + 1);

  hom_widget_set_names (field, name, NULL);
  gtk_widget_set_tooltip_text (field,
                               _ ("Nine numbers that are pasted fill all "
                                  "fields, row by row"));
  gtk_entry_set_width_chars (GTK_ENTRY (field), LETTERS);
  gtk_entry_set_activates_default (GTK_ENTRY (field), TRUE);
  gtk_entry_set_alignment (GTK_ENTRY (field), 1.0);
  gtk_widget_set_hexpand (field, TRUE);
  /* a cell of a table is copied with the end of its line */
  g_object_set (field, "truncate-multiline", TRUE, NULL);
  g_signal_connect_swapped (field, "changed", G_CALLBACK (edited), entry);
  g_signal_connect (field, "paste-clipboard", G_CALLBACK (pasted), entry);
  g_signal_connect_swapped (field, "focus-out-event", G_CALLBACK (left), entry);

  return field;
}

/* It takes no focus: another matrix can be pasted right away. */
static void
create_refusal (HomMatrixEntry *entry)
{
  entry->refusal = gtk_popover_new (GTK_WIDGET (entry));
  entry->reason  = gtk_label_new (NULL);
  atk_object_set_role (gtk_widget_get_accessible (entry->reason),
                       ATK_ROLE_ALERT);
  gtk_popover_set_modal (GTK_POPOVER (entry->refusal), FALSE);
  gtk_popover_set_position (GTK_POPOVER (entry->refusal), GTK_POS_BOTTOM);
  gtk_container_set_border_width (GTK_CONTAINER (entry->refusal), BORDER);
  gtk_container_add (GTK_CONTAINER (entry->refusal), entry->reason);
  gtk_widget_show (entry->reason);
  /* its window can go before the entry */
  g_signal_connect (entry->refusal, "destroy",
                    G_CALLBACK (gtk_widget_destroyed), &entry->refusal);
}

static void
hom_matrix_entry_init (HomMatrixEntry *entry)
{
  create_refusal (entry);
  gtk_grid_set_row_spacing (GTK_GRID (entry), 4);
  gtk_grid_set_column_spacing (GTK_GRID (entry), 6);
  for (gint i = 0; i < 9; i++)
    {
      entry->fields[i] = create_field (entry, i / 3, i % 3);
      gtk_grid_attach (GTK_GRID (entry), entry->fields[i], i % 3, i / 3, 1, 1);
    }
  hom_matrix_entry_set (entry, &HOM_MATRIX_IDENTITY);
}

GtkWidget *
hom_matrix_entry_new (void)
{
  return g_object_new (HOM_TYPE_MATRIX_ENTRY, NULL);
}

/* Reads the fields.
 *
 * Returns: FALSE with a message when one of them holds no number.
 */
gboolean
hom_matrix_entry_get (HomMatrixEntry *entry, HomMatrix *matrix, GError **error)
{
  for (gint i = 0; i < 9; i++)
    {
      const gchar *text = gtk_entry_get_text (GTK_ENTRY (entry->fields[i]));

      if (hom_number_parse (text, &matrix->m[i]))
        continue;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("“%s” in row %d, column %d is no number."), text,
                   i / 3 + 1, i % 3 + 1);
      return FALSE;
    }

  return TRUE;
}

/* Fills the fields. */
void
hom_matrix_entry_set (HomMatrixEntry *entry, const HomMatrix *matrix)
{
  entry->updating = TRUE;
  for (gint i = 0; i < 9; i++)
    {
      g_autofree gchar *text = hom_number_format (matrix->m[i]);

      gtk_entry_set_text (GTK_ENTRY (entry->fields[i]), text);
    }
  entry->updating = FALSE;
  edited (entry);
}
