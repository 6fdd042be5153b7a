/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-box.h"

G_BEGIN_DECLS

#define HOM_MAX_CHANNELS 4

/**
 * HomImage:
 * @data: the first channel of the first pixel. The channels of a pixel lie side
 *   by side.
 * @x: the column of the first pixel, so that an image can be a tile of a
 *   larger one: its box is [x, x + width] × [y, y + height].
 * @y: the row of the first pixel.
 * @width: in pixels.
 * @height: in pixels.
 * @channels: 1 to %HOM_MAX_CHANNELS. Colour with alpha is premultiplied.
 * @stride: the step from one row to the next, in floats.
 *
 * A view of pixels that somebody else owns.
 */
typedef struct
{
  gfloat *data;
  gint    x, y;
  gint    width, height;
  gint    channels;
  gsize   stride;
} HomImage;

HOM_PUBLIC
HomImage *hom_image_new     (gint             width,
                             gint             height,
                             gint             channels,
                             GError         **error);
HOM_PUBLIC
void      hom_image_free    (HomImage        *image);
HOM_PUBLIC
HomBox    hom_image_box     (const HomImage  *image);
HOM_PUBLIC
gboolean  hom_image_check   (const HomImage  *image,
                             const gchar     *name,
                             GError         **error);
HOM_PUBLIC
gboolean  hom_image_matches (const HomImage  *image,
                             const gchar     *name,
                             const HomImage  *other,
                             gint             channels,
                             GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomImage, hom_image_free)

/* Finds the first channel of the pixel in column @x, row @y, counted from the
 * image's own first pixel.
 */
static inline gfloat *
hom_image_pixel (const HomImage *image, gint x, gint y)
{
  return image->data + (gsize) y * image->stride + (gsize) x * image->channels;
}

G_END_DECLS
