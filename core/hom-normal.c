/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-normal.h"
#include "hom-parallel.h"
#include "hom-sample.h"

#define ROWS_PER_BAND 16

/* The boundary has no part in it: what would need it does not count. */
static const HomSampling sampling = { HOM_INTERPOLATION_CUBIC,
                                      HOM_BOUNDARY_CLAMP };

/* A weight below this is what a filter left of the pixels beside a masked one;
 * they are not to count.
 */
#define LEAST_MASK 0.99f

/* A variance below this share of the mean square is the rounding of floats. */
#define FLAT 1e-12

typedef struct
{
  const HomLevel    *reference;
  const HomLevel    *moving;
  const HomMatrix   *w;
  const HomMatrix   *normalization;
  const HomExposure *exposure;
  HomNormal         *bands;
} Job;

static inline gfloat
mask_at (const HomImage *mask, gdouble u, gdouble v)
{
  return *hom_image_pixel (mask, (gint) u, (gint) v);
}

/* The derivatives of p by the generators of hom-model.c, times the gradient of
 * the warped picture at p: for a step M at the identity, d (M·p) / dM is the
 * section-4 formula of u and v with W = 1.
 */
static inline void
fill_jacobian (gdouble gx, gdouble gy, gdouble x, gdouble y, gdouble *row)
{
  gdouble along = gx * x + gy * y;

  row[0] = gx;
  row[1] = gy;
  row[2] = gy * x - gx * y;
  row[3] = along;
  row[4] = gx * x - gy * y;
  row[5] = gx * y + gy * x;
  row[6] = -along * x;
  row[7] = -along * y;
}

/* Fills the columns for the pixel at p of the reference. Returns FALSE when it
 * does not count: masked, behind the horizon, or so near to the edge of the
 * moving picture that the kernel would reach beyond it.
 */
static inline gboolean
fill_row (const Job *job,
          gint       column,
          gint       row,
          gdouble    columns[HOM_NORMAL_SIZE])
{
  const HomImage *moving = job->moving->grey;
  const gint      margin = 2; /* of the cubic kernel */
  const gdouble  *m      = job->w->m;
  const gdouble  *n      = job->normalization->m;
  gdouble         x      = column + 0.5;
  gdouble         y      = row + 0.5;
  gdouble         z      = m[6] * x + m[7] * y + m[8];
  gdouble         inverse_z, u, v, gx, gy;
  HomSample       sample;

  if (! (z > 0.0) ||
      *hom_image_pixel (job->reference->mask, column, row) < LEAST_MASK)
    return FALSE;

  inverse_z = 1.0 / z;
  u         = (m[0] * x + m[1] * y + m[2]) * inverse_z;
  v         = (m[3] * x + m[4] * y + m[5]) * inverse_z;
  if (! (u >= margin && v >= margin && u < moving->width - margin &&
         v < moving->height - margin) ||
      mask_at (job->moving->mask, u, v) < LEAST_MASK)
    return FALSE;

  hom_sample_point (moving, &sampling, HOM_INTERPOLATION_CUBIC, 1,
                    TRUE, u, v, &sample);

  /* The gradient of the warped picture, in the normalized coordinates. */
  gx = (sample.du[0] * (m[0] - u * m[6]) + sample.dv[0] * (m[3] - v * m[6])) *
       inverse_z * job->exposure->gain / n[0];
  gy = (sample.du[0] * (m[1] - u * m[7]) + sample.dv[0] * (m[4] - v * m[7])) *
       inverse_z * job->exposure->gain / n[4];
  fill_jacobian (gx, gy, n[0] * x + n[2], n[4] * y + n[5], columns);

  columns[HOM_NORMAL_GAIN]     = sample.value[0];
  columns[HOM_NORMAL_BIAS]     = 1.0;
  columns[HOM_NORMAL_RESIDUAL] = job->exposure->gain * sample.value[0] +
                                 job->exposure->bias -
                                 *hom_image_pixel (job->reference->grey, column,
                                                   row);

  return TRUE;
}

static void
add_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job    = data;
  HomNormal *normal = &job->bands[band];

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->reference->grey->width; column++)
      {
        gdouble columns[HOM_NORMAL_SIZE];

        if (! fill_row (job, column, row, columns))
          continue;
        for (gint i = 0; i < HOM_NORMAL_SIZE; i++)
          for (gint j = i; j < HOM_NORMAL_SIZE; j++)
            normal->sums[i][j] += columns[i] * columns[j];
      }
}

/* @w: the sampling matrix between the coordinates of these two levels.
 * @normalization: a scaling and a shift of the reference's coordinates, in
 *   which a step of the model is taken: W·N⁻¹·step·N.
 * @exposure: of the moving picture.
 * @normal: (out): of the residual gain · Y + bias − reference.
 */
void
hom_normal_compute (const HomLevel    *reference,
                    const HomLevel    *moving,
                    const HomMatrix   *w,
                    const HomMatrix   *normalization,
                    const HomExposure *exposure,
                    HomNormal         *normal)
{
  gint height  = reference->grey->height;
  gint n_bands = hom_parallel_n_bands (height, ROWS_PER_BAND);
  Job  job     = { reference, moving, w, normalization, exposure, NULL };

  job.bands = g_new0 (HomNormal, n_bands);
  hom_parallel_rows (height, ROWS_PER_BAND, add_band, &job);

  *normal = job.bands[0];
  for (gint band = 1; band < n_bands; band++)
    for (gint i = 0; i < HOM_NORMAL_SIZE; i++)
      for (gint j = i; j < HOM_NORMAL_SIZE; j++)
        normal->sums[i][j] += job.bands[band].sums[i][j];
  g_free (job.bands);
}

/* Returns: how many pixels count. */
gdouble
hom_normal_weight (const HomNormal *normal)
{
  return normal->sums[HOM_NORMAL_BIAS][HOM_NORMAL_BIAS];
}

/* Returns: the mean squared residual. */
gdouble
hom_normal_loss (const HomNormal *normal)
{
  return normal->sums[HOM_NORMAL_RESIDUAL][HOM_NORMAL_RESIDUAL] /
         MAX (hom_normal_weight (normal), 1.0);
}

/* Returns: the zero-mean normalized cross-correlation of the two pictures where
 *   both count; 0 where one of them is flat.
 */
gdouble
hom_normal_correlation (const HomNormal *normal, const HomExposure *exposure)
{
  const gint I   = HOM_NORMAL_GAIN;
  const gint ONE = HOM_NORMAL_BIAS;
  const gint R   = HOM_NORMAL_RESIDUAL;
  gdouble    n   = MAX (hom_normal_weight (normal), 1.0);
  gdouble    var_i, var_r, cov_ir, var_t, cov_it, mean_t;

  var_i  = normal->sums[I][I] - normal->sums[I][ONE] * normal->sums[I][ONE] / n;
  var_r  = normal->sums[R][R] - normal->sums[ONE][R] * normal->sums[ONE][R] / n;
  cov_ir = normal->sums[I][R] - normal->sums[I][ONE] * normal->sums[ONE][R] / n;

  /* The reference is gain · I + bias − residual. */
  var_t = exposure->gain * exposure->gain * var_i -
          2.0 * exposure->gain * cov_ir + var_r;
  cov_it = exposure->gain * var_i - cov_ir;
  mean_t = exposure->gain * normal->sums[I][ONE] / n + exposure->bias -
           normal->sums[ONE][R] / n;

  if (! (var_i > FLAT * normal->sums[I][I] &&
         var_t > FLAT * (exposure->gain * exposure->gain * normal->sums[I][I] +
                         mean_t * mean_t * n)))
    return 0.0;

  return cov_it / sqrt (var_i * var_t);
}
