/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "homography/hom-error.h"
#include "homography/hom-sample.h"
#include "sampling/hom-sample-point.h"
#include "sampling/hom-spline-input.h"

/* Samples ∂²g/∂u², ∂²g/∂u∂v and ∂²g/∂v² of a cubic spline, three numbers for
 * each channel.
 */
static void
sample_hessian (const HomImage    *image,
                const HomSampling *sampling,
                HomPoint           point,
                gfloat            *hessian)
{
  const gint     taps     = 4;
  HomTapPosition position = hom_locate_taps (image,
                                             HOM_INTERPOLATION_CUBIC_SPLINE,
                                             sampling->boundary, point.x,
                                             point.y);
  gfloat         block[16 * HOM_MAX_CHANNELS];
  gfloat         wu[HOM_MAX_TAPS], su[HOM_MAX_TAPS], cu[4];
  gfloat         wv[HOM_MAX_TAPS], sv[HOM_MAX_TAPS], cv[4];

  hom_gather (image, sampling, taps, image->channels, &position, block);
  hom_weights (HOM_INTERPOLATION_CUBIC_SPLINE, position.tu, wu, su);
  hom_weights (HOM_INTERPOLATION_CUBIC_SPLINE, position.tv, wv, sv);
  hom_cubic_spline_curvatures (position.tu, cu);
  hom_cubic_spline_curvatures (position.tv, cv);

  for (gint c = 0; c < image->channels; c++)
    {
      gfloat uu = 0.0f, uv = 0.0f, vv = 0.0f;

      for (gint j = 0; j < taps; j++)
        for (gint i = 0; i < taps; i++)
          {
            gfloat tap = block[(j * taps + i) * image->channels + c];

            uu += wv[j] * cu[i] * tap;
            uv += sv[j] * su[i] * tap;
            vv += cv[j] * wu[i] * tap;
          }
      hessian[3 * c + 0] = position.moves_u ? uu : 0.0f;
      hessian[3 * c + 1] = position.moves_u && position.moves_v ? uv : 0.0f;
      hessian[3 * c + 2] = position.moves_v ? vv : 0.0f;
    }
}

#define SAMPLE_FUNC(interpolation)                                            \
  static void sample_##interpolation (const HomImage    *image,               \
                                      const HomSampling *sampling, gdouble u, \
                                      gdouble v, HomSample *sample)           \
  {                                                                           \
    hom_sample_point (image, sampling, HOM_INTERPOLATION_##interpolation,     \
                      image->channels, TRUE, u, v, sample);                   \
  }

SAMPLE_FUNC (NEAREST)
SAMPLE_FUNC (LINEAR)
SAMPLE_FUNC (CUBIC)
SAMPLE_FUNC (LANCZOS)
SAMPLE_FUNC (QUADRATIC_SPLINE)
SAMPLE_FUNC (CUBIC_SPLINE)
SAMPLE_FUNC (LANCZOS2)
SAMPLE_FUNC (LANCZOS4)

const HomSampleFunc hom_sample_funcs[HOM_N_INTERPOLATIONS] = {
  sample_NEAREST,  sample_LINEAR,           sample_CUBIC,
  sample_LANCZOS,  sample_QUADRATIC_SPLINE, sample_CUBIC_SPLINE,
  sample_LANCZOS2, sample_LANCZOS4,
};

static void
sample_points (const HomImage    *image,
               const HomSampling *sampling,
               const HomPoint    *points,
               gsize              n_points,
               gfloat            *values,
               gfloat            *gradients,
               gfloat            *hessians)
{
  const HomInterpolation interpolation = sampling->interpolation;
  const gint             channels      = image->channels;

  for (gsize k = 0; k < n_points; k++)
    {
      HomPoint  point  = points[k];
      HomSample sample = { { 0.0f } };
      gboolean  counts = sampling->boundary != HOM_BOUNDARY_VALID ||
                        hom_point_is_valid (image, interpolation, point.x,
                                            point.y);

      if (counts)
        hom_sample_funcs[interpolation](image, sampling, point.x, point.y,
                                        &sample);

      for (gint c = 0; c < channels; c++)
        {
          values[k * channels + c] = sample.value[c];
          if (gradients)
            {
              gradients[2 * (k * channels + c) + 0] = sample.du[c];
              gradients[2 * (k * channels + c) + 1] = sample.dv[c];
            }
        }
      if (hessians && counts)
        sample_hessian (image, sampling, point, hessians + 3 * k * channels);
      else if (hessians)
        memset (hessians + 3 * k * channels, 0, 3 * channels * sizeof (gfloat));
    }
}

/**
 * hom_sample:
 * @input: the picture, X.
 * @sampling: the way to turn it into a function of the plane, g. There is no
 *   footprint, so that antialias has no effect.
 * @points: the points to sample: (u, v) in pixels, centres at +0.5. A NaN
 *   counts as infinitely far to the left, or the top.
 * @n_points: the number of points.
 * @values: (out): g, @n_points × channels.
 * @gradients: (out) (nullable): ∂g/∂u and ∂g/∂v, @n_points × channels × 2.
 * @hessians: (out) (nullable): ∂²g/∂u², ∂²g/∂u∂v and ∂²g/∂v², @n_points ×
 *   channels × 3; for the cubic spline only, which has continuous ones.
 *
 * Samples a picture at any points.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when an argument has a value that
 *   makes no sense, or when Hessians are asked of another interpolation.
 */
gboolean
hom_sample (const HomImage    *input,
            const HomSampling *sampling,
            const HomPoint    *points,
            gsize              n_points,
            gfloat            *values,
            gfloat            *gradients,
            gfloat            *hessians,
            GError           **error)
{
  GError   *failure = NULL;
  HomImage *coefficients;

  if (! hom_image_check (input, "input", error) ||
      ! hom_sampling_check (sampling, error))
    return FALSE;
  if (hessians && sampling->interpolation != HOM_INTERPOLATION_CUBIC_SPLINE)
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                           _ ("Only the cubic spline has continuous second "
                              "derivatives."));
      return FALSE;
    }

  coefficients = hom_spline_input_new (input, sampling, &failure);
  if (! failure)
    sample_points (coefficients ? coefficients : input, sampling, points,
                   n_points, values, gradients, hessians);
  hom_image_free (coefficients);
  if (failure)
    g_propagate_error (error, failure);

  return ! failure;
}
