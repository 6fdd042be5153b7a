/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-comparison.h"

G_BEGIN_DECLS

/* Private: the projection of three channels to one plane, which tells nearly as
 * much of where two pictures lie as the channels do.
 */

/**
 * HomChannelProjection:
 * @reference: the weights of the channels of the reference.
 * @moving: the weights of the channels of the moving picture.
 * @exposure: the exposure that brings the moving picture's plane to the
 *   reference's.
 * @noise: the noise in either plane.
 *
 * A projection of the channels of two pictures to one plane each.
 */
typedef struct
{
  gfloat      reference[HOM_MAX_PLANES];
  gfloat      moving[HOM_MAX_PLANES];
  HomExposure exposure;
  gdouble     noise;
} HomChannelProjection;

gboolean  hom_channel_projection_fit   (HomChannelProjection *projection,
                                        const HomComparison  *comparison,
                                        const HomMatrix      *w,
                                        gint                  n_tiles);
HomPlanes hom_channel_projection_apply (const HomPlanes      *picture,
                                        const gfloat         *weights);

G_END_DECLS
