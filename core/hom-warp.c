/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "hom-error.h"
#include "hom-parallel.h"
#include "hom-sample.h"
#include "hom-warp.h"

/* Enough work for a thread to be worth its start, and little enough for all
 * processors to have some.
 */
#define PIXELS_PER_BAND 65536

typedef struct Warp Warp;

typedef void (*RowFunc) (const Warp *warp, gint row, gdouble sums[9]);

struct Warp
{
  const HomImage *input;
  const HomImage *output; /* or dL/dY */
  HomMatrix       w;
  HomBoundary     boundary;
  gdouble         horizon;
  RowFunc         func;
  gdouble (*sums)[9];
};

/* The point of the input seen at the centre of an output pixel. */
typedef struct
{
  gdouble u, v;
  gdouble inverse_z; /* 0 behind the horizon */
} Seen;

static inline Seen
look (const Warp *warp, gdouble x, gdouble y)
{
  const gdouble *m    = warp->w.m;
  gdouble        z    = m[6] * x + m[7] * y + m[8];
  Seen           seen = { 0.0, 0.0, 0.0 };

  if (z > warp->horizon)
    {
      seen.inverse_z = 1.0 / z;
      seen.u         = (m[0] * x + m[1] * y + m[2]) * seen.inverse_z;
      seen.v         = (m[3] * x + m[4] * y + m[5]) * seen.inverse_z;
    }

  return seen;
}

static inline __attribute__ ((always_inline)) void
warp_row (const Warp      *warp,
          gint             row,
          HomInterpolation interpolation,
          gint             channels)
{
  const HomImage *output = warp->output;
  gfloat         *pixel  = hom_image_pixel (output, 0, row);
  gdouble         y      = (gdouble) output->y + row + 0.5;

  for (gint column = 0; column < output->width; column++, pixel += channels)
    {
      Seen      seen   = look (warp, (gdouble) output->x + column + 0.5, y);
      HomSample sample = { { 0.0f } };

      if (seen.inverse_z > 0.0)
        hom_sample_point (warp->input, interpolation, warp->boundary, channels,
                          FALSE, seen.u, seen.v, &sample);
      for (gint c = 0; c < channels; c++)
        pixel[c] = sample.value[c];
    }
}

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

/* dL/dW += Σ_x, by the formula in hom_warp_gradient's comment. The sums over a
 * row leave out y, which is the same for all of it.
 */
static inline __attribute__ ((always_inline)) void
gradient_row (const Warp      *warp,
              gint             row,
              HomInterpolation interpolation,
              gint             channels,
              gdouble          sums[9])
{
  const HomImage *dl_dy    = warp->output;
  const gfloat   *pixel    = hom_image_pixel (dl_dy, 0, row);
  gdouble         y        = (gdouble) dl_dy->y + row + 0.5;
  gdouble         sum[3]   = { 0.0 };
  gdouble         sum_x[3] = { 0.0 };

  for (gint column = 0; column < dl_dy->width; column++, pixel += channels)
    {
      gdouble   x    = (gdouble) dl_dy->x + column + 0.5;
      Seen      seen = look (warp, x, y);
      HomSample sample;
      gdouble   along[3] = { 0.0 };

      if (! (seen.inverse_z > 0.0) || ! does_count (pixel, channels))
        continue;

      hom_sample_point (warp->input, interpolation, warp->boundary, channels,
                        TRUE, seen.u, seen.v, &sample);
      for (gint c = 0; c < channels; c++)
        {
          along[0] += (gdouble) pixel[c] * sample.du[c];
          along[1] += (gdouble) pixel[c] * sample.dv[c];
        }
      along[2] = -(along[0] * seen.u + along[1] * seen.v);
      for (gint i = 0; i < 3; i++)
        {
          sum[i] += along[i] * seen.inverse_z;
          sum_x[i] += along[i] * seen.inverse_z * x;
        }
    }

  for (gint i = 0; i < 3; i++)
    {
      sums[3 * i + 0] += sum_x[i];
      sums[3 * i + 1] += sum[i] * y;
      sums[3 * i + 2] += sum[i];
    }
}

/* The two loops above, compiled for each interpolation and number of channels,
 * and tables of the results.
 */
#define ROW_FUNCS(interpolation, channels)                                   \
  static void warp_##interpolation##_##channels (const Warp *warp, gint row, \
                                                 gdouble sums[9])            \
  {                                                                          \
    warp_row (warp, row, HOM_INTERPOLATION_##interpolation, channels);       \
  }                                                                          \
                                                                             \
  static void gradient_##interpolation##_##channels (                        \
      const Warp *warp, gint row, gdouble sums[9])                           \
  {                                                                          \
    gradient_row (warp, row, HOM_INTERPOLATION_##interpolation, channels,    \
                  sums);                                                     \
  }

#define INTERPOLATION_ROW_FUNCS(interpolation) \
  ROW_FUNCS (interpolation, 1)                 \
  ROW_FUNCS (interpolation, 2)                 \
  ROW_FUNCS (interpolation, 3)                 \
  ROW_FUNCS (interpolation, 4)

#define TABLE_ROW(what, interpolation)                                \
  [HOM_INTERPOLATION_##interpolation] = { what##_##interpolation##_1, \
                                          what##_##interpolation##_2, \
                                          what##_##interpolation##_3, \
                                          what##_##interpolation##_4 }

#define TABLE(what)                                      \
  { TABLE_ROW (what, NEAREST), TABLE_ROW (what, LINEAR), \
    TABLE_ROW (what, CUBIC), TABLE_ROW (what, LANCZOS) }

INTERPOLATION_ROW_FUNCS (NEAREST)
INTERPOLATION_ROW_FUNCS (LINEAR)
INTERPOLATION_ROW_FUNCS (CUBIC)
INTERPOLATION_ROW_FUNCS (LANCZOS)

static const RowFunc warp_funcs[][HOM_MAX_CHANNELS]     = TABLE (warp);
static const RowFunc gradient_funcs[][HOM_MAX_CHANNELS] = TABLE (gradient);

/* Below this z is rounding, and the pixel lies on the horizon. */
static gdouble
horizon (const HomMatrix *w, const HomBox *box)
{
  gdouble x = MAX (fabs (box->x0), fabs (box->x1));
  gdouble y = MAX (fabs (box->y0), fabs (box->y1));

  return 1e-12 * (fabs (w->m[6]) * x + fabs (w->m[7]) * y + fabs (w->m[8]));
}

static gboolean
check_arguments (const HomImage    *input,
                 const HomMatrix   *w,
                 const HomSampling *sampling,
                 const HomImage    *output,
                 const gchar       *output_name,
                 GError           **error)
{
  if (! hom_image_check (input, "input", error) ||
      ! hom_image_check (output, output_name, error))
    return FALSE;

  if (output->channels != input->channels)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The image “%s” has %d channels; it must have %d, as the "
                      "input has."),
                   output_name, output->channels, input->channels);
      return FALSE;
    }
  if (! hom_matrix_is_finite (w))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                           _ ("The matrix has a coefficient that is not a "
                              "finite number."));
      return FALSE;
    }
  if ((guint) sampling->interpolation >= G_N_ELEMENTS (warp_funcs) ||
      (guint) sampling->boundary > HOM_BOUNDARY_WRAP)
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                           _ ("There is no such interpolation or boundary."));
      return FALSE;
    }

  return TRUE;
}

static void
do_band (gint band, gint first, gint last, gpointer data)
{
  const Warp *warp = data;

  for (gint row = first; row < last; row++)
    warp->func (warp, row, warp->sums ? warp->sums[band] : NULL);
}

static gint
rows_per_band (const HomImage *image)
{
  return MAX (1, PIXELS_PER_BAND / image->width);
}

/**
 * hom_interpolation_radius:
 *
 * Returns: how far from the sampled point a pixel's centre may lie and still
 *   count, in pixels.
 */
gint
hom_interpolation_radius (HomInterpolation interpolation)
{
  return (hom_taps (interpolation) + 1) / 2;
}

/**
 * hom_warp:
 * @input: the picture, X.
 * @w: the sampling matrix W: takes a point of the output to the point of the
 *   input that is seen there.
 * @output: the warped picture, Y, as many channels as @input; its fields say
 *   which part of the plane is wanted. It must not share pixels with @input.
 *
 * Y(p) = g(W·p) at each pixel centre p, where g is @input as @sampling says. A
 * pixel behind the horizon is zero, in every boundary rule.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT, and @output untouched, when an
 *   argument has a value that makes no sense.
 */
gboolean
hom_warp (const HomImage    *input,
          const HomMatrix   *w,
          const HomSampling *sampling,
          HomImage          *output,
          GError           **error)
{
  HomBox box;
  Warp   warp = { input, output, *w, sampling->boundary, 0.0, NULL, NULL };

  if (! check_arguments (input, w, sampling, output, "output", error))
    return FALSE;

  box          = hom_image_box (output);
  warp.horizon = horizon (w, &box);
  warp.func    = warp_funcs[sampling->interpolation][input->channels - 1];
  hom_parallel_rows (output->height, rows_per_band (output), do_band, &warp);

  return TRUE;
}

/**
 * hom_warp_gradient:
 * @input: the picture, X.
 * @w: the sampling matrix W.
 * @dl_dy: ∂L/∂Y, the gradient of any loss L of Y = hom_warp (X, W) for each
 *   value of Y; zero where a pixel does not count.
 * @dl_dw: (out): dL/dW, the gradient of L for the nine coefficients of W.
 *
 * The vector–Jacobian product of the warp. With (a, b, z) = W·(x, y, 1),
 * u = a/z and v = b/z:
 *
 *     ∂u/∂W = 1/z · [ x y 1 ;  0 0 0 ; -ux -uy -u ]
 *     ∂v/∂W = 1/z · [ 0 0 0 ;  x y 1 ; -vx -vy -v ]
 *     dL/dW = Σ_p Σ_c ∂L/∂Y_c(p) · (∂g_c/∂u · ∂u/∂W + ∂g_c/∂v · ∂v/∂W)
 *
 * where ∂g/∂u and ∂g/∂v are the derivatives of the interpolation, taken at the
 * warped point. On a pixel centre, where the bilinear one has a kink, they are
 * those to the right and downwards.
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
  HomBox box;
  Warp   warp = { input, dl_dy, *w, sampling->boundary, 0.0, NULL, NULL };
  gint   n_bands;

  if (! check_arguments (input, w, sampling, dl_dy, "dL/dY", error))
    return FALSE;

  box          = hom_image_box (dl_dy);
  n_bands      = hom_parallel_n_bands (dl_dy->height, rows_per_band (dl_dy));
  warp.horizon = horizon (w, &box);
  warp.func    = gradient_funcs[sampling->interpolation][input->channels - 1];
  warp.sums    = g_malloc0_n (n_bands, sizeof (*warp.sums));
  hom_parallel_rows (dl_dy->height, rows_per_band (dl_dy), do_band, &warp);

  *dl_dw = (HomMatrix) { { 0 } };
  for (gint band = 0; band < n_bands; band++)
    for (gint i = 0; i < 9; i++)
      dl_dw->m[i] += warp.sums[band][i];
  g_free (warp.sums);

  return TRUE;
}
