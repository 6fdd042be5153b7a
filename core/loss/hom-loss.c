/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/hom-parallel.h"
#include "homography/hom-error.h"
#include "homography/hom-loss.h"
#include "loss/hom-loss-edges.h"
#include "loss/hom-loss-pointwise.h"
#include "loss/hom-loss-zncc.h"
#include "loss/hom-moments.h"

static gboolean
check_images (const HomImage *y,
              const HomImage *target,
              const HomImage *mask,
              GError        **error)
{
  return hom_image_check (y, "y", error) &&
         hom_image_matches (target, "target", y, y->channels, error) &&
         (! mask || hom_image_matches (mask, "mask", y, 1, error));
}

static gboolean
check_loss (const HomLoss *loss, GError **error)
{
  gboolean has_scale = FALSE;

  switch (loss->kind)
    {
    case HOM_LOSS_SQUARES:
    case HOM_LOSS_ZNCC:
    case HOM_LOSS_CUSTOM:
      break;
    case HOM_LOSS_ABSOLUTE:
    case HOM_LOSS_HUBER:
    case HOM_LOSS_TUKEY:
    case HOM_LOSS_CHARBONNIER:
    case HOM_LOSS_EDGES:
      has_scale = TRUE;
      break;
    default:
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("There is no loss with the number %d."), loss->kind);
      return FALSE;
    }

  if (has_scale && ! (loss->scale > 0.0 && isfinite (loss->scale)))
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The scale of the loss is %g; it must be a finite number "
                      "above "
                      "0."),
                   loss->scale);
      return FALSE;
    }
  if (loss->kind == HOM_LOSS_CUSTOM && ! loss->func)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("A loss of one's own needs a function."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_exposure (const HomExposure *exposure, GError **error)
{
  if (! isfinite (exposure->gain) || ! isfinite (exposure->bias))
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The gain and the bias must be finite numbers."));
      return FALSE;
    }

  return TRUE;
}

static HomExposure
best_exposure (const HomMoments *moments)
{
  HomExposure exposure = { 1.0, 0.0 };

  if (! hom_moments_y_is_flat (moments))
    exposure.gain = moments->yt / moments->yy;
  exposure.bias = moments->t - exposure.gain * moments->y;

  return exposure;
}

/**
 * hom_exposure_fit:
 * @y: the warped picture.
 * @target: what it is compared with: the same box and channels.
 * @mask: (nullable): one channel: how much each pixel counts; see
 *   hom_loss_evaluate().
 * @exposure: (out): the gain and bias, for all channels together, that make
 *   Σ mask · (gain · Y + bias − target)² smallest. The gain is 1 where Y is
 *   constant.
 *
 * Fits the exposure of a warped picture to that of another one.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when the images do not fit together
 *   or no pixel counts, with %G_IO_ERROR_CANCELLED as hom_warp().
 */
gboolean
hom_exposure_fit (const HomImage *y,
                  const HomImage *target,
                  const HomImage *mask,
                  HomExposure    *exposure,
                  GError        **error)
{
  HomMoments moments;

  if (! check_images (y, target, mask, error))
    return FALSE;

  hom_moments_compute (y, target, mask, &moments);
  if (hom_parallel_set_error (error) || ! hom_moments_check (&moments, error))
    return FALSE;

  *exposure = best_exposure (&moments);

  return TRUE;
}

/**
 * hom_loss_evaluate:
 * @loss: how the pictures are compared.
 * @y: the warped picture Y.
 * @target: T, what it is compared with: the same box and channels.
 * @mask: (nullable): one channel: how much each pixel counts. A pixel does not
 *   count where this is 0, negative or not finite, or where a value of @y or
 *   @target is not finite.
 * @exposure: (inout) (nullable): what is applied to @y first, NULL for a gain
 *   of 1 and a bias of 0. Where #HomLoss.fit_exposure is set, it is not read:
 *   it takes what was fitted. ZNCC and EDGES do without.
 * @value: (out): L.
 * @dl_dy: (nullable): takes ∂L/∂Y, for hom_warp_gradient(): the same box and
 *   channels; 0 where a pixel does not count. May be @y itself, but may share
 *   no pixels with @target or @mask.
 *
 * Measures how far Y is from T.
 *
 * The edges of a pixel count as much as the least of the 3 × 3 pixels that the
 * filter takes them from; the outermost row and column of a picture have none.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT, and @dl_dy undefined, when the
 *   images do not fit together, no pixel counts, the scale is not above 0, a
 *   function is missing, or what it returns is not finite; with
 *   %HOM_ERROR_MEMORY or %G_IO_ERROR_CANCELLED as hom_warp().
 */
gboolean
hom_loss_evaluate (const HomLoss  *loss,
                   const HomImage *y,
                   const HomImage *target,
                   const HomImage *mask,
                   HomExposure    *exposure,
                   gdouble        *value,
                   HomImage       *dl_dy,
                   GError        **error)
{
  HomExposure applied = { 1.0, 0.0 };
  HomMoments  moments;

  if (exposure && ! loss->fit_exposure)
    applied = *exposure;
  if (! check_loss (loss, error) || ! check_exposure (&applied, error) ||
      ! check_images (y, target, mask, error) ||
      (dl_dy && ! hom_image_matches (dl_dy, "dL/dY", y, y->channels, error)))
    return FALSE;

  hom_moments_compute (y, target, mask, &moments);
  if (hom_parallel_set_error (error) || ! hom_moments_check (&moments, error))
    return FALSE;
  if (loss->fit_exposure)
    applied = best_exposure (&moments);

  if (loss->kind == HOM_LOSS_ZNCC)
    hom_loss_zncc (y, target, mask, &moments, value, dl_dy);
  else if (loss->kind != HOM_LOSS_EDGES)
    hom_loss_pointwise (loss, y, target, mask, &moments, &applied, value,
                        dl_dy);
  else if (! hom_loss_edges (loss, y, target, mask, value, dl_dy, error))
    return FALSE;

  if (hom_parallel_set_error (error))
    return FALSE;
  if (! isfinite (*value))
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The loss or its derivative is not a finite number."));
      return FALSE;
    }
  if (exposure)
    *exposure = applied;

  return TRUE;
}
