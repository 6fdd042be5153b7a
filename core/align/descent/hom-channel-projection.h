/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-comparison.h"

G_BEGIN_DECLS

/* Private: one plane that tells nearly as much of where two pictures lie as their
 * three channels do.
 */

/**
 * HomChannelProjection:
 * @reference: the weights of the channels of the reference.
 * @moving: and of the moving picture.
 * @exposure: by which what that makes of the moving picture comes to what the
 *   other makes of the reference.
 * @noise: in either.
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
