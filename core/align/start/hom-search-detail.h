/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "homography/hom-image.h"
#include "homography/hom-matrix.h"

/* Private to hom-search*.c: small pictures, and their details of one size. */

/**
 * HomDetail:
 * @values: @width × @height numbers: how much brighter a place is than its
 *   surroundings; 0 where nothing is known.
 * @mask: as many: 1 where the value is known, else 0.
 * @origin: where the first pixel begins, in the picture's coordinates.
 * @pitch: the distance from one pixel to the next.
 *
 * The details of a picture that are about as large as @pitch, or larger.
 */
typedef struct
{
  gfloat  *values;
  gfloat  *mask;
  gint     width, height;
  HomPoint origin;
  gdouble  pitch;
} HomDetail;

gboolean hom_detail_init_thumbnail (HomDetail        *thumbnail,
                                    const HomImage   *image,
                                    const HomImage   *mask,
                                    GCancellable     *cancellable,
                                    GError          **error);
gboolean hom_detail_init_filtered  (HomDetail        *detail,
                                    const HomDetail  *thumbnail,
                                    gdouble           size,
                                    GError          **error);
gboolean hom_detail_init_sampled   (HomDetail        *detail,
                                    const HomDetail  *other,
                                    const HomMatrix  *h,
                                    const HomBox     *box,
                                    gdouble           pitch,
                                    GError          **error);
void     hom_detail_clear          (HomDetail        *detail);
gboolean hom_detail_sample         (const HomDetail  *detail,
                                    HomPoint          point,
                                    gfloat           *value);
