/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include <zlib.h>

#include "tools/picture/apng.h"
#include "tools/picture/read-error.h"

#define SIGNATURE_SIZE 8

/* A chunk has its length and its name before, and a check sum behind. */
#define CHUNK_HEAD 8
#define CHUNK_MORE 12

#define IHDR_SIZE 13
#define FCTL_SIZE 26

/* Pixels in a chunk fdAT follow a number. */
#define FDAT_NUMBER 4

/* A chunk's content: @name has four letters, and no zero behind. */
typedef struct
{
  const gchar  *name;
  const guchar *data;
  gsize         length;
} Chunk;

static const guchar *
bytes_of (const Apng *apng, gsize *length)
{
  *length = g_mapped_file_get_length (apng->file);

  return (const guchar *) g_mapped_file_get_contents (apng->file);
}

static gboolean
is_named (const Chunk *chunk, const gchar *name)
{
  return ! memcmp (chunk->name, name, 4);
}

static guint32
read_number (const guchar *at)
{
  return (guint32) at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static void
add_number (GByteArray *array, guint32 number)
{
  guint32 stored = GUINT32_TO_BE (number);

  g_byte_array_append (array, (const guint8 *) &stored, sizeof (stored));
}

/* Reads the chunk at @at.
 *
 * Returns: the place behind it; 0 where it is not whole.
 */
static gsize
read_chunk (const Apng *apng, gsize at, Chunk *chunk)
{
  gsize         length;
  const guchar *bytes = bytes_of (apng, &length);
  uLong         sum;

  if (at + CHUNK_MORE > length)
    return 0;
  chunk->length = read_number (bytes + at);
  chunk->name   = (const gchar *) bytes + at + 4;
  chunk->data   = bytes + at + CHUNK_HEAD;
  if (chunk->length > length - at - CHUNK_MORE)
    return 0;

  sum = crc32_z (0, bytes + at + 4, 4 + chunk->length);

  return sum == read_number (chunk->data + chunk->length) ?
             at + CHUNK_MORE + chunk->length :
             0;
}

/* Understands a chunk fcTL. */
static gboolean
read_frame (const Apng *apng, const Chunk *chunk, ApngFrame *frame)
{
  if (chunk->length < FCTL_SIZE)
    return FALSE;

  frame->width   = read_number (chunk->data + 4);
  frame->height  = read_number (chunk->data + 8);
  frame->x       = read_number (chunk->data + 12);
  frame->y       = read_number (chunk->data + 16);
  frame->dispose = MIN (chunk->data[24], APNG_BECOMES_AS_BEFORE);
  frame->is_over = chunk->data[25] == 1;

  return frame->width > 0 && frame->width <= apng->width &&
         frame->x <= apng->width - frame->width && frame->height > 0 &&
         frame->height <= apng->height &&
         frame->y <= apng->height - frame->height;
}

/* Finds all frames. A picture before the first is for programs that know of no
 * animation, and no frame.
 */
static gboolean
find_frames (Apng *apng)
{
  Chunk     chunk = { "none", NULL, 0 };
  ApngFrame frame;
  gboolean  has_pixels = FALSE;
  guint32   n          = 0;
  gsize     at         = SIGNATURE_SIZE, next;

  for (next = read_chunk (apng, at, &chunk); next;
       at = next, next = read_chunk (apng, at, &chunk))
    {
      if (is_named (&chunk, "IHDR") && chunk.length == IHDR_SIZE)
        {
          apng->width  = read_number (chunk.data);
          apng->height = read_number (chunk.data + 4);
        }
      else if (is_named (&chunk, "acTL") && chunk.length >= 4)
        n = read_number (chunk.data);
      else if (is_named (&chunk, "IDAT"))
        {
          if (n == 0)
            return TRUE; /* a still picture */
          has_pixels = TRUE;
        }
      else if (is_named (&chunk, "fcTL"))
        {
          if (! read_frame (apng, &chunk, &frame))
            return FALSE;
          frame.start = next;
          g_array_append_val (apng->frames, frame);
        }
      else if (is_named (&chunk, "IEND"))
        return apng->frames->len == n && has_pixels;
    }

  /* What is wrong with a still picture libpng tells. */
  return n == 0 && ! is_named (&chunk, "acTL");
}

/* Opens a PNG file. One of which frames are missing is an error. */
gboolean
apng_open (Apng *apng, const gchar *path, GError **error)
{
  *apng      = (Apng){ 0 };
  apng->file = g_mapped_file_new (path, FALSE, error);
  if (! apng->file)
    return FALSE;

  apng->frames = g_array_new (FALSE, FALSE, sizeof (ApngFrame));
  if (find_frames (apng))
    return TRUE;

  g_set_error (error, READ_ERROR, READ_ERROR_FILE,
               _ ("The PNG file is damaged: %s"),
               _ ("frames of it are missing, or were changed"));
  apng_close (apng);

  return FALSE;
}

void
apng_close (Apng *apng)
{
  g_clear_pointer (&apng->file, g_mapped_file_unref);
  g_clear_pointer (&apng->frames, g_array_unref);
}

static void
add_chunk (GByteArray   *still,
           const gchar  *name,
           const guchar *data,
           gsize         length)
{
  guint start = still->len + 4;

  add_number (still, (guint32) length);
  g_byte_array_append (still, (const guint8 *) name, 4);
  if (length > 0)
    g_byte_array_append (still, data, (guint) length);
  add_number (still,
              (guint32) crc32_z (0, still->data + start, still->len - start));
}

/* Adds what goes before the pixels: palette, profile, resolution, but another
 * size.
 */
static void
add_head (GByteArray *still, const Apng *apng, const ApngFrame *frame)
{
  guchar header[IHDR_SIZE];
  gsize  at = SIGNATURE_SIZE;
  Chunk  chunk;

  for (at = read_chunk (apng, at, &chunk); ! is_named (&chunk, "IDAT");
       at = read_chunk (apng, at, &chunk))
    if (is_named (&chunk, "IHDR") && chunk.length == IHDR_SIZE)
      {
        guint32 size[2] = { GUINT32_TO_BE (frame->width),
                            GUINT32_TO_BE (frame->height) };

        memcpy (header, chunk.data, IHDR_SIZE);
        memcpy (header, size, sizeof (size));
        add_chunk (still, "IHDR", header, IHDR_SIZE);
      }
    else if (! is_named (&chunk, "acTL") && ! is_named (&chunk, "fcTL"))
      add_chunk (still, chunk.name, chunk.data, chunk.length);
}

/* Makes a PNG file of a frame alone.
 *
 * Returns: (transfer full): the file, in memory.
 */
GByteArray *
apng_still (const Apng *apng, gint frame)
{
  const ApngFrame *of    = &g_array_index (apng->frames, ApngFrame, frame);
  GByteArray      *still = g_byte_array_new ();
  gsize            length, at = of->start;
  Chunk            chunk;

  g_byte_array_append (still, bytes_of (apng, &length), SIGNATURE_SIZE);
  add_head (still, apng, of);
  for (at = read_chunk (apng, at, &chunk);
       ! is_named (&chunk, "fcTL") && ! is_named (&chunk, "IEND");
       at = read_chunk (apng, at, &chunk))
    if (is_named (&chunk, "IDAT"))
      add_chunk (still, "IDAT", chunk.data, chunk.length);
    else if (is_named (&chunk, "fdAT") && chunk.length >= FDAT_NUMBER)
      add_chunk (still, "IDAT", chunk.data + FDAT_NUMBER,
                 chunk.length - FDAT_NUMBER);
  add_chunk (still, "IEND", NULL, 0);

  return still;
}
