/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/matrix/hom-matrix-text.h"

/* What Python and Octave write around numbers: “H =”, “np.array(”,
 * “dtype=float32”.
 */
#define AROUND                                               \
  "\\bdtype\\s*=\\s*[\\w.'\"<>=|]+|[A-Za-z_][\\w.]*\\s*\\(|" \
  "^\\s*[A-Za-z_]\\w*\\s*="

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

static gboolean
is_minus (gunichar letter)
{
  return letter == 0x2212 || (letter >= 0x2010 && letter <= 0x2013) ||
         letter == 0xfe63 || letter == 0xff0d;
}

/* The pieces that tall brackets are drawn with. */
static gboolean
is_bracket_piece (gunichar letter)
{
  return letter >= 0x239b && letter <= 0x23ad;
}

/* Returns: (transfer full): the text with the minus signs and the spaces of
 *   ASCII. Web pages and documents have others.
 */
static gchar *
to_ascii (const gchar *text)
{
  GString *ascii = g_string_new (NULL);

  for (const gchar *at = text; *at; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (is_minus (letter))
        g_string_append_c (ascii, '-');
      else if (g_unichar_isspace (letter) || is_bracket_piece (letter))
        g_string_append_c (ascii, ' ');
      else if (g_unichar_type (letter) != G_UNICODE_FORMAT)
        g_string_append_unichar (ascii, letter);
    }

  return g_string_free (ascii, FALSE);
}

/* Reads a number that stands alone, with a point or a comma.
 *
 * @text: in UTF-8.
 *
 * Returns: FALSE when it is none, or not finite.
 */
gboolean
hom_number_parse (const gchar *text, gdouble *number)
{
  g_autofree gchar *copy = g_strstrip (to_ascii (text));
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

/* Reads numbers that are parted by some of @delimiters.
 *
 * @matrix: gets the first nine.
 * @n: gets how many there are.
 *
 * Returns: whether there is nothing else.
 */
static gboolean
read_numbers (const gchar *text,
              const gchar *delimiters,
              HomMatrix   *matrix,
              gint        *n)
{
  g_auto (GStrv) words = g_strsplit_set (text, delimiters, -1);
  gboolean is_pure     = TRUE;
  gdouble  number;

  *n = 0;
  for (gint i = 0; words[i]; i++)
    {
      if (! *words[i])
        continue;
      if (! hom_number_parse (words[i], &number))
        is_pure = FALSE;
      else if ((*n)++ < 9)
        matrix->m[*n - 1] = number;
    }

  return is_pure;
}

/* Returns: (transfer full): the text without what programs write around the
 *   numbers.
 */
static gchar *
strip (const gchar *text)
{
  g_autoptr (GRegex) around = g_regex_new (AROUND, 0, 0, NULL);
  g_autofree gchar *ascii   = to_ascii (text);

  return g_regex_replace_literal (around, ascii, -1, 0, " ", 0, NULL);
}

/* Reads a matrix as programs and people write it: nine numbers, row by row,
 * with anything of commas, semicolons, spaces, lines and brackets between them.
 * Where that makes no sense, a comma is taken for the point of a number.
 *
 * @text: in UTF-8.
 * @n: (nullable): gets how many numbers there are, also when they are no
 *   matrix.
 *
 * Returns: FALSE when it is none; @matrix stays as it is then.
 */
gboolean
hom_matrix_parse (const gchar *text, HomMatrix *matrix, gint *n)
{
  g_autofree gchar *numbers = strip (text);
  HomMatrix         read, read_points;
  gint              count, n_points;
  gboolean is_matrix = read_numbers (numbers, ",; [](){}", &read, &count) &&
                       count == 9;

  if (! is_matrix &&
      read_numbers (numbers, "; [](){}", &read_points, &n_points))
    {
      read      = read_points;
      count     = n_points;
      is_matrix = count == 9;
    }
  if (is_matrix)
    *matrix = read;
  if (n)
    *n = count;

  return is_matrix;
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
