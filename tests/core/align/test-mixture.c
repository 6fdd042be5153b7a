/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/descent/hom-channel-projection.h"
#include "test-pictures.h"

#define WIDTH  320
#define HEIGHT 240
#define N      HOM_MAX_PLANES

/* ---- A mixed plane ---- */

#define SIDE   40
#define AROUND 6
#define ALL    (SIDE + 2 * AROUND)

/* Half-sample symmetric. */
static gint
reflect (gint i)
{
  return i < 0 ? -1 - i : i >= SIDE ? 2 * SIDE - 1 - i : i;
}

/* The weighted sum of what the channels show, beyond the border, too; 0 where
 * one of them is not a number.
 */
static void
test_read (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (1);
  g_autoptr (HomImage) image = test_image_random (rand, SIDE, SIDE, 3);
  const gfloat    weights[N] = { 0.5f, -0.25f, 2.0f };
  const HomPlanes picture    = { 1, { image }, image };
  const HomPlanes mixed      = hom_channel_projection_apply (&picture, weights);
  gfloat          values[ALL * ALL];
  gfloat         *to[N] = { values };

  hom_image_pixel (image, 10, 20)[1] = NAN;
  g_assert_cmpint (mixed.n_planes, ==, 1);
  g_assert_true (mixed.mask == image);
  hom_planes_read (&mixed, -AROUND, -AROUND, ALL, ALL, to, ALL);

  for (gint i = 0; i < ALL * ALL; i++)
    {
      gint          x   = reflect (i % ALL - AROUND);
      gint          y   = reflect (i / ALL - AROUND);
      const gfloat *p   = hom_image_pixel (image, x, y);
      gfloat        sum = 0.5f * p[0] - 0.25f * p[1] + 2.0f * p[2];

      if (x == 10 && y == 20)
        sum = 0.0f;
      g_assert_cmpfloat_with_epsilon (values[i], sum, 1e-6);
    }
}

/* ---- Its weights ---- */

/* How the channels of two pictures show a scene each.
 *
 * @contrasts: of the reference.
 * @gains: of the moving picture, to come to the reference.
 */
typedef struct
{
  guint32 scenes[N];
  gdouble contrasts[N];
  gdouble gains[N];
  gdouble noises[N];
} Channels;

/* Each as a plane of its own. */
static void
draw (GRand          *rand,
      const Channels *channels,
      gboolean        is_moving,
      HomPlanes      *planes)
{
  *planes = (HomPlanes){ .n_planes = N };
  for (gint c = 0; c < N; c++)
    {
      HomImage *image = test_image_new (WIDTH, HEIGHT, 1);
      gdouble   gain  = channels->contrasts[c];
      TestScene scene;

      if (is_moving)
        gain /= channels->gains[c];
      test_scene_init (&scene, channels->scenes[c]);
      test_scene_draw (&scene, &HOM_MATRIX_IDENTITY, image);
      test_image_expose (image, gain, 0.0);
      test_image_add_noise (rand, image, channels->noises[c]);
      planes->planes[c] = image;
    }
}

static gboolean
fit (const Channels *channels, HomChannelProjection *projection)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  HomPlanes     reference, moving;
  HomComparison comparison            = { .moving = &moving };
  g_autoptr (HomReferenceTiles) tiles = NULL;
  gboolean is_enough;

  draw (rand, channels, FALSE, &reference);
  draw (rand, channels, TRUE, &moving);
  comparison.reference = tiles = hom_reference_tiles_new (&reference, G_MAXSIZE,
                                                          NULL);
  comparison.n_tiles           = tiles->n_tiles;
  hom_reference_tiles_fill (tiles, &reference, tiles->n_tiles);
  for (gint c = 0; c < N; c++)
    {
      comparison.exposures[c] = (HomExposure){ channels->gains[c], c - 0.5 };
      comparison.noise[c]     = channels->noises[c];
      comparison.gain_maps[c] = hom_gain_map_new (WIDTH, HEIGHT, FALSE, NULL);
      hom_gain_map_fill (comparison.gain_maps[c], &comparison.exposures[c]);
    }
  is_enough = hom_channel_projection_fit (projection, &comparison,
                                          &HOM_MATRIX_IDENTITY, tiles->n_tiles);

  for (gint c = 0; c < N; c++)
    {
      hom_gain_map_free (comparison.gain_maps[c]);
      hom_image_free ((HomImage *) reference.planes[c]);
      hom_image_free ((HomImage *) moving.planes[c]);
    }

  return is_enough;
}

/* Of one scene, each channel's contrast over the variance of its residual's
 * noise: what maximizes Σ w·contrast over √(Σ w²·variance). Chance makes up to
 * 0.04 of it.
 */
static void
assert_best (const Channels *channels)
{
  HomChannelProjection projection;
  gdouble              best[N];
  gdouble              length = 0.0, still = 0.0, moving = 0.0, bias = 0.0;

  g_assert_true (fit (channels, &projection));
  for (gint c = 0; c < N; c++)
    {
      gdouble noise = channels->noises[c] * hypot (1.0, channels->gains[c]);

      best[c] = channels->contrasts[c] / (noise * noise);
      length += best[c] * best[c];
    }
  for (gint c = 0; c < N; c++)
    {
      gdouble sign  = copysign (1.0, projection.reference[0] * best[0]);
      gdouble noise = channels->noises[c];

      g_assert_cmpfloat_with_epsilon (sign * projection.reference[c],
                                      best[c] / sqrt (length), 0.05);
      g_assert_cmpfloat_with_epsilon (
          projection.exposure.gain * projection.moving[c],
          channels->gains[c] * projection.reference[c], 1e-5);
      bias += projection.reference[c] * (c - 0.5);
      still += pow (projection.reference[c] * noise, 2.0);
      moving += pow (projection.moving[c] * noise, 2.0);
    }
  g_assert_cmpfloat_with_epsilon (moving, still, 1e-5 * still);
  g_assert_cmpfloat_with_epsilon (projection.noise, sqrt (still), 1e-6);
  g_assert_cmpfloat_with_epsilon (projection.exposure.bias, bias, 1e-6);
  g_assert_cmpint (projection.exposure.gain > 0.0, ==,
                   channels->gains[0] > 0.0);
}

static void
test_weights (void)
{
  const Channels alike    = { { 1, 1, 1 },
                              { 1.0, 1.0, 1.0 },
                              { 1.0, 1.0, 1.0 },
                              { 0.05, 0.05, 0.05 } };
  const Channels unlike   = { { 1, 1, 1 },
                              { 0.3, 1.0, -0.6 },
                              { 1.4, 0.7, 2.0 },
                              { 0.02, 0.06, 0.05 } };
  const Channels negative = { { 1, 1, 1 },
                              { 0.5, 1.0, 0.8 },
                              { -1.0, -0.7, -2.0 },
                              { 0.02, 0.06, 0.03 } };

  assert_best (&alike);
  assert_best (&unlike);
  assert_best (&negative);
}

/* Channels that show different scenes tell different things: they are not to be
 * mixed, unless one of them tells as much as anyone could see. Nor is what
 * shows nothing but noise, which may seem to be one channel's alone.
 */
static void
test_enough (void)
{
  Channels             channels = { { 1, 2, 3 },
                                    { 1.0, 1.0, 1.0 },
                                    { 1.0, 1.0, 1.0 },
                                    { 0.1, 0.1, 0.1 } };
  HomChannelProjection projection;

  g_assert_false (fit (&channels, &projection));
  for (gint c = 0; c < N; c++)
    channels.noises[c] = 1e-4;
  g_assert_true (fit (&channels, &projection));
  for (gint c = 0; c < N; c++)
    {
      channels.contrasts[c] = 0.0;
      channels.noises[c]    = 0.1;
    }
  g_assert_false (fit (&channels, &projection));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/mixture/read", test_read);
  g_test_add_func ("/core/mixture/weights", test_weights);
  g_test_add_func ("/core/mixture/enough", test_enough);

  return g_test_run ();
}
