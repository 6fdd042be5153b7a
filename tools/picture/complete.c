/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tools/picture/complete.h"
#include "tools/picture/read-error.h"

/* A PDF file ends with a line that says so, and some programs append to it. */
#define PDF_TAIL 1024
#define PDF_END  "%%EOF"

/* The flag of an OpenEXR file that has several parts. */
#define EXR_PARTS 0x1000

static guint32
little_endian (const guchar *bytes)
{
  return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (guint32) bytes[3] << 24;
}

/* Skips the blocks of data that end with an empty one.
 *
 * Returns: the place behind them; @length or more when they do not end.
 */
static gsize
skip_blocks (const guchar *data, gsize length, gsize i)
{
  while (i < length && data[i])
    i += data[i] + 1;

  return i + 1;
}

static gsize
skip_colours (guchar flags)
{
  return flags & 0x80 ? (gsize) 3 << ((flags & 7) + 1) : 0;
}

/* Walks through a GIF file (GIF89a Specification, CompuServe 1990). */
static gboolean
gif_is_complete (const guchar *data, gsize length)
{
  gsize i = 13;

  if (length < i)
    return FALSE;
  i += skip_colours (data[10]);
  while (i < length && data[i] != ';')
    if (data[i] == '!')
      i = skip_blocks (data, length, i + 2);
    else if (data[i] == ',' && i + 10 < length)
      i = skip_blocks (data, length, i + 11 + skip_colours (data[i + 9]));
    else
      return FALSE;

  return i < length;
}

/* Reads a number of the header of a PNM file, behind blanks and comments.
 *
 * Returns: the place behind it, or @length.
 */
static gsize
read_pnm_number (const guchar *data, gsize length, gsize i, guint64 *number)
{
  while (i < length && (g_ascii_isspace (data[i]) || data[i] == '#'))
    if (data[i] == '#')
      while (i < length && data[i] != '\n')
        i++;
    else
      i++;
  for (*number = 0; i < length && g_ascii_isdigit (data[i]); i++)
    *number = MIN (*number * 10 + (data[i] - '0'), G_MAXINT32);

  return i;
}

/* Finds the end of the first picture. */
static guint64
pnm_end (const guchar *data, gsize length)
{
  guint64 width, height, largest;
  gsize   i = read_pnm_number (data, length, 2, &width);

  i = read_pnm_number (data, length, i, &height);
  i = read_pnm_number (data, length, i, &largest);

  return i + 1 +
         width * height * (data[1] == '6' ? 3 : 1) * (largest > 255 ? 2 : 1);
}

/* Tells whether another picture follows the first (netpbm's pnm(5)). */
static gboolean
pnm_has_more (const guchar *data, gsize length)
{
  guint64 end = pnm_end (data, length);

  return length >= 3 && end <= length - 3 && data[end] == 'P' &&
         g_ascii_isdigit (data[end + 1]) && g_ascii_isspace (data[end + 2]);
}

static gboolean
ends_with_mark (const gchar *data, gsize length)
{
  const gsize mark = strlen (PDF_END);

  for (gsize i = mark; i <= MIN (length, PDF_TAIL); i++)
    if (! memcmp (data + length - i, PDF_END, mark))
      return TRUE;

  return FALSE;
}

static gboolean
is_complete (const gchar *data, gsize length, FileKind kind)
{
  const guchar *bytes = (const guchar *) data;

  switch (kind)
    {
    case FILE_GIF:
      return gif_is_complete (bytes, length);
    case FILE_PNM:
      return length >= pnm_end (bytes, length);
    case FILE_BMP:
      return length >= 6 && length >= little_endian (bytes + 2);
    case FILE_PDF:
      return ends_with_mark (data, length);
    default:
      return TRUE;
    }
}

/* Tells whether a file has one picture that loaders show, and others that they
 * do not.
 */
static gboolean
has_more (const gchar *data, gsize length, FileKind kind)
{
  const guchar *bytes = (const guchar *) data;

  if (kind == FILE_PNM)
    return pnm_has_more (bytes, length);

  return kind == FILE_EXR && length >= 8 &&
         (little_endian (bytes + 4) & EXR_PARTS) != 0;
}

/* Tells whether a file goes on to its end, by what its format says of its
 * length, and no further: for loaders that show what there is, or the first
 * picture, and say nothing.
 */
gboolean
file_is_complete (const gchar *path, FileKind kind, GError **error)
{
  GMappedFile *file = g_mapped_file_new (path, FALSE, error);
  const gchar *data;
  gsize        length;
  gboolean     success;

  if (! file)
    return FALSE;
  data    = g_mapped_file_get_contents (file);
  length  = g_mapped_file_get_length (file);
  success = is_complete (data, length, kind);
  if (! success)
    g_set_error_literal (error, READ_ERROR, READ_ERROR_FILE,
                         _ ("The file has no end: it was cut. Copy or scan it "
                            "again."));
  else if (has_more (data, length, kind))
    {
      success = FALSE;
      g_set_error_literal (error, READ_ERROR, READ_ERROR_FILE,
                           _ ("The file has several pictures, of which only "
                              "the first can be read. Save each as a file of "
                              "its own."));
    }
  g_mapped_file_unref (file);

  return success;
}
