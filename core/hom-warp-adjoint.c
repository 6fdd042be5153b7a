/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "hom-parallel.h"
#include "hom-rows.h"
#include "hom-spline.h"

/* The rows of the input that one thread adds up, in doubles: a megabyte for
 * 1000 pixels of four channels.
 */
#define ROWS_PER_STRIPE 32

/**
 * Stripe:
 * @sums: of the rows first … last − 1 of the input.
 */
typedef struct
{
  gdouble *sums;
  gint     first, last;
} Stripe;

typedef struct
{
  HomRows    rows; /* the output is dL/dY */
  HomImage  *dl_dx;
  HomRowFunc func;
} Adjoint;

static inline void
add_tap (const Stripe   *stripe,
         const HomImage *image,
         gint            column,
         gint            row,
         gdouble         weight,
         const gfloat   *dl_dy,
         gint            channels)
{
  gsize at;

  if (row < stripe->first || row >= stripe->last)
    return;

  at = ((gsize) (row - stripe->first) * image->width + column) * channels;
  for (gint c = 0; c < channels; c++)
    stripe->sums[at + c] += weight * dl_dy[c];
}

/* The transpose of hom_gather() and hom_weigh_block(). */
static inline void
scatter (const HomRows  *rows,
         HomInterpolation interpolation,
         gint            channels,
         const HomSeen  *seen,
         const gfloat   *dl_dy,
         const Stripe   *stripe)
{
  const HomImage   *image    = rows->input;
  const gint        taps     = hom_taps (interpolation);
  const HomBoundary boundary = hom_is_spline (interpolation)
                                 ? hom_spline_boundary (rows->sampling.boundary)
                                 : rows->sampling.boundary;
  HomPlace place = hom_find_place (image, interpolation,
                                   rows->sampling.boundary, seen->u, seen->v);
  gfloat   wu[HOM_MAX_TAPS], wv[HOM_MAX_TAPS], slopes[HOM_MAX_TAPS];

  hom_weights (interpolation, place.tu, wu, slopes);
  hom_weights (interpolation, place.tv, wv, slopes);

  for (gint row = 0; row < taps; row++)
    {
      HomTap y = hom_boundary_tap (boundary, place.j + row, image->height);

      for (gint column = 0; column < taps; column++)
        {
          HomTap  x = hom_boundary_tap (boundary, place.i + column, image->width);
          gdouble weight = (gdouble) seen->weight * wu[column] * wv[row];

          if (x.index < 0 || y.index < 0)
            continue;
          add_tap (stripe, image, x.index, y.index,
                   weight * x.weight * y.weight, dl_dy, channels);
          if (x.slope != 0.0f)
            add_tap (stripe, image, x.other, y.index,
                     weight * x.slope * y.weight, dl_dy, channels);
          if (y.slope != 0.0f)
            add_tap (stripe, image, x.index, y.other,
                     weight * x.weight * y.slope, dl_dy, channels);
          if (x.slope != 0.0f && y.slope != 0.0f)
            add_tap (stripe, image, x.other, y.other,
                     weight * x.slope * y.slope, dl_dy, channels);
        }
    }
}

static inline __attribute__ ((always_inline)) void
adjoint_row (const HomRows   *rows,
             gint             row,
             HomInterpolation interpolation,
             gint             channels,
             gpointer         band_data)
{
  const Stripe *stripe = band_data;
  const gfloat *pixel  = hom_image_pixel (rows->output, rows->first, row);

  for (gint column = rows->first; column < rows->last;
       column++, pixel += channels)
    {
      HomFootprint footprint;
      HomSeen      centre =
        hom_look_at_pixel (rows, interpolation, column, row, &footprint);

      for (gint k = 0; k < footprint.nx * footprint.ny; k++)
        {
          HomSeen seen = hom_look_within (rows, &centre, &footprint, k);

          if (seen.inverse_z > 0.0)
            scatter (rows, interpolation, channels, &seen, pixel, stripe);
        }
    }
}

HOM_ROW_FUNCS (adjoint);

/* Whether a stripe of the input is seen in one part of the output only. With
 * the other rules it stands for what lies outside too.
 */
static gboolean
is_seen_once (HomBoundary boundary)
{
  return boundary == HOM_BOUNDARY_FILL || boundary == HOM_BOUNDARY_VALID;
}

/* The part of the output that shows a stripe of the input, counted from its
 * first pixel: columns go into the rows' own fields. Without an inverse of W, all
 * of it may.
 */
static void
find_output (HomRows *rows, const Stripe *stripe, gint *first, gint *last)
{
  const HomImage *input  = rows->input;
  const HomImage *output = rows->output;
  HomBox          within = hom_image_box (output);
  gint            reach  = hom_taps (rows->sampling.interpolation);
  HomBox          seen   = { input->x - reach, input->y + stripe->first - reach,
                             (gdouble) input->x + input->width + reach,
                             (gdouble) input->y + stripe->last + reach };
  HomBox          part;
  HomMatrix       h;

  *first      = 0;
  *last       = output->height;
  rows->first = 0;
  rows->last  = output->width;
  if (! is_seen_once (rows->sampling.boundary) ||
      ! hom_matrix_invert (&rows->w, &h, NULL))
    return;

  /* The samples of a pixel lie up to half a pixel from its centre. */
  hom_matrix_map_box (&h, &seen, &within, &part);
  rows->first = MAX (0, (gint) floor (part.x0 - output->x) - 1);
  rows->last  = MIN (output->width, (gint) ceil (part.x1 - output->x) + 1);
  *first      = MAX (0, (gint) floor (part.y0 - output->y) - 1);
  *last       = MIN (output->height, (gint) ceil (part.y1 - output->y) + 1);
}

static void
add_stripe (gint band, gint first, gint last, gpointer data)
{
  const Adjoint *adjoint = data;
  HomImage      *dl_dx   = adjoint->dl_dx;
  HomRows        rows    = adjoint->rows;
  gsize          n       = (gsize) dl_dx->width * dl_dx->channels;
  Stripe         stripe  = { g_new0 (gdouble, n * (last - first)), first, last };
  gint           first_output, last_output;

  find_output (&rows, &stripe, &first_output, &last_output);
  for (gint row = first_output; row < last_output; row++)
    adjoint->func (&rows, row, &stripe);

  for (gint row = first; row < last; row++)
    {
      gfloat *pixel = hom_image_pixel (dl_dx, 0, row);

      for (gsize i = 0; i < n; i++)
        pixel[i] = stripe.sums[(row - first) * n + i];
    }
  g_free (stripe.sums);
}

/**
 * hom_warp_adjoint:
 * @dl_dy: ∂L/∂Y, the gradient of any loss L of Y = hom_warp (X, W).
 * @w: the sampling matrix W.
 * @sampling: as for hom_warp(); with its @coefficients set, X are those.
 * @dl_dx: (out): ∂L/∂X, the gradient for the input: its fields say where the
 *   input lies. As many channels as @dl_dy.
 *
 * The adjoint of the warp, which is linear in X but for the fill:
 * Σ ∂L/∂Y ∘ hom_warp (X, W) = Σ ∂L/∂X ∘ X for all X, where the fill is 0.
 *
 * Each thread adds up rows of the input, from all pixels of the output that show
 * them, so that the sums do not depend on the number of threads.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT, and @dl_dx untouched, when an argument
 *   has a value that makes no sense.
 */
gboolean
hom_warp_adjoint (const HomImage    *dl_dy,
                  const HomMatrix   *w,
                  const HomSampling *sampling,
                  HomImage          *dl_dx,
                  GError           **error)
{
  Adjoint adjoint = { .dl_dx = dl_dx };
  gint    rows_per_stripe;

  if (! hom_rows_init (&adjoint.rows, dl_dx, w, sampling, dl_dy, "dL/dY",
                       error))
    return FALSE;

  rows_per_stripe =
    is_seen_once (sampling->boundary) ? ROWS_PER_STRIPE : dl_dx->height;
  adjoint.func = adjoint_funcs[sampling->interpolation][dl_dy->channels - 1];
  hom_parallel_rows (dl_dx->height, rows_per_stripe, add_stripe, &adjoint);

  return sampling->coefficients ||
         hom_spline_adjoint (dl_dx, sampling, dl_dx, error);
}
