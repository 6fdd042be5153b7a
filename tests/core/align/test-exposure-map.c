/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/normal/hom-gain-map.h"
#include "align/normal/hom-gain-polynomial.h"
#include "test-pictures.h"

/* 25 × 19 cells, the last ones of which are not whole. */
#define WIDTH  197
#define HEIGHT 147

/* Gain and bias are floats, of a sum of squares in doubles. */
#define EPSILON 1e-6

typedef HomExposure (*ExposureFunc) (gint x, gint y);

static HomExposure
brighter (gint x, gint y)
{
  return (HomExposure){ 1.4, -0.2 };
}

static HomExposure
inverted (gint x, gint y)
{
  return (HomExposure){ -0.8, 0.9 };
}

/* Half a wave over the picture. */
static HomExposure
shaded (gint x, gint y)
{
  return (HomExposure){ 1.0 + 0.3 * sin (G_PI * x / WIDTH),
                        0.1 * cos (G_PI * y / HEIGHT) };
}

static HomImage *
new_scene (guint32 seed)
{
  HomImage *image = test_image_new (WIDTH, HEIGHT, 1);
  TestScene scene;

  test_scene_init (&scene, seed);
  test_scene_draw (&scene, &HOM_MATRIX_IDENTITY, image);

  return image;
}

/* Adds up the moments of two pictures. */
static HomGainMap *
new_map_of (const HomImage *moving, const HomImage *still)
{
  HomGainMap *map = hom_gain_map_new (WIDTH, HEIGHT, TRUE, NULL);

  g_assert_cmpint (map->width, ==, 25);
  g_assert_cmpint (map->height, ==, 19);
  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      {
        HomPairMoments *cell =
            &map->moments[y / HOM_CELL * map->width + x / HOM_CELL];
        gdouble        i     = *hom_image_pixel (moving, x, y);
        gdouble        t     = *hom_image_pixel (still, x, y);
        HomPairMoments pixel = { 1.0, i, t, i * i, t * t, i * t };

        hom_pair_moments_add (cell, &pixel);
      }

  return map;
}

/* Of a picture and what an exposure makes of it. */
static HomGainMap *
new_map (const HomImage *moving, ExposureFunc exposure_at)
{
  g_autoptr (HomImage) still = test_image_new (WIDTH, HEIGHT, 1);

  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      {
        HomExposure exposure = exposure_at (x, y);

        *hom_image_pixel (still, x, y) =
            exposure.gain * *hom_image_pixel (moving, x, y) + exposure.bias;
      }

  return new_map_of (moving, still);
}

/* For cells with those all around them. */
static HomExposure
cell_at (const HomGainMap *map, gint x, gint y)
{
  gint at = (y + 1) * (map->width + 2) + x + 1;

  return (HomExposure){ map->gain[at], map->bias[at] };
}

static void
assert_constant (const HomGainMap *map, HomExposure exposure)
{
  for (gint y = -1; y <= map->height; y++)
    for (gint x = -1; x <= map->width; x++)
      {
        g_assert_cmpfloat_with_epsilon (cell_at (map, x, y).gain, exposure.gain,
                                        EPSILON);
        g_assert_cmpfloat_with_epsilon (cell_at (map, x, y).bias, exposure.bias,
                                        EPSILON);
      }
}

/* What is the same everywhere is found exactly, even where the guess over all
 * of the picture has but the sign right.
 */
static void
test_constant (void)
{
  const ExposureFunc funcs[]  = { brighter, inverted };
  const gdouble      noises[] = { 0.0, 0.05 };

  for (gsize k = 0; k < G_N_ELEMENTS (funcs); k++)
    for (gsize n = 0; n < G_N_ELEMENTS (noises); n++)
      {
        g_autoptr (HomImage) moving = new_scene (1);
        g_autoptr (HomGainMap) map  = new_map (moving, funcs[k]);
        HomExposure truth           = funcs[k](0, 0);
        HomExposure guess           = { copysign (1.0, truth.gain), 0.0 };

        g_assert_true (hom_gain_map_match (map, &truth, noises[n], NULL));
        assert_constant (map, truth);
        if (noises[n] == 0.0)
          {
            g_assert_true (hom_gain_map_match (map, &guess, 0.0, NULL));
            assert_constant (map, truth);
          }
      }
}

static void
test_fill (void)
{
  g_autoptr (HomGainMap) map = hom_gain_map_new (WIDTH, HEIGHT, TRUE, NULL);
  const HomExposure exposure = { -0.7, 0.3 };

  hom_gain_map_fill (map, &exposure);
  assert_constant (map, exposure);
}

/* A window of some cells averages over what changes within it; a rough picture
 * has contrast in each. The half filters at the border are off by most: seen
 * was 0.036.
 */
static void
test_shaded (void)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (2);
  g_autoptr (HomImage) moving = test_image_random (rand, WIDTH, HEIGHT, 1);
  g_autoptr (HomGainMap) map  = new_map (moving, shaded);
  const HomExposure overall   = { 1.0, 0.0 };
  gdouble           worst     = 0.0;

  g_assert_true (hom_gain_map_match (map, &overall, 0.0, NULL));
  for (gint y = 0; y < map->height; y++)
    for (gint x = 0; x < map->width; x++)
      {
        gint        px    = x * HOM_CELL + HOM_CELL / 2;
        gint        py    = y * HOM_CELL + HOM_CELL / 2;
        HomExposure truth = shaded (px, py);
        HomExposure found = cell_at (map, x, y);
        gdouble     value = 0.5 * (found.gain - truth.gain) + found.bias -
                        truth.bias;

        worst = MAX (worst, fabs (found.gain - truth.gain));
        worst = MAX (worst, fabs (value));
      }
  g_test_message ("off by up to %.3f", worst);
  g_assert_cmpfloat (worst, <, 0.1);
}

/* The weight of a cell in the window about another. */
static gdouble
weight_of (gint dx, gint dy)
{
  const gdouble binomial[] = { 6.0, 4.0, 1.0 };

  return ABS (dx) > 2 || ABS (dy) > 2 ?
             0.0 :
             binomial[ABS (dx)] * binomial[ABS (dy)] / 256.0;
}

/* By the moments of its window, added up here, for pictures that have nothing
 * in common; beyond the border as in the nearest cell.
 */
static void
test_window (void)
{
  g_autoptr (HomImage) moving = new_scene (5);
  g_autoptr (HomGainMap) map  = new_map (moving, brighter);
  const HomExposure overall   = { 1.0, 0.0 };
  g_autoptr (GRand) rand      = g_rand_new_with_seed (5);

  for (gint i = 0; i < map->width * map->height; i++)
    map->moments[i].tt += g_rand_double_range (rand, 1.0, 5.0);
  g_assert_true (hom_gain_map_match (map, &overall, 0.0, NULL));

  for (gint y = -1; y <= map->height; y++)
    for (gint x = -1; x <= map->width; x++)
      {
        HomPairMoments sum = { 0.0 };
        gdouble        gain;

        for (gint j = 0; j < map->height; j++)
          for (gint i = 0; i < map->width; i++)
            {
              HomPairMoments m = map->moments[j * map->width + i];
              gdouble        w = weight_of (i - CLAMP (x, 0, map->width - 1),
                                            j - CLAMP (y, 0, map->height - 1));

              sum.n += w * m.n;
              sum.i += w * m.i;
              sum.t += w * m.t;
              sum.ii += w * m.ii;
              sum.tt += w * m.tt;
            }
        gain = hom_pair_moments_contrast (&sum, TRUE) /
               hom_pair_moments_contrast (&sum, FALSE);
        g_assert_cmpfloat_with_epsilon (cell_at (map, x, y).gain, gain,
                                        EPSILON * gain);
        g_assert_cmpfloat_with_epsilon (cell_at (map, x, y).bias,
                                        (sum.t - gain * sum.i) / sum.n,
                                        EPSILON * (1.0 + gain));
      }
}

/* Where nothing counts it is as over all; a filter of five cells reaches two
 * into the hole.
 */
static void
test_hole (void)
{
  g_autoptr (HomImage) moving = new_scene (3);
  g_autoptr (HomGainMap) map  = new_map (moving, brighter);
  const HomExposure overall   = { 0.6, 0.3 };
  HomExposure       truth     = brighter (0, 0);

  for (gint y = 6; y < 15; y++)
    for (gint x = 8; x < 17; x++)
      map->moments[y * map->width + x] = (HomPairMoments){ 0.0 };
  g_assert_true (hom_gain_map_match (map, &overall, 0.0, NULL));

  for (gint y = 0; y < map->height; y++)
    for (gint x = 0; x < map->width; x++)
      {
        gboolean    is_inside = x >= 10 && x < 15 && y >= 8 && y < 13;
        HomExposure expected  = is_inside ? overall : truth;

        g_assert_cmpfloat_with_epsilon (cell_at (map, x, y).gain, expected.gain,
                                        EPSILON);
        g_assert_cmpfloat_with_epsilon (cell_at (map, x, y).bias, expected.bias,
                                        EPSILON);
      }
}

/* Where the moving picture is flat, or shows less than noise, the gain is that
 * of all, and the bias makes the brightness the same.
 */
static void
test_flat (void)
{
  g_autoptr (HomImage) moving = new_scene (4);
  g_autoptr (HomGainMap) map  = NULL;
  const HomExposure overall   = { -1.1, 0.3 };
  HomExposure       truth     = brighter (0, 0);
  const gint        at        = 9 * 27 + 12;

  test_image_fill (moving, 0.4f);
  map = new_map (moving, brighter);
  g_assert_true (hom_gain_map_match (map, &overall, 0.05, NULL));
  g_assert_cmpfloat_with_epsilon (map->gain[at], overall.gain, EPSILON);
  g_assert_cmpfloat_with_epsilon (overall.gain * 0.4 + map->bias[at],
                                  truth.gain * 0.4 + truth.bias, EPSILON);

  /* 1 of contrast against a prior of (2 · 10)²: a share of 1/400 of what makes
   * the difference between the two squares of the gain.
   */
  hom_gain_map_free (g_steal_pointer (&map));
  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    moving->data[i] = i % 2 ? 1.4f : -0.6f;
  map = new_map (moving, brighter);
  g_assert_true (hom_gain_map_match (map, &overall, 10.0, NULL));
  g_assert_cmpfloat_with_epsilon (map->gain[at], overall.gain, 0.001);
  g_assert_cmpfloat (map->gain[at], <, overall.gain - 0.0005);
}

/* ---- A smooth field ---- */

/* A vignette about a point off the middle, of each cell as in its middle. */
static HomExposure
vignette (gint x, gint y)
{
  gdouble u = (x / HOM_CELL + 0.5) * HOM_CELL / WIDTH - 0.4;
  gdouble v = (y / HOM_CELL + 0.5) * HOM_CELL / HEIGHT - 0.6;
  gdouble r = u * u + v * v;

  return (HomExposure){ 0.9 * (1.0 - 0.8 * r + 0.2 * r * r), 0.07 };
}

static HomExposure
inverted_vignette (gint x, gint y)
{
  HomExposure exposure = vignette (x, y);

  return (HomExposure){ -exposure.gain, 1.0 - exposure.bias };
}

/* The largest difference, of gains and of what becomes of the brightness 0.5.
 */
static gdouble
measure_difference (const HomGainMap *map, ExposureFunc func)
{
  gdouble worst = 0.0;

  for (gint y = 0; y < map->height; y++)
    for (gint x = 0; x < map->width; x++)
      {
        HomExposure truth = func (x * HOM_CELL, y * HOM_CELL);
        HomExposure found = cell_at (map, x, y);
        gdouble     value = 0.5 * (found.gain - truth.gain) + found.bias -
                        truth.bias;

        worst = MAX (worst, fabs (found.gain - truth.gain));
        worst = MAX (worst, fabs (value));
      }

  return worst;
}

/* A polynomial is found but for the ridge, also across a hole; the guess has
 * but the sign right.
 */
static void
test_field (void)
{
  const ExposureFunc funcs[] = { brighter, inverted, vignette,
                                 inverted_vignette };

  for (gsize k = 0; k < G_N_ELEMENTS (funcs); k++)
    {
      g_autoptr (HomImage) moving = new_scene (7);
      g_autoptr (HomGainMap) map  = new_map (moving, funcs[k]);
      HomExposure guess = { copysign (1.0, funcs[k](0, 0).gain), 0.0 };
      gdouble     difference;

      for (gint y = 6; y < 10; y++)
        for (gint x = 8; x < 12; x++)
          map->moments[y * map->width + x] = (HomPairMoments){ 0.0 };
      hom_gain_polynomial_fit (map, &guess, 0.0);
      difference = measure_difference (map, funcs[k]);
      g_test_message ("off by up to %g", difference);
      g_assert_cmpfloat (difference, <, 2e-4);
    }
}

/* With noise in both pictures the gain is not too low. Of 25 × 19 cells each
 * mean is off by a tenth of the noise: nothing like the noise's share of the
 * contrast, which is 0.2 here.
 */
static void
test_noisy_field (void)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (8);
  g_autoptr (HomImage) moving = test_image_random (rand, WIDTH, HEIGHT, 1);
  g_autoptr (HomGainMap) map  = new_map (moving, brighter);
  const HomExposure guess     = { 1.0, 0.0 };
  const gdouble     noise     = 0.1;
  const gdouble     spread    = sqrt (3.0) * noise;
  HomExposure       truth     = brighter (0, 0);
  gdouble           mean      = 0.0;

  for (gint i = 0; i < map->width * map->height; i++)
    {
      HomPairMoments *m = &map->moments[i];

      m->i += spread * sqrt (m->n) * g_rand_double_range (rand, -1.0, 1.0);
      m->t += spread * sqrt (m->n) * g_rand_double_range (rand, -1.0, 1.0);
    }
  hom_gain_polynomial_fit (map, &guess, noise);
  for (gint y = 0; y < map->height; y++)
    for (gint x = 0; x < map->width; x++)
      mean += cell_at (map, x, y).gain / (map->width * map->height);
  g_test_message ("mean gain %.4f of %.4f", mean, truth.gain);
  g_assert_cmpfloat_with_epsilon (mean, truth.gain, 0.05);
}

/* Where the brightness does not tell, the gain is that of all. */
static void
test_flat_field (void)
{
  g_autoptr (HomImage) moving = new_scene (4);
  g_autoptr (HomGainMap) map  = NULL;
  const HomExposure overall   = { 1.4, -0.2 };

  test_image_fill (moving, 0.4f);
  map = new_map (moving, brighter);
  hom_gain_polynomial_fit (map, &overall, 0.05);
  assert_constant (map, overall);

  memset (map->moments, 0, sizeof (HomPairMoments) * map->width * map->height);
  hom_gain_polynomial_fit (map, &overall, 0.05);
  assert_constant (map, overall);
}

/* ---- What the pictures do not both show ---- */

#define NOISE 0.02

/* Two pictures of a scene of this contrast, each with its noise. In the moving
 * one, cells from column 8 and row 6 to column 15 and row 12 show a fabric of
 * this contrast instead.
 */
static HomGainMap *
new_noisy_map (ExposureFunc exposure_at, gdouble scene, gdouble fabric)
{
  g_autoptr (GRand) rand      = g_rand_new_with_seed (12);
  g_autoptr (HomImage) moving = new_scene (9);
  g_autoptr (HomImage) still  = new_scene (9);
  const HomExposure exposure  = exposure_at (0, 0);
  HomImage          part      = *moving;

  test_image_expose (moving, scene / 0.15, 0.2);
  test_image_expose (still, exposure.gain * scene / 0.15, 0.2);
  part.data   = hom_image_pixel (moving, 8 * HOM_CELL, 6 * HOM_CELL);
  part.width  = 8 * HOM_CELL;
  part.height = 7 * HOM_CELL;
  if (fabric > 0.0)
    {
      test_image_fill (&part, 0.3f);
      test_image_add_noise (rand, &part, fabric);
    }
  test_image_add_noise (rand, moving, NOISE);
  test_image_add_noise (rand, still, NOISE);

  return new_map_of (moving, still);
}

/* How many cells count of those from this column and row on: all of them, where
 * the map says nothing.
 */
static gint
count_cells (const HomGainMap *map, gint x0, gint y0, gint x1, gint y1)
{
  gint n = 0;

  for (gint y = y0; y < y1; y++)
    for (gint x = x0; x < x1; x++)
      n += ! map->counts || map->counts[y * map->width + x] > 0.0f;

  return n;
}

/* Whatever contrast the scene has beside the noise, and whatever the exposure,
 * all of it counts; a fabric does not, nor what windows of two cells all around
 * see of it.
 */
static void
test_gate (void)
{
  const ExposureFunc funcs[]  = { brighter, inverted };
  const gdouble      scenes[] = { 0.0, 0.5 * NOISE, NOISE, 2.0 * NOISE, 0.15 };

  for (gsize k = 0; k < G_N_ELEMENTS (funcs); k++)
    for (gsize s = 0; s < G_N_ELEMENTS (scenes); s++)
      {
        g_autoptr (HomGainMap) same  = NULL;
        g_autoptr (HomGainMap) other = NULL;
        const HomExposure exposure   = funcs[k](0, 0);

        same  = new_noisy_map (funcs[k], scenes[s], 0.0);
        other = new_noisy_map (funcs[k], scenes[s], 6.0 * NOISE);
        g_assert_true (hom_gain_map_gate (same, &exposure, NOISE, NULL));
        g_assert_null (same->counts);
        g_assert_cmpint (count_cells (same, 0, 0, 25, 19), ==, 25 * 19);
        g_assert_true (hom_gain_map_gate (other, &exposure, NOISE, NULL));
        g_assert_nonnull (other->counts);
        g_assert_cmpint (count_cells (other, 8, 6, 16, 13), ==, 0);
        g_assert_cmpint (count_cells (other, 0, 0, 6, 19), ==, 6 * 19);
        g_assert_cmpint (count_cells (other, 18, 0, 25, 19), ==, 7 * 19);
      }
}

/* A positive does not show the same as a negative; but what is not in place at
 * all counts.
 */
static void
test_gate_most (void)
{
  const HomExposure positive = brighter (0, 0);
  g_autoptr (HomGainMap) map = new_noisy_map (inverted, 0.15, 0.0);

  g_assert_true (hom_gain_map_gate (map, &positive, NOISE, NULL));
  g_assert_null (map->counts);
}

/* ---- The moments ---- */

static void
test_moments (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  HomPairMoments sum     = { 0.0 };
  gdouble        weights[100], i[100], t[100];
  gdouble        n = 0.0, mean_i = 0.0, mean_t = 0.0;
  gdouble        ii = 0.0, tt = 0.0, it = 0.0;

  for (gint k = 0; k < 100; k++)
    {
      HomPairMoments pixel;

      weights[k] = g_rand_double (rand);
      i[k]       = g_rand_double_range (rand, -1.0, 3.0);
      t[k]       = g_rand_double_range (rand, -1.0, 1.0) - 0.5 * i[k];
      pixel      = (HomPairMoments){
             weights[k],
             weights[k] * i[k],
             weights[k] * t[k],
             weights[k] * i[k] * i[k],
             weights[k] * t[k] * t[k],
             weights[k] * i[k] * t[k],
      };
      hom_pair_moments_add (&sum, &pixel);
      n += weights[k];
      mean_i += weights[k] * i[k];
      mean_t += weights[k] * t[k];
    }
  mean_i /= n;
  mean_t /= n;
  for (gint k = 0; k < 100; k++)
    {
      ii += weights[k] * (i[k] - mean_i) * (i[k] - mean_i) / n;
      tt += weights[k] * (t[k] - mean_t) * (t[k] - mean_t) / n;
      it += weights[k] * (i[k] - mean_i) * (t[k] - mean_t) / n;
    }

  /* In doubles, but for what cancels. */
  g_assert_cmpfloat_with_epsilon (hom_pair_moments_contrast (&sum, FALSE),
                                  sqrt (ii), 1e-12);
  g_assert_cmpfloat_with_epsilon (hom_pair_moments_contrast (&sum, TRUE),
                                  sqrt (tt), 1e-12);
  g_assert_cmpfloat_with_epsilon (hom_pair_moments_correlation (&sum),
                                  it / sqrt (ii * tt), 1e-12);
  g_assert_cmpfloat (hom_pair_moments_correlation (&sum), <, -0.3);
}

/* What is flat but for its rounding correlates with nothing. */
static void
test_flat_moments (void)
{
  HomPairMoments nothing = { 0.0 };
  HomPairMoments sum     = { 0.0 };

  g_assert_cmpfloat (hom_pair_moments_contrast (&nothing, TRUE), ==, 0.0);
  g_assert_cmpfloat (hom_pair_moments_correlation (&nothing), ==, 0.0);

  for (gint k = 0; k < 1000; k++)
    {
      gdouble        t     = k / 1000.0;
      HomPairMoments pixel = { 1.0, 0.1, t, 0.1 * 0.1, t * t, 0.1 * t };

      hom_pair_moments_add (&sum, &pixel);
    }
  g_assert_cmpfloat (hom_pair_moments_contrast (&sum, FALSE), ==, 0.0);
  g_assert_cmpfloat (hom_pair_moments_contrast (&sum, TRUE), >, 0.2);
  g_assert_cmpfloat (hom_pair_moments_correlation (&sum), ==, 0.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/exposure-map/constant", test_constant);
  g_test_add_func ("/core/exposure-map/fill", test_fill);
  g_test_add_func ("/core/exposure-map/shaded", test_shaded);
  g_test_add_func ("/core/exposure-map/window", test_window);
  g_test_add_func ("/core/exposure-map/hole", test_hole);
  g_test_add_func ("/core/exposure-map/flat", test_flat);
  g_test_add_func ("/core/exposure-map/field", test_field);
  g_test_add_func ("/core/exposure-map/noisy-field", test_noisy_field);
  g_test_add_func ("/core/exposure-map/flat-field", test_flat_field);
  g_test_add_func ("/core/exposure-map/gate", test_gate);
  g_test_add_func ("/core/exposure-map/gate-most", test_gate_most);
  g_test_add_func ("/core/exposure-map/moments", test_moments);
  g_test_add_func ("/core/exposure-map/flat-moments", test_flat_moments);

  return g_test_run ();
}
