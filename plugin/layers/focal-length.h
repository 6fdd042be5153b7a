/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* Reads the focal length that the camera noted, and recovers the ratio of a
 * rectangle's sides by it.
 */

gdouble  focal_length_read  (GimpImage      *image);
gboolean focal_length_ratio (const HomPoint  quad[4],
                             HomPoint        principal_point,
                             gdouble         focal_length,
                             gdouble        *aspect_ratio);

G_END_DECLS
