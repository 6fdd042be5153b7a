/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include <png.h>

#include "tools/picture/frame-canvas.h"
#include "tools/picture/open-file.h"
#include "tools/picture/read-error.h"
#include "tools/picture/read-png.h"

#define METRES_PER_INCH 0.0254

typedef struct
{
  png_structp png;
  png_infop   info;
  FILE       *file;
  Picture    *picture;
  gchar       message[256]; /* why the file is not whole */
} Reader;

static void
on_error (png_structp png, png_const_charp message)
{
  Reader *reader = png_get_error_ptr (png);

  g_strlcpy (reader->message, message, sizeof (reader->message));
  png_longjmp (png, 1);
}

/* Hears of what libpng reads all the same. Most of it is about chunks that no
 * pixel depends on; what is wrong with the pixels' own is damage.
 */
static void
on_warning (png_structp png, png_const_charp message)
{
  Reader *reader = png_get_error_ptr (png);

  if (! reader->message[0] &&
      (strstr (message, "IDAT") || strstr (message, "IEND")))
    g_strlcpy (reader->message, message, sizeof (reader->message));
}

static GBytes *
read_profile (Reader *reader)
{
  png_charp   name;
  png_bytep   data;
  png_uint_32 length;
  int         compression;

  if (! png_get_iCCP (reader->png, reader->info, &name, &compression, &data,
                      &length))
    return NULL;

  return g_bytes_new (data, length);
}

static void
read_resolution (Reader *reader)
{
  png_uint_32 x, y;
  int         unit;

  if (! png_get_pHYs (reader->png, reader->info, &x, &y, &unit) ||
      unit != PNG_RESOLUTION_METER)
    return;
  reader->picture->ppi_x = x * METRES_PER_INCH;
  reader->picture->ppi_y = y * METRES_PER_INCH;
}

/* Asks libpng for grey or colour, with or without alpha, of 8 or 16 bits:
 * palettes and 1-bit scans become that.
 */
static void
choose_pixels (Reader *reader)
{
  png_set_expand (reader->png);
  if (png_get_bit_depth (reader->png, reader->info) == 16 &&
      G_BYTE_ORDER == G_LITTLE_ENDIAN)
    png_set_swap (reader->png);
  png_set_interlace_handling (reader->png);
  png_read_update_info (reader->png, reader->info);
}

/* Hands Exif of the chunk eXIf to gexiv2, whose library may overlook it. */
static void
read_exif (Reader *reader)
{
  png_bytep   data;
  png_uint_32 length;
  guchar     *segment;

  if (! png_get_eXIf_1 (reader->png, reader->info, &length, &data))
    return;

  segment = g_malloc ((gsize) length + 6);
  memcpy (segment, "Exif\0\0", 6);
  memcpy (segment + 6, data, length);
  reader->picture->metadata = gexiv2_metadata_new ();
  if (! gexiv2_metadata_from_app1_segment (reader->picture->metadata, segment,
                                           (glong) length + 6, NULL))
    g_clear_object (&reader->picture->metadata);
  g_free (segment);
}

static gboolean
begin (Reader *reader, GError **error)
{
  g_autoptr (GBytes) profile = NULL;

  png_init_io (reader->png, reader->file);
  png_read_info (reader->png, reader->info);
  choose_pixels (reader);
  profile         = read_profile (reader);
  reader->picture = picture_new (
      png_get_image_width (reader->png, reader->info),
      png_get_image_height (reader->png, reader->info),
      png_get_channels (reader->png, reader->info),
      png_get_bit_depth (reader->png, reader->info) == 16 ? PICTURE_16_BITS :
                                                            PICTURE_8_BITS,
      profile, error);
  if (! reader->picture)
    return FALSE;
  read_resolution (reader);

  return TRUE;
}

static gboolean
read_all (Reader *reader, GError **error)
{
  guchar **volatile rows = NULL;

  if (setjmp (png_jmpbuf (reader->png)))
    {
      g_free (rows);
      g_set_error (error, READ_ERROR, READ_ERROR_FILE,
                   _ ("The PNG file is damaged: %s"), reader->message);
      return FALSE;
    }

  if (! begin (reader, error))
    return FALSE;
  rows = g_new (guchar *, reader->picture->height);
  for (gint y = 0; y < reader->picture->height; y++)
    rows[y] = reader->picture->pixels + y * picture_stride (reader->picture);
  png_read_image (reader->png, rows);
  png_read_end (reader->png, reader->info);
  read_exif (reader);
  if (reader->message[0])
    png_longjmp (reader->png, 1);
  g_free (rows);

  return TRUE;
}

/* Reads a picture from a stream, and closes it. */
static Picture *
read_stream (FILE *file, GError **error)
{
  Reader   reader = { .file = file };
  gboolean success;

  reader.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, &reader, on_error,
                                       on_warning);
  reader.info = png_create_info_struct (reader.png);
  success     = read_all (&reader, error);
  png_destroy_read_struct (&reader.png, &reader.info, NULL);
  fclose (reader.file);
  if (! success)
    g_clear_pointer (&reader.picture, picture_free);

  return reader.picture;
}

/* Draws the frames of an animation up to a page, each on those before it. */
static Picture *
read_frame (const Apng *apng, gint page, GError **error)
{
  FrameCanvas canvas  = { 0 };
  Picture    *picture = NULL;
  gboolean    success = TRUE;

  for (gint i = 0; success && i <= page; i++)
    {
      GByteArray *still = apng_still (apng, i);
      g_autoptr (Picture)
          drawn = read_stream (fmemopen (still->data, still->len, "rb"), error);

      success = drawn && frame_canvas_draw (&canvas, apng, i, drawn, error);
      g_byte_array_unref (still);
    }
  if (success)
    {
      picture = g_steal_pointer (&canvas.picture);
      picture_drop_opaque_alpha (picture);
    }
  frame_canvas_clear (&canvas);

  return picture;
}

/* Counts the frames of a PNG file; a still picture is one.
 *
 * Returns: 0 with an error when one of them is missing.
 */
gint
count_png_pages (const gchar *path, GError **error)
{
  Apng apng;
  gint n;

  if (! apng_open (&apng, path, error))
    return 0;
  n = MAX ((gint) apng.frames->len, 1);
  apng_close (&apng);

  return n;
}

/* Reads a frame of a PNG file, as a viewer shows it. A file that is cut or
 * damaged is an error.
 */
Picture *
read_png (const gchar *path, gint page, GError **error)
{
  Apng     apng;
  Picture *picture = NULL;
  FILE    *file;

  if (! apng_open (&apng, path, error))
    return NULL;
  if (apng.frames->len > 0)
    {
      picture = read_frame (&apng, page, error);
    }
  else
    {
      file = open_file (path, "rbe", error);
      if (file)
        picture = read_stream (file, error);
    }
  apng_close (&apng);

  return picture;
}
