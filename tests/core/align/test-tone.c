/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/normal/hom-tone-curve.h"
#include "test-pictures.h"

/* What hom_residual_samples_new() may take. */
#define N_PAIRS 16384

#define NOISE 0.005

/* What a value of the moving picture is in the reference. */
typedef gdouble (*CurveFunc) (gdouble value);

static gdouble
straight (gdouble value)
{
  return 1.3 * value - 0.1;
}

static gdouble
gamma_22 (gdouble value)
{
  return pow (MAX (value, 0.0), 2.2);
}

static gdouble
inverse_gamma (gdouble value)
{
  return pow (MAX (value, 0.0), 1.0 / 2.2);
}

static gdouble
negative (gdouble value)
{
  return 1.0 - gamma_22 (value);
}

/* Values of the moving picture from 0.02 to 1, what the curve makes of them,
 * and of a share of them anything: that is what moved.
 */
static GArray *
new_pairs (gint n, CurveFunc curve, gdouble outliers)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (HomResidualSample));

  for (gint i = 0; i < n; i++)
    {
      gdouble           value    = g_rand_double_range (rand, 0.02, 1.0);
      gdouble           residual = NOISE * test_random_normal (rand);
      HomResidualSample pair     = { value, curve (value) - residual, 1.0,
                                     residual };

      if (g_rand_double (rand) < outliers)
        {
          pair.residual  = g_rand_double_range (rand, -0.5, 0.5);
          pair.reference = g_rand_double_range (rand, 0.0, 1.0);
        }
      g_array_append_val (pairs, pair);
    }

  return pairs;
}

/* What a curve makes of so many values from 0 to 1; and how reliable they are.
 */
static void
apply (const HomToneCurve *tone, gint n, HomImage **output, HomImage **mask)
{
  g_autoptr (HomImage) values = test_image_new (n, 1, 1);

  *output = test_image_new (n, 1, 1);
  *mask   = test_image_new (n, 1, 1);
  test_image_fill (*mask, 1.0f);
  for (gint i = 0; i < n; i++)
    values->data[i] = i / (n - 1.0);
  memcpy ((*output)->data, values->data, n * sizeof (gfloat));
  hom_tone_curve_map (tone, n, (*output)->data, (*mask)->data);
}

/* The largest error from 0.05 to 1. */
static gdouble
measure_error (const HomToneCurve *tone, CurveFunc curve)
{
  const gint n     = 1001;
  gdouble    worst = 0.0;
  HomImage  *output, *mask;

  apply (tone, n, &output, &mask);
  for (gint i = n / 20; i < n; i++)
    worst = MAX (worst, fabs (output->data[i] - curve (i / (n - 1.0))));
  hom_image_free (output);
  hom_image_free (mask);

  return worst;
}

static void
assert_monotonic (const HomToneCurve *tone, gdouble sign)
{
  const gint n = 1001;
  HomImage  *output, *mask;

  apply (tone, n, &output, &mask);
  for (gint k = 1; k < HOM_TONE_KNOTS; k++)
    g_assert_cmpfloat (tone->input[k], >=, tone->input[k - 1]);
  for (gint i = 1; i < n; i++)
    g_assert_cmpfloat (sign * output->data[i], >=, sign * output->data[i - 1]);
  hom_image_free (output);
  hom_image_free (mask);
}

/* The chords between 32 knots miss a curve by 1/1024 of its second derivative
 * over eight, most where the inverse gamma is steep. A median of 512 pairs is
 * off by 1.25 · NOISE / √512, which is 0.0003, and by what moved: 30 % of that
 * draws it away from where the reference is darkest. Seen was up to 0.003, and
 * 0.013 with what moved.
 */
static void
test_curves (void)
{
  const struct
  {
    CurveFunc curve;
    gdouble   outliers, sign, epsilon;
  } cases[] = {
    { gamma_22, 0.0, 1.0, 0.004 },  { inverse_gamma, 0.0, 1.0, 0.008 },
    { gamma_22, 0.3, 1.0, 0.03 },   { inverse_gamma, 0.3, 1.0, 0.012 },
    { negative, 0.0, -1.0, 0.008 }, { negative, 0.3, -1.0, 0.03 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray)
          pairs = new_pairs (N_PAIRS, cases[i].curve, cases[i].outliers);
      HomToneCurve tone;
      gdouble      error;

      g_assert_true (hom_tone_curve_fit (pairs, NOISE, &tone));
      error = measure_error (&tone, cases[i].curve);
      g_test_message ("case %d: off by up to %.4f", (gint) i, error);
      g_assert_cmpfloat (error, <, cases[i].epsilon);
      assert_monotonic (&tone, cases[i].sign);
    }
}

/* A gain and a bias say the same, and too few pairs say nothing. */
static void
test_nothing_to_tell (void)
{
  g_autoptr (GArray) line  = new_pairs (N_PAIRS, straight, 0.0);
  g_autoptr (GArray) moved = new_pairs (N_PAIRS, straight, 0.1);
  g_autoptr (GArray) few   = new_pairs (2047, gamma_22, 0.0);
  g_autoptr (GArray) some  = new_pairs (2048, gamma_22, 0.0);
  g_autoptr (GArray) none  = new_pairs (0, gamma_22, 0.0);
  HomToneCurve tone;

  g_assert_false (hom_tone_curve_fit (line, NOISE, &tone));
  g_assert_false (hom_tone_curve_fit (moved, NOISE, &tone));
  g_assert_false (hom_tone_curve_fit (few, NOISE, &tone));
  g_assert_false (hom_tone_curve_fit (none, NOISE, &tone));
  g_assert_true (hom_tone_curve_fit (some, NOISE, &tone));

  /* Where there is so much noise that the bend does not show. */
  g_assert_false (hom_tone_curve_fit (some, 1.0, &tone));
}

/* From 1/1.4 of the range on the moving picture is overexposed, and all that
 * was brighter is 1 there: what differs is no noise.
 */
static GArray *
new_saturated (void)
{
  GArray *pairs = new_pairs (N_PAIRS, inverse_gamma, 0.0);

  for (guint i = 0; i < pairs->len; i++)
    {
      HomResidualSample *pair = &g_array_index (pairs, HomResidualSample, i);

      pair->moving = 1.4f * pair->moving;
      if (pair->moving > 1.0f)
        {
          pair->residual = 1.0f - pair->reference;
          pair->moving   = 1.0f;
        }
    }

  return pairs;
}

/* The moving picture is twice as bright, and a sky that it shows, smooth as it
 * is, is clipped. Between that and the rest there is nothing.
 */
static GArray *
new_sky (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  GArray *pairs = g_array_new (FALSE, FALSE, sizeof (HomResidualSample));

  for (gint i = 0; i < N_PAIRS; i++)
    {
      gdouble           noise  = NOISE * test_random_normal (rand);
      gdouble           value  = g_rand_double_range (rand, 0.02, 0.9);
      gboolean          is_sky = i % 10 < 3;
      HomResidualSample pair   = { is_sky ? 1.0 : value,
                                 is_sky ? 0.8 : value / 2.0, 1.0, noise };

      pair.moving += NOISE * test_random_normal (rand);
      pair.reference += noise;
      g_array_append_val (pairs, pair);
    }

  return pairs;
}

/* What is hardly darker than what is clipped is as dark as the curve says, not
 * between that and the clipped sky: without being cut, the curve is .2 off
 * there.
 */
static void
test_clipped_sky (void)
{
  const gint n             = 101;
  g_autoptr (GArray) pairs = new_sky ();
  HomToneCurve tone;
  HomImage    *output, *mask;

  g_assert_true (hom_tone_curve_fit (pairs, NOISE, &tone));
  apply (&tone, n, &output, &mask);
  for (gint i = 5; i <= 98; i++)
    {
      g_assert_cmpfloat_with_epsilon (output->data[i], i / 200.0, 0.02);
      g_assert_cmpfloat (mask->data[i], >, 0.5);
    }
  g_assert_cmpfloat_with_epsilon (output->data[100], 0.8, 0.01);
  g_assert_cmpfloat (mask->data[100], ==, 0.0);
  assert_monotonic (&tone, 1.0);
  hom_image_free (output);
  hom_image_free (mask);
}

static void
test_saturation (void)
{
  g_autoptr (GArray) pairs = new_saturated ();
  const gint   n           = 101;
  HomToneCurve tone;
  HomImage    *output, *mask;

  g_assert_true (hom_tone_curve_fit (pairs, NOISE, &tone));
  apply (&tone, n, &output, &mask);
  g_test_message ("reliable to %.2f at 0.5 and %.3f at 1", mask->data[50],
                  mask->data[100]);
  for (gint i = 10; i <= 80; i++)
    g_assert_cmpfloat (mask->data[i], >, 0.5);
  g_assert_cmpfloat (mask->data[100], <, 0.1);
  hom_image_free (output);
  hom_image_free (mask);
}

static gdouble
plateau (gdouble value)
{
  return CLAMP (value, 0.3, 0.6);
}

/* The medians of noise on a plateau rise and fall; and where there is twice the
 * noise, what it shows is worth a quarter. The standard deviation of a knot's
 * spread is 1.17 / √(2 · 512) of it: a bit more than three of these. The chord
 * that cuts the plateau's corner is off by a quarter of the distance of two
 * knots.
 */
static void
test_plateau (void)
{
  g_autoptr (GArray) pairs = new_pairs (N_PAIRS, plateau, 0.0);
  g_autoptr (GRand) rand   = g_rand_new_with_seed (2);
  HomToneCurve tone;

  for (guint i = 0; i < pairs->len; i++)
    {
      HomResidualSample *pair = &g_array_index (pairs, HomResidualSample, i);

      if (pair->moving > 0.7f)
        {
          gdouble residual = 2.0 * NOISE * test_random_normal (rand);

          pair->residual  = residual;
          pair->reference = plateau (pair->moving) - residual;
        }
    }
  g_assert_true (hom_tone_curve_fit (pairs, NOISE, &tone));
  g_assert_cmpfloat (measure_error (&tone, plateau), <, 0.01);
  assert_monotonic (&tone, 1.0);

  for (gint k = 0; k < HOM_TONE_KNOTS; k++)
    {
      if (tone.input[k] < 0.65f)
        g_assert_cmpfloat (tone.reliability[k], >, 0.75);
      if (tone.input[k] > 0.75f)
        g_assert_cmpfloat_with_epsilon (tone.reliability[k], 0.25, 0.08);
    }
}

/* What counts less stays so. */
static void
test_mask (void)
{
  g_autoptr (GArray) pairs = new_pairs (N_PAIRS, gamma_22, 0.0);
  HomToneCurve tone;

  g_assert_true (hom_tone_curve_fit (pairs, NOISE, &tone));
  for (gint i = 0; i < 1200; i++)
    {
      gfloat value = i / 1200.0;
      gfloat mask  = i % 3 / 2.0;
      gfloat one   = 1.0f;
      gfloat again = value;

      hom_tone_curve_map (&tone, 1, &value, &one);
      hom_tone_curve_map (&tone, 1, &again, &mask);
      g_assert_cmpfloat (mask, ==, i % 3 / 2.0f * one);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/tone/curves", test_curves);
  g_test_add_func ("/core/tone/nothing-to-tell", test_nothing_to_tell);
  g_test_add_func ("/core/tone/saturation", test_saturation);
  g_test_add_func ("/core/tone/clipped-sky", test_clipped_sky);
  g_test_add_func ("/core/tone/plateau", test_plateau);
  g_test_add_func ("/core/tone/mask", test_mask);

  return g_test_run ();
}
