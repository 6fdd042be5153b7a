/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "homography/hom-image.h"
#include "homography/hom-matrix.h"

/* Private to hom-search*.c: small pictures, and their details of one size. */

/* The most channels: the strength of the edges, and the cosine and the sine of
 * twice their direction, times that strength.
 */
#define HOM_DETAIL_CHANNELS 3

/**
 * HomDetail:
 * @n_channels: 1 for the brightness, %HOM_DETAIL_CHANNELS for edges.
 * @values: for each channel @width × @height numbers: how much more it has at a
 *   place than in the surroundings; 0 where nothing is known.
 * @mask: @width × @height numbers: 1 where the values are known, else 0.
 * @origin: where the first pixel begins, in the picture's coordinates.
 * @pitch: the distance from one pixel to the next.
 *
 * The details of a picture that are about as large as @pitch, or larger.
 */
typedef struct
{
  gint     n_channels;
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
gboolean hom_detail_init_edges     (HomDetail        *edges,
                                    const HomDetail  *thumbnail,
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
                                    gfloat            values[]);
void     hom_detail_turn           (gfloat            values[],
                                    gint              n_channels,
                                    gdouble           cosine,
                                    gdouble           sine);
