/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include <tiffio.h>

#include "tools/picture/write-tiff.h"

/* Beyond it the offsets of an ordinary TIFF file may not reach. */
#define LARGEST 3e9

static gchar last_error[256];

static void
on_error (const char *module, const char *format, va_list arguments)
{
  g_vsnprintf (last_error, sizeof (last_error), format, arguments);
}

static void
describe (TIFF *tiff, const Picture *picture)
{
  gboolean is_float  = picture->depth == PICTURE_FLOAT;
  guint16  has_alpha = picture->channels % 2 == 0;
  guint16  extra     = EXTRASAMPLE_UNASSALPHA;

  TIFFSetField (tiff, TIFFTAG_IMAGEWIDTH, (guint32) picture->width);
  TIFFSetField (tiff, TIFFTAG_IMAGELENGTH, (guint32) picture->height);
  TIFFSetField (tiff, TIFFTAG_SAMPLESPERPIXEL, (guint16) picture->channels);
  TIFFSetField (tiff, TIFFTAG_BITSPERSAMPLE,
                (guint16) (8 * picture_sample_size (picture->depth)));
  TIFFSetField (tiff, TIFFTAG_SAMPLEFORMAT,
                is_float ? SAMPLEFORMAT_IEEEFP : SAMPLEFORMAT_UINT);
  TIFFSetField (tiff, TIFFTAG_PHOTOMETRIC,
                picture->channels > 2 ? PHOTOMETRIC_RGB :
                                        PHOTOMETRIC_MINISBLACK);
  if (has_alpha)
    TIFFSetField (tiff, TIFFTAG_EXTRASAMPLES, has_alpha, &extra);
  TIFFSetField (tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField (tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  TIFFSetField (tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField (tiff, TIFFTAG_PREDICTOR,
                is_float ? PREDICTOR_FLOATINGPOINT : PREDICTOR_HORIZONTAL);
  TIFFSetField (tiff, TIFFTAG_ROWSPERSTRIP, TIFFDefaultStripSize (tiff, 0));
  if (picture->ppi_x > 0.0 && picture->ppi_y > 0.0)
    {
      TIFFSetField (tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
      TIFFSetField (tiff, TIFFTAG_XRESOLUTION, picture->ppi_x);
      TIFFSetField (tiff, TIFFTAG_YRESOLUTION, picture->ppi_y);
    }
  if (picture->profile)
    {
      gsize         length;
      gconstpointer data = g_bytes_get_data (picture->profile, &length);

      TIFFSetField (tiff, TIFFTAG_ICCPROFILE, (guint32) length, data);
    }
}

/* Writes a picture as a TIFF file, compressed without loss. */
gboolean
write_tiff (const Picture *picture, const gchar *path, GError **error)
{
  gdouble  size = (gdouble) picture_stride (picture) * picture->height;
  TIFF    *tiff;
  gboolean success = TRUE;

  TIFFSetErrorHandler (on_error);
  TIFFSetWarningHandler (NULL);
  last_error[0] = '\0';
  tiff          = TIFFOpen (path, size > LARGEST ? "w8" : "w");
  if (tiff)
    {
      describe (tiff, picture);
      for (gint y = 0; success && y < picture->height; y++)
        success = TIFFWriteScanline (
                      tiff, picture->pixels + y * picture_stride (picture), y,
                      0) >= 0;
      success = success && TIFFFlush (tiff);
      TIFFClose (tiff);
    }
  if (! tiff || ! success || last_error[0])
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                           last_error[0] ? last_error : path);
      return FALSE;
    }

  return TRUE;
}
