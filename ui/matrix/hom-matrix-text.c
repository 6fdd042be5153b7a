/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/matrix/hom-matrix-text.h"

/* Returns: (transfer full): the shortest text that is read as the same number,
 *   with a point whatever the language.
 */
gchar *
hom_number_format (gdouble number)
{
  gchar text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof (text), "%.15g", number);
  if (g_ascii_strtod (text, NULL) != number)
    g_ascii_dtostr (text, sizeof (text), number);

  return g_strdup (text);
}

/* Reads a number that stands alone, with a point or a comma.
 *
 * Returns: FALSE when it is none, or not finite.
 */
gboolean
hom_number_parse (const gchar *text, gdouble *number)
{
  g_autofree gchar *copy = g_strstrip (g_strdup (text));
  gchar            *end;

  g_strdelimit (copy, ",", '.');
  *number = g_ascii_strtod (copy, &end);

  return *copy && *end == '\0' && isfinite (*number);
}

/* Returns: (transfer full): the nine numbers, row by row, as scripts write
 *   them.
 */
gchar *
hom_matrix_format (const HomMatrix *matrix)
{
  GString *text = g_string_new (NULL);

  for (gint i = 0; i < 9; i++)
    {
      g_autofree gchar *number = hom_number_format (matrix->m[i]);

      g_string_append_printf (text, "%s%s", i ? ", " : "", number);
    }

  return g_string_free (text, FALSE);
}

/* Reads nine numbers that are parted by some of @delimiters.
 *
 * Returns: FALSE when there are more, fewer, or others.
 */
static gboolean
parse (const gchar *text, const gchar *delimiters, HomMatrix *matrix)
{
  g_auto (GStrv) words = g_strsplit_set (text, delimiters, -1);
  HomMatrix read;
  gint      n = 0;

  for (gint i = 0; words[i]; i++)
    if (*words[i] && (n == 9 || ! hom_number_parse (words[i], &read.m[n++])))
      return FALSE;

  if (n == 9)
    *matrix = read;

  return n == 9;
}

/* Reads a matrix as programs and people write it: nine numbers, row by row,
 * with anything of commas, semicolons, spaces, lines and brackets between them.
 * Where that makes no sense, a comma is taken for the point of a number.
 *
 * Returns: FALSE when it is none; @matrix stays as it is then.
 */
gboolean
hom_matrix_parse (const gchar *text, HomMatrix *matrix)
{
  return parse (text, ",; \t\r\n[](){}", matrix) ||
         parse (text, "; \t\r\n[](){}", matrix);
}

/* Copies the nine numbers. They stay when the dialog is closed, where something
 * keeps what is copied.
 *
 * @widget: is in the window that copies.
 */
void
hom_matrix_copy_text (GtkWidget *widget, const HomMatrix *matrix)
{
  GtkClipboard     *clipboard = gtk_widget_get_clipboard (widget,
                                                          GDK_SELECTION_CLIPBOARD);
  g_autofree gchar *text      = hom_matrix_format (matrix);

  gtk_clipboard_set_text (clipboard, text, -1);
  gtk_clipboard_set_can_store (clipboard, NULL, 0);
  gtk_clipboard_store (clipboard);
}
