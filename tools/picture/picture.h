/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <babl/babl.h>
#include <gexiv2/gexiv2.h>

#include "homography.h"

G_BEGIN_DECLS

/**
 * PictureDepth:
 *
 * The depth of a channel: unsigned integers of 8 or 16 bits, or floats.
 */
typedef enum
{
  PICTURE_8_BITS,
  PICTURE_16_BITS,
  PICTURE_FLOAT,
} PictureDepth;

/**
 * Picture:
 * @pixels: rows from top to bottom without gaps; perceptual, not premultiplied.
 * @format: what @pixels hold, in the space of @profile.
 * @channels: 1 to 4: grey, grey with alpha, colour, colour with alpha.
 * @profile: (nullable): the ICC profile, as it was in the file.
 * @ppi_x: the resolution across, or 0 where the file says nothing of it.
 * @ppi_y: the resolution down.
 * @orientation: of @pixels, as in Exif; 0 where only the metadata tells.
 * @metadata: (nullable): Exif, IPTC and XMP.
 * @note: (nullable): what was changed when it was read, for the user.
 *
 * A page of a picture's file, all of it in memory.
 */
typedef struct
{
  guchar         *pixels;
  const Babl     *format;
  gint            width, height;
  gint            channels;
  PictureDepth    depth;
  GBytes         *profile;
  gdouble         ppi_x, ppi_y;
  gint            orientation;
  GExiv2Metadata *metadata;
  gchar          *note;
} Picture;

Picture  *picture_new               (gint            width,
                                     gint            height,
                                     gint            channels,
                                     PictureDepth    depth,
                                     GBytes         *profile,
                                     GError        **error);
void      picture_free              (Picture        *picture);
gint      picture_sample_size       (PictureDepth    depth);
gsize     picture_stride            (const Picture  *picture);
void      picture_add_note          (Picture        *picture,
                                     const gchar    *note);
void      picture_drop_opaque_alpha (Picture        *picture);
HomImage *picture_to_image          (const Picture  *picture,
                                     const HomBox   *part,
                                     gint            channels,
                                     gboolean        is_linear,
                                     GError        **error);
Picture  *picture_from_image        (const HomImage *image,
                                     const Picture  *like,
                                     PictureDepth    depth,
                                     GError        **error);
gboolean  picture_turn              (Picture        *picture,
                                     gint            orientation,
                                     GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Picture, picture_free)

G_END_DECLS
