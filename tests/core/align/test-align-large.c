/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

/* The scene is a cubic spline of random values this many pixels apart: pictures
 * of it have no error of interpolation.
 */
#define GRAIN 4

#define NOISE 0.02
#define REACH 12.0

/* Draws what a picture shows of the scene, whose points @truth finds. */
static void
draw (const HomImage *scene, const HomMatrix *truth, HomImage *picture)
{
  const HomMatrix   reduce   = { { 1.0 / GRAIN, 0, 8, 0, 1.0 / GRAIN, 8, 0, 0,
                                   1 } };
  const HomMatrix   w        = hom_matrix_multiply (&reduce, truth);
  const HomSampling sampling = {
    .interpolation = HOM_INTERPOLATION_CUBIC_SPLINE,
    .boundary      = HOM_BOUNDARY_REFLECT
  };

  g_assert_true (hom_warp (scene, &w, &sampling, picture, NULL));
}

/* Adds noise, uniform in ±√3 σ: many pixels take long to be drawn from a normal
 * distribution.
 */
static void
add_noise (guint32 seed, HomImage *image)
{
  const gsize n = (gsize) image->stride * image->height;

  for (gsize i = 0; i < n; i++)
    {
      seed = seed * 1664525u + 1013904223u;
      image->data[i] += NOISE * sqrt (12.0) * (seed / 4294967296.0 - 0.5);
    }
}

/* Aligns two pictures of a scene whose channels have these contrasts.
 *
 * Returns: the largest error of a corner, in pixels.
 */
static gdouble
measure_error (guint32        seed,
               gint           width,
               gint           height,
               gint           channels,
               const gdouble *contrasts)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (HomImage)
      scene = test_image_random (rand, width / GRAIN + 16, height / GRAIN + 16,
                                 channels);
  g_autoptr (HomImage) still = test_image_new (width, height, channels);
  g_autoptr (HomImage) moved = test_image_new (width, height, channels);
  const HomBox     box       = hom_image_box (still);
  const HomMatrix  truth     = test_matrix_random (rand, &box, REACH);
  const HomPicture reference = { still, NULL };
  const HomPicture moving    = { moved, NULL };
  g_autoptr (GError) error   = NULL;
  HomAlignOptions options    = { .model = HOM_MODEL_HOMOGRAPHY,
                                 .loss  = HOM_ALIGN_AUTO };
  HomAlignment    found;

  for (gsize i = 0; i < (gsize) scene->stride * scene->height; i++)
    scene->data[i] = 0.5 + contrasts[i % channels] * (scene->data[i] - 0.5);
  draw (scene, &HOM_MATRIX_IDENTITY, still);
  draw (scene, &truth, moved);
  add_noise (2 * seed, still);
  add_noise (2 * seed + 1, moved);

  g_assert_true (hom_align (&reference, &moving, &options, NULL, &found,
                            &error));
  g_assert_no_error (error);

  return test_corner_error (&found.h, &truth, &box);
}

static gdouble
mean_error (gint n, gint width, gint height, gint channels, const gdouble *c)
{
  gdouble sum = 0.0;

  for (gint i = 0; i < n; i++)
    sum += measure_error (i + 1, width, height, channels, c);
  g_test_message ("mean error %.6f px", sum / n);

  return sum / n;
}

/* All of ten million pixels tell more than the four of the most contrast, which
 * leave .0046 px; all .0031.
 */
static void
test_all_tiles (void)
{
  const gdouble contrast = 0.1;

  g_assert_cmpfloat (mean_error (4, 3700, 2800, 1, &contrast), <, 0.0038);
}

/* Of pictures that are halved all channels are compared, and not their luma, of
 * which blue is a ninth: that leaves .0039 px, all channels .0021.
 */
static void
test_halved (void)
{
  const gdouble contrasts[] = { 0.02, 0.02, 0.2 };

  g_assert_cmpfloat (mean_error (1, 4400, 3900, 3, contrasts), <, 0.0028);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/align-large/all-tiles", test_all_tiles);
  g_test_add_func ("/align-large/halved", test_halved);

  return g_test_run ();
}
