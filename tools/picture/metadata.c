/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tools/picture/metadata.h"

#define ORIENTATION "Exif.Image.Orientation"

#if GEXIV2_CHECK_VERSION(0, 16, 0)
#define get_text     gexiv2_metadata_get_tag_string
#define set_text     gexiv2_metadata_set_tag_string
#define clear_tag    gexiv2_metadata_clear_tag
#define has_tag      gexiv2_metadata_has_tag
#define get_fraction gexiv2_metadata_get_exif_tag_rational
#else
#define get_text     gexiv2_metadata_try_get_tag_string
#define set_text     gexiv2_metadata_try_set_tag_string
#define clear_tag    gexiv2_metadata_try_clear_tag
#define has_tag      gexiv2_metadata_try_has_tag
#define get_fraction gexiv2_metadata_try_get_exif_tag_rational
#endif

/* What describes the stored pixels of the old file, and not the picture. */
static const gchar *const structure[] = {
  "ImageWidth",
  "ImageLength",
  "BitsPerSample",
  "Compression",
  "PhotometricInterpretation",
  "FillOrder",
  "StripOffsets",
  "SamplesPerPixel",
  "RowsPerStrip",
  "StripByteCounts",
  "PlanarConfiguration",
  "Predictor",
  "ColorMap",
  "TileWidth",
  "TileLength",
  "TileOffsets",
  "TileByteCounts",
  "SubIFDs",
  "ExtraSamples",
  "SampleFormat",
  "JPEGTables",
  "YCbCrSubSampling",
  "YCbCrCoefficients",
  "YCbCrPositioning",
  "ReferenceBlackWhite",
  "InterColorProfile",
  "NewSubfileType",
  "SubfileType",
  "InkSet",
  "XResolution",
  "YResolution",
  "ResolutionUnit",
  "Orientation",
  "PageNumber",
  "T4Options",
  "T6Options",
  "NumberOfInks",
  "DotRange",
  "MinSampleValue",
  "MaxSampleValue",
  "TransferFunction",
  "XMLPacket",
  "ImageResources",
  "IPTCNAA",
};

/* Reads the metadata of a file, if it has any. */
void
metadata_read (Picture *picture, const gchar *path)
{
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();

  if (picture->metadata)
    return;
  if (gexiv2_metadata_open_path (metadata, path, NULL))
    picture->metadata = g_steal_pointer (&metadata);
}

static gdouble
read_number (const Picture *picture, const gchar *tag)
{
  g_autofree gchar *text   = picture->metadata ?
                                 get_text (picture->metadata, tag, NULL) :
                                 NULL;
  gdouble           number = text ? g_ascii_strtod (text, NULL) : 0.0;

  return isfinite (number) ? number : 0.0;
}

/* Reads a fraction: 300/1. */
static gdouble
read_ratio (const Picture *picture, const gchar *tag)
{
  gint numerator, denominator;

  if (! picture->metadata ||
      ! get_fraction (picture->metadata, tag, &numerator, &denominator, NULL) ||
      denominator == 0)
    return 0.0;

  return MAX (0.0, (gdouble) numerator / denominator);
}

/* Tells how the stored pixels lie, as in Exif: 1 is upright. */
gint
metadata_orientation (const Picture *picture)
{
  gint orientation = picture->orientation ?
                         picture->orientation :
                         (gint) read_number (picture, ORIENTATION);

  return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

/* Takes the resolution of Exif, where the file's own format has none. */
void
metadata_resolution (Picture *picture)
{
  gdouble factor = read_number (picture, "Exif.Image.ResolutionUnit") == 3.0 ?
                       2.54 :
                       1.0;

  if (picture->ppi_x > 0.0 && picture->ppi_y > 0.0)
    return;
  picture->ppi_x = factor * read_ratio (picture, "Exif.Image.XResolution");
  picture->ppi_y = factor * read_ratio (picture, "Exif.Image.YResolution");
}

/* Tells the focal length that the camera noted, in pixels, or 0.
 *
 * @diagonal: of the photograph, in pixels.
 */
gdouble
metadata_focal_length (const Picture *picture, gdouble diagonal)
{
  return hom_focal_length_of_35mm (
      read_number (picture, "Exif.Photo.FocalLengthIn35mmFilm"), diagonal);
}

/* Clears all of an image file directory: of a thumbnail, or a smaller copy. */
static void
clear_directory (GExiv2Metadata *metadata, const gchar *prefix)
{
  g_auto (GStrv) tags = gexiv2_metadata_get_exif_tags (metadata);

  for (gint i = 0; tags && tags[i]; i++)
    if (g_str_has_prefix (tags[i], prefix))
      clear_tag (metadata, tags[i], NULL);
}

/* Fits the metadata to a picture that is upright, and has other pixels. */
static void
adapt (GExiv2Metadata *metadata, const Picture *picture)
{
  g_autofree gchar *width  = g_strdup_printf ("%d", picture->width);
  g_autofree gchar *height = g_strdup_printf ("%d", picture->height);

  for (gsize i = 0; i < G_N_ELEMENTS (structure); i++)
    {
      g_autofree gchar *tag = g_strconcat ("Exif.Image.", structure[i], NULL);

      clear_tag (metadata, tag, NULL);
    }
  clear_directory (metadata, "Exif.Thumbnail.");
  clear_directory (metadata, "Exif.SubImage");
  clear_directory (metadata, "Exif.Image2.");
  clear_directory (metadata, "Exif.Image3.");
  clear_tag (metadata, "Xmp.tiff.Orientation", NULL);

  if (has_tag (metadata, "Exif.Photo.PixelXDimension", NULL))
    {
      set_text (metadata, "Exif.Photo.PixelXDimension", width, NULL);
      set_text (metadata, "Exif.Photo.PixelYDimension", height, NULL);
    }
}

static void
set_resolution (GExiv2Metadata *metadata, const Picture *picture)
{
  const gdouble ppi[]  = { picture->ppi_x, picture->ppi_y };
  const gchar  *tags[] = { "Exif.Image.XResolution", "Exif.Image.YResolution" };

  if (! (picture->ppi_x > 0.0 && picture->ppi_y > 0.0))
    return;
  for (gint i = 0; i < 2; i++)
    {
      g_autofree gchar *text = g_strdup_printf ("%d/1000",
                                                (gint) round (ppi[i] * 1000.0));

      set_text (metadata, tags[i], text, NULL);
    }
  set_text (metadata, "Exif.Image.ResolutionUnit", "2", NULL);
}

/* Adds the metadata to a file that was written.
 *
 * Nothing is written where there is nothing to tell: a file without Exif gets
 * none.
 */
gboolean
metadata_write (const Picture *picture, const gchar *path, GError **error)
{
  GExiv2Metadata *metadata = picture->metadata;

  if (! metadata)
    return TRUE;
  adapt (metadata, picture);
  if (! gexiv2_metadata_has_exif (metadata) &&
      ! gexiv2_metadata_has_xmp (metadata) &&
      ! gexiv2_metadata_has_iptc (metadata))
    return TRUE;

  if (gexiv2_metadata_has_exif (metadata))
    set_resolution (metadata, picture);

  /* What only its maker can read is what most often does not fit. */
  if (gexiv2_metadata_save_file (metadata, path, NULL))
    return TRUE;
  clear_tag (metadata, "Exif.Photo.MakerNote", NULL);
  clear_directory (metadata, "Exif.MakerNote.");

  return gexiv2_metadata_save_file (metadata, path, error);
}
