/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "tools/picture/mpo.h"
#include "tools/picture/read-error.h"

/* Markers of a JPEG file. */
#define START_OF_IMAGE 0xd8
#define START_OF_SCAN  0xda
#define APP1           0xe1
#define APP2           0xe2

/* The tag of the index with its entries, their size, and in what an entry says
 * of its picture, the bits of its kind.
 */
#define TAG_ENTRIES 0xb002
#define ENTRY_SIZE  16
#define KIND        0x00ffffff

/* The kinds that are pictures of their own: a panorama, a stereo pair, several
 * angles. Others are smaller copies, and what is none of those that are listed
 * may be one or, in files of telephones, a map of brightness.
 */
#define KIND_PANORAMA 0x020001
#define KIND_ANGLES   0x020003
#define KIND_OTHER    0x000000

/* What the head of a map of brightness has. */
static const gchar *const gain_maps[] = { "hdrgm", "urn:iso:std:iso:ts:21496" };

typedef struct
{
  const guchar *data;
  gsize         length;
} Bytes;

/* @index: where the index is, or 0. */
typedef struct
{
  gint     width, height, channels;
  gboolean is_gain_map;
  gsize    index;
} Head;

static gboolean
has (const Bytes *bytes, gsize at, gsize n)
{
  return at <= bytes->length && n <= bytes->length - at;
}

static guint32
number (const Bytes *bytes, gsize at, gint n, gboolean is_little)
{
  guint32 value = 0;

  for (gint i = 0; i < n; i++)
    value = value << 8 | bytes->data[at + (is_little ? n - 1 - i : i)];

  return value;
}

/* Tells whether a text is somewhere in a segment, which may have zeros. */
static gboolean
has_text (const guchar *segment, gsize n, const gchar *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i + length <= n; i++)
    if (! memcmp (segment + i, text, length))
      return TRUE;

  return FALSE;
}

static gboolean
is_frame (guchar marker)
{
  return (marker & 0xf0) == 0xc0 && marker != 0xc4 && marker != 0xc8 &&
         marker != 0xcc;
}

/* Reads a segment, whose content begins at @at. */
static void
read_segment (const Bytes *bytes, guchar marker, gsize at, gsize n, Head *head)
{
  if (is_frame (marker) && n >= 6)
    {
      head->height   = number (bytes, at + 1, 2, FALSE);
      head->width    = number (bytes, at + 3, 2, FALSE);
      head->channels = bytes->data[at + 5];
    }
  if (marker == APP1 || marker == APP2)
    for (gsize i = 0; i < G_N_ELEMENTS (gain_maps); i++)
      head->is_gain_map |= has_text (bytes->data + at, n, gain_maps[i]);
  if (marker == APP2 && n > 4 && ! memcmp (bytes->data + at, "MPF", 4))
    head->index = at + 4;
}

/* Reads the head of the picture at @at, up to its pixels. */
static gboolean
read_head (const Bytes *bytes, gsize at, Head *head)
{
  *head = (Head){ 0 };
  if (! has (bytes, at, 2) || bytes->data[at] != 0xff ||
      bytes->data[at + 1] != START_OF_IMAGE)
    return FALSE;

  for (at += 2; has (bytes, at, 4) && bytes->data[at] == 0xff;)
    {
      guchar marker = bytes->data[at + 1];
      gsize  size   = number (bytes, at + 2, 2, FALSE);

      if (marker == START_OF_SCAN)
        return head->width > 0;
      if (marker == 0xff) /* fills up */
        at++;
      else if (size < 2 || ! has (bytes, at + 2, size))
        return FALSE;
      else
        {
          read_segment (bytes, marker, at + 4, size - 2, head);
          at += 2 + size;
        }
    }

  return FALSE;
}

/* Tells where the entries of an index are.
 *
 * @index: where it begins, as a TIFF file does.
 *
 * Returns: their number.
 */
static gint
find_entries (const Bytes *bytes, gsize index, gboolean is_little, gsize *at)
{
  gsize directory;
  gint  n;

  if (! has (bytes, index, 8))
    return 0;
  directory = index + number (bytes, index + 4, 4, is_little);
  if (! has (bytes, directory, 2))
    return 0;
  n = number (bytes, directory, 2, is_little);
  for (gint i = 0; i < n && has (bytes, directory + 2 + 12 * i, 12); i++)
    {
      gsize tag  = directory + 2 + 12 * i;
      gsize size = number (bytes, tag + 4, 4, is_little);

      if (number (bytes, tag, 2, is_little) != TAG_ENTRIES)
        continue;
      *at = index + number (bytes, tag + 8, 4, is_little);

      return has (bytes, *at, size) ? size / ENTRY_SIZE : 0;
    }

  return 0;
}

/* Tells whether an entry is a page: a picture as large as the first. An index
 * may be older than the file, and point to what is there no more.
 */
static gboolean
is_page (const Bytes *bytes, guint32 kind, gsize offset, const Head *first)
{
  Head head;

  if (kind != KIND_OTHER && (kind < KIND_PANORAMA || kind > KIND_ANGLES))
    return FALSE;

  return read_head (bytes, offset, &head) && ! head.is_gain_map &&
         head.width == first->width && head.height == first->height &&
         head.channels == first->channels;
}

static gboolean
find_pages (const Bytes *bytes, MpoPages *pages, GError **error)
{
  Head     first;
  gsize    at = 0;
  gint     n;
  gboolean is_little;

  pages->n          = 1;
  pages->offsets[0] = 0;
  if (! read_head (bytes, 0, &first) || first.index == 0)
    return TRUE;

  is_little = bytes->data[first.index] == 'I';
  n         = find_entries (bytes, first.index, is_little, &at);
  for (gint i = 1; i < MIN (n, MPO_MOST_PAGES); i++)
    {
      gsize   entry  = at + i * ENTRY_SIZE;
      guint32 kind   = number (bytes, entry, 4, is_little) & KIND;
      gsize   offset = first.index + number (bytes, entry + 8, 4, is_little);

      if (is_page (bytes, kind, offset, &first))
        pages->offsets[pages->n++] = offset;
      else if (kind >= KIND_PANORAMA && kind <= KIND_ANGLES &&
               ! has (bytes, offset, 4))
        {
          g_set_error (error, READ_ERROR, READ_ERROR_FILE,
                       _ ("The file was cut: picture %d of %d is not there. "
                          "Copy it again."),
                       i + 1, n);
          return FALSE;
        }
    }

  return TRUE;
}

/* Finds the pictures of a JPEG file.
 *
 * Returns: FALSE with an error when one is missing.
 */
gboolean
mpo_find_pages (const gchar *path, MpoPages *pages, GError **error)
{
  GMappedFile *file = g_mapped_file_new (path, FALSE, error);
  Bytes        bytes;
  gboolean     success;

  if (! file)
    return FALSE;
  bytes.data   = (const guchar *) g_mapped_file_get_contents (file);
  bytes.length = g_mapped_file_get_length (file);
  success      = find_pages (&bytes, pages, error);
  g_mapped_file_unref (file);

  return success;
}
