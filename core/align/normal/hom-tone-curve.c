/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "align/normal/hom-tone-curve.h"
#include "base/hom-order-statistics.h"

/* The least number of pairs: with fewer in each knot, a median could not be
 * told from its neighbours'.
 */
#define LEAST_PAIRS (64 * HOM_TONE_KNOTS)

/* A curve that departs from a straight line by less than this, in standard
 * deviations of the noise, counts as straight.
 */
#define LEAST_BEND 0.5

/* The clipped end of a range is one value, which noise spreads by up to
 * CLIPPED_WITHIN standard deviations either way. There the curve is flat, within
 * CLIPPED_FLAT of these, and comes to it by a jump, from the last tones that are
 * not clipped to the median of all that are, CLIPPED_JUMP times as steep as the
 * rest is.
 */
#define CLIPPED_WITHIN 2.5
#define CLIPPED_FLAT   2.0
#define CLIPPED_JUMP   3.0

static gint
compare_moving (gconstpointer a, gconstpointer b)
{
  gfloat p = ((const HomResidualSample *) a)->moving;
  gfloat q = ((const HomResidualSample *) b)->moving;

  return p < q ? -1 : p > q;
}

/* Finds the knots: the medians of equal shares of the pairs, and how far their
 * residuals spread.
 */
static void
find_knots (const HomResidualSample *pairs, gint n, HomToneCurve *tone)
{
  gint    most   = n / HOM_TONE_KNOTS + 1;
  gfloat *values = g_new (gfloat, 2 * most);

  for (gint k = 0; k < HOM_TONE_KNOTS; k++)
    {
      gint first = (gint) ((gint64) n * k / HOM_TONE_KNOTS);
      gint count = (gint) ((gint64) n * (k + 1) / HOM_TONE_KNOTS) - first;

      for (gint i = 0; i < count; i++)
        values[i] = pairs[first + i].reference;
      tone->input[k]  = pairs[first + count / 2].moving;
      tone->output[k] = hom_median (values, count, values + most);
      for (gint i = 0; i < count; i++)
        values[i] = fabsf (pairs[first + i].residual);
      tone->reliability[k] = hom_median (values, count, values + most) /
                             HOM_MEDIAN_ABSOLUTE;
    }

  g_free (values);
}

/* Replaces a curve by the nearest one that only rises, or only falls: where two
 * knots are in the wrong order both get their mean (pool adjacent violators).
 */
static void
make_monotonic (gfloat *values, gdouble sign)
{
  gdouble means[HOM_TONE_KNOTS];
  gint    counts[HOM_TONE_KNOTS];
  gint    n  = 0;
  gint    at = 0;

  for (gint k = 0; k < HOM_TONE_KNOTS; k++)
    {
      means[n]    = values[k];
      counts[n++] = 1;
      for (; n > 1 && sign * (means[n - 1] - means[n - 2]) < 0.0; n--)
        {
          gint sum = counts[n - 2] + counts[n - 1];

          means[n - 2] = (means[n - 2] * counts[n - 2] +
                          means[n - 1] * counts[n - 1]) /
                         sum;
          counts[n - 2] = sum;
        }
    }

  for (gint i = 0; i < n; i++)
    for (gint k = 0; k < counts[i]; k++)
      values[at++] = means[i];
}

/* Measures how far the knots lie from a straight line through them, as a root
 * mean square, and the slope of that line.
 */
static gdouble
measure_bend (const HomToneCurve *tone, gdouble *slope)
{
  const gdouble n = HOM_TONE_KNOTS;
  gdouble       x = 0.0, y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;
  gdouble       var_x, var_y, cov;

  for (gint k = 0; k < HOM_TONE_KNOTS; k++)
    {
      x += tone->input[k] / n;
      y += tone->output[k] / n;
    }
  for (gint k = 0; k < HOM_TONE_KNOTS; k++)
    {
      xx += (tone->input[k] - x) * (tone->input[k] - x);
      yy += (tone->output[k] - y) * (tone->output[k] - y);
      xy += (tone->input[k] - x) * (tone->output[k] - y);
    }
  var_x  = xx / n;
  var_y  = yy / n;
  cov    = xy / n;
  *slope = var_x > 0.0 ? cov / var_x : 0.0;

  return sqrt (MAX (var_y - *slope * cov, 0.0));
}

/* Finds the slope between two knots, at least @noise apart: nearer ones are told
 * apart by noise alone.
 */
static gdouble
slope_between (const HomToneCurve *tone, gint a, gint b, gdouble noise)
{
  return (tone->output[b] - tone->output[a]) /
         MAX (fabs (tone->input[b] - tone->input[a]), noise);
}

/* Finds the last knot of what is clipped at one end, from there inward: most of
 * the knots whose values noise may make of one value are as high as the end,
 * and what is beyond them is not.
 *
 * Returns: that end itself when there is no such thing.
 */
static gint
find_clipped (const HomToneCurve *tone, gint end, gint inward, gdouble noise)
{
  const gint far    = HOM_TONE_KNOTS - 1 - end;
  gint       flat   = end;
  gint       n_near = 0;
  gdouble    jump, rest;

  while (flat != far && fabs (tone->output[flat + inward] - tone->output[end]) <
                            CLIPPED_FLAT * noise)
    flat += inward;
  for (gint k = 0; k < HOM_TONE_KNOTS; k++)
    n_near += fabs (tone->input[k] - tone->input[end]) <
              2.0 * CLIPPED_WITHIN * noise;
  if (flat == far || 2 * (abs (flat - end) + 1) <= n_near ||
      fabs (tone->input[flat] - tone->input[end]) >=
          2.0 * CLIPPED_WITHIN * noise)
    return end;

  jump = slope_between (tone, flat, flat + inward, noise);
  rest = slope_between (tone, flat + inward, far, noise);

  return fabs (jump) > CLIPPED_JUMP * fabs (rest) ? flat : end;
}

/* Leaves out what is clipped at one end of the curve, where one value of the
 * moving picture stands for many of the reference: samples beside it are taken
 * from their median, but a clipped pixel does not count. Up to there the curve
 * goes on as it does before: on a line to that median, tones that are nearly
 * overexposed would become much brighter than they are.
 *
 * @inward: from the end to the other one, 1 or -1.
 */
static void
leave_out_clipped (HomToneCurve *tone, gint end, gint inward, gdouble noise)
{
  const gint    far  = HOM_TONE_KNOTS - 1 - end;
  const gint    flat = find_clipped (tone, end, inward, noise);
  const gdouble edge = tone->input[(flat + end) / 2] +
                       inward * CLIPPED_WITHIN * noise;
  gint last = flat + inward;
  gint at;

  if (flat == end)
    return;
  while (last != far && inward * (tone->input[last] - edge) < 0.0)
    last += inward;
  if (last == far)
    return;

  for (gint k = end; k != last; k += inward)
    {
      tone->input[k]       = edge;
      tone->output[k]      = tone->output[inward * (k - flat) > 0 ? flat : k];
      tone->reliability[k] = 0.0f;
    }

  at               = last - inward;
  tone->output[at] = tone->output[last] +
                     slope_between (tone, last + inward, last, noise) *
                         fabs (edge - tone->input[last]);
  tone->reliability[at] = tone->reliability[last];
}

/* Fits the curve that takes the values of the moving picture to those of the
 * reference: the comparagram's ridge (Mann & Picard 1995).
 *
 * @pairs: an array of #HomResidualSample, which will be sorted.
 * @noise: the standard deviation of the reference's noise.
 *
 * Returns: FALSE when there are too few pairs, or the curve is as good as
 *   straight: a gain and a bias do the same then.
 */
gboolean
hom_tone_curve_fit (GArray *pairs, gdouble noise, HomToneCurve *tone)
{
  gfloat  spreads[HOM_TONE_KNOTS], other[HOM_TONE_KNOTS];
  gdouble slope, usual;

  if (pairs->len < LEAST_PAIRS)
    return FALSE;

  g_array_sort (pairs, compare_moving);
  find_knots ((const HomResidualSample *) pairs->data, pairs->len, tone);
  measure_bend (tone, &slope);
  make_monotonic (tone->output, slope < 0.0 ? -1.0 : 1.0);
  if (measure_bend (tone, &slope) < LEAST_BEND * noise)
    return FALSE;

  for (gint k = 0; k < HOM_TONE_KNOTS; k++)
    spreads[k] = tone->reliability[k];
  usual = MAX (hom_median (spreads, HOM_TONE_KNOTS, other), noise);
  for (gint k = 0; k < HOM_TONE_KNOTS; k++)
    {
      gdouble share = usual / MAX (tone->reliability[k], usual);

      tone->reliability[k] = share * share;
    }
  leave_out_clipped (tone, 0, 1, noise);
  leave_out_clipped (tone, HOM_TONE_KNOTS - 1, -1, noise);

  return TRUE;
}

/* Maps values by a tone curve.
 *
 * @values: (inout): values of the moving picture, which become those of the
 *   reference.
 * @mask: (inout): is multiplied by how reliable they are.
 */
void
hom_tone_curve_map (const HomToneCurve *tone,
                    gint                n,
                    gfloat             *values,
                    gfloat             *mask)
{
  hom_kernel (hom_tone_curve_kernel) (tone, n, values, mask);
}
