/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-loss-reference.h"

/* Row by row, without gaps: to be changed by steps finer than a float. */
gdouble *
test_loss_values (const HomImage *image)
{
  gint     size   = image->width * image->channels;
  gdouble *values = g_new (gdouble, size * image->height);

  for (gint i = 0; i < size * image->height; i++)
    values[i] = hom_image_pixel (image, 0, i / size)[i % size];

  return values;
}

/* One weight per value. */
static gdouble *
new_weights (const HomImage *mask, const HomImage *like)
{
  gint     size    = like->width * like->channels;
  gdouble *weights = g_new (gdouble, size * like->height);

  for (gint i = 0; i < size * like->height; i++)
    weights[i] = mask ? *hom_image_pixel (mask, i % size / like->channels,
                                          i / size) :
                        1.0;

  return weights;
}

static gdouble
mean (const gdouble *values, const gdouble *weights, gint n)
{
  gdouble sum   = 0.0;
  gdouble total = 0.0;

  for (gint i = 0; i < n; i++)
    if (weights[i] > 0.0)
      {
        sum += weights[i] * values[i];
        total += weights[i];
      }

  return sum / total;
}

static gdouble
covariance (const gdouble *a, const gdouble *b, const gdouble *weights, gint n)
{
  gdouble mean_a = mean (a, weights, n);
  gdouble mean_b = mean (b, weights, n);
  gdouble sum    = 0.0;

  for (gint i = 0; i < n; i++)
    if (weights[i] > 0.0)
      sum += weights[i] * (a[i] - mean_a) * (b[i] - mean_b);

  return sum;
}

static gdouble
zncc (const gdouble *y, const gdouble *t, const gdouble *weights, gint n)
{
  return 1.0 -
         covariance (y, t, weights, n) / sqrt (covariance (y, y, weights, n) *
                                               covariance (t, t, weights, n));
}

static gdouble
rho (const HomLoss *loss, gdouble y, gdouble t)
{
  gdouble s = loss->scale;
  gdouble r = y - t;
  gdouble derivative;

  switch (loss->kind)
    {
    case HOM_LOSS_SQUARES:
      return r * r;
    case HOM_LOSS_ABSOLUTE:
      return s * log (cosh (r / s));
    case HOM_LOSS_HUBER:
      return fabs (r) <= s ? r * r / 2.0 : s * fabs (r) - s * s / 2.0;
    case HOM_LOSS_TUKEY:
      return fabs (r) <= s ?
                 s * s / 6.0 * (1.0 - pow (1.0 - r * r / s / s, 3)) :
                 s * s / 6.0;
    case HOM_LOSS_CHARBONNIER:
      return s * s * (sqrt (1.0 + r * r / s / s) - 1.0);
    case HOM_LOSS_CUSTOM:
      return loss->func (y, t, &derivative, loss->data);
    default:
      g_assert_not_reached ();
    }
}

static gdouble
pointwise (const HomLoss     *loss,
           const gdouble     *y,
           const gdouble     *t,
           const gdouble     *weights,
           gint               n,
           const HomExposure *exposure)
{
  gdouble gain  = exposure ? exposure->gain : 1.0;
  gdouble bias  = exposure ? exposure->bias : 0.0;
  gdouble sum   = 0.0;
  gdouble total = 0.0;

  if (loss->fit_exposure)
    {
      gain = covariance (y, t, weights, n) / covariance (y, y, weights, n);
      bias = mean (t, weights, n) - gain * mean (y, weights, n);
    }
  for (gint i = 0; i < n; i++)
    if (weights[i] > 0.0)
      {
        sum += weights[i] * rho (loss, gain * y[i] + bias, t[i]);
        total += weights[i];
      }

  return loss->mean ? sum / total : sum;
}

/* gx² + gy², 0 on the outermost pixels. */
static gdouble *
squared_gradients (const gdouble *values, const HomImage *like)
{
  const gint filter[3][3] = { { -3, 0, 3 }, { -10, 0, 10 }, { -3, 0, 3 } };
  gint       pixel        = like->channels;
  gint       line         = like->width * pixel;
  gdouble   *squares      = g_new0 (gdouble, line * like->height);

  for (gint row = 1; row < like->height - 1; row++)
    for (gint i = pixel; i < line - pixel; i++)
      {
        gdouble gx = 0.0;
        gdouble gy = 0.0;

        for (gint k = 0; k < 9; k++)
          {
            gdouble value =
                values[(row + k / 3 - 1) * line + i + (k % 3 - 1) * pixel];

            gx += filter[k / 3][k % 3] / 32.0 * value;
            gy += filter[k % 3][k / 3] / 32.0 * value;
          }
        squares[row * line + i] = gx * gx + gy * gy;
      }

  return squares;
}

static gdouble *
edges (const gdouble  *values,
       const gdouble  *weights,
       const HomImage *like,
       gdouble         scale)
{
  gint     n       = like->width * like->height * like->channels;
  gdouble *e       = squared_gradients (values, like);
  gdouble  epsilon = scale * sqrt (mean (e, weights, n));

  for (gint i = 0; i < n; i++)
    e[i] = sqrt (e[i] + epsilon * epsilon);

  return e;
}

/* The least of 3 × 3, 0 on the outermost pixels. */
static gdouble *
eroded (const gdouble *weights, const HomImage *like)
{
  gint     pixel = like->channels;
  gint     line  = like->width * pixel;
  gdouble *least = g_new0 (gdouble, line * like->height);

  for (gint row = 1; row < like->height - 1; row++)
    for (gint i = pixel; i < line - pixel; i++)
      {
        gdouble smallest = INFINITY;

        for (gint k = 0; k < 9; k++)
          smallest = MIN (
              smallest,
              weights[(row + k / 3 - 1) * line + i + (k % 3 - 1) * pixel]);
        least[row * line + i] = smallest;
      }

  return least;
}

/* @y: of the same size as @target. */
gdouble
test_loss_reference (const HomLoss     *loss,
                     const gdouble     *y,
                     const HomImage    *target,
                     const HomImage    *mask,
                     const HomExposure *exposure)
{
  gint                n = target->width * target->height * target->channels;
  g_autofree gdouble *t = test_loss_values (target);
  g_autofree gdouble *weights = new_weights (mask, target);

  if (loss->kind == HOM_LOSS_ZNCC)
    return zncc (y, t, weights, n);
  if (loss->kind == HOM_LOSS_EDGES)
    {
      g_autofree gdouble *inner = eroded (weights, target);
      g_autofree gdouble *ey    = edges (y, inner, target, loss->scale);
      g_autofree gdouble *et    = edges (t, inner, target, loss->scale);

      return zncc (ey, et, inner, n);
    }

  return pointwise (loss, y, t, weights, n, exposure);
}
