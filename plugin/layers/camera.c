/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plugin/layers/camera.h"
#include "plugin/layers/layers.h"

#include <gexiv2/gexiv2.h>

/* Returns: the number in a tag of Exif, or 0. */
static gdouble
read_number (GimpMetadata *metadata, const gchar *tag)
{
  GExiv2Metadata   *exif = GEXIV2_METADATA (metadata);
  g_autofree gchar *text = NULL;

#if GEXIV2_CHECK_VERSION(0, 16, 0)
  text = gexiv2_metadata_get_tag_string (exif, tag, NULL);
#else
  text = gexiv2_metadata_try_get_tag_string (exif, tag, NULL);
#endif

  return text ? g_ascii_strtod (text, NULL) : 0.0;
}

/* Reads the focal length. Only the tag for 35 mm film helps: GIMP overwrites
 * the numbers of pixels that the photograph had, so neither its scale to the
 * image nor the size of the sensor is known.
 *
 * Returns: the focal length by the image's Exif data, or 0.
 */
static gdouble
read_focal_length (GimpImage *image, gdouble diagonal)
{
  GimpMetadata *metadata = gimp_image_get_metadata (image);
  gdouble       focal_length;

  if (! metadata)
    return 0.0;

  focal_length = hom_focal_length_of_35mm (
      read_number (metadata, "Exif.Photo.FocalLengthIn35mmFilm"), diagonal);
  g_object_unref (metadata);

  return focal_length;
}

/* Finds the box of the photograph: the image's, or the layer's where that is
 * larger, since the image was cropped to the sheet that is seen in it.
 */
static HomBox
photograph_box (GimpLayer *layer)
{
  GimpImage *image  = gimp_item_get_image (GIMP_ITEM (layer));
  HomBox     canvas = { 0.0, 0.0, gimp_image_get_width (image),
                        gimp_image_get_height (image) };
  HomBox     box    = layer_box (layer);
  HomBox     both   = hom_box_unite (&canvas, &box);

  return box_is_same (&both, &box) ? box : canvas;
}

static gdouble
read_pixel_aspect (GimpImage *image)
{
  gdouble x = 0.0, y = 0.0;

  gimp_image_get_resolution (image, &x, &y);

  return hom_pixel_aspect_of_ppi (x, y);
}

/* Reads what is known of the camera. Where it noted nothing, a photograph is as
 * large as its layer.
 */
HomCamera
camera_read (GimpLayer *layer)
{
  GimpImage *image  = gimp_item_get_image (GIMP_ITEM (layer));
  HomBox     box    = photograph_box (layer);
  HomCamera  camera = { .pixel_aspect = read_pixel_aspect (image) };
  gdouble    aspect = camera.pixel_aspect;

  camera.focal_length = read_focal_length (
      image, hypot (aspect * (box.x1 - box.x0), box.y1 - box.y0));
  if (camera.focal_length == 0.0)
    box = layer_box (layer);
  camera.principal_point = (HomPoint){ (box.x0 + box.x1) / 2.0,
                                       (box.y0 + box.y1) / 2.0 };
  camera.diagonal        = hypot (aspect * (box.x1 - box.x0), box.y1 - box.y0);

  return camera;
}
