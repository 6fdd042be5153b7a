/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"

G_BEGIN_DECLS

/* The rectangle that a quadrilateral shows in perspective: its side ratio, and
 * how many pixels it deserves.
 */

/**
 * HomRatioOrigin:
 * @HOM_RATIO_GIVEN: the user has chosen it.
 * @HOM_RATIO_FOCAL_LENGTH: it was recovered by the focal length of the camera.
 * @HOM_RATIO_PERSPECTIVE: it was recovered from the perspective alone.
 * @HOM_RATIO_USUAL_LENS: it was recovered by a focal length that is usual.
 *
 * The origin tells where the ratio of a rectangle's sides comes from.
 *
 * Since: 0.9
 */
typedef enum
{
  HOM_RATIO_GIVEN,
  HOM_RATIO_FOCAL_LENGTH,
  HOM_RATIO_PERSPECTIVE,
  HOM_RATIO_USUAL_LENS,
} HomRatioOrigin;

/**
 * HomCamera:
 * @principal_point: where the optical axis meets the picture, in its pixels:
 *   its centre, unless it was cropped.
 * @pixel_aspect: the width of a pixel divided by its height; 1 for squares.
 * @diagonal: the diagonal of the picture, before it was cropped.
 * @focal_length: the focal length, or 0 when it is not known.
 *
 * A camera is what a picture was taken by. Its lengths are in heights of a
 * pixel.
 *
 * Since: 0.9
 */
typedef struct
{
  HomPoint principal_point;
  gdouble  pixel_aspect;
  gdouble  diagonal;
  gdouble  focal_length;
} HomCamera;

HOM_PUBLIC
gdouble  hom_focal_length_of_35mm (gdouble          millimetres,
                                   gdouble          diagonal);
HOM_PUBLIC
gdouble  hom_pixel_aspect_of_ppi  (gdouble          ppi_x,
                                   gdouble          ppi_y);
HOM_PUBLIC
gboolean hom_quad_focal_ratio     (const HomPoint   quad[4],
                                   HomPoint         principal_point,
                                   gdouble          focal_length,
                                   gdouble         *aspect_ratio);
HOM_PUBLIC
gdouble  hom_quad_recover_ratio   (const HomPoint   quad[4],
                                   const HomCamera *camera,
                                   HomRatioOrigin  *origin);
HOM_PUBLIC
void     hom_quad_rectangle_size  (const HomPoint   quad[4],
                                   gdouble          aspect_ratio,
                                   gdouble         *width,
                                   gdouble         *height);

G_END_DECLS
