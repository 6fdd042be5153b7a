/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "hom-loss.h"

/* A standard deviation below this share of the mean is the rounding of floats:
 * the picture is flat.
 */
#define LEAST_CONTRAST 1e-6

typedef struct
{
  gdouble n, y, t, yy, yt;
} Sums;

static gboolean
check_arguments (const HomImage *y,
                 const HomImage *target,
                 const HomImage *mask,
                 GError        **error)
{
  return hom_image_check (y, "y", error) &&
         hom_image_matches (target, "target", y, y->channels, error) &&
         (! mask || hom_image_matches (mask, "mask", y, 1, error));
}

/* A masked pixel may hold anything, also a NaN. */
static inline gdouble
weight_at (const HomImage *mask, gint column, gint row)
{
  return mask ? *hom_image_pixel (mask, column, row) : 1.0;
}

/* Σ mask · (1, y, t, y², y·t), with y and t counted from an origin. */
static void
add_up (const HomImage *y,
        const HomImage *target,
        const HomImage *mask,
        gdouble         y_origin,
        gdouble         t_origin,
        Sums           *sums)
{
  for (gint row = 0; row < y->height; row++)
    for (gint column = 0; column < y->width; column++)
      {
        const gfloat *py     = hom_image_pixel (y, column, row);
        const gfloat *pt     = hom_image_pixel (target, column, row);
        gdouble       weight = weight_at (mask, column, row);

        if (weight > 0.0)
          for (gint c = 0; c < y->channels; c++)
            {
              gdouble dy = py[c] - y_origin;
              gdouble dt = pt[c] - t_origin;

              sums->n += weight;
              sums->y += weight * dy;
              sums->t += weight * dt;
              sums->yy += weight * dy * dy;
              sums->yt += weight * dy * dt;
            }
      }
}

/**
 * hom_exposure_fit:
 * @y: the warped picture.
 * @target: what it is compared with: the same box and channels.
 * @mask: (nullable): one channel: how much each pixel counts.
 * @exposure: (out): the gain and bias, for all channels together, that make
 *   Σ mask · (gain · Y + bias − target)² smallest. The gain is 1 where Y is
 *   constant.
 *
 * With these, the gradient of that sum for Y is the same as if they were fixed,
 * since its derivative by either is zero.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when the images do not fit together.
 */
gboolean
hom_exposure_fit (const HomImage *y,
                  const HomImage *target,
                  const HomImage *mask,
                  HomExposure    *exposure,
                  GError        **error)
{
  Sums mean = { 0 };
  Sums sums = { 0 };

  if (! check_arguments (y, target, mask, error))
    return FALSE;

  /* About the means, so that the rounding of large sums is not taken for
   * contrast.
   */
  add_up (y, target, mask, 0.0, 0.0, &mean);
  if (mean.n > 0.0)
    {
      mean.y /= mean.n;
      mean.t /= mean.n;
      add_up (y, target, mask, mean.y, mean.t, &sums);
    }

  exposure->gain = 1.0;
  if (sums.yy > LEAST_CONTRAST * LEAST_CONTRAST * sums.n * mean.y * mean.y)
    exposure->gain = sums.yt / sums.yy;
  exposure->bias = mean.t - exposure->gain * mean.y;

  return TRUE;
}

/**
 * hom_loss_sum_squares:
 * @y: the warped picture.
 * @target: what it is compared with: the same box and channels.
 * @mask: (nullable): one channel: how much each pixel counts.
 * @exposure: (nullable): applied to @y first; see hom_exposure_fit().
 * @loss: (out): L = Σ mask · (gain · Y + bias − target)².
 * @dl_dy: (nullable): takes ∂L/∂Y, for hom_warp_gradient(): the same box and
 *   channels. May be @y itself.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when the images do not fit together.
 */
gboolean
hom_loss_sum_squares (const HomImage    *y,
                      const HomImage    *target,
                      const HomImage    *mask,
                      const HomExposure *exposure,
                      gdouble           *loss,
                      HomImage          *dl_dy,
                      GError           **error)
{
  gdouble gain = exposure ? exposure->gain : 1.0;
  gdouble bias = exposure ? exposure->bias : 0.0;
  gdouble sum  = 0.0;

  if (! check_arguments (y, target, mask, error) ||
      (dl_dy && ! hom_image_matches (dl_dy, "dL/dY", y, y->channels, error)))
    return FALSE;

  for (gint row = 0; row < y->height; row++)
    for (gint column = 0; column < y->width; column++)
      {
        const gfloat *py = hom_image_pixel (y, column, row);
        const gfloat *pt = hom_image_pixel (target, column, row);
        gfloat       *pd = dl_dy ? hom_image_pixel (dl_dy, column, row) : NULL;
        gdouble       weight = weight_at (mask, column, row);

        for (gint c = 0; c < y->channels; c++)
          {
            gdouble residual = 0.0;

            if (weight > 0.0)
              residual = gain * py[c] + bias - pt[c];
            else
              weight = 0.0;
            sum += weight * residual * residual;
            if (pd)
              pd[c] = 2.0 * gain * weight * residual;
          }
      }

  *loss = sum;

  return TRUE;
}
