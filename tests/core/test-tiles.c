/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-tiles.h"
#include "test-pictures.h"

/* No multiples of a tile. */
#define WIDTH  75
#define HEIGHT 50

/* What the derivative reaches. */
#define REACH 2

/* Some roundings of values of size 1 to floats, of 6e-8 each. */
#define EPSILON 1e-6

static const HomTile *
find_tile (const HomTiles *tiles, gint x, gint y, gint *at)
{
  for (gint i = 0; i < tiles->n_tiles; i++)
    {
      const HomTile *tile = &tiles->tiles[i];

      if (tile->x == x / HOM_TILE * HOM_TILE &&
          tile->y == y / HOM_TILE * HOM_TILE)
        {
          *at = (y - tile->y) * HOM_TILE + x - tile->x;
          return tile;
        }
    }
  g_assert_not_reached ();
}

/* The coordinates run from −1 to 1 along the longer side. */
static gdouble
normalized (gint x, gint size)
{
  return (x + 0.5 - size / 2.0) / (WIDTH / 2.0);
}

/* Σ c_ab · xᵃ yᵇ for a + b ≤ 4, and its derivatives for a pixel. */
static gdouble
polynomial_at (const gdouble *coefficients, gint x, gint y, gdouble *gradient)
{
  gdouble u     = normalized (x, WIDTH);
  gdouble v     = normalized (y, HEIGHT);
  gdouble unit  = 2.0 / WIDTH;
  gdouble value = 0.0;

  gradient[0] = gradient[1] = 0.0;
  for (gint a = 0; a <= 4; a++)
    for (gint b = 0; a + b <= 4; b++)
      {
        gdouble c = coefficients[a * 5 + b];

        value += c * pow (u, a) * pow (v, b);
        if (a > 0)
          gradient[0] += unit * c * a * pow (u, a - 1) * pow (v, b);
        if (b > 0)
          gradient[1] += unit * c * b * pow (u, a) * pow (v, b - 1);
      }

  return value;
}

static void
test_polynomials (void)
{
  g_autoptr (GRand) rand    = g_rand_new_with_seed (1);
  g_autoptr (HomImage) grey = test_image_new (WIDTH, HEIGHT, 1);
  const HomPlanes planes    = { 1, { grey }, NULL };
  gdouble         coefficients[25], gradient[2];
  HomTiles       *tiles;

  for (gint i = 0; i < 25; i++)
    coefficients[i] = g_rand_double_range (rand, -0.2, 0.2);
  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    grey->data[i] = polynomial_at (coefficients, i % WIDTH, i / WIDTH,
                                   gradient);

  tiles = hom_tiles_new (&planes, G_MAXSIZE);
  for (gint y = REACH; y < HEIGHT - REACH; y++)
    for (gint x = REACH; x < WIDTH - REACH; x++)
      {
        gint           at;
        const HomTile *tile = find_tile (tiles, x, y, &at);

        polynomial_at (coefficients, x, y, gradient);
        g_assert_cmpfloat (tile->planes[0].value[at], ==,
                           *hom_image_pixel (grey, x, y));
        g_assert_cmpfloat_with_epsilon (tile->planes[0].gx[at], gradient[0],
                                        EPSILON);
        g_assert_cmpfloat_with_epsilon (tile->planes[0].gy[at], gradient[1],
                                        EPSILON);
      }
  hom_tiles_free (tiles);
}

/* What a Gaussian, cut off at three standard deviations, makes of the picture.
 */
static HomImage *
filter (const HomImage *image, gdouble blur)
{
  gint      half   = ceil (3.0 * blur);
  HomImage *result = test_image_new (image->width, image->height, 1);

  for (gint y = 0; y < image->height; y++)
    for (gint x = 0; x < image->width; x++)
      {
        gdouble sum = 0.0, weights = 0.0;

        for (gint j = -half; j <= half; j++)
          for (gint i = -half; i <= half; i++)
            {
              gdouble weight = exp (-0.5 * (i * i + j * j) / (blur * blur));

              weights += weight;
              sum += weight *
                     *hom_image_pixel (image,
                                       CLAMP (x + i, 0, image->width - 1),
                                       CLAMP (y + j, 0, image->height - 1));
            }
        *hom_image_pixel (result, x, y) = sum / weights;
      }

  return result;
}

/* The derivative of the filtered picture is the plain one of a picture that was
 * filtered before, up to its rounding to floats; the values are not filtered.
 */
static void
test_blur (void)
{
  const gdouble blurs[]      = { 0.5, 0.7, 1.0, 1.4, 2.0 };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (2);
  g_autoptr (HomImage) one   = test_image_random (rand, WIDTH, HEIGHT, 1);
  g_autoptr (HomImage) other = test_image_random (rand, WIDTH, HEIGHT, 1);
  g_autoptr (HomImage) third = test_image_random (rand, WIDTH, HEIGHT, 1);
  const HomPlanes planes     = { 3, { one, other, third }, NULL };
  g_autoptr (HomTiles) tiles = hom_tiles_new (&planes, G_MAXSIZE);

  for (gsize k = 0; k < G_N_ELEMENTS (blurs); k++)
    for (gint c = 0; c < 3; c++)
      {
        HomImage       *filtered  = filter (planes.planes[c], blurs[k]);
        const HomPlanes before    = { 1, { filtered }, NULL };
        HomTiles       *plain     = hom_tiles_new (&before, G_MAXSIZE);
        gint            n_counted = 0;

        hom_tiles_blur (tiles, &planes, NULL, blurs[k]);
        g_assert_cmpfloat (tiles->blur, ==, blurs[k]);
        for (gint t = 0; t < tiles->n_tiles; t++)
          for (gint i = 0; i < HOM_TILE_PIXELS; i++)
            if (tiles->tiles[t].counts[i] > 0.0f)
              {
                const HomTilePlane *a = &tiles->tiles[t].planes[c];
                const HomTilePlane *b = &plain->tiles[t].planes[0];

                n_counted++;
                g_assert_cmpfloat_with_epsilon (a->gx[i], b->gx[i], EPSILON);
                g_assert_cmpfloat_with_epsilon (a->gy[i], b->gy[i], EPSILON);
                g_assert_cmpfloat (
                    a->value[i], ==,
                    *hom_image_pixel (planes.planes[c],
                                      tiles->tiles[t].x + i % HOM_TILE,
                                      tiles->tiles[t].y + i / HOM_TILE));
              }
        g_assert_cmpint (n_counted, >, WIDTH * HEIGHT / 2);
        hom_tiles_free (plain);
        hom_image_free (filtered);
      }
}

/* A pixel counts as its mask says where all that the derivative reaches is
 * inside and the Gaussian reaches no hole.
 */
static gdouble
expected_count (const HomImage *mask, gint half, gint x, gint y)
{
  if (x < REACH || y < REACH || x >= WIDTH - REACH || y >= HEIGHT - REACH)
    return 0.0;
  for (gint j = y - half; j <= y + half; j++)
    for (gint i = x - half; i <= x + half; i++)
      if (*hom_image_pixel (mask, CLAMP (i, 0, WIDTH - 1),
                            CLAMP (j, 0, HEIGHT - 1)) == 0.0f)
        return 0.0;

  return *hom_image_pixel (mask, x, y);
}

static void
assert_counts (const HomTiles *tiles, const HomImage *mask, gint half)
{
  for (gint t = 0; t < tiles->n_tiles; t++)
    for (gint i = 0; i < HOM_TILE_PIXELS; i++)
      {
        const HomTile *tile = &tiles->tiles[t];

        g_assert_cmpfloat (tile->counts[i], ==,
                           (gfloat) expected_count (mask, half,
                                                    tile->x + i % HOM_TILE,
                                                    tile->y + i / HOM_TILE));
      }
}

static void
test_counts (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (3);
  g_autoptr (HomImage) grey  = test_image_random (rand, WIDTH, HEIGHT, 1);
  g_autoptr (HomImage) mask  = test_image_new (WIDTH, HEIGHT, 1);
  g_autoptr (HomImage) ones  = test_image_new (WIDTH, HEIGHT, 1);
  const HomPlanes masked     = { 1, { grey }, mask };
  const HomPlanes whole      = { 1, { grey }, NULL };
  g_autoptr (HomTiles) tiles = NULL;
  g_autoptr (HomTiles) all   = hom_tiles_new (&whole, G_MAXSIZE);

  test_image_fill (ones, 1.0f);
  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    mask->data[i] = g_rand_double_range (rand, 0.1, 1.0);
  for (gint i = 0; i < 5; i++)
    *hom_image_pixel (mask, 20 + 7 * i, 25 + 3 * i) = 0.0f;

  tiles = hom_tiles_new (&masked, G_MAXSIZE);
  assert_counts (tiles, mask, 0);
  assert_counts (all, ones, 0);
  hom_tiles_blur (tiles, &masked, NULL, 1.0);
  hom_tiles_blur (all, &whole, NULL, 1.4);
  assert_counts (tiles, mask, 3);
  assert_counts (all, ones, 5);
  hom_tiles_blur (tiles, &masked, NULL, 0.0);
  assert_counts (tiles, mask, 0);
}

/* ---- Which filter is best ---- */

static HomImage *
new_scene (guint32 seed, gint width, gint height)
{
  HomImage *image = test_image_new (width, height, 1);
  TestScene scene;

  test_scene_init (&scene, seed);
  test_scene_draw (&scene, &HOM_MATRIX_IDENTITY, image);

  return image;
}

/* The variance of what the equations Σ F∇T · r = 0 find, as they are used: of
 * the noisy picture's filtered gradient and the scene's own.
 */
static gdouble
measure_variance (const HomTiles *noisy, const HomTiles *scene)
{
  gdouble spread = 0.0, information = 0.0;

  for (gint t = 0; t < noisy->n_tiles; t++)
    for (gint i = 0; i < HOM_TILE_PIXELS; i++)
      if (noisy->tiles[t].counts[i] > 0.0f)
        {
          const HomTilePlane *a = &noisy->tiles[t].planes[0];
          const HomTilePlane *b = &scene->tiles[t].planes[0];

          spread += a->gx[i] * a->gx[i] + a->gy[i] * a->gy[i];
          information += a->gx[i] * b->gx[i] + a->gy[i] * b->gy[i];
        }

  return spread / (information * information);
}

/* No filter without noise, a wider one the more there is; and the one that is
 * chosen without knowing the scene is nearly the best of those that might be.
 */
static void
test_best_blur (void)
{
  const gdouble noises[]     = { 0.0, 0.002, 0.01, 0.03, 0.1, 0.3 };
  const gdouble blurs[]      = { 0.0, 0.5, 0.7, 1.0, 1.4, 2.0 };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (4);
  g_autoptr (HomImage) clean = new_scene (4, 320, 240);
  const HomPlanes scene      = { 1, { clean }, NULL };
  g_autoptr (HomTiles) truth = hom_tiles_new (&scene, G_MAXSIZE);
  gdouble last               = 0.0;

  for (gsize k = 0; k < G_N_ELEMENTS (noises); k++)
    {
      g_autoptr (HomImage) image = new_scene (4, 320, 240);
      g_autoptr (HomImage) moved = new_scene (4, 320, 240);
      const HomPlanes picture    = { 1, { image }, NULL };
      const HomPlanes moving     = { 1, { moved }, NULL };
      g_autoptr (HomTiles) tiles = NULL;
      gdouble least              = G_MAXDOUBLE;
      gdouble variance;

      test_image_add_noise (rand, image, noises[k]);
      test_image_add_noise (rand, moved, noises[k]);
      tiles = hom_tiles_new (&picture, G_MAXSIZE);
      hom_tiles_filter (tiles, &picture, &moving);
      variance = measure_variance (tiles, truth);
      g_test_message ("noise %.3f: %.1f px", noises[k], tiles->blur);
      g_assert_cmpfloat (tiles->blur, >=, last);
      g_assert_true (noises[k] > 0.0 || tiles->blur == 0.0);
      last = tiles->blur;

      for (gsize i = 0; i < G_N_ELEMENTS (blurs); i++)
        {
          hom_tiles_blur (tiles, &picture, NULL, blurs[i]);
          least = MIN (least, measure_variance (tiles, truth));
        }
      g_assert_cmpfloat (variance, <, 1.1 * least);
    }
  g_assert_cmpfloat (last, ==, 2.0);
}

/* ---- How many tiles ---- */

static gint
region_of (const HomTile *tile, const HomImage *image)
{
  return tile->y * 8 / image->height * 8 + tile->x * 8 / image->width;
}

/* Of 16 × 9 tiles the 128 allowed ones are at most two of each of 8 × 8
 * regions; where a region has a tile of more contrast than its others, it is
 * there.
 */
static void
test_budget (void)
{
  const gsize budget         = 128 * HOM_TILE_PIXELS;
  g_autoptr (GRand) rand     = g_rand_new_with_seed (5);
  g_autoptr (HomImage) image = new_scene (5, 700, 500);
  const HomPlanes picture    = { 1, { image }, NULL };
  HomImage        strong     = *image;
  gint            n[64]      = { 0 };
  gboolean        is_there   = FALSE;
  HomTiles       *tiles;

  strong.data  = hom_image_pixel (image, 10 * HOM_TILE, 6 * HOM_TILE);
  strong.width = strong.height = HOM_TILE;
  for (gint y = 0; y < HOM_TILE; y++)
    for (gint x = 0; x < HOM_TILE; x++)
      *hom_image_pixel (&strong, x, y) = g_rand_double (rand);

  tiles = hom_tiles_new (&picture, budget);
  g_assert_cmpuint (tiles->n_tiles * HOM_TILE_PIXELS, <=, budget);
  for (gint i = 0; i < tiles->n_tiles; i++)
    {
      n[region_of (&tiles->tiles[i], image)]++;
      is_there |= tiles->tiles[i].x == 10 * HOM_TILE &&
                  tiles->tiles[i].y == 6 * HOM_TILE;
    }
  for (gint i = 0; i < 64; i++)
    {
      g_assert_cmpint (n[i], >=, 1);
      g_assert_cmpint (n[i], <=, 2);
    }
  g_assert_true (is_there);
  hom_tiles_free (tiles);

  tiles = hom_tiles_new (&picture, 700 * 500);
  g_test_message ("%d tiles of as many pixels", tiles->n_tiles);
  g_assert_cmpuint (tiles->n_tiles * HOM_TILE_PIXELS, <=, 700 * 500);
  g_assert_cmpint (tiles->n_tiles, >, 22 * 16 / 2);
  hom_tiles_free (tiles);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/tiles/polynomials", test_polynomials);
  g_test_add_func ("/core/tiles/blur", test_blur);
  g_test_add_func ("/core/tiles/counts", test_counts);
  g_test_add_func ("/core/tiles/best-blur", test_best_blur);
  g_test_add_func ("/core/tiles/budget", test_budget);

  return g_test_run ();
}
