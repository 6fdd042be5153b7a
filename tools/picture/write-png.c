/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdio.h>

#include <png.h>

#include "tools/picture/open-file.h"
#include "tools/picture/write-png.h"

#define INCHES_PER_METRE (1.0 / 0.0254)

/* zlib's level: beyond it, files of photographs become hardly smaller, and take
 * twice the time.
 */
#define COMPRESSION 4

static void
on_error (png_structp png, png_const_charp message)
{
  GError **error = png_get_error_ptr (png);

  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, message);
  png_longjmp (png, 1);
}

/* Nothing that libpng warns of when it writes concerns pixels: it leaves out a
 * profile that it finds wrong, as that of a picture of another kind.
 */
static void
on_warning (png_structp png, png_const_charp message)
{
}

static void
describe (png_structp png, png_infop info, const Picture *picture)
{
  static const gint types[] = { PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA };

  png_set_IHDR (png, info, picture->width, picture->height,
                picture->depth == PICTURE_8_BITS ? 8 : 16,
                types[picture->channels - 1], PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level (png, COMPRESSION);
  /* A profile that most libraries take, libpng may find fault with. */
  png_set_benign_errors (png, 1);
  if (picture->profile)
    {
      gsize           length;
      png_const_bytep data = g_bytes_get_data (picture->profile, &length);

      png_set_iCCP (png, info, "ICC profile", PNG_COMPRESSION_TYPE_BASE, data,
                    (png_uint_32) length);
    }
  if (picture->ppi_x > 0.0 && picture->ppi_y > 0.0)
    png_set_pHYs (png, info,
                  (png_uint_32) round (picture->ppi_x * INCHES_PER_METRE),
                  (png_uint_32) round (picture->ppi_y * INCHES_PER_METRE),
                  PNG_RESOLUTION_METER);
}

static gboolean
write_all (png_structp png, png_infop info, FILE *file, const Picture *picture)
{
  if (setjmp (png_jmpbuf (png)))
    return FALSE;

  png_init_io (png, file);
  describe (png, info, picture);
  png_write_info (png, info);
  if (picture->depth == PICTURE_16_BITS && G_BYTE_ORDER == G_LITTLE_ENDIAN)
    png_set_swap (png);
  for (gint y = 0; y < picture->height; y++)
    png_write_row (png, picture->pixels + y * picture_stride (picture));
  png_write_end (png, info);

  return TRUE;
}

/* Writes 8 or 16 bits as a PNG file. */
gboolean
write_png (const Picture *picture, const gchar *path, GError **error)
{
  FILE       *file = open_file (path, "wbe", error);
  png_structp png;
  png_infop   info;
  gboolean    success;

  if (! file)
    return FALSE;

  png     = png_create_write_struct (PNG_LIBPNG_VER_STRING, error, on_error,
                                     on_warning);
  info    = png_create_info_struct (png);
  success = write_all (png, info, file, picture);
  png_destroy_write_struct (&png, &info);

  return close_file (file, success, error);
}
