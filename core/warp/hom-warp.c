/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "homography/hom-error.h"
#include "homography/hom-warp.h"
#include "warp/hom-warp-run.h"

/* Warps one pixel, which may be the mean of several samples, or may not count
 * at all. Inlined in the loop it takes a tenth longer, with linear samples.
 */
static __attribute__ ((noinline)) void
warp_pixel (const HomWarpRows *rows,
            gint               column,
            gint               row,
            HomInterpolation   interpolation,
            gint               channels,
            gfloat            *pixel)
{
  gdouble        sum[HOM_MAX_CHANNELS] = { 0.0 };
  HomFootprint   footprint;
  HomWarpedPoint centre = hom_warp_pixel_centre (rows, interpolation, column,
                                                 row, &footprint);

  for (gint k = 0; k < footprint.nx * footprint.ny; k++)
    {
      HomWarpedPoint warped = hom_warp_subpixel (rows, &centre, &footprint, k);
      HomSample      sample;

      if (warped.inverse_z > 0.0)
        hom_sample_point (rows->input, &rows->sampling, interpolation, channels,
                          FALSE, warped.u, warped.v, &sample);
      else
        hom_sample_fill (&rows->sampling, channels, &sample);
      for (gint c = 0; c < channels; c++)
        sum[c] += warped.weight * sample.value[c];
    }
  for (gint c = 0; c < channels; c++)
    pixel[c] = sum[c];
}

HOM_ALWAYS_INLINE void
warp_any (const HomWarpRows *rows,
          gint               row,
          gint               first,
          gint               last,
          HomInterpolation   interpolation,
          gpointer           data)
{
  for (gint column = first; column < last; column++)
    warp_pixel (rows, column, row, interpolation, hom_warp_channels (rows),
                hom_image_pixel (rows->output, column, row));
}

HOM_ANY_FUNCS (hom_warp_any, warp_any);

/**
 * hom_warp:
 * @input: the picture, X.
 * @w: the sampling matrix W, which takes a point of the output to the point of
 *   the input that is seen there.
 * @sampling: the way to turn the input into a function of the plane, g.
 * @output: the warped picture, Y, with as many channels as @input; its fields
 *   say which part of the plane is wanted. It must not share pixels with
 *   @input.
 *
 * Warps a picture: Y(p) = g(W·p) at each pixel centre p. A pixel behind the
 * horizon is zero or, with %HOM_BOUNDARY_FILL, of that color. With W = 0 that
 * is every pixel.
 *
 * With @sampling's antialias, a pixel p of the output that shows several pixels
 * of the input is the mean of g(W·q) over a grid of points q inside of p. The
 * number of points along each of its sides is the length of that side in pixels
 * of the input, by the local Jacobian, but at most 64, or 8 where p shows
 * nothing but what the boundary rule repeats or stretches. The grid has no more
 * points than the input has pixels. This is the method of GEGL's samplers
 * (gegl_sampler_box_get), an anisotropic box filter. Where the picture is not
 * reduced this changes nothing.
 *
 * All processors work on it. When the thread's current #GCancellable, see
 * g_cancellable_push_current(), is cancelled, it ends soon.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT, and @output untouched, when an
 *   argument has a value that makes no sense; with %HOM_ERROR_MEMORY or
 *   %G_IO_ERROR_CANCELLED, and @output undefined.
 */
gboolean
hom_warp (const HomImage    *input,
          const HomMatrix   *w,
          const HomSampling *sampling,
          HomImage          *output,
          GError           **error)
{
  HomWarpRun run;
  gboolean   is_done;

  if (! hom_warp_run_begin (&run, HOM_WARP_KERNEL_WARP, input, w, sampling,
                            output, "output", error))
    return FALSE;

  is_done = hom_warp_rows_run (&run.rows, NULL, 0, error);
  hom_warp_run_end (&run);

  return is_done;
}

static void
find_mask (const HomWarpRows *rows,
           gint               row,
           gint               first,
           gint               last,
           gpointer           data)
{
  for (gint column = first; column < last; column++)
    {
      HomFootprint footprint;

      hom_warp_pixel_centre (rows, rows->sampling.interpolation, column, row,
                             &footprint);
      *hom_image_pixel (rows->output, column, row) = footprint.nx > 0;
    }
}

/**
 * hom_warp_mask:
 * @input: the picture; only its box counts.
 * @w: the sampling matrix.
 * @sampling: the sampling, of which the interpolation and antialias count, and
 *   not the boundary.
 * @mask: (out): an image of one channel: 1 where the input alone determines the
 *   pixel of the output, 0 where the boundary rule would have a part in it.
 *
 * Finds the part of the output that %HOM_BOUNDARY_VALID leaves.
 *
 * Returns: FALSE with the errors of hom_warp().
 */
gboolean
hom_warp_mask (const HomImage    *input,
               const HomMatrix   *w,
               const HomSampling *sampling,
               HomImage          *mask,
               GError           **error)
{
  HomWarpRows rows;

  if (! hom_image_check (input, "input", error) ||
      ! hom_image_check (mask, "mask", error) ||
      ! hom_image_matches (mask, "mask", mask, 1, error))
    return FALSE;

  /* A box with one channel stands for the input: its pixels are not used. */
  HomImage box = { input->data,   input->x, input->y,     input->width,
                   input->height, 1,        input->stride };

  if (! hom_warp_rows_init (&rows, &box, w, sampling, mask, "mask", error))
    return FALSE;

  rows.sampling.boundary = HOM_BOUNDARY_VALID;
  rows.func              = find_mask;

  return hom_warp_rows_run (&rows, NULL, 0, error);
}
