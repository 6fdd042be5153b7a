/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-tile.h"

/* Returns: the number of pixels of the picture, along a side, that are one of
 *   the tile.
 */
gdouble
hom_tile_reduction (const HomTile *tile)
{
  return MAX ((tile->box.x1 - tile->box.x0) / tile->image->width,
              (tile->box.y1 - tile->box.y0) / tile->image->height);
}

/* Halves a tile. At the very middle between four pixels a linear sample is
 * their mean.
 *
 * @half: (out): the same part at half the size; it has no image where there is
 *   no memory for it.
 */
void
hom_tile_halve (const HomTile *tile, HomTile *half)
{
  const HomImage *image    = tile->image;
  HomSampling     sampling = { HOM_INTERPOLATION_LINEAR, HOM_BOUNDARY_CLAMP };
  gint            width    = MAX (1, image->width / 2);
  gint            height   = MAX (1, image->height / 2);
  HomMatrix       w        = { { (gdouble) image->width / width, 0, 0, 0,
                                 (gdouble) image->height / height, 0, 0, 0, 1 } };

  half->box   = tile->box;
  half->image = hom_image_new (width, height, 4, NULL);
  if (half->image)
    hom_warp (image, &w, &sampling, half->image, NULL);
}

/* Reads the @side × @side pixels of a tile from (x, y) on, or as many as there
 * are.
 *
 * @tile: shows the picture, or a part of it.
 * @origin: where the picture begins.
 * @read: reads a part of the picture.
 *
 * Returns: FALSE when the picture cannot be read.
 */
gboolean
hom_tile_read_block (HomTile    *tile,
                     HomPoint    origin,
                     HomReadFunc read,
                     gpointer    data,
                     gint        x,
                     gint        y,
                     gint        side)
{
  HomImage *image           = tile->image;
  gint      width           = MIN (side, image->width - x);
  gint      height          = MIN (side, image->height - y);
  gdouble   sx              = (tile->box.x1 - tile->box.x0) / image->width;
  gdouble   sy              = (tile->box.y1 - tile->box.y0) / image->height;
  gint      left            = (gint) (tile->box.x0 - origin.x);
  gint      top             = (gint) (tile->box.y0 - origin.y);
  gint      x0              = left + (gint) round (x * sx);
  gint      y0              = top + (gint) round (y * sy);
  gint      x1              = left + (gint) round ((x + width) * sx);
  gint      y1              = top + (gint) round ((y + height) * sy);
  g_autoptr (HomImage) part = NULL;

  part = read (x0, y0, x1 - x0, y1 - y0, width, height, data);
  if (! part || part->width != width || part->height != height)
    return FALSE;

  for (gint row = 0; row < height; row++)
    memcpy (hom_image_pixel (image, x, y + row), hom_image_pixel (part, 0, row),
            4 * width * sizeof (gfloat));

  return TRUE;
}
