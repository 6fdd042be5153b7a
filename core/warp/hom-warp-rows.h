/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: the walk through the pixels of a warp's output, row by row, in loops
 * that are compiled for their constants, see hom-warp-dispatch.h.
 */

#pragma once

#include "homography/hom-matrix.h"
#include "sampling/hom-sample-point.h"

/* The largest number of samples along each side of a pixel of the output, which
 * is their mean.
 */
#define HOM_MAX_SUBPIXELS 64

/* The largest number of samples along each side where all of a pixel shows what
 * the boundary rule repeats or stretches. There is no end of that, and all
 * pixels together are to take no more samples than the input has pixels, plus
 * this number squared for each pixel of the output.
 */
#define HOM_MAX_SUBPIXELS_BEYOND 8

/* The distance from an edge, in pixels, from which on a place is inside in
 * spite of all roundings, see HomWarpRows.
 */
#define HOM_MARGIN 1e-3

#define HOM_ALWAYS_INLINE static inline __attribute__ ((always_inline))

typedef struct _HomWarpRows  HomWarpRows;
typedef struct _HomOutputRow HomOutputRow;
typedef struct _HomSpan      HomSpan;

/* Works on the pixels first … last − 1 of a row of the output. */
typedef void (*HomRunFunc) (const HomWarpRows *rows,
                            gint           row,
                            gint           first,
                            gint           last,
                            gpointer       data);

/* Finds the places where n pixels from a column on are seen. */
typedef void (*HomLocateFunc) (const HomWarpRows  *rows,
                               const HomOutputRow *line,
                               gint                column,
                               gint                n,
                               HomSpan            *span);

/* Finds the weights of the taps of a span's pixels. */
typedef void (*HomWeighFunc) (HomSpan *span);

/**
 * HomWarpRows:
 * @input: X, or the coefficients of a spline. The adjoint uses only its box.
 * @output: Y, dL/dY or dY.
 * @w: W, divided by 2 to the power of @exponent.
 * @exponent: the exponent that brings the last row of @w near 1, unless other
 *   coefficients become too large by it. Every multiple of a matrix shows the
 *   same, but 1/z of tiny ones is not finite.
 * @sampling: the way to turn X into a function of the plane.
 * @reach: the most that the terms of each row of @w add up to in the output.
 * @horizon: the z of the horizon; one that is not larger is mere rounding.
 * @firm: the z above which the roundings of u and v together are less than
 *   HOM_MARGIN, for points that lie in the input's box.
 * @most_samples: the largest number of samples of a pixel of the output: as
 *   many as the input has pixels, or HOM_MAX_SUBPIXELS along both sides,
 *   whichever is less.
 * @is_large: whether the output is larger than the caches.
 * @func: the function that works on a run of pixels, by vectors where that can
 *   be.
 * @any_func: the function that does so for any pixel, also where it is a mean
 *   of samples or shows what lies over the edge.
 * @locate_func: the function that @func begins each span with.
 * @weigh_func: the function that @func goes on with where there are more than
 *   two taps along an axis.
 * @data: the data of the caller.
 *
 * The rows of the output of one warp, and all that is needed to work on them.
 */
struct _HomWarpRows
{
  const HomImage *input;
  const HomImage *output;
  HomMatrix       w;
  gint            exponent;
  HomSampling     sampling;
  gdouble         reach[3];
  gdouble         horizon, firm;
  gint            most_samples;
  gboolean        is_large;
  HomRunFunc      func, any_func;
  HomLocateFunc   locate_func;
  HomWeighFunc    weigh_func;
  gpointer        data;
};

/**
 * HomWarpedPoint:
 * @x, @y: the coordinates of a point of the output.
 * @u, @v: those of the point of the input that is seen there.
 * @inverse_z: 1 / z, or 0 behind the horizon.
 * @weight: the share that the point has in its pixel of the output.
 *
 * A point of the output, and the point of the input that is seen there.
 */
typedef struct
{
  gdouble x, y;
  gdouble u, v;
  gdouble inverse_z;
  gfloat  weight;
} HomWarpedPoint;

/* The numbers of samples that a pixel of the output takes along its sides. */
typedef struct
{
  gint nx, ny;
} HomFootprint;

/* Returns the number of channels, and tells the compiler its range. That makes
 * loops shorter, and saves a tenth of the time of a mean of samples.
 */
HOM_ALWAYS_INLINE gint
hom_warp_channels (const HomWarpRows *rows)
{
  const gint channels = rows->output->channels;

  if (channels < 1 || channels > HOM_MAX_CHANNELS)
    __builtin_unreachable ();

  return channels;
}

/* Finds the point of the input that is seen at a point of the output, without a
 * branch, so that several points are worked out at once.
 */
HOM_ALWAYS_INLINE HomWarpedPoint
hom_warp_point (const HomWarpRows *rows, gdouble x, gdouble y)
{
  const gdouble *m         = rows->w.m;
  gdouble        z         = m[6] * x + m[7] * y + m[8];
  gboolean       in_front  = z > rows->horizon;
  gdouble        inverse_z = 1.0 / z;
  gdouble        u         = (m[0] * x + m[1] * y + m[2]) * inverse_z;
  gdouble        v         = (m[3] * x + m[4] * y + m[5]) * inverse_z;

  return (HomWarpedPoint) { x, y,
                     in_front ? u : 0.0,
                     in_front ? v : 0.0,
                     in_front ? inverse_z : 0.0,
                     1.0f };
}

/* Tells whether a part of the plane lies so far outside of the input that no
 * kernel reaches in.
 */
static inline gboolean
hom_is_out_of_reach (const HomImage *input, const HomBox *part)
{
  const HomBox box = hom_image_box (input);

  return part->x1 < box.x0 - HOM_MAX_TAPS || part->x0 > box.x1 + HOM_MAX_TAPS ||
         part->y1 < box.y0 - HOM_MAX_TAPS || part->y0 > box.y1 + HOM_MAX_TAPS;
}

/* Tells whether a pixel of the output shows nothing of the input. Where its
 * corners are in front of the horizon they span all that it shows.
 */
static inline gboolean
hom_pixel_is_out_of_reach (const HomWarpRows *rows, const HomWarpedPoint *centre)
{
  HomBox part = { centre->u, centre->v, centre->u, centre->v };

  if (! hom_is_out_of_reach (rows->input, &part))
    return FALSE;

  for (gint k = 0; k < 4; k++)
    {
      HomWarpedPoint corner = hom_warp_point (rows, centre->x + (k % 2 ? 0.5 : -0.5),
                                 centre->y + (k / 2 ? 0.5 : -0.5));

      if (! (corner.inverse_z > 0.0))
        return FALSE;
      part.x0 = MIN (part.x0, corner.u);
      part.y0 = MIN (part.y0, corner.v);
      part.x1 = MAX (part.x1, corner.u);
      part.y1 = MAX (part.y1, corner.v);
    }

  return hom_is_out_of_reach (rows->input, &part);
}

/* Takes fewer samples where there are more than pixels in the input: they would
 * show the same pixels again.
 */
static inline void
hom_footprint_limit (const HomWarpRows *rows, HomFootprint *footprint)
{
  const gint n    = footprint->nx * footprint->ny;
  const gint most = rows->most_samples;

  if (n <= most)
    return;

  footprint->nx = MAX (1, (gint) (footprint->nx * sqrt ((gdouble) most / n)));
  footprint->ny = CLAMP (most / footprint->nx, 1, footprint->ny);
  footprint->nx = MIN (footprint->nx, most / footprint->ny);
}

/* Returns the largest number of samples that a pixel may take along a side: one
 * is enough where all of them show the same, nothing but the fill.
 */
static inline gint
hom_most_subpixels (const HomWarpRows *rows, const HomWarpedPoint *centre)
{
  if (! hom_pixel_is_out_of_reach (rows, centre))
    return HOM_MAX_SUBPIXELS;

  return hom_ends_at_edge (rows->sampling.boundary) ? 1 :
                                                      HOM_MAX_SUBPIXELS_BEYOND;
}

/* Returns the numbers of samples along the sides of a pixel, such that they lie
 * about a pixel of the input apart, and 1.5 at most unless their number is
 * limited, by the Jacobian at the pixel's centre. Each side may have its own
 * number.
 */
static inline HomFootprint
hom_footprint (const HomWarpRows *rows, const HomWarpedPoint *centre)
{
  const gdouble *m         = rows->w.m;
  HomFootprint   footprint = { 1, 1 };
  gdouble        x_side, y_side, most;

  if (! rows->sampling.antialias || ! (centre->inverse_z > 0.0))
    return footprint;

  most   = hom_most_subpixels (rows, centre);
  x_side = hypot (m[0] - centre->u * m[6], m[3] - centre->v * m[6]) *
           centre->inverse_z;
  y_side = hypot (m[1] - centre->u * m[7], m[4] - centre->v * m[7]) *
           centre->inverse_z;
  footprint.nx = hom_clamp (x_side + 0.5, 1.0, most);
  footprint.ny = hom_clamp (y_side + 0.5, 1.0, most);
  hom_footprint_limit (rows, &footprint);

  return footprint;
}

/* Returns the k-th sample of a pixel of the output. */
static inline HomWarpedPoint
hom_warp_subpixel (const HomWarpRows      *rows,
                 const HomWarpedPoint      *centre,
                 const HomFootprint *footprint,
                 gint                k)
{
  gint    n = footprint->nx * footprint->ny;
  HomWarpedPoint warped;

  if (n == 1)
    return *centre;

  warped = hom_warp_point (
    rows,
    centre->x + (k % footprint->nx + 0.5) / footprint->nx - 0.5,
    centre->y + (k / footprint->nx + 0.5) / footprint->ny - 0.5);
  warped.weight = 1.0f / n;

  return warped;
}

/* Tells whether the input alone determines a pixel of the output. */
static inline gboolean
hom_pixel_is_valid (const HomWarpRows      *rows,
                    HomInterpolation    interpolation,
                    const HomWarpedPoint      *centre,
                    const HomFootprint *footprint)
{
  for (gint k = 0; k < footprint->nx * footprint->ny; k++)
    {
      HomWarpedPoint warped = hom_warp_subpixel (rows, centre, footprint, k);

      if (! (warped.inverse_z > 0.0) ||
          ! hom_point_is_valid (rows->input, interpolation, warped.u, warped.v))
        return FALSE;
    }

  return TRUE;
}

/* Returns the centre of a pixel of the output, and finds its footprint, which
 * is empty where the boundary rule says that the pixel does not count.
 */
static inline HomWarpedPoint
hom_warp_pixel_centre (const HomWarpRows   *rows,
                   HomInterpolation interpolation,
                   gint             column,
                   gint             row,
                   HomFootprint    *footprint)
{
  HomWarpedPoint centre = hom_warp_point (rows, (gdouble) rows->output->x + column + 0.5,
                             (gdouble) rows->output->y + row + 0.5);

  *footprint = hom_footprint (rows, &centre);
  if (rows->sampling.boundary == HOM_BOUNDARY_VALID &&
      ! hom_pixel_is_valid (rows, interpolation, &centre, footprint))
    footprint->nx = 0;

  return centre;
}

/* Finds the derivative of a seen point along dW. */
static inline void
hom_warped_point_derivative (const HomMatrix *dw,
                 const HomWarpedPoint   *warped,
                 gdouble         *du,
                 gdouble         *dv)
{
  const gdouble *m  = dw->m;
  gdouble        x  = warped->x;
  gdouble        y  = warped->y;
  gdouble        dz = m[6] * x + m[7] * y + m[8];

  *du = (m[0] * x + m[1] * y + m[2] - warped->u * dz) * warped->inverse_z;
  *dv = (m[3] * x + m[4] * y + m[5] - warped->v * dz) * warped->inverse_z;
}

gboolean hom_warp_check_matrix (const HomMatrix   *matrix,
                                GError           **error);
gboolean hom_warp_rows_init    (HomWarpRows       *rows,
                                const HomImage    *input,
                                const HomMatrix   *w,
                                const HomSampling *sampling,
                                const HomImage    *output,
                                const gchar       *output_name,
                                GError           **error);
gboolean hom_warp_rows_scale   (const HomWarpRows *rows,
                                HomMatrix         *matrix,
                                GError           **error);
gint     hom_warp_rows_n_bands (const HomWarpRows *rows);
gboolean hom_warp_rows_run     (const HomWarpRows *rows,
                                gpointer           band_data,
                                gsize              band_size,
                                GError           **error);
