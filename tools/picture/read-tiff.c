/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include <tiffio.h>

#include "tools/picture/cmyk.h"
#include "tools/picture/read-error.h"
#include "tools/picture/read-tiff.h"

/* @samples: of a pixel, all of them.
 * @is_inverted: 0 is white.
 * @is_cmyk: four inks.
 * @is_associated: colours are premultiplied by alpha.
 * @is_direct: whether its samples are what a Picture holds; otherwise libtiff
 *   makes 8 bits of red, green, blue and alpha of it.
 */
typedef struct
{
  TIFF    *tiff;
  guint32  width, height;
  guint16  samples, bits, photometric, planar, format;
  gboolean is_inverted, is_cmyk, is_direct;
  gboolean is_associated;
  gint     channels;
} Page;

/* The first error of libtiff since the last call of open_tiff(). */
static gchar first_error[256];

static void
on_error (const char *module, const char *format, va_list arguments)
{
  if (! first_error[0])
    g_vsnprintf (first_error, sizeof (first_error), format, arguments);
}

/* Opens a file. libtiff's warnings are of tags that it does not know, and not
 * of pixels: what is wrong with these is an error.
 */
static TIFF *
open_tiff (const gchar *path)
{
  TIFFSetErrorHandler (on_error);
  TIFFSetWarningHandler (NULL);
  first_error[0] = '\0';

  return TIFFOpen (path, "rm");
}

/* Says what was wrong. libtiff is sorry for what it has no code for: that file
 * is in order.
 */
static void
set_damaged (GError **error)
{
  if (g_str_has_prefix (first_error, "Sorry") ||
      strstr (first_error, "not configured"))
    {
      g_set_error (error, READ_ERROR, READ_ERROR_FILE,
                   _ ("TIFF files of this kind are not read here: %s. Convert "
                      "the file, to colours of 8 or 16 bits for example."),
                   first_error);
      return;
    }
  g_set_error (error, READ_ERROR, READ_ERROR_FILE,
               _ ("The TIFF file is damaged: %s"),
               first_error[0] ? first_error : "?");
}

/* Tells whether a directory is a picture of its own, and not a smaller copy or
 * a mask of another.
 */
static gboolean
is_page (TIFF *tiff)
{
  guint32 type = 0;

  TIFFGetField (tiff, TIFFTAG_SUBFILETYPE, &type);

  return ! (type & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK));
}

/* Counts the pages. A camera's raw file has a preview where others have the
 * picture: it is refused, and not taken for it.
 */
gint
count_tiff_pages (const gchar *path, GError **error)
{
  TIFF   *tiff = open_tiff (path);
  gint    n    = 0;
  guint32 version;
  void   *bytes;

  if (! tiff)
    {
      set_damaged (error);
      return 0;
    }

  if (! TIFFGetField (tiff, TIFFTAG_DNGVERSION, &version, &bytes))
    do
      n += is_page (tiff);
    while (TIFFReadDirectory (tiff));
  TIFFClose (tiff);

  if (first_error[0])
    {
      set_damaged (error);
      return 0;
    }
  if (n == 0)
    g_set_error_literal (error, READ_ERROR, READ_ERROR_FILE,
                         _ ("This is a camera's raw file. Develop it first, "
                            "and give the picture that comes of it."));

  return n;
}

/* Goes to a page, counted from 0. */
static gboolean
find_page (TIFF *tiff, gint page)
{
  for (gint i = 0; i <= page || ! is_page (tiff);)
    {
      if (is_page (tiff) && i++ == page)
        break;
      if (! TIFFReadDirectory (tiff))
        return FALSE;
    }

  return TRUE;
}

static void
describe (TIFF *tiff, Page *page)
{
  guint16  n_extra = 0, compression = 0;
  guint16 *extra;
  gboolean has_alpha;

  page->tiff   = tiff;
  page->format = SAMPLEFORMAT_UINT;
  TIFFGetField (tiff, TIFFTAG_IMAGEWIDTH, &page->width);
  TIFFGetField (tiff, TIFFTAG_IMAGELENGTH, &page->height);
  TIFFGetFieldDefaulted (tiff, TIFFTAG_SAMPLESPERPIXEL, &page->samples);
  TIFFGetFieldDefaulted (tiff, TIFFTAG_BITSPERSAMPLE, &page->bits);
  TIFFGetFieldDefaulted (tiff, TIFFTAG_PLANARCONFIG, &page->planar);
  TIFFGetFieldDefaulted (tiff, TIFFTAG_SAMPLEFORMAT, &page->format);
  TIFFGetFieldDefaulted (tiff, TIFFTAG_EXTRASAMPLES, &n_extra, &extra);
  TIFFGetField (tiff, TIFFTAG_COMPRESSION, &compression);
  if (! TIFFGetField (tiff, TIFFTAG_PHOTOMETRIC, &page->photometric))
    page->photometric = PHOTOMETRIC_MINISBLACK;

  if (compression == COMPRESSION_JPEG && page->photometric == PHOTOMETRIC_YCBCR)
    {
      TIFFSetField (tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
      page->photometric = PHOTOMETRIC_RGB;
    }

  page->is_inverted = page->photometric == PHOTOMETRIC_MINISWHITE;
  page->is_cmyk     = page->photometric == PHOTOMETRIC_SEPARATED &&
                  page->samples - n_extra == 4 && page->bits == 8;
  has_alpha           = n_extra > 0 && (extra[0] == EXTRASAMPLE_UNASSALPHA ||
                              extra[0] == EXTRASAMPLE_ASSOCALPHA);
  page->is_associated = has_alpha && extra[0] == EXTRASAMPLE_ASSOCALPHA;
  page->channels = (page->photometric == PHOTOMETRIC_RGB ? 3 : 1) + has_alpha;
  if (page->is_cmyk)
    page->channels = 3;
  page->is_direct =
      (page->is_cmyk ||
       ((page->photometric == PHOTOMETRIC_RGB ||
         page->photometric == PHOTOMETRIC_MINISBLACK || page->is_inverted) &&
        page->samples - n_extra == page->channels - has_alpha)) &&
      ((page->format == SAMPLEFORMAT_UINT &&
        (page->bits == 8 || page->bits == 16)) ||
       (page->format == SAMPLEFORMAT_IEEEFP && page->bits == 32)) &&
      ! (page->is_cmyk && page->planar == PLANARCONFIG_SEPARATE) &&
      ! (page->is_associated && page->channels == 2);
  /* What libtiff converts is premultiplied, and has three colours, unless it
   * was grey.
   */
  if (! page->is_direct && page->photometric > PHOTOMETRIC_MINISBLACK)
    page->channels = 3 + has_alpha;
  page->is_associated |= ! page->is_direct;
}

/* Takes the samples of a strip or a tile to their place in the picture.
 *
 * @x, @y: where its first pixel lies.
 * @plane: the sample that it holds, or -1: all of them.
 * @columns: its width in the file.
 */
static void
place (const Page    *page,
       CmykConverter *converter,
       Picture       *picture,
       const guchar  *data,
       gint           x,
       gint           y,
       gint           plane,
       gint           columns,
       gint           rows)
{
  gint  size   = page->bits / 8;
  gint  n      = MIN (columns, picture->width - x);
  gint  step   = plane < 0 ? page->samples : 1;
  gint  copied = plane < 0 ? picture->channels : 1;
  gsize stride = picture_stride (picture);

  rows = MIN (rows, picture->height - y);
  for (gint i = 0; i < rows; i++)
    {
      const guchar *from = data + (gsize) i * columns * step * size;
      guchar       *to   = picture->pixels + (y + i) * stride +
                   ((gsize) x * picture->channels + MAX (plane, 0)) * size;

      if (page->is_cmyk && step == 4)
        cmyk_convert_row (converter, from, to, n);
      else
        for (gint j = 0; j < n; j++)
          memcpy (to + (gsize) j * picture->channels * size,
                  from + (gsize) j * step * size, (gsize) copied * size);
    }
}

/* Reads all strips or tiles of one plane, or of all planes at once. */
static gboolean
read_plane (const Page    *page,
            CmykConverter *converter,
            Picture       *picture,
            gint           plane)
{
  gboolean is_tiled = TIFFIsTiled (page->tiff);
  guint32  columns  = page->width;
  guint32  rows     = page->height;
  tmsize_t length   = is_tiled ? TIFFTileSize (page->tiff) :
                                 TIFFStripSize (page->tiff);
  guchar  *data     = g_try_malloc0 (length);
  gboolean success  = data != NULL;

  if (is_tiled)
    {
      TIFFGetField (page->tiff, TIFFTAG_TILEWIDTH, &columns);
      TIFFGetField (page->tiff, TIFFTAG_TILELENGTH, &rows);
    }
  else
    {
      TIFFGetFieldDefaulted (page->tiff, TIFFTAG_ROWSPERSTRIP, &rows);
      rows = MIN (rows, page->height);
    }

  for (guint32 y = 0; success && y < page->height; y += rows)
    for (guint32 x = 0; success && x < page->width; x += columns)
      {
        guint16 sample = (guint16) MAX (plane, 0);

        success =
            (is_tiled ?
                 TIFFReadEncodedTile (
                     page->tiff, TIFFComputeTile (page->tiff, x, y, 0, sample),
                     data, length) :
                 TIFFReadEncodedStrip (page->tiff,
                                       TIFFComputeStrip (page->tiff, y, sample),
                                       data, length)) >= 0;
        if (success)
          place (page, converter, picture, data, x, y, plane, columns, rows);
      }
  g_free (data);

  return success;
}

/* Turns what counts from white into what counts from black. */
static void
invert (Picture *picture)
{
  gsize n = (gsize) picture->height * picture->width;

  for (gsize i = 0; i < n; i++)
    if (picture->depth == PICTURE_8_BITS)
      picture->pixels[i * picture->channels] ^= 0xff;
    else if (picture->depth == PICTURE_16_BITS)
      ((guint16 *) picture->pixels)[i * picture->channels] ^= 0xffff;
}

/* Divides the colours by alpha. */
static void
separate_alpha (Picture *picture)
{
  static const gchar *const names[] = { "R'aG'aB'aA u8", "R'aG'aB'aA u16",
                                        "R'aG'aB'aA float" };
  const Babl               *space   = babl_format_get_space (picture->format);
  const Babl               *fish    = babl_fish (
                       babl_format_with_space (names[picture->depth], space), picture->format);

  for (gint y = 0; y < picture->height; y++)
    {
      guchar *row = picture->pixels + y * picture_stride (picture);

      babl_process (fish, row, row, picture->width);
    }
}

static gboolean
read_direct (const Page *page, GBytes *profile, Picture *picture)
{
  g_autoptr (CmykConverter) converter = NULL;
  gboolean success                    = TRUE;

  if (page->is_cmyk)
    converter = cmyk_converter_new (profile);
  if (page->planar == PLANARCONFIG_SEPARATE)
    for (gint i = 0; success && i < picture->channels; i++)
      success = read_plane (page, converter, picture, i);
  else
    success = read_plane (page, converter, picture, -1);
  if (success && page->is_inverted)
    invert (picture);

  return success;
}

/* Reads what libtiff makes 8 bits of: 1-bit scans, palettes, other colours. */
static gboolean
read_converted (const Page *page, Picture *picture)
{
  static const float d65[]  = { 0.3127f, 0.3290f };
  gsize              n      = (gsize) page->width * page->height;
  guint32           *raster = g_try_new (guint32, n);
  gboolean           success;

  if (! raster)
    return FALSE;

  /* It is turned later, as all others. */
  TIFFSetField (page->tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
  /* The white of Lab becomes that of sRGB, not yellow paper. */
  if (page->photometric == PHOTOMETRIC_CIELAB)
    TIFFSetField (page->tiff, TIFFTAG_WHITEPOINT, d65);
  success = TIFFReadRGBAImageOriented (page->tiff, page->width, page->height,
                                       raster, ORIENTATION_TOPLEFT, 1);
  for (gsize i = 0; success && i < n; i++)
    {
      guchar *pixel = picture->pixels + i * picture->channels;

      pixel[0] = TIFFGetR (raster[i]);
      if (picture->channels >= 3)
        {
          pixel[1] = TIFFGetG (raster[i]);
          pixel[2] = TIFFGetB (raster[i]);
        }
      if (picture->channels % 2 == 0)
        pixel[picture->channels - 1] = TIFFGetA (raster[i]);
    }
  g_free (raster);

  return success;
}

static void
read_resolution (TIFF *tiff, Picture *picture)
{
  float   x = 0.0f, y = 0.0f;
  guint16 unit;
  gdouble factor;

  TIFFGetFieldDefaulted (tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
  factor = unit == RESUNIT_INCH ? 1.0 : unit == RESUNIT_CENTIMETER ? 2.54 : 0.0;
  TIFFGetField (tiff, TIFFTAG_XRESOLUTION, &x);
  TIFFGetField (tiff, TIFFTAG_YRESOLUTION, &y);
  picture->ppi_x = x * factor;
  picture->ppi_y = y * factor;
}

static Picture *
read_page (TIFF *tiff, GError **error)
{
  Page    page               = { 0 };
  guint32 length             = 0;
  guint16 turned             = ORIENTATION_TOPLEFT;
  void   *data               = NULL;
  g_autoptr (GBytes) profile = NULL;
  Picture *picture;

  describe (tiff, &page);
  if (TIFFGetField (tiff, TIFFTAG_ICCPROFILE, &length, &data))
    profile = g_bytes_new (data, length);
  picture = picture_new (
      page.width, page.height, page.channels,
      ! page.is_direct || page.bits == 8 ? PICTURE_8_BITS :
      page.bits == 16                    ? PICTURE_16_BITS :
                                           PICTURE_FLOAT,
      page.photometric == PHOTOMETRIC_SEPARATED ? NULL : profile, error);
  if (! picture)
    return NULL;

  TIFFGetFieldDefaulted (tiff, TIFFTAG_ORIENTATION, &turned);
  picture->orientation = turned;
  read_resolution (tiff, picture);
  if (! (page.is_direct ? read_direct (&page, profile, picture) :
                          read_converted (&page, picture)))
    {
      set_damaged (error);
      g_clear_pointer (&picture, picture_free);
      return NULL;
    }
  if (page.is_associated && picture->channels == 4)
    separate_alpha (picture);
  if (page.photometric == PHOTOMETRIC_SEPARATED)
    picture_add_note (picture, _ ("Converted from CMYK to sRGB."));

  return picture;
}

/* Reads a page of a TIFF file, counted from 0, smaller copies left out. */
Picture *
read_tiff (const gchar *path, gint page, GError **error)
{
  TIFF    *tiff    = open_tiff (path);
  Picture *picture = NULL;

  if (tiff && find_page (tiff, page))
    picture = read_page (tiff, error);
  else
    set_damaged (error);
  if (tiff)
    TIFFClose (tiff);

  return picture;
}
