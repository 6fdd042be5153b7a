/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pair.h"

#define SEEDS 4

/* Pairs of which the median is taken. */
#define MANY 8

/* An error may be this much larger than the one that was seen: other processors
 * round otherwise, and nothing else is to change it.
 */
#define MARGIN 1.3

/* What cubic interpolation of waves of 10 px and more leaves was seen to be up
 * to 0.0004 px.
 */
#define CLEAN (MARGIN * 0.0004)

static gint
count_steps (const HomAlignment *alignment)
{
  gint n_steps = 0;

  for (gint i = 0; i < alignment->n_levels; i++)
    n_steps += alignment->iterations[i];

  return n_steps;
}

/* The mean corner error of the alignment, which must succeed. */
static gdouble
align_by (const TestPair        *pair,
          const HomAlignOptions *options,
          HomAlignment          *alignment)
{
  GError *error = NULL;
  gdouble corner_error;

  g_assert_true (hom_align (&pair->reference, &pair->moving, options, NULL,
                            alignment, &error));
  g_assert_no_error (error);
  corner_error = test_pair_error (pair, &alignment->h);
  g_test_message ("%.2g px, %d steps, correlation %.6f from %.3f", corner_error,
                  count_steps (alignment), alignment->correlation,
                  alignment->correlation_before);

  return corner_error;
}

static gdouble
align (const TestPair  *pair,
       HomModel         model,
       const HomMatrix *start,
       HomAlignment    *alignment)
{
  HomAlignOptions options = { .model = model, .start = start };

  return align_by (pair, &options, alignment);
}

static void
test_clean (void)
{
  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (TestPair) pair = test_pair_new_off (seed, 8.0);
      HomAlignment alignment;

      g_assert_cmpfloat (test_pair_error (pair, &HOM_MATRIX_IDENTITY), >, 3.0);
      g_assert_cmpfloat (align (pair, HOM_MODEL_HOMOGRAPHY, NULL, &alignment),
                         <, CLEAN);

      /* The kernel's error of 1e-4 of the contrast. */
      g_assert_cmpfloat_with_epsilon (alignment.exposure.gain, 1.0, 1e-3);
      g_assert_cmpfloat_with_epsilon (alignment.exposure.bias, 0.0, 1e-3);
      g_assert_cmpfloat (alignment.residual, <, 1e-3);
      g_assert_cmpfloat (alignment.correlation, >, 0.9999);
      g_assert_cmpfloat (alignment.correlation_before, <, 0.99);
      g_assert_cmpfloat (alignment.overlap, >, 0.9);
      g_assert_cmpint (count_steps (&alignment), >, 0);
      g_assert_cmpfloat (fabs (alignment.h.m[8]), ==, 1.0);
    }
}

/* Pictures a whole number of pixels apart, as on a tripod: there samples have
 * the noise of the pixels, and less between them. Seen were .006 to .085 px
 * and, once, .26, with a median of .021 px.
 */
static void
test_whole_pixels (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  const HomMatrix truth  = hom_matrix_translation (61.0, -34.0);
  gdouble         errors[MANY];

  for (guint32 seed = 1; seed <= MANY; seed++)
    {
      g_autoptr (TestPair) pair = test_pair_new_off (seed, 8.0);
      HomAlignment alignment;

      test_pair_draw (pair, &truth);
      test_image_add_noise (rand, pair->reference_image, 0.05);
      test_image_add_noise (rand, pair->moving_image, 0.05);
      errors[seed - 1] = align (pair, HOM_MODEL_HOMOGRAPHY, NULL, &alignment);
    }
  g_assert_cmpfloat (test_median (errors, MANY), <, MARGIN * 0.0215);
}

/* A picture that is darker and flatter is brought back: gain · (0.7 X + 0.2) +
 * bias = X.
 */
static void
test_exposure (void)
{
  g_autoptr (TestPair) pair = test_pair_new_off (1, 8.0);
  HomAlignment alignment;

  test_image_expose (pair->moving_image, 0.7, 0.2);
  g_assert_cmpfloat (align (pair, HOM_MODEL_HOMOGRAPHY, NULL, &alignment), <,
                     CLEAN);
  g_assert_cmpfloat_with_epsilon (alignment.exposure.gain, 1.0 / 0.7, 1e-3);
  g_assert_cmpfloat_with_epsilon (alignment.exposure.bias, -0.2 / 0.7, 1e-3);
}

/* A standard deviation of 0.02 is 5 of 255. The bound of Cramér and Rao is 0.03
 * to 0.05 px for these pictures.
 */
static void
test_noise (void)
{
  gdouble errors[MANY];

  for (guint32 seed = 1; seed <= MANY; seed++)
    {
      g_autoptr (GRand) rand    = g_rand_new_with_seed (seed);
      g_autoptr (TestPair) pair = test_pair_new_off (seed, 8.0);
      HomAlignment alignment;

      test_image_expose (pair->moving_image, 0.7, 0.2);
      test_image_add_noise (rand, pair->reference_image, 0.02);
      test_image_add_noise (rand, pair->moving_image, 0.02);
      errors[seed - 1] = align (pair, HOM_MODEL_HOMOGRAPHY, NULL, &alignment);

      /* The noise of the moving picture makes a regression's slope too flat by
       * 0.02² / (0.7 · 0.15)² = 4 %.
       */
      g_assert_cmpfloat_with_epsilon (alignment.exposure.gain, 1.0 / 0.7, 0.1);
    }
  g_assert_cmpfloat (test_median (errors, MANY), <, MARGIN * 0.0425);
}

/* A random matrix of the model's own group about the pictures' centre. */
static HomMatrix
random_truth (GRand *rand, HomModel model)
{
  const gdouble limits[] = { 0.04, 0.04, 0.03, 0.03, 0.02, 0.02, 0.02, 0.02 };
  HomMatrix     in  = { { 1 / 160.0, 0, -1.0, 0, 1 / 160.0, -0.75, 0, 0, 1 } };
  HomMatrix     out = { { 160, 0, 160, 0, 160, 120, 0, 0, 1 } };
  gdouble       step[HOM_MAX_FREEDOMS];
  HomMatrix     truth;

  for (gint i = 0; i < HOM_MAX_FREEDOMS; i++)
    step[i] = g_rand_double_range (rand, -limits[i], limits[i]);
  truth = hom_model_step (model, step);
  truth = hom_matrix_multiply (&truth, &in);

  return hom_matrix_multiply (&out, &truth);
}

/* A matrix of the group, to the rounding of products of 160 px. */
static void
assert_in_group (const HomMatrix *h, HomModel model)
{
  const gdouble *m       = h->m;
  const gdouble  epsilon = 1e-9;

  if (model <= HOM_MODEL_AFFINE)
    {
      g_assert_cmpfloat_with_epsilon (m[6], 0.0, epsilon / 160.0);
      g_assert_cmpfloat_with_epsilon (m[7], 0.0, epsilon / 160.0);
    }
  if (model <= HOM_MODEL_SIMILARITY)
    {
      g_assert_cmpfloat_with_epsilon (m[0], m[4], epsilon);
      g_assert_cmpfloat_with_epsilon (m[1], -m[3], epsilon);
    }
  if (model <= HOM_MODEL_EUCLIDEAN)
    g_assert_cmpfloat_with_epsilon (m[0] * m[0] + m[3] * m[3], 1.0, epsilon);
  if (model <= HOM_MODEL_TRANSLATION)
    g_assert_cmpfloat_with_epsilon (m[3], 0.0, epsilon);
}

static void
test_models (void)
{
  for (HomModel model = 0; model <= HOM_MODEL_HOMOGRAPHY; model++)
    for (guint32 seed = 1; seed <= 3; seed++)
      {
        g_autoptr (GRand) rand    = g_rand_new_with_seed (seed);
        g_autoptr (TestPair) pair = test_pair_new_off (seed, 1.0);
        HomMatrix    truth        = random_truth (rand, model);
        HomAlignment alignment;

        test_pair_draw (pair, &truth);
        g_assert_cmpfloat (align (pair, model, NULL, &alignment), <, CLEAN);
        assert_in_group (&alignment.h, model);
      }
}

/* Where and how large the pictures are is part of the question. */
static void
test_boxes (void)
{
  const HomImage left        = { NULL, 1000, -500, 320, 240, 1, 320 };
  const HomImage right       = { NULL, 1071, -467, 213, 190, 1, 213 };
  const HomBox   box         = hom_image_box (&right);
  g_autoptr (GRand) rand     = g_rand_new_with_seed (1);
  HomMatrix truth            = test_matrix_random (rand, &box, 6.0);
  g_autoptr (TestPair) small = test_pair_new (1, &left, &right);
  g_autoptr (TestPair) large = test_pair_new (2, &right, &left);
  HomAlignment alignment;

  test_pair_draw (small, &truth);
  g_assert_cmpfloat (align (small, HOM_MODEL_HOMOGRAPHY, NULL, &alignment), <,
                     CLEAN);
  g_assert_cmpfloat_with_epsilon (alignment.overlap, 1.0, 1e-3);

  /* A quarter of the corners' distance is extrapolated. */
  test_pair_draw (large, &truth);
  g_assert_cmpfloat (align (large, HOM_MODEL_HOMOGRAPHY, NULL, &alignment), <,
                     2.0 * CLEAN);
  g_assert_cmpfloat_with_epsilon (alignment.overlap, 213 * 190 / (320 * 240.0),
                                  0.1);
}

/* A thirtieth of the other picture, somewhere within it: the smaller picture is
 * overlapped entirely.
 */
static void
test_detail (void)
{
  const HomImage whole        = { NULL, -300, 40, 640, 480, 1, 640 };
  const HomImage part         = { NULL, -60, 200, 120, 90, 1, 120 };
  const HomBox   box          = hom_image_box (&part);
  g_autoptr (GRand) rand      = g_rand_new_with_seed (1);
  HomMatrix truth             = test_matrix_random (rand, &box, 4.0);
  g_autoptr (TestPair) moving = test_pair_new (1, &whole, &part);
  g_autoptr (TestPair) still  = test_pair_new (1, &part, &whole);
  HomAlignment alignment;

  test_pair_draw (moving, &truth);
  g_assert_cmpfloat (align (moving, HOM_MODEL_HOMOGRAPHY, NULL, &alignment), <,
                     MARGIN * 0.0013);
  g_assert_cmpfloat_with_epsilon (alignment.overlap, 1.0, 1e-3);

  /* The corners are four times as far apart as what is seen, by which the
   * perspective grows sixteenfold.
   */
  test_pair_draw (still, &truth);
  g_assert_cmpfloat (align (still, HOM_MODEL_HOMOGRAPHY, NULL, &alignment), <,
                     MARGIN * 0.082);
  g_assert_cmpfloat (alignment.overlap, <, 0.05);
}

/* A tenth of each side has no counterpart. Without a start, waves of 10 to 120
 * px would match by the wrong crest.
 */
static void
test_overlap (void)
{
  g_autoptr (TestPair) pair = test_pair_new_off (3, 1.0);
  HomMatrix    truth        = hom_matrix_translation (32.0, -24.0);
  HomMatrix    start        = hom_matrix_translation (28.0, -20.0);
  HomAlignment alignment;

  test_pair_draw (pair, &truth);
  g_assert_cmpfloat (align (pair, HOM_MODEL_HOMOGRAPHY, &start, &alignment), <,
                     2.0 * CLEAN);

  /* It is counted on a grid of 128 × 128. */
  g_assert_cmpfloat_with_epsilon (alignment.overlap, 0.81, 0.02);
}

/* From too far away it takes a start; what is found is a matrix of the model
 * after it.
 */
static void
test_start (void)
{
  const HomBox box          = { 0.0, 0.0, 320.0, 240.0 };
  g_autoptr (GRand) rand    = g_rand_new_with_seed (4);
  g_autoptr (TestPair) pair = test_pair_new_off (4, 1.0);
  HomMatrix    start        = test_matrix_random (rand, &box, 40.0);
  HomMatrix    shift        = hom_matrix_translation (5.0, -3.0);
  HomMatrix    truth        = hom_matrix_multiply (&shift, &start);
  HomAlignment alignment;

  test_pair_draw (pair, &truth);
  g_assert_cmpfloat (align (pair, HOM_MODEL_TRANSLATION, &start, &alignment), <,
                     CLEAN);
  g_assert_cmpfloat (align (pair, HOM_MODEL_HOMOGRAPHY, &start, &alignment), <,
                     CLEAN);
}

/* Pictures that coincide already, exactly or but for a rounding. */
static void
test_aligned_already (void)
{
  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (TestPair) pair = test_pair_new_off (seed, 1e-6);
      HomModel     model        = seed % (HOM_MODEL_HOMOGRAPHY + 1);
      HomAlignment alignment;

      g_assert_cmpfloat (align (pair, model, NULL, &alignment), <, 1e-5);
      g_assert_cmpint (count_steps (&alignment), >, 0);
      test_pair_draw (pair, &HOM_MATRIX_IDENTITY);
      g_assert_cmpfloat (align (pair, model, NULL, &alignment), <, 1e-5);
      g_assert_cmpfloat_with_epsilon (alignment.correlation, 1.0, 1e-9);
      g_assert_cmpfloat_with_epsilon (alignment.correlation_before, 1.0, 1e-9);
    }
}

/* A hole of noise, and then of NaN; without the mask the noise is seen to do
 * harm where all differences count.
 */
static void
assert_hole_harmless (TestPair   *pair,
                      HomImage   *image,
                      HomImage   *mask,
                      HomPicture *picture)
{
  g_autoptr (GRand) rand  = g_rand_new_with_seed (5);
  HomImage        hole    = *image;
  HomAlignOptions squares = { .model = HOM_MODEL_HOMOGRAPHY,
                              .loss  = HOM_ALIGN_SSD };
  HomAlignment    alignment;

  hole.data   = hom_image_pixel (image, 100, 60);
  hole.width  = 100;
  hole.height = 90;
  for (gint row = 0; row < hole.height; row++)
    for (gint column = 0; column < hole.width; column++)
      {
        *hom_image_pixel (&hole, column, row)           = g_rand_double (rand);
        *hom_image_pixel (mask, 100 + column, 60 + row) = 0.0f;
      }

  g_assert_cmpfloat (align_by (pair, &squares, &alignment), >, 10.0 * CLEAN);
  picture->mask = mask;
  g_assert_cmpfloat (align (pair, HOM_MODEL_HOMOGRAPHY, NULL, &alignment), <,
                     CLEAN);

  test_image_fill (&hole, NAN);
  g_assert_cmpfloat (align (pair, HOM_MODEL_HOMOGRAPHY, NULL, &alignment), <,
                     CLEAN);
  picture->mask = NULL;
  g_assert_cmpfloat (align (pair, HOM_MODEL_HOMOGRAPHY, NULL, &alignment), <,
                     CLEAN);
}

static void
test_masked_reference (void)
{
  g_autoptr (TestPair) pair = test_pair_new_off (5, 8.0);

  assert_hole_harmless (pair, pair->reference_image, pair->reference_mask,
                        &pair->reference);
}

static void
test_masked_moving (void)
{
  g_autoptr (TestPair) pair = test_pair_new_off (5, 8.0);

  assert_hole_harmless (pair, pair->moving_image, pair->moving_mask,
                        &pair->moving);
}

/* Colour against grey, by the luma: the three channels of the scene are alike,
 * and two of them are disturbed so that the luma is not.
 */
static void
test_colour (void)
{
  const HomImage grey       = { NULL, 0, 0, 320, 240, 1, 320 };
  const HomImage colour     = { NULL, 0, 0, 320, 240, 3, 960 };
  const HomBox   box        = hom_image_box (&grey);
  g_autoptr (GRand) rand    = g_rand_new_with_seed (6);
  g_autoptr (TestPair) pair = test_pair_new (6, &colour, &grey);
  HomMatrix    truth        = test_matrix_random (rand, &box, 8.0);
  HomAlignment alignment;

  test_pair_draw (pair, &truth);
  for (gint i = 0; i < 320 * 240; i++)
    {
      gfloat  chroma = g_rand_double_range (rand, -0.05, 0.05);
      gfloat *pixel  = pair->reference_image->data + 3 * i;

      pixel[0] += chroma / 0.2126f;
      pixel[1] -= chroma / 0.7152f;
    }
  g_assert_cmpfloat (align (pair, HOM_MODEL_HOMOGRAPHY, NULL, &alignment), <,
                     CLEAN);
}

static void
take_luma (const HomImage *colour, HomImage *grey)
{
  for (gint i = 0; i < grey->width * grey->height; i++)
    {
      const gfloat *pixel = colour->data + 3 * i;

      grey->data[i] = 0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2];
    }
}

static gdouble
noisy_error (guint32 seed, gboolean is_grey)
{
  const HomImage colour      = { NULL, 0, 0, 160, 120, 3, 480 };
  const HomImage grey        = { NULL, 0, 0, 160, 120, 1, 160 };
  const HomBox   box         = hom_image_box (&grey);
  g_autoptr (GRand) rand     = g_rand_new_with_seed (seed);
  g_autoptr (TestPair) three = test_pair_new (seed, &colour, &colour);
  g_autoptr (TestPair) one   = test_pair_new (seed, &grey, &grey);
  HomMatrix    truth         = test_matrix_random (rand, &box, 4.0);
  HomAlignment alignment;

  test_pair_draw (three, &truth);
  test_image_add_noise (rand, three->reference_image, 0.04);
  test_image_add_noise (rand, three->moving_image, 0.04);
  if (! is_grey)
    return align (three, HOM_MODEL_HOMOGRAPHY, NULL, &alignment);

  one->truth = truth;
  take_luma (three->reference_image, one->reference_image);
  take_luma (three->moving_image, one->moving_image);

  return align (one, HOM_MODEL_HOMOGRAPHY, NULL, &alignment);
}

/* Luma leaves √(0.21² + 0.72² + 0.07²) = 0.75 of the noise of one channel, all
 * three together leave √(1/3) = 0.58 of it: 0.77 of the former. Seen was 0.76.
 */
static void
test_channels (void)
{
  gdouble colour = 0.0;
  gdouble grey   = 0.0;

  for (guint32 seed = 1; seed <= 24; seed++)
    {
      colour += noisy_error (seed, FALSE) / 24.0;
      grey += noisy_error (seed, TRUE) / 24.0;
    }
  g_test_message ("%.4f px of three channels, %.4f of luma", colour, grey);
  g_assert_cmpfloat (colour, <, 0.85 * grey);
}

/* Two channels of noise that is three times as strong, and nothing else, cost
 * next to nothing.
 */
static void
test_empty_channels (void)
{
  const HomImage colour = { NULL, 0, 0, 320, 240, 3, 960 };
  const HomImage grey   = { NULL, 0, 0, 320, 240, 1, 320 };
  const HomBox   box    = hom_image_box (&grey);
  gdouble        three = 0.0, one = 0.0;

  for (guint32 seed = 1; seed <= 4; seed++)
    {
      g_autoptr (GRand) rand     = g_rand_new_with_seed (seed);
      g_autoptr (TestPair) alone = test_pair_new (seed, &grey, &grey);
      g_autoptr (TestPair) among = test_pair_new (seed, &colour, &colour);
      HomMatrix    truth         = test_matrix_random (rand, &box, 4.0);
      HomImage    *from[2], *to[2];
      HomAlignment alignment;

      test_pair_draw (alone, &truth);
      among->truth = truth;
      from[0]      = alone->reference_image;
      from[1]      = alone->moving_image;
      to[0]        = among->reference_image;
      to[1]        = among->moving_image;
      for (gint k = 0; k < 2; k++)
        {
          test_image_add_noise (rand, from[k], 0.04);
          test_image_fill (to[k], 0.0f);
          test_image_add_noise (rand, to[k], 0.12);
          for (gint i = 0; i < 320 * 240; i++)
            to[k]->data[3 * i + 1] = from[k]->data[i];
        }
      one += align (alone, HOM_MODEL_HOMOGRAPHY, NULL, &alignment) / 4.0;
      three += align (among, HOM_MODEL_HOMOGRAPHY, NULL, &alignment) / 4.0;
    }
  g_test_message ("%.4f px of one channel of three, %.4f alone", three, one);
  g_assert_cmpfloat (three, <, 1.15 * one);
}

/* To the last bit, however the work falls to the threads. */
static void
test_repeatable (void)
{
  g_autoptr (TestPair) pair = test_pair_new_off (7, 8.0);
  HomAlignment first, second;

  align (pair, HOM_MODEL_HOMOGRAPHY, NULL, &first);
  align (pair, HOM_MODEL_HOMOGRAPHY, NULL, &second);
  for (gint i = 0; i < 9; i++)
    g_assert_cmpfloat (first.h.m[i], ==, second.h.m[i]);
  g_assert_cmpfloat (first.residual, ==, second.residual);
}

/* What a reference keeps of one picture makes no difference for the next: here
 * of one at half the size, which is compared with the reference's second level,
 * where the noise asks for a filter.
 */
static void
test_stack (void)
{
  const HomImage  size         = { NULL, 0, 0, 320, 240, 1, 320 };
  const HomImage  half         = { NULL, 0, 0, 160, 120, 1, 160 };
  const HomMatrix twice        = { { 2, 0, 0, 0, 2, 0, 0, 0, 1 } };
  g_autoptr (GRand) rand       = g_rand_new_with_seed (8);
  g_autoptr (TestPair) pair    = test_pair_new_off (8, 6.0);
  g_autoptr (TestPair) small   = test_pair_new (8, &size, &half);
  HomAlignOptions options      = { .model = HOM_MODEL_HOMOGRAPHY };
  HomAlignOptions from_twice   = { .model = HOM_MODEL_HOMOGRAPHY,
                                   .start = &twice };
  g_autoptr (HomAligner) fresh = NULL;
  g_autoptr (HomAligner) used  = NULL;
  HomAlignment alone, other, after;

  test_pair_draw (small, &twice);
  test_image_add_noise (rand, pair->reference_image, 0.1);
  test_image_add_noise (rand, pair->moving_image, 0.1);
  test_image_add_noise (rand, small->moving_image, 0.1);

  fresh = hom_aligner_new (&pair->reference, NULL);
  used  = hom_aligner_new (&pair->reference, NULL);
  g_assert_true (hom_aligner_run (fresh, &pair->moving, &options, NULL, &alone,
                                  NULL));
  g_assert_true (hom_aligner_run (used, &small->moving, &from_twice, NULL,
                                  &other, NULL));
  g_assert_true (hom_aligner_run (used, &pair->moving, &options, NULL, &after,
                                  NULL));
  for (gint i = 0; i < 9; i++)
    g_assert_cmpfloat (alone.h.m[i], ==, after.h.m[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/align/clean", test_clean);
  g_test_add_func ("/core/align/whole-pixels", test_whole_pixels);
  g_test_add_func ("/core/align/exposure", test_exposure);
  g_test_add_func ("/core/align/noise", test_noise);
  g_test_add_func ("/core/align/models", test_models);
  g_test_add_func ("/core/align/boxes", test_boxes);
  g_test_add_func ("/core/align/detail", test_detail);
  g_test_add_func ("/core/align/overlap", test_overlap);
  g_test_add_func ("/core/align/start", test_start);
  g_test_add_func ("/core/align/aligned-already", test_aligned_already);
  g_test_add_func ("/core/align/masked-reference", test_masked_reference);
  g_test_add_func ("/core/align/masked-moving", test_masked_moving);
  g_test_add_func ("/core/align/colour", test_colour);
  g_test_add_func ("/core/align/channels", test_channels);
  g_test_add_func ("/core/align/empty-channels", test_empty_channels);
  g_test_add_func ("/core/align/repeatable", test_repeatable);
  g_test_add_func ("/core/align/stack", test_stack);

  return g_test_run ();
}
