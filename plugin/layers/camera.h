/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* Tells by what camera a layer was taken, for recovering the ratio of a
 * rectangle's sides.
 */

/**
 * Camera:
 * @focal_length: the focal length that the camera noted; 0 where it did not.
 * @middle: the middle of the photograph, in the coordinates of the image.
 * @diagonal: the diagonal of the photograph.
 * @pixel_aspect: the width of a pixel of the image divided by its height.
 *
 * Lengths are in heights of a pixel.
 */
typedef struct
{
  gdouble  focal_length;
  HomPoint middle;
  gdouble  diagonal;
  gdouble  pixel_aspect;
} Camera;

Camera  camera_read          (GimpLayer      *layer);
gdouble camera_recover_ratio (const Camera   *camera,
                              const HomPoint  quad[4],
                              HomRatioOrigin *origin);

G_END_DECLS
