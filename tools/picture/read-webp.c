/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include <webp/demux.h>

#include "tools/picture/read-error.h"
#include "tools/picture/read-webp.h"

/* Colour with alpha, as libwebp makes it of all files. */
#define CHANNELS 4

/* A file that is open, and the data that libwebp reads of it. */
typedef struct
{
  GMappedFile *file;
  WebPData     data;
  WebPDemuxer *demuxer;
} Reader;

static void
set_damaged (GError **error)
{
  g_set_error_literal (error, READ_ERROR, READ_ERROR_FILE,
                       _ ("The WebP file is damaged, or it was cut."));
}

static void
reader_close (Reader *reader)
{
  WebPDemuxDelete (reader->demuxer);
  g_clear_pointer (&reader->file, g_mapped_file_unref);
}

/* Opens a file. One that does not go on to its end is an error. */
static gboolean
reader_open (Reader *reader, const gchar *path, GError **error)
{
  *reader      = (Reader){ 0 };
  reader->file = g_mapped_file_new (path, FALSE, error);
  if (! reader->file)
    return FALSE;

  reader->data.bytes = (const uint8_t *) g_mapped_file_get_contents (
      reader->file);
  reader->data.size = g_mapped_file_get_length (reader->file);
  reader->demuxer   = WebPDemux (&reader->data);
  if (reader->demuxer)
    return TRUE;

  set_damaged (error);
  reader_close (reader);

  return FALSE;
}

/* Counts the frames of an animation; a picture is one. */
gint
count_webp_pages (const gchar *path, GError **error)
{
  Reader reader;
  gint   n;

  if (! reader_open (&reader, path, error))
    return 0;
  n = (gint) WebPDemuxGetI (reader.demuxer, WEBP_FF_FRAME_COUNT);
  reader_close (&reader);
  if (n == 0)
    set_damaged (error);

  return n;
}

static GBytes *
read_profile (const Reader *reader)
{
  WebPChunkIterator chunk;
  GBytes           *profile = NULL;

  if (WebPDemuxGetChunk (reader->demuxer, "ICCP", 1, &chunk))
    profile = g_bytes_new (chunk.chunk.bytes, chunk.chunk.size);
  WebPDemuxReleaseChunkIterator (&chunk);

  return profile;
}

/* Has libwebp draw the frames up to a page, each on those before it.
 *
 * Returns: (nullable): the pixels, which @decoder keeps.
 */
static const guchar *
draw_frames (WebPAnimDecoder *decoder, gint page)
{
  guchar *pixels = NULL;
  gint    time;

  for (gint i = 0; i <= page; i++)
    if (! WebPAnimDecoderGetNext (decoder, &pixels, &time))
      return NULL;

  return pixels;
}

static Picture *
read_page (const Reader *reader, gint page, GError **error)
{
  gint width  = (gint) WebPDemuxGetI (reader->demuxer, WEBP_FF_CANVAS_WIDTH);
  gint height = (gint) WebPDemuxGetI (reader->demuxer, WEBP_FF_CANVAS_HEIGHT);
  g_autoptr (GBytes) profile = read_profile (reader);
  Picture *picture = picture_new (width, height, CHANNELS, PICTURE_8_BITS,
                                  profile, error);
  WebPAnimDecoder *decoder;
  const guchar    *pixels;

  if (! picture)
    return NULL;

  decoder = WebPAnimDecoderNew (&reader->data, NULL);
  pixels  = decoder ? draw_frames (decoder, page) : NULL;
  if (pixels)
    {
      memcpy (picture->pixels, pixels, picture_stride (picture) * height);
      picture_drop_opaque_alpha (picture);
    }
  else
    {
      set_damaged (error);
      g_clear_pointer (&picture, picture_free);
    }
  WebPAnimDecoderDelete (decoder);

  return picture;
}

/* Reads a frame of a WebP file, as a viewer shows it. */
Picture *
read_webp (const gchar *path, gint page, GError **error)
{
  Reader   reader;
  Picture *picture;

  if (! reader_open (&reader, path, error))
    return NULL;
  picture = read_page (&reader, page, error);
  reader_close (&reader);

  return picture;
}
