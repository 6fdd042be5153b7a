/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "tools/batch/table.h"

#define HEAD \
  "name,status,x1,y1,x2,y2,x3,y3,x4,y4,ratio,confidence,output,message\n"

/* @rows: (element-type utf8): of an earlier run and this one, by name; the
 *   latest counts.
 * @names: (element-type utf8): in the order in which they came.
 * @done: the names of those that need not be done again.
 * @goes_on: whether there are rows of an earlier run.
 */
struct _Table
{
  gchar      *path;
  FILE       *file;
  GHashTable *rows;
  GPtrArray  *names;
  GHashTable *done;
  gboolean    goes_on;
  gint        broken; /* the errno of a row that could not be written, or 0 */
};

/* Writes a number with a decimal point, in any locale, and no more digits than
 * there are.
 *
 * @text: (out): of G_ASCII_DTOSTR_BUF_SIZE bytes.
 */
void
table_format_number (gdouble number, gint digits, gchar *text)
{
  gchar format[8];

  g_snprintf (format, sizeof (format), "%%.%df", digits);
  g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, format, number);
  if (text[0] == '-' && ! text[strspn (text, "-0.")])
    memmove (text, text + 1, strlen (text)); /* -0.00 */
  if (! strchr (text, '.'))
    return;
  for (gchar *end = text + strlen (text) - 1; *end == '0' || *end == '.'; end--)
    {
      gboolean was_point = *end == '.';

      *end = '\0';
      if (was_point)
        break;
    }
}

/* Adds a field. Quotes are doubled, and it is put into quotes where it needs
 * them.
 */
static void
append_field (GString *row, const gchar *text)
{
  if (row->len && row->str[row->len - 1] != '\n')
    g_string_append_c (row, ',');
  if (! text || ! text[strcspn (text, ",\"\r\n")])
    {
      g_string_append (row, text ? text : "");
      return;
    }

  g_string_append_c (row, '"');
  for (; *text; text++)
    {
      if (*text == '"')
        g_string_append_c (row, '"');
      g_string_append_c (row, *text);
    }
  g_string_append_c (row, '"');
}

static void
append_number (GString *row, gboolean is_known, gdouble number, gint digits)
{
  gchar text[G_ASCII_DTOSTR_BUF_SIZE] = "";

  if (is_known && isfinite (number))
    table_format_number (number, digits, text);
  append_field (row, text);
}

static gchar *
row_of (const Outcome *outcome)
{
  GString *row = g_string_new (NULL);

  append_field (row, outcome->name);
  append_field (row, status_word (outcome->status));
  for (gint i = 0; i < 4; i++)
    {
      append_number (row, outcome->has_corners, outcome->corners[i].x, 2);
      append_number (row, outcome->has_corners, outcome->corners[i].y, 2);
    }
  append_number (row, outcome->has_corners, outcome->ratio, 4);
  append_number (row, outcome->has_corners, outcome->confidence, 3);
  append_field (row, outcome->output);
  append_field (row, outcome->message);
  g_string_append_c (row, '\n');

  return g_string_free (row, FALSE);
}

/* Reads a field.
 *
 * @end: (out): behind it, at a comma or the end of the row.
 */
static gchar *
read_field (const gchar *at, const gchar **end)
{
  GString *field = g_string_new (NULL);

  if (*at == '"')
    {
      for (at++; *at && (*at != '"' || at[1] == '"'); at++)
        {
          at += *at == '"';
          g_string_append_c (field, *at);
        }
      at += *at == '"';
    }
  else
    {
      gsize length = strcspn (at, ",\r\n");

      g_string_append_len (field, at, length);
      at += length;
    }
  *end = at;

  return g_string_free (field, FALSE);
}

/* Finds the end of a row: a line's end that is not between quotes.
 *
 * Returns: (nullable): NULL where the row was cut.
 */
static const gchar *
end_of_row (const gchar *at)
{
  gboolean is_quoted = FALSE;

  for (; *at; at++)
    if (*at == '"')
      is_quoted = ! is_quoted;
    else if (*at == '\n' && ! is_quoted)
      return at + 1;

  return NULL;
}

static void
keep_row (Table *table, gchar *name, const gchar *status, gchar *row)
{
  if (! g_hash_table_contains (table->rows, name))
    g_ptr_array_add (table->names, g_strdup (name));
  if (g_str_equal (status, "done") || g_str_equal (status, "look") ||
      g_str_equal (status, "skipped"))
    g_hash_table_add (table->done, g_strdup (name));
  else
    g_hash_table_remove (table->done, name);
  g_hash_table_insert (table->rows, name, row);
}

/* Reads the rows of an earlier run, which may have been ended amid one. */
static gboolean
read_rows (Table *table, const gchar *text, GError **error)
{
  const gchar *end;

  if (! g_str_has_prefix (text, "name,status,"))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                   _ ("%s is no table of this program. Name another one, or "
                      "leave out --resume."),
                   table->path);
      return FALSE;
    }
  for (text = end_of_row (text); text && *text; text = end)
    {
      const gchar      *at;
      gchar            *name;
      g_autofree gchar *status = NULL;

      end = end_of_row (text);
      if (! end)
        break;
      name   = read_field (text, &at);
      status = read_field (*at == ',' ? at + 1 : at, &at);
      keep_row (table, name, status, g_strndup (text, end - text));
    }

  return TRUE;
}

static void
table_free (Table *table)
{
  if (table->file)
    fclose (table->file);
  g_hash_table_unref (table->rows);
  g_hash_table_unref (table->done);
  g_ptr_array_unref (table->names);
  g_free (table->path);
  g_free (table);
}

/* Writes the table anew: of each page the latest row. */
static gboolean
rewrite (Table *table, GError **error)
{
  g_autoptr (GString) text = g_string_new (HEAD);

  for (guint i = 0; i < table->names->len; i++)
    g_string_append (text,
                     g_hash_table_lookup (table->rows, table->names->pdata[i]));

  return g_file_set_contents (table->path, text->str, text->len, error);
}

/* Opens a table.
 *
 * @goes_on: whether the rows that are there stay, where no newer ones come.
 */
Table *
table_open (const gchar *path, gboolean goes_on, GError **error)
{
  Table            *table = g_new0 (Table, 1);
  g_autofree gchar *text  = NULL;

  table->path  = g_strdup (path);
  table->names = g_ptr_array_new_with_free_func (g_free);
  table->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  table->done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (goes_on && g_file_get_contents (path, &text, NULL, NULL) && text[0])
    {
      table->goes_on = TRUE;
      /* A row that was cut would spoil those that are added. */
      if (! read_rows (table, text, error) || ! rewrite (table, error))
        {
          table_free (table);
          return NULL;
        }
    }

  table->file = g_fopen (path, table->goes_on ? "abe" : "wbe");
  if (! table->file)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The table “%s” cannot be written: %s. Name another "
                      "one by --csv."),
                   path, g_strerror (errno));
      table_free (table);
      return NULL;
    }
  if (! table->goes_on)
    fputs (HEAD, table->file);
  fflush (table->file);

  return table;
}

/* Adds a row, and has it written at once: the run may be ended. */
void
table_add (Table *table, const Outcome *outcome)
{
  gchar *row = row_of (outcome);

  if (outcome->status == STATUS_SKIPPED &&
      g_hash_table_contains (table->done, outcome->name))
    {
      g_free (row);
      return;
    }
  if (fputs (row, table->file) < 0 || fflush (table->file))
    table->broken = errno;
  keep_row (table, g_strdup (outcome->name), status_word (outcome->status),
            row);
}

/* Tells whether a file, or each of its pages, was done before. */
gboolean
table_is_done (const Table *table, const gchar *name)
{
  for (gint i = 1;; i++)
    {
      g_autofree gchar *page = g_strdup_printf ("%s[%d]", name, i);

      if (! g_hash_table_contains (table->rows, page))
        return i > 1 || g_hash_table_contains (table->done, name);
      if (! g_hash_table_contains (table->done, page))
        return FALSE;
    }
}

/* Closes a table.
 *
 * Returns: FALSE with an error when not all of it could be written.
 */
gboolean
table_close (Table *table, GError **error)
{
  gboolean success = TRUE;

  if (fclose (table->file) && ! table->broken)
    table->broken = errno;
  table->file = NULL;
  if (table->broken)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (table->broken),
                   _ ("%s could not be written: %s"), table->path,
                   g_strerror (table->broken));
      success = FALSE;
    }
  else if (table->goes_on)
    success = rewrite (table, error);
  table_free (table);

  return success;
}
