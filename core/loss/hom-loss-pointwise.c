/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "base/hom-parallel.h"
#include "loss/hom-loss-pointwise.h"

/* The sums Σ mask · (ρ, ρ', ρ'·(Y − Ȳ)). */
typedef struct
{
  gdouble loss, slope, slope_y;
} Sums;

/* The factors of the chain rule in
 *
 *     dL/dY_i = m_i · (own·ρ'_i + along_t·(T_i − T̄) + along_y·(Y_i − Ȳ) +
 *                      constant)
 */
typedef struct
{
  gdouble own, along_t, along_y, constant;
} Chain;

typedef struct
{
  const HomLoss    *loss;
  const HomImage   *y;
  const HomImage   *target;
  const HomImage   *mask;
  const HomMoments *moments;
  HomExposure       exposure;
  Chain             chain;
  HomImage         *dl_dy;
  Sums             *bands;
} Job;

/* The losses have the signature of the caller's own. Their data is the scale.
 * Each is written so that it neither overflows nor cancels where r/s is
 * extreme.
 */

static inline gdouble
squares (gdouble y, gdouble target, gdouble *derivative, gpointer data)
{
  gdouble r = y - target;

  *derivative = 2.0 * r;

  return r * r;
}

static inline gdouble
absolute (gdouble y, gdouble target, gdouble *derivative, gpointer data)
{
  gdouble s = *(const gdouble *) data;
  gdouble r = fabs (y - target);
  gdouble x = r / s;

  *derivative = copysign (tanh (x), y - target);
  if (x < 1.0)
    {
      gdouble sine = sinh (x);

      return s * 0.5 * log1p (sine * sine);
    }

  return r + s * (log1p (exp (-2.0 * x)) - G_LN2);
}

static inline gdouble
huber (gdouble y, gdouble target, gdouble *derivative, gpointer data)
{
  gdouble s = *(const gdouble *) data;
  gdouble r = y - target;

  *derivative = CLAMP (r, -s, s);

  return *derivative * (r - 0.5 * *derivative);
}

static inline gdouble
tukey (gdouble y, gdouble target, gdouble *derivative, gpointer data)
{
  gdouble s = *(const gdouble *) data;
  gdouble r = y - target;
  gdouble xx, rest;

  *derivative = 0.0;
  if (! (fabs (r) < s))
    return s * s / 6.0;

  xx          = (r / s) * (r / s);
  rest        = 1.0 - xx;
  *derivative = r * rest * rest;

  return r * r * (0.5 - 0.5 * xx + xx * xx / 6.0);
}

static inline gdouble
charbonnier (gdouble y, gdouble target, gdouble *derivative, gpointer data)
{
  gdouble s    = *(const gdouble *) data;
  gdouble r    = y - target;
  gdouble size = hypot (s, r);

  *derivative = r * (s / size);

  return r * (r * (s / (s + size)));
}

/* Adds up the sums of some rows, and writes dL/dY where it is asked for. It is
 * inlined once per loss.
 */
static inline __attribute__ ((always_inline)) void
visit_rows (const Job  *job,
            gint        first,
            gint        last,
            HomLossFunc func,
            gpointer    data,
            Sums       *sums)
{
  const HomMoments *moments  = job->moments;
  gint              channels = job->y->channels;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->y->width; column++)
      {
        const gfloat *py = hom_image_pixel (job->y, column, row);
        const gfloat *pt = hom_image_pixel (job->target, column, row);
        gfloat *pd = job->dl_dy ? hom_image_pixel (job->dl_dy, column, row) :
                                  NULL;
        gdouble weight = hom_moments_weight (job->mask, py, pt, channels,
                                             column, row);

        for (gint c = 0; c < channels; c++)
          {
            gdouble y     = py[c];
            gdouble t     = pt[c];
            gdouble total = 0.0;

            if (weight > 0.0)
              {
                gdouble slope;
                gdouble rho = func (job->exposure.gain * y + job->exposure.bias,
                                    t, &slope, data);

                sums->loss += weight * rho;
                sums->slope += weight * slope;
                sums->slope_y += weight * slope * (y - moments->y);
                total = weight * (job->chain.own * slope +
                                  job->chain.along_t * (t - moments->t) +
                                  job->chain.along_y * (y - moments->y) +
                                  job->chain.constant);
              }
            if (pd)
              pd[c] = total;
          }
      }
}

static void
visit_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job   = data;
  gpointer   scale = (gpointer) &job->loss->scale;
  Sums       sums  = { 0 };

  switch (job->loss->kind)
    {
    case HOM_LOSS_SQUARES:
      visit_rows (job, first, last, squares, NULL, &sums);
      break;
    case HOM_LOSS_ABSOLUTE:
      visit_rows (job, first, last, absolute, scale, &sums);
      break;
    case HOM_LOSS_HUBER:
      visit_rows (job, first, last, huber, scale, &sums);
      break;
    case HOM_LOSS_TUKEY:
      visit_rows (job, first, last, tukey, scale, &sums);
      break;
    case HOM_LOSS_CHARBONNIER:
      visit_rows (job, first, last, charbonnier, scale, &sums);
      break;
    case HOM_LOSS_CUSTOM:
      visit_rows (job, first, last, job->loss->func, job->loss->data, &sums);
      break;
    case HOM_LOSS_ZNCC:
    case HOM_LOSS_EDGES:
      g_assert_not_reached ();
    }

  job->bands[band] = sums;
}

static Sums
visit (Job *job, HomImage *dl_dy)
{
  gint height  = job->y->height;
  gint rows    = hom_moments_rows_per_band (job->y);
  gint n_bands = hom_parallel_n_bands (height, rows);
  Sums sums    = { 0 };

  job->dl_dy = dl_dy;
  job->bands = g_new0 (Sums, n_bands);

  /* A caller's function need not be made for several threads. */
  if (job->loss->kind == HOM_LOSS_CUSTOM)
    visit_band (0, 0, height, job);
  else
    hom_parallel_rows (height, rows, visit_band, job);

  for (gint i = 0; i < n_bands; i++)
    {
      sums.loss += job->bands[i].loss;
      sums.slope += job->bands[i].slope;
      sums.slope_y += job->bands[i].slope_y;
    }
  g_free (job->bands);

  return sums;
}

/* Adds the part of the fit to dL/dY. With the gain α = C/V and the bias β = T̄
 * − α·Ȳ,
 *
 *     dα/dY_i = m_i · ((T_i − T̄) − 2α·(Y_i − Ȳ)) / V
 *     dβ/dY_i = −α·m_i/n − Ȳ·dα/dY_i
 *     ∂L/∂α·dα + ∂L/∂β·dβ = Σ mρ'·(Y − Ȳ) · dα − α·m_i/n · Σ mρ'
 *
 * The gain of a flat picture is 1, whatever Y.
 */
static void
add_fit (Job *job, const Sums *sums, gdouble share)
{
  const HomMoments *moments = job->moments;
  gdouble           gain    = job->exposure.gain;

  if (! hom_moments_y_is_flat (moments))
    {
      job->chain.along_t = share * sums->slope_y / moments->yy;
      job->chain.along_y = -2.0 * gain * job->chain.along_t;
    }
  job->chain.constant = -share * gain * sums->slope / moments->n;
}

/* Evaluates a loss that is a sum over pixels.
 *
 * @moments: the moments, of which n, and for a fitted exposure all, are used.
 * @exposure: the one given, or the one that hom_exposure_fit() finds.
 * @value: (out): not finite where a derivative that was asked for is not.
 */
void
hom_loss_pointwise (const HomLoss     *loss,
                    const HomImage    *y,
                    const HomImage    *target,
                    const HomImage    *mask,
                    const HomMoments  *moments,
                    const HomExposure *exposure,
                    gdouble           *value,
                    HomImage          *dl_dy)
{
  Job      job   = { loss, y, target, mask, moments, *exposure };
  gdouble  share = loss->mean ? 1.0 / moments->n : 1.0;
  gboolean twice;
  Sums     sums;

  /* The fit is where the sum of squares has no slope: nothing to add. */
  twice = dl_dy && loss->fit_exposure && loss->kind != HOM_LOSS_SQUARES;

  job.chain.own = share * exposure->gain;
  sums          = visit (&job, twice ? NULL : dl_dy);
  if (twice)
    {
      add_fit (&job, &sums, share);
      visit (&job, dl_dy);
    }

  *value = share * sums.loss;
  if (dl_dy && ! isfinite (sums.slope))
    *value = NAN;
}
