/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <setjmp.h>
#include <stdio.h>

#include <glib/gi18n.h>

#include <jpeglib.h>

#include <jerror.h>

#include "tools/picture/cmyk.h"
#include "tools/picture/jpeg-damage.h"
#include "tools/picture/mpo.h"
#include "tools/picture/open-file.h"
#include "tools/picture/read-error.h"
#include "tools/picture/read-jpeg.h"

/* The marker that ends a JPEG file. */
#define END_OF_IMAGE 0xd9

/* @manager: what libjpeg knows of it; the first field, so that the one is had
 *   from the other.
 * @message: what says that the file is not whole.
 * @bail: where that leads to.
 * @n_extra: the bytes before the end of the image that no pixel took.
 */
typedef struct
{
  struct jpeg_error_mgr manager;
  gchar                 message[JMSG_LENGTH_MAX];
  jmp_buf               bail;
  gsize                 n_extra;
} Errors;

typedef struct
{
  struct jpeg_decompress_struct decompress;
  Errors                        errors;
  FILE                         *file;
  glong                         offset; /* where the picture begins in it */
  Picture                      *picture;
  guchar                       *inks; /* a row of CMYK */
  CmykConverter                *converter;
} Reader;

static void
on_error (j_common_ptr common)
{
  Errors *errors = (Errors *) common->err;

  errors->manager.format_message (common, errors->message);
  longjmp (errors->bail, 1);
}

/* Hears of what libjpeg reads all the same: a file that was cut ends in grey.
 * Only bytes too many before the end may do no harm.
 */
static void
on_message (j_common_ptr common, int level)
{
  Errors *errors = (Errors *) common->err;

  if (level >= 0)
    return;
  if (errors->manager.msg_code == JWRN_EXTRANEOUS_DATA &&
      errors->manager.msg_parm.i[1] == END_OF_IMAGE)
    errors->n_extra = errors->manager.msg_parm.i[0];
  else if (errors->manager.msg_code != JWRN_ADOBE_XFORM)
    on_error (common);
}

static void
say_nothing (j_common_ptr common)
{
}

static GBytes *
read_profile (struct jpeg_decompress_struct *decompress)
{
  JOCTET      *data;
  unsigned int length;
  GBytes      *profile;

  if (! jpeg_read_icc_profile (decompress, &data, &length))
    return NULL;
  profile = g_bytes_new (data, length);
  free (data);

  return profile;
}

static void
read_resolution (const struct jpeg_decompress_struct *decompress,
                 Picture                             *picture)
{
  gdouble unit = decompress->density_unit == 1 ? 1.0 :
                 decompress->density_unit == 2 ? 2.54 :
                                                 0.0;

  if (! decompress->saw_JFIF_marker)
    return;
  picture->ppi_x = decompress->X_density * unit;
  picture->ppi_y = decompress->Y_density * unit;
}

static void
read_row (Reader *reader, JSAMPROW row)
{
  gint width = reader->picture->width;

  if (! reader->inks)
    {
      jpeg_read_scanlines (&reader->decompress, &row, 1);
      return;
    }

  jpeg_read_scanlines (&reader->decompress, &reader->inks, 1);
  /* Adobe's programs store what is left white, and all others follow them. */
  if (reader->decompress.saw_Adobe_marker)
    for (gint i = 0; i < 4 * width; i++)
      reader->inks[i] = 255 - reader->inks[i];
  cmyk_convert_row (reader->converter, reader->inks, row, width);
}

/* Starts reading, up to the first row. */
static gboolean
begin (Reader *reader, GError **error)
{
  struct jpeg_decompress_struct *decompress = &reader->decompress;
  gboolean                       is_gray, is_cmyk;
  g_autoptr (GBytes) profile = NULL;

  jpeg_read_header (decompress, TRUE);
  profile                     = read_profile (decompress);
  is_gray                     = decompress->jpeg_color_space == JCS_GRAYSCALE;
  is_cmyk                     = decompress->num_components == 4;
  decompress->out_color_space = is_gray ? JCS_GRAYSCALE :
                                is_cmyk ? JCS_CMYK :
                                          JCS_RGB;
  decompress->buffered_image  = jpeg_has_blocks (decompress);
  jpeg_start_decompress (decompress);

  reader->picture = picture_new (decompress->output_width,
                                 decompress->output_height, is_gray ? 1 : 3,
                                 PICTURE_8_BITS, is_cmyk ? NULL : profile,
                                 error);
  if (! reader->picture)
    return FALSE;
  read_resolution (decompress, reader->picture);
  if (is_cmyk)
    {
      reader->inks      = g_new (guchar, 4 * (gsize) decompress->output_width);
      reader->converter = cmyk_converter_new (profile);
      picture_add_note (reader->picture, _ ("Converted from CMYK to sRGB."));
    }

  return TRUE;
}

/* Reads all that is stored, and sees whether it can be what was. */
static void
consume (Reader *reader)
{
  struct jpeg_decompress_struct *decompress = &reader->decompress;
  Errors                        *errors     = &reader->errors;

  while (jpeg_consume_input (decompress) != JPEG_REACHED_EOI)
    ;
  if (jpeg_is_padding (decompress, reader->file, errors->n_extra) &&
      ! jpeg_has_impossible_block (decompress))
    return;

  g_strlcpy (errors->message, _ ("bytes in it were changed"),
             sizeof (errors->message));
  longjmp (errors->bail, 1);
}

static void
read_rows (Reader *reader)
{
  struct jpeg_decompress_struct *decompress = &reader->decompress;

  if (decompress->buffered_image)
    {
      consume (reader);
      jpeg_start_output (decompress, decompress->input_scan_number);
    }
  while (decompress->output_scanline < decompress->output_height)
    read_row (reader,
              reader->picture->pixels + decompress->output_scanline *
                                            picture_stride (reader->picture));
  if (decompress->buffered_image)
    jpeg_finish_output (decompress);
  jpeg_finish_decompress (decompress);
}

static gboolean
read_all (Reader *reader, GError **error)
{
  if (setjmp (reader->errors.bail))
    {
      g_set_error (error, READ_ERROR, READ_ERROR_FILE,
                   _ ("The JPEG file is damaged: %s"), reader->errors.message);
      return FALSE;
    }

  jpeg_create_decompress (&reader->decompress);
  fseek (reader->file, reader->offset, SEEK_SET);
  jpeg_stdio_src (&reader->decompress, reader->file);
  jpeg_save_markers (&reader->decompress, JPEG_APP0 + 2, 0xffff);
  if (! begin (reader, error))
    return FALSE;
  read_rows (reader);

  return TRUE;
}

/* Counts the pictures of a JPEG file.
 *
 * Returns: 0 with an error when one of them is missing.
 */
gint
count_jpeg_pages (const gchar *path, GError **error)
{
  MpoPages pages;

  return mpo_find_pages (path, &pages, error) ? pages.n : 0;
}

/* Reads a picture of a JPEG file. One that is cut or damaged is an error, also
 * where libjpeg only warns. CMYK becomes sRGB.
 */
Picture *
read_jpeg (const gchar *path, gint page, GError **error)
{
  Reader   reader = { 0 };
  MpoPages pages;
  gboolean success;

  if (! mpo_find_pages (path, &pages, error))
    return NULL;
  g_return_val_if_fail (page < pages.n, NULL);
  reader.file = open_file (path, "rbe", error);
  if (! reader.file)
    return NULL;

  reader.decompress.err              = jpeg_std_error (&reader.errors.manager);
  reader.errors.manager.error_exit   = on_error;
  reader.errors.manager.emit_message = on_message;
  reader.errors.manager.output_message = say_nothing;

  reader.offset = (glong) pages.offsets[page];
  success       = read_all (&reader, error);
  jpeg_destroy_decompress (&reader.decompress);
  fclose (reader.file);
  g_free (reader.inks);
  g_clear_pointer (&reader.converter, cmyk_converter_free);
  if (! success)
    g_clear_pointer (&reader.picture, picture_free);

  return reader.picture;
}
