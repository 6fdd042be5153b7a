/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include "tools/picture/open-file.h"
#include "tools/picture/write-jpeg.h"

typedef struct
{
  struct jpeg_error_mgr manager;
  jmp_buf               bail;
} Errors;

static void
on_error (j_common_ptr common)
{
  longjmp (((Errors *) common->err)->bail, 1);
}

static void
write_profile (struct jpeg_compress_struct *compress, GBytes *profile)
{
  gsize         length;
  const JOCTET *data;

  if (! profile)
    return;
  data = g_bytes_get_data (profile, &length);
  jpeg_write_icc_profile (compress, data, (unsigned int) length);
}

static void
begin (struct jpeg_compress_struct *compress,
       const Picture               *picture,
       gint                         quality)
{
  compress->image_width      = picture->width;
  compress->image_height     = picture->height;
  compress->input_components = picture->channels;
  compress->in_color_space   = picture->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults (compress);
  jpeg_set_quality (compress, quality, TRUE);
  compress->optimize_coding            = TRUE;
  /* Colours at full size: coloured letters stay sharp. */
  compress->comp_info[0].h_samp_factor = 1;
  compress->comp_info[0].v_samp_factor = 1;
  if (picture->ppi_x > 0.0 && picture->ppi_y > 0.0)
    {
      compress->density_unit = 1;
      compress->X_density = (UINT16) CLAMP (round (picture->ppi_x), 1, 65535);
      compress->Y_density = (UINT16) CLAMP (round (picture->ppi_y), 1, 65535);
    }
  jpeg_start_compress (compress, TRUE);
  write_profile (compress, picture->profile);
}

static gboolean
write_all (struct jpeg_compress_struct *compress,
           Errors                      *errors,
           FILE                        *file,
           const Picture               *picture,
           gint                         quality,
           GError                     **error)
{
  if (setjmp (errors->bail))
    {
      gchar message[JMSG_LENGTH_MAX];

      errors->manager.format_message ((j_common_ptr) compress, message);
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, message);
      return FALSE;
    }

  jpeg_create_compress (compress);
  jpeg_stdio_dest (compress, file);
  begin (compress, picture, quality);
  for (gint y = 0; y < picture->height; y++)
    {
      JSAMPROW row = picture->pixels + y * picture_stride (picture);

      jpeg_write_scanlines (compress, &row, 1);
    }
  jpeg_finish_compress (compress);

  return TRUE;
}

/* Writes 8 bits of grey or colour, without alpha, as a JPEG file.
 *
 * @quality: 1 to 100.
 */
gboolean
write_jpeg (const Picture *picture,
            const gchar   *path,
            gint           quality,
            GError       **error)
{
  struct jpeg_compress_struct compress = { 0 };
  Errors                      errors;
  FILE                       *file = open_file (path, "wbe", error);
  gboolean                    success;

  if (! file)
    return FALSE;

  compress.err              = jpeg_std_error (&errors.manager);
  errors.manager.error_exit = on_error;
  success = write_all (&compress, &errors, file, picture, quality, error);
  jpeg_destroy_compress (&compress);

  return close_file (file, success, error);
}
