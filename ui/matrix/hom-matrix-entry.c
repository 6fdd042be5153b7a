/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "ui/controls/hom-widgets.h"
#include "ui/matrix/hom-matrix-entry.h"
#include "ui/matrix/hom-matrix-text.h"

/* A field shows so many letters. */
#define LETTERS 12

/* @updating: whether the fields are being set, but not by the user. */
struct _HomMatrixEntry
{
  GtkGrid parent_instance;

  GtkWidget *fields[9];
  gboolean   updating;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomMatrixEntry, hom_matrix_entry, GTK_TYPE_GRID)

static void
edited (HomMatrixEntry *entry)
{
  if (! entry->updating)
    g_signal_emit (entry, signals[CHANGED], 0);
}

/* Fills all fields with what is pasted, if it is a matrix. */
static void
pasted (GtkWidget *field, HomMatrixEntry *entry)
{
  GtkClipboard     *clipboard = gtk_widget_get_clipboard (field,
                                                          GDK_SELECTION_CLIPBOARD);
  g_autofree gchar *text      = gtk_clipboard_wait_for_text (clipboard);
  HomMatrix         matrix;

  if (! text || ! hom_matrix_parse (text, &matrix))
    return;

  g_signal_stop_emission_by_name (field, "paste-clipboard");
  hom_matrix_entry_set (entry, &matrix);
}

static void
hom_matrix_entry_grab_focus (GtkWidget *widget)
{
  gtk_widget_grab_focus (HOM_MATRIX_ENTRY (widget)->fields[0]);
}

static void
hom_matrix_entry_class_init (HomMatrixEntryClass *klass)
{
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
  g_signal_connect_swapped (field, "changed", G_CALLBACK (edited), entry);
  g_signal_connect (field, "paste-clipboard", G_CALLBACK (pasted), entry);

  return field;
}

static void
hom_matrix_entry_init (HomMatrixEntry *entry)
{
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
