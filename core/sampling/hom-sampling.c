/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "homography/hom-error.h"
#include "homography/hom-sampling.h"

/**
 * hom_sampling_check:
 *
 * Checks the fields of a sampling.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when a field of @sampling has no
 *   meaning.
 */
gboolean
hom_sampling_check (const HomSampling *sampling, GError **error)
{
  if ((guint) sampling->interpolation >= HOM_N_INTERPOLATIONS ||
      (guint) sampling->boundary >= HOM_N_BOUNDARIES)
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                           _ ("There is no such interpolation or boundary."));
      return FALSE;
    }
  for (gint c = 0; c < HOM_MAX_CHANNELS; c++)
    if (! isfinite (sampling->fill[c]))
      {
        g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                             _ ("The fill color is not a finite number."));
        return FALSE;
      }

  return TRUE;
}
