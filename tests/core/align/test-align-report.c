/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pair.h"

static void
align (const TestPair        *pair,
       const HomAlignOptions *options,
       HomAlignment          *alignment)
{
  GError *error = NULL;

  g_assert_true (hom_align (&pair->reference, &pair->moving, options, NULL,
                            alignment, &error));
  g_assert_no_error (error);
}

/* ---- Correlation and overlap ---- */

static gdouble
luma (const gfloat *pixel, gint channels)
{
  return channels == 1 ?
             pixel[0] :
             0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2];
}

/* Linear between the pixels. FALSE outside. */
static gboolean
sample (const HomImage *image, gdouble u, gdouble v, gdouble *value)
{
  gint x, y;

  u -= image->x + 0.5;
  v -= image->y + 0.5;
  if (! (u >= 0.0 && v >= 0.0 && u < image->width - 1 && v < image->height - 1))
    return FALSE;

  x      = u;
  y      = v;
  *value = 0.0;
  for (gint j = 0; j < 2; j++)
    for (gint i = 0; i < 2; i++)
      *value += (i ? u - x : 1.0 - (u - x)) * (j ? v - y : 1.0 - (v - y)) *
                luma (hom_image_pixel (image, x + i, y + j), image->channels);

  return TRUE;
}

/* The textbook's formula, where both pictures are: means first, in doubles. */
static gdouble
correlate (const TestPair *pair, const HomMatrix *h)
{
  const HomImage *still = pair->reference_image;
  gdouble         n = 0.0, y = 0.0, t = 0.0, yy = 0.0, tt = 0.0, yt = 0.0;
  HomMatrix       w;

  g_assert_true (hom_matrix_invert (h, &w, NULL));
  for (gint pass = 0; pass < 2; pass++)
    for (gint i = 0; i < still->width * still->height; i++)
      {
        gint     column = i % still->width;
        gint     row    = i / still->width;
        gdouble  a      = luma (hom_image_pixel (still, column, row),
                                still->channels);
        HomPoint q;
        gdouble  b;

        g_assert_true (hom_matrix_apply (
            &w, (HomPoint){ still->x + column + 0.5, still->y + row + 0.5 },
            &q));
        if (! sample (pair->moving_image, q.x, q.y, &b))
          continue;
        if (pass == 0)
          {
            n += 1.0;
            t += a;
            y += b;
            continue;
          }
        yy += (b - y / n) * (b - y / n);
        tt += (a - t / n) * (a - t / n);
        yt += (b - y / n) * (a - t / n);
      }

  return yt / sqrt (yy * tt);
}

/* The share of the moving picture's pixels that land on the reference. */
static gdouble
count_overlap (const TestPair *pair, const HomMatrix *h)
{
  const HomImage *moving = pair->moving_image;
  HomBox          box    = hom_image_box (pair->reference_image);
  gint            n      = 0;

  for (gint i = 0; i < moving->width * moving->height; i++)
    {
      HomPoint p = { moving->x + i % moving->width + 0.5,
                     moving->y + i / moving->width + 0.5 };
      HomPoint q;

      g_assert_true (hom_matrix_apply (h, p, &q));
      n += q.x > box.x0 && q.x < box.x1 && q.y > box.y0 && q.y < box.y1;
    }

  return n / (gdouble) (moving->width * moving->height);
}

static gdouble
largest_displacement (const TestPair *pair, const HomMatrix *h)
{
  HomBox   box     = hom_image_box (pair->moving_image);
  gdouble  largest = 0.0;
  HomPoint corners[4], q;

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      g_assert_true (hom_matrix_apply (h, corners[i], &q));
      largest = MAX (largest, hypot (q.x - corners[i].x, q.y - corners[i].y));
    }

  return largest;
}

/* Pictures of other sizes, somewhere else, in colour and darker, with noise
 * that makes their correlation less than 1.
 */
static TestPair *
new_noisy_pair (guint32 seed, gint channels)
{
  const HomImage still   = { NULL, 100, -50, 320, 240, channels, 0 };
  const HomImage moved   = { NULL, 130, -20, 300, 220, channels, 0 };
  HomBox         box     = hom_image_box (&moved);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  TestPair *pair         = test_pair_new (seed, &still, &moved);
  HomMatrix truth        = test_matrix_random (rand, &box, 8.0);

  test_pair_draw (pair, &truth);
  test_image_expose (pair->moving_image, 0.7, 0.2);
  test_image_add_noise (rand, pair->reference_image, 0.05);
  test_image_add_noise (rand, pair->moving_image, 0.05);

  return pair;
}

static void
test_measures (void)
{
  const HomAlignOptions options = { .model = HOM_MODEL_HOMOGRAPHY };

  for (gint channels = 1; channels <= 3; channels += 2)
    {
      g_autoptr (TestPair) pair = new_noisy_pair (channels, channels);
      HomAlignment alignment;

      align (pair, &options, &alignment);
      g_assert_cmpfloat (test_pair_error (pair, &alignment.h), <, 1.0);
      g_test_message ("correlation %.4f, overlap %.4f, agreement %.3f",
                      alignment.correlation, alignment.overlap,
                      alignment.agreement);

      /* Through levels of floats, of 6e-8. */
      g_assert_cmpfloat_with_epsilon (alignment.correlation,
                                      correlate (pair, &alignment.h), 1e-5);
      g_assert_cmpfloat_with_epsilon (alignment.correlation_before,
                                      correlate (pair, &HOM_MATRIX_IDENTITY),
                                      1e-5);
      g_assert_cmpfloat (alignment.correlation, <, 0.99);
      g_assert_cmpfloat (alignment.correlation_before, <,
                         alignment.correlation);
      g_assert_cmpfloat (alignment.agreement_before, <, alignment.agreement);

      /* It is counted on a grid of 128 × 128: half a line of it on each side.
       */
      g_assert_cmpfloat_with_epsilon (alignment.overlap,
                                      count_overlap (pair, &alignment.h), 0.01);
      g_assert_cmpfloat (alignment.overlap, <, 0.98);
      g_assert_cmpfloat_with_epsilon (alignment.displacement,
                                      largest_displacement (pair, &alignment.h),
                                      1e-9);
    }
}

/* Of noise in both pictures, what is left is √2 σ. The sample of a
 * noisy picture averages over it, where it is taken between the pixels. Seen
 * was 1.31 to 1.33 σ.
 */
static void
test_residual (void)
{
  const HomAlignLoss losses[] = { HOM_ALIGN_SSD, HOM_ALIGN_ROBUST,
                                  HOM_ALIGN_LOCAL };
  const gdouble      sigmas[] = { 0.01, 0.04 };

  for (gsize i = 0; i < G_N_ELEMENTS (losses); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (sigmas); k++)
      {
        g_autoptr (GRand) rand    = g_rand_new_with_seed (k);
        g_autoptr (TestPair) pair = test_pair_new_off (k + 1, 8.0);
        HomAlignOptions options   = { .model = HOM_MODEL_HOMOGRAPHY,
                                      .loss  = losses[i] };
        HomAlignment    alignment;

        test_image_add_noise (rand, pair->reference_image, sigmas[k]);
        test_image_add_noise (rand, pair->moving_image, sigmas[k]);
        align (pair, &options, &alignment);
        g_test_message ("loss %d: %.3f times the noise", losses[i],
                        alignment.residual / sigmas[k]);
        g_assert_cmpfloat_with_epsilon (alignment.residual / sigmas[k], G_SQRT2,
                                        0.2);
      }
}

/* ---- Where it comes from ---- */

static void
test_provenance (void)
{
  HomAlignOptions options   = { .model = HOM_MODEL_HOMOGRAPHY };
  g_autoptr (TestPair) near = test_pair_new_off (1, 4.0);
  g_autoptr (TestPair) far  = test_pair_new_off (2, 4.0);
  HomMatrix    away         = hom_matrix_translation (90.0, -40.0);
  HomMatrix    back         = hom_matrix_translation (87.0, -41.0);
  gint         n            = 0;
  HomAlignment alignment;

  align (near, &options, &alignment);
  g_assert_cmpint (alignment.start, ==, HOM_START_GIVEN);
  g_assert_cmpint (alignment.loss, ==, HOM_ALIGN_ZNCC);
  g_assert_cmpint (alignment.model, ==, HOM_MODEL_HOMOGRAPHY);

  /* 240 pixels, 120, 60 and 30: half of that would be too few. */
  g_assert_cmpint (alignment.n_levels, ==, 4);
  for (gint i = 0; i < alignment.n_levels; i++)
    {
      g_assert_cmpint (alignment.iterations[i], >, 0);
      n += alignment.iterations[i];
    }
  g_assert_cmpint (n, <, 200);
  for (gint i = alignment.n_levels; i < HOM_ALIGN_MAX_LEVELS; i++)
    g_assert_cmpint (alignment.iterations[i], ==, 0);

  test_pair_draw (far, &away);
  align (far, &options, &alignment);
  g_assert_cmpfloat (test_pair_error (far, &alignment.h), <, 0.01);
  g_assert_cmpint (alignment.start, !=, HOM_START_GIVEN);
  g_assert_cmpfloat_with_epsilon (alignment.displacement, hypot (90.0, 40.0),
                                  0.02);

  options.start = &back;
  options.loss  = HOM_ALIGN_ZNCC;
  align (far, &options, &alignment);
  g_assert_cmpfloat (test_pair_error (far, &alignment.h), <, 0.01);
  g_assert_cmpint (alignment.start, ==, HOM_START_GIVEN);
  g_assert_cmpint (alignment.loss, ==, HOM_ALIGN_ZNCC);
}

/* ---- How uncertain it is ---- */

#define TRIALS 48

/* Of the noise, beside a contrast of 0.15. */
#define SIGMA 0.02

typedef struct
{
  gdouble n, xx, xy, yy;
} Spread;

static void
add_corners (const TestPair     *pair,
             const HomAlignment *alignment,
             Spread             *seen,
             Spread             *said)
{
  HomBox   box = hom_image_box (pair->moving_image);
  HomPoint corners[4], p, q;

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      g_assert_true (hom_matrix_apply (&alignment->h, corners[i], &p));
      g_assert_true (hom_matrix_apply (&pair->truth, corners[i], &q));
      seen[i].n += 1.0;
      seen[i].xx += (p.x - q.x) * (p.x - q.x);
      seen[i].xy += (p.x - q.x) * (p.y - q.y);
      seen[i].yy += (p.y - q.y) * (p.y - q.y);
      said[i].xx += alignment->corners[i].xx;
      said[i].xy += alignment->corners[i].xy;
      said[i].yy += alignment->corners[i].yy;
    }
}

static void
assert_spread (const Spread *seen, const Spread *said)
{
  gdouble x = sqrt (seen->xx / said->xx);
  gdouble y = sqrt (seen->yy / said->yy);

  g_test_message ("%.3f, %.3f px, %.2f and %.2f times what is said",
                  sqrt (seen->xx / seen->n), sqrt (seen->yy / seen->n), x, y);
  g_assert_cmpfloat (x, >, 0.6);
  g_assert_cmpfloat (x, <, 1.6);
  g_assert_cmpfloat (y, >, 0.6);
  g_assert_cmpfloat (y, <, 1.6);
  g_assert_cmpfloat (said->xy * said->xy, <, said->xx * said->yy);
}

static void
copy_with_noise (GRand *rand, const HomImage *from, HomImage *onto)
{
  for (gsize i = 0; i < from->stride * from->height; i++)
    onto->data[i] = from->data[i];
  test_image_add_noise (rand, onto, SIGMA);
}

/* What is said of the corners' errors is what is seen of pictures with other
 * noise each time. Of so many trials a standard deviation is known to 10 %; the
 * rest of the bounds is for a robust loss being 5 % worse than it thinks, and
 * for the samples' averaging of noise.
 */
static void
measure_uncertainty (HomAlignLoss loss, gdouble gain)
{
  const HomImage size        = { NULL, 7, -9, 128, 96, 1, 128 };
  const HomBox   box         = hom_image_box (&size);
  g_autoptr (GRand) rand     = g_rand_new_with_seed (1);
  g_autoptr (TestPair) clean = test_pair_new (3, &size, &size);
  g_autoptr (TestPair) noisy = test_pair_new (3, &size, &size);
  HomAlignOptions options    = { .model      = HOM_MODEL_HOMOGRAPHY,
                                 .loss       = loss,
                                 .keep_model = TRUE };
  Spread          seen[4]    = { { 0.0 } };
  Spread          said[4]    = { { 0.0 } };

  noisy->truth = test_matrix_random (rand, &box, 4.0);
  test_pair_draw (clean, &noisy->truth);
  test_image_expose (clean->moving_image, gain, 0.0);
  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomAlignment alignment;

      copy_with_noise (rand, clean->reference_image, noisy->reference_image);
      copy_with_noise (rand, clean->moving_image, noisy->moving_image);
      align (noisy, &options, &alignment);
      add_corners (noisy, &alignment, seen, said);
    }
  for (gint i = 0; i < 4; i++)
    assert_spread (&seen[i], &said[i]);
}

static void
test_uncertainty (void)
{
  measure_uncertainty (HOM_ALIGN_SSD, 1.0);
  measure_uncertainty (HOM_ALIGN_ROBUST, 0.8);
  measure_uncertainty (HOM_ALIGN_LOCAL, 1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/align-report/measures", test_measures);
  g_test_add_func ("/core/align-report/residual", test_residual);
  g_test_add_func ("/core/align-report/provenance", test_provenance);
  g_test_add_func ("/core/align-report/uncertainty", test_uncertainty);

  return g_test_run ();
}
