/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* A picture is a layer's pixels as hom_aligner_run() takes them. */

/**
 * PictureFormat:
 * @channels: 3, or 1 when a layer is grey.
 * @shrink: how many pixels of the image become one in each direction: a power
 *   of two, above 1 for very large layers.
 *
 * The format is what the pictures of an alignment have in common. Their
 * coordinates are those of the image divided by @shrink.
 */
typedef struct
{
  gint channels;
  gint shrink;
} PictureFormat;

PictureFormat picture_format          (GimpDrawable         *reference,
                                       GimpDrawable        **drawables);
HomMatrix     picture_matrix_to_image (const PictureFormat  *format,
                                       const HomMatrix      *h);
HomMatrix     picture_matrix_of_image (const PictureFormat  *format,
                                       const HomMatrix      *h);

void          picture_free            (HomPicture           *picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomPicture, picture_free)

G_END_DECLS
