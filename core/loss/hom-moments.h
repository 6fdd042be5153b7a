/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <math.h>

#include "homography/hom-loss-types.h"

G_BEGIN_DECLS

/* Private: the weighted means and variances of two pictures, which the fit of
 * the exposure and the correlation are made of.
 */

/**
 * HomMoments:
 * @n: Σ mask · channels.
 * @y: the mean of Y, over all channels.
 * @t: the mean of T.
 * @yy: Σ mask · (Y − mean)².
 * @yt: Σ mask · (Y − mean) · (T − mean).
 * @tt: Σ mask · (T − mean)².
 *
 * The moments of two pictures Y and T.
 */
typedef struct
{
  gdouble n;
  gdouble y, t;
  gdouble yy, yt, tt;
} HomMoments;

gint     hom_moments_rows_per_band (const HomImage   *image);
void     hom_moments_compute       (const HomImage   *y,
                                    const HomImage   *target,
                                    const HomImage   *mask,
                                    HomMoments       *moments);
gboolean hom_moments_y_is_flat     (const HomMoments *moments);
gboolean hom_moments_t_is_flat     (const HomMoments *moments);
gboolean hom_moments_check         (const HomMoments *moments,
                                    GError          **error);

/* Finds how much a pixel counts: 0 where the mask is not a finite number above
 * 0, or a value of either picture is not finite.
 */
static inline gdouble
hom_moments_weight (const HomImage *mask,
                    const gfloat   *y,
                    const gfloat   *target,
                    gint            channels,
                    gint            column,
                    gint            row)
{
  gfloat weight = mask ? *hom_image_pixel (mask, column, row) : 1.0f;

  if (! (weight > 0.0f && isfinite (weight)))
    return 0.0;
  for (gint c = 0; c < channels; c++)
    if (! isfinite (y[c]) || ! isfinite (target[c]))
      return 0.0;

  return weight;
}

G_END_DECLS
