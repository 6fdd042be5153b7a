/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "homography/hom-warp-gradient.h"
#include "warp/hom-warp-run.h"

/* Adds ∂L/∂Y · (∂g/∂u · ∂u/∂W + ∂g/∂v · ∂v/∂W) of one sample. */
static inline void
add_gradient (const gfloat         *dl_dy,
              const HomWarpedPoint *warped,
              const HomSample      *sample,
              gint                  channels,
              gdouble               dl_dw[9])
{
  gdouble point[3] = { warped->x, warped->y, 1.0 };
  gdouble along[3] = { 0.0 };

  for (gint c = 0; c < channels; c++)
    if (dl_dy[c] != 0.0f)
      {
        along[0] += (gdouble) dl_dy[c] * sample->du[c];
        along[1] += (gdouble) dl_dy[c] * sample->dv[c];
      }
  if (along[0] == 0.0 && along[1] == 0.0)
    return;
  along[2] = -(along[0] * warped->u + along[1] * warped->v);

  for (gint i = 0; i < 3; i++)
    for (gint j = 0; j < 3; j++)
      dl_dw[3 * i + j] += along[i] * warped->inverse_z * warped->weight *
                          point[j];
}

/* Adds the part of one pixel to dL/dW. A value whose ∂L/∂Y is zero adds
 * nothing, also where the input holds a NaN.
 */
static void
add_pixel (const HomWarpRows *rows, gint column, gint row, gdouble dl_dw[9])
{
  const HomInterpolation interpolation = rows->sampling.interpolation;

  const gfloat  *dl_dy = hom_image_pixel (rows->output, column, row);
  HomFootprint   footprint;
  HomWarpedPoint centre = hom_warp_pixel_centre (rows, interpolation, column,
                                                 row, &footprint);

  for (gint k = 0; k < footprint.nx * footprint.ny; k++)
    {
      HomWarpedPoint warped = hom_warp_subpixel (rows, &centre, &footprint, k);
      HomSample      sample;

      if (! (warped.inverse_z > 0.0))
        continue;
      hom_sample_funcs[interpolation](rows->input, &rows->sampling, warped.u,
                                      warped.v, &sample);
      add_gradient (dl_dy, &warped, &sample, hom_warp_channels (rows), dl_dw);
    }
}

void
hom_gradient_any (const HomWarpRows *rows,
                  gint               row,
                  gint               first,
                  gint               last,
                  gpointer           data)
{
  for (gint column = first; column < last; column++)
    add_pixel (rows, column, row, data);
}

static void
derive_pixel (const HomWarpRows *rows, gint column, gint row, gfloat *pixel)
{
  const HomInterpolation interpolation = rows->sampling.interpolation;
  const gint             channels      = hom_warp_channels (rows);

  gdouble        dy[HOM_MAX_CHANNELS] = { 0.0 };
  HomFootprint   footprint;
  HomWarpedPoint centre = hom_warp_pixel_centre (rows, interpolation, column,
                                                 row, &footprint);

  for (gint k = 0; k < footprint.nx * footprint.ny; k++)
    {
      HomWarpedPoint warped = hom_warp_subpixel (rows, &centre, &footprint, k);
      HomSample      sample;
      gdouble        du, dv;

      if (! (warped.inverse_z > 0.0))
        continue;
      hom_sample_funcs[interpolation](rows->input, &rows->sampling, warped.u,
                                      warped.v, &sample);
      hom_warped_point_derivative (rows->data, &warped, &du, &dv);
      for (gint c = 0; c < channels; c++)
        dy[c] += warped.weight * (sample.du[c] * du + sample.dv[c] * dv);
    }
  for (gint c = 0; c < channels; c++)
    pixel[c] = dy[c];
}

void
hom_derivative_any (const HomWarpRows *rows,
                    gint               row,
                    gint               first,
                    gint               last,
                    gpointer           data)
{
  for (gint column = first; column < last; column++)
    derive_pixel (rows, column, row,
                  hom_image_pixel (rows->output, column, row));
}

/**
 * hom_warp_gradient:
 * @input: the picture, X.
 * @w: the sampling matrix W.
 * @dl_dy: ∂L/∂Y, the gradient of any loss L of Y = hom_warp (X, W) for each
 *   value of Y, times the pixel's weight; zero where a pixel does not count.
 * @dl_dw: (out): dL/dW, the gradient of L for the nine coefficients of W.
 *
 * Computes the vector–Jacobian product of the warp. With
 * (a, b, z) = W·(x, y, 1), u = a/z and v = b/z:
 *
 *     ∂u/∂W = 1/z · [ x y 1 ;  0 0 0 ; -ux -uy -u ]
 *     ∂v/∂W = 1/z · [ 0 0 0 ;  x y 1 ; -vx -vy -v ]
 *     dL/dW = Σ_p Σ_c ∂L/∂Y_c(p) · (∂g_c/∂u · ∂u/∂W + ∂g_c/∂v · ∂v/∂W)
 *
 * where ∂g/∂u and ∂g/∂v are the exact derivatives of the interpolation, with
 * its boundary, taken at the warped point. With antialias, the change with W of
 * the number of samples in a pixel is neglected: that number jumps, and is
 * constant between the jumps.
 *
 * Returns: FALSE, and @dl_dw untouched, with the errors of hom_warp(); with
 *   %HOM_ERROR_ARGUMENT, too, when W is so small that dL/dW is not finite.
 */
gboolean
hom_warp_gradient (const HomImage    *input,
                   const HomMatrix   *w,
                   const HomSampling *sampling,
                   const HomImage    *dl_dy,
                   HomMatrix         *dl_dw,
                   GError           **error)
{
  HomMatrix  sum = { { 0 } };
  HomMatrix *bands;
  HomWarpRun run;
  gboolean   is_done;
  gint       n_bands;

  if (! hom_warp_run_begin (&run, HOM_WARP_KERNEL_GRADIENT, input, w, sampling,
                            dl_dy, "dL/dY", error))
    return FALSE;

  n_bands = hom_warp_rows_n_bands (&run.rows);
  bands   = g_new0 (HomMatrix, n_bands);
  is_done = hom_warp_rows_run (&run.rows, bands, sizeof (HomMatrix), error);
  for (gint band = 0; band < n_bands; band++)
    for (gint i = 0; i < 9; i++)
      sum.m[i] += bands[band].m[i];
  g_free (bands);
  hom_warp_run_end (&run);

  if (! is_done || ! hom_warp_rows_scale (&run.rows, &sum, error))
    return FALSE;

  *dl_dw = sum;

  return TRUE;
}

/**
 * hom_warp_derivative:
 * @input: the picture, X.
 * @w: the sampling matrix W.
 * @dw: a change of W, dW.
 * @dy: (out): dY, the change of Y = hom_warp (X, W) with dW, to first order. It
 *   has as many channels as @input; its fields say which part of the plane is
 *   wanted.
 *
 * Computes the Jacobian–vector product of the warp: Σ ∂L/∂Y ∘ dY = Σ dL/dW ∘ dW
 * for all ∂L/∂Y and dW.
 *
 * Returns: FALSE with the errors of hom_warp(); with %HOM_ERROR_ARGUMENT, too,
 *   when @dw is so much larger than W that dY is not finite.
 */
gboolean
hom_warp_derivative (const HomImage    *input,
                     const HomMatrix   *w,
                     const HomSampling *sampling,
                     const HomMatrix   *dw,
                     HomImage          *dy,
                     GError           **error)
{
  HomMatrix  change = *dw;
  HomWarpRun run;
  gboolean   is_done;

  if (! hom_warp_run_begin (&run, HOM_WARP_KERNEL_DERIVATIVE, input, w,
                            sampling, dy, "dY", error))
    return FALSE;

  run.rows.data = &change;
  is_done       = hom_warp_check_matrix (dw, error) &&
            hom_warp_rows_scale (&run.rows, &change, error) &&
            hom_warp_rows_run (&run.rows, NULL, 0, error);
  hom_warp_run_end (&run);

  return is_done;
}
