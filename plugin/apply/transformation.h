/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* This box holds all that can be seen. */
#define BOX_EVERYWHERE ((HomBox) { -1e9, -1e9, 1e9, 1e9 })

/**
 * Transformation:
 * @h: the forward matrix H, in the coordinates of the image.
 * @source: a quadrilateral, in the coordinates of the image, that lies in front
 *   of the horizon of H; the filter is stored by it and its image.
 * @corners: the box of what the corners become that the user has given; if there
 *   are none, that of the layer.
 * @is_cut: whether nothing of the layer is seen outside of @corners, as a filter
 *   of ours has it.
 * @wanted: the part of the result that must not be cut off. Near the horizon
 *   something always is: its image has no end.
 *
 * A transformation is what is done to a layer.
 */
typedef struct
{
  HomMatrix h;
  HomPoint  source[4];
  HomBox    corners;
  gboolean  is_cut;
  HomBox    wanted;
} Transformation;

gboolean transformation_init        (Transformation       *transformation,
                                     const HomMatrix      *h,
                                     GimpLayer            *layer,
                                     GError              **error);
void     transformation_keep_cut    (Transformation       *transformation,
                                     GimpLayer            *layer);
void     transformation_of_member   (const Transformation *group,
                                     const Options        *options,
                                     GimpLayer            *member,
                                     Transformation       *transformation);
void     transformation_shift       (Transformation       *transformation,
                                     gdouble               x,
                                     gdouble               y);
void     transformation_get_corners (const Transformation *transformation,
                                     const HomBox         *before,
                                     const HomBox         *after,
                                     HomPoint              source[4],
                                     HomPoint              target[4]);

G_END_DECLS
