/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "hom-error.h"
#include "hom-rows.h"

/* A pixel whose ∂L/∂Y is zero adds nothing, also where the input holds a NaN.
 */
static inline gboolean
does_count (const gfloat *pixel, gint channels)
{
  for (gint c = 0; c < channels; c++)
    if (pixel[c] != 0.0f)
      return TRUE;

  return FALSE;
}

/* Adds ∂L/∂Y · (∂g/∂u · ∂u/∂W + ∂g/∂v · ∂v/∂W) of one sample. */
static inline void
add_gradient (const gfloat    *dl_dy,
              const HomSeen   *seen,
              const HomSample *sample,
              gint             channels,
              gdouble          sums[9])
{
  gdouble point[3] = { seen->x, seen->y, 1.0 };
  gdouble along[3] = { 0.0 };

  for (gint c = 0; c < channels; c++)
    {
      along[0] += (gdouble) dl_dy[c] * sample->du[c];
      along[1] += (gdouble) dl_dy[c] * sample->dv[c];
    }
  along[2] = -(along[0] * seen->u + along[1] * seen->v);

  for (gint i = 0; i < 3; i++)
    for (gint j = 0; j < 3; j++)
      sums[3 * i + j] += along[i] * seen->inverse_z * seen->weight * point[j];
}

static inline __attribute__ ((always_inline)) void
gradient_row (const HomRows   *rows,
              gint             row,
              HomInterpolation interpolation,
              gint             channels,
              gpointer         band_data)
{
  const HomImage *dl_dy = rows->output;
  const gfloat   *pixel = hom_image_pixel (dl_dy, 0, row);
  gdouble        *sums  = band_data;

  for (gint column = 0; column < dl_dy->width; column++, pixel += channels)
    {
      HomFootprint footprint;
      HomSeen      centre;

      if (! does_count (pixel, channels))
        continue;

      centre = hom_look_at_pixel (rows, interpolation, column, row, &footprint);
      for (gint k = 0; k < footprint.nx * footprint.ny; k++)
        {
          HomSeen   seen = hom_look_within (rows, &centre, &footprint, k);
          HomSample sample;

          if (! (seen.inverse_z > 0.0))
            continue;
          hom_sample_point (rows->input, &rows->sampling, interpolation,
                            channels, TRUE, seen.u, seen.v, &sample);
          add_gradient (pixel, &seen, &sample, channels, sums);
        }
    }
}

/* dY of one sample, for a dW: first how the point moves, then how g changes. */
static inline void
add_derivative (const HomMatrix *dw,
                const HomSeen   *seen,
                const HomSample *sample,
                gint             channels,
                gdouble         *dy)
{
  const gdouble *m  = dw->m;
  gdouble        x  = seen->x;
  gdouble        y  = seen->y;
  gdouble        dz = m[6] * x + m[7] * y + m[8];
  gdouble du = (m[0] * x + m[1] * y + m[2] - seen->u * dz) * seen->inverse_z;
  gdouble dv = (m[3] * x + m[4] * y + m[5] - seen->v * dz) * seen->inverse_z;

  for (gint c = 0; c < channels; c++)
    dy[c] += seen->weight * (sample->du[c] * du + sample->dv[c] * dv);
}

static inline __attribute__ ((always_inline)) void
derivative_row (const HomRows   *rows,
                gint             row,
                HomInterpolation interpolation,
                gint             channels,
                gpointer         band_data)
{
  const HomMatrix *dw    = rows->data;
  gfloat          *pixel = hom_image_pixel (rows->output, 0, row);

  for (gint column = 0; column < rows->output->width;
       column++, pixel += channels)
    {
      gdouble      dy[HOM_MAX_CHANNELS] = { 0.0 };
      HomFootprint footprint;
      HomSeen      centre = hom_look_at_pixel (rows, interpolation, column, row,
                                               &footprint);

      for (gint k = 0; k < footprint.nx * footprint.ny; k++)
        {
          HomSeen   seen = hom_look_within (rows, &centre, &footprint, k);
          HomSample sample;

          if (! (seen.inverse_z > 0.0))
            continue;
          hom_sample_point (rows->input, &rows->sampling, interpolation,
                            channels, TRUE, seen.u, seen.v, &sample);
          add_derivative (dw, &seen, &sample, channels, dy);
        }
      for (gint c = 0; c < channels; c++)
        pixel[c] = dy[c];
    }
}

HOM_ROW_FUNCS (gradient);
HOM_ROW_FUNCS (derivative);

/**
 * hom_warp_gradient:
 * @input: the picture, X.
 * @w: the sampling matrix W.
 * @dl_dy: ∂L/∂Y, the gradient of any loss L of Y = hom_warp (X, W) for each
 *   value of Y, times the pixel's weight; zero where a pixel does not count.
 * @dl_dw: (out): dL/dW, the gradient of L for the nine coefficients of W.
 *
 * The vector–Jacobian product of the warp. With (a, b, z) = W·(x, y, 1),
 * u = a/z and v = b/z:
 *
 *     ∂u/∂W = 1/z · [ x y 1 ;  0 0 0 ; -ux -uy -u ]
 *     ∂v/∂W = 1/z · [ 0 0 0 ;  x y 1 ; -vx -vy -v ]
 *     dL/dW = Σ_p Σ_c ∂L/∂Y_c(p) · (∂g_c/∂u · ∂u/∂W + ∂g_c/∂v · ∂v/∂W)
 *
 * where ∂g/∂u and ∂g/∂v are the exact derivatives of the interpolation, with
 * its boundary, taken at the warped point. With antialias, that the number of
 * samples in a pixel changes with W is neglected: it jumps, and is constant
 * between the jumps.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when an argument has a value that
 *   makes no sense.
 */
gboolean
hom_warp_gradient (const HomImage    *input,
                   const HomMatrix   *w,
                   const HomSampling *sampling,
                   const HomImage    *dl_dy,
                   HomMatrix         *dl_dw,
                   GError           **error)
{
  GError    *failure = NULL;
  HomImage  *coefficients;
  HomMatrix *bands;
  HomRows    rows;
  gint       n_bands;

  if (! hom_rows_init (&rows, input, w, sampling, dl_dy, "dL/dY", error))
    return FALSE;

  coefficients = hom_rows_take_coefficients (&rows, &failure);
  if (failure)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  n_bands = hom_rows_n_bands (&rows);
  bands   = g_new0 (HomMatrix, n_bands);
  hom_rows_run (&rows,
                gradient_funcs[sampling->interpolation][input->channels - 1],
                NULL, bands, sizeof (HomMatrix));

  *dl_dw = (HomMatrix) { { 0 } };
  for (gint band = 0; band < n_bands; band++)
    for (gint i = 0; i < 9; i++)
      dl_dw->m[i] += bands[band].m[i];
  g_free (bands);
  hom_image_free (coefficients);

  return TRUE;
}

/**
 * hom_warp_derivative:
 * @input: the picture, X.
 * @w: the sampling matrix W.
 * @dw: a change of W, dW.
 * @dy: (out): how Y = hom_warp (X, W) changes with it, dY, to first order: as
 *   many channels as @input; its fields say which part of the plane is wanted.
 *
 * The Jacobian–vector product of the warp:
 * Σ ∂L/∂Y ∘ dY = Σ dL/dW ∘ dW for all ∂L/∂Y and dW.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when an argument has a value that
 *   makes no sense.
 */
gboolean
hom_warp_derivative (const HomImage    *input,
                     const HomMatrix   *w,
                     const HomSampling *sampling,
                     const HomMatrix   *dw,
                     HomImage          *dy,
                     GError           **error)
{
  GError   *failure = NULL;
  HomImage *coefficients;
  HomRows   rows;

  if (! hom_rows_init (&rows, input, w, sampling, dy, "dY", error))
    return FALSE;
  if (! hom_matrix_is_finite (dw))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                           _ ("The matrix has a coefficient that is not a "
                              "finite number."));
      return FALSE;
    }

  coefficients = hom_rows_take_coefficients (&rows, &failure);
  if (! failure)
    hom_rows_run (
        &rows, derivative_funcs[sampling->interpolation][input->channels - 1],
        (gpointer) dw, NULL, 0);
  hom_image_free (coefficients);
  if (failure)
    g_propagate_error (error, failure);

  return ! failure;
}
