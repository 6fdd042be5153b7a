/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/descent/hom-gradient-filter-fit.h"
#include "align/normal/hom-reference-tiles.h"
#include "test-pictures.h"

/* No multiples of a tile. */
#define WIDTH  75
#define HEIGHT 50

/* What the derivative reaches. */
#define REACH 2

/* Some roundings of values of size 1 to floats, of 6e-8 each. */
#define EPSILON 1e-6

static HomReferenceTiles *
new_tiles (const HomPlanes *picture, gsize max_pixels)
{
  HomReferenceTiles *tiles = hom_reference_tiles_new (picture, max_pixels,
                                                      NULL);

  hom_reference_tiles_fill (tiles, picture, tiles->n_tiles);

  return tiles;
}

static const HomTile *
find_tile (const HomReferenceTiles *tiles, gint x, gint y, gint *at)
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
  const HomPlanes    planes = { 1, { grey }, NULL };
  gdouble            coefficients[25], gradient[2];
  HomReferenceTiles *tiles;

  for (gint i = 0; i < 25; i++)
    coefficients[i] = g_rand_double_range (rand, -0.2, 0.2);
  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    grey->data[i] = polynomial_at (coefficients, i % WIDTH, i / WIDTH,
                                   gradient);

  tiles = new_tiles (&planes, G_MAXSIZE);
  hom_reference_tiles_filter (tiles, &planes, tiles->n_tiles, NULL);
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
  hom_reference_tiles_free (tiles);
}

/* Half-sample symmetric. */
static gint
reflect (gint i, gint n)
{
  return i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i;
}

/* What a Gaussian, cut off at three standard deviations, makes of the picture.
 */
static HomImage *
filter_image (const HomImage *image, gdouble blur)
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
              sum += weight * *hom_image_pixel (image,
                                                reflect (x + i, image->width),
                                                reflect (y + j, image->height));
            }
        *hom_image_pixel (result, x, y) = sum / weights;
      }

  return result;
}

/* Of each channel one Gaussian. */
static HomGradientFilter
single_blur (gint k)
{
  HomGradientFilter filter;

  hom_gradient_filter_init (&filter);
  filter.n_blurs = k + 1;
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    filter.weights[c][c][k] = 1.0;

  return filter;
}

static const gdouble blurs[HOM_N_BLURS] = { 0.0, 0.7, 1.4, 2.8 };

/* What a filter of several Gaussians and channels makes of the pictures. */
static HomImage *
mix (const HomPlanes *planes, const HomGradientFilter *filter, gint channel)
{
  HomImage *sum = test_image_new (WIDTH, HEIGHT, 1);

  for (gint k = 0; k < filter->n_blurs; k++)
    for (gint c = 0; c < planes->n_planes; c++)
      {
        const HomImage *plane        = planes->planes[c];
        g_autoptr (HomImage) blurred = k > 0 ? filter_image (plane, blurs[k]) :
                                               NULL;
        const HomImage *image        = k > 0 ? blurred : plane;

        for (gint i = 0; i < WIDTH * HEIGHT; i++)
          sum->data[i] += filter->weights[channel][c][k] * image->data[i];
      }

  return sum;
}

/* The derivative of the filtered picture is the plain one of a picture that was
 * filtered before, up to its rounding to floats; the values are not filtered.
 */
static void
test_filter (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (2);
  g_autoptr (HomImage) one   = test_image_random (rand, WIDTH, HEIGHT, 1);
  g_autoptr (HomImage) other = test_image_random (rand, WIDTH, HEIGHT, 1);
  g_autoptr (HomImage) third = test_image_random (rand, WIDTH, HEIGHT, 1);
  const HomPlanes planes     = { 3, { one, other, third }, NULL };
  g_autoptr (HomReferenceTiles) tiles = new_tiles (&planes, G_MAXSIZE);
  HomGradientFilter filters[2]        = { single_blur (2) };

  hom_gradient_filter_init (&filters[1]);
  filters[1].n_blurs = HOM_N_BLURS;
  for (gint i = 0; i < 9 * HOM_N_BLURS; i++)
    (&filters[1].weights[0][0][0])[i] = g_rand_double_range (rand, -0.3, 0.3);

  for (gsize k = 0; k < G_N_ELEMENTS (filters); k++)
    for (gint c = 0; c < 3; c++)
      {
        g_autoptr (HomImage) filtered       = mix (&planes, &filters[k], c);
        const HomPlanes before              = { 1, { filtered }, NULL };
        g_autoptr (HomReferenceTiles) plain = new_tiles (&before, G_MAXSIZE);
        gint n_counted                      = 0;

        hom_reference_tiles_filter (plain, &before, plain->n_tiles, NULL);
        hom_reference_tiles_filter (tiles, &planes, tiles->n_tiles,
                                    &filters[k]);
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
      if (*hom_image_pixel (mask, reflect (i, WIDTH), reflect (j, HEIGHT)) ==
          0.0f)
        return 0.0;

  return *hom_image_pixel (mask, x, y);
}

static void
assert_counts (const HomReferenceTiles *tiles, const HomImage *mask, gint half)
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
  g_autoptr (GRand) rand    = g_rand_new_with_seed (3);
  g_autoptr (HomImage) grey = test_image_random (rand, WIDTH, HEIGHT, 1);
  g_autoptr (HomImage) mask = test_image_new (WIDTH, HEIGHT, 1);
  g_autoptr (HomImage) ones = test_image_new (WIDTH, HEIGHT, 1);
  const HomPlanes   masked  = { 1, { grey }, mask };
  const HomPlanes   whole   = { 1, { grey }, NULL };
  HomGradientFilter narrow  = single_blur (1);
  HomGradientFilter wide    = single_blur (2);
  g_autoptr (HomReferenceTiles) tiles = NULL;
  g_autoptr (HomReferenceTiles) all   = new_tiles (&whole, G_MAXSIZE);

  test_image_fill (ones, 1.0f);
  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    mask->data[i] = g_rand_double_range (rand, 0.1, 1.0);
  for (gint i = 0; i < 5; i++)
    *hom_image_pixel (mask, 20 + 7 * i, 25 + 3 * i) = 0.0f;

  tiles = new_tiles (&masked, G_MAXSIZE);
  assert_counts (tiles, mask, 0);
  assert_counts (all, ones, 0);
  hom_reference_tiles_filter (tiles, &masked, tiles->n_tiles, &narrow);
  hom_reference_tiles_filter (all, &whole, all->n_tiles, &wide);
  assert_counts (tiles, mask, 3);
  assert_counts (all, ones, 5);
  hom_reference_tiles_filter (tiles, &masked, tiles->n_tiles, NULL);
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

/* The variance of what the equations Σ G · r = 0 find, of the gradient as it is
 * estimated and the scene's own; and in @step by how much a step is too short.
 */
static gdouble
measure_variance (const HomReferenceTiles *noisy,
                  const HomReferenceTiles *scene,
                  gdouble                 *step)
{
  gdouble spread = 0.0, information = 0.0;

  for (gint t = 0; t < noisy->n_tiles; t++)
    for (gint c = 0; c < noisy->n_planes; c++)
      for (gint i = 0; i < HOM_TILE_PIXELS; i++)
        if (noisy->tiles[t].counts[i] > 0.0f)
          {
            const HomTilePlane *a = &noisy->tiles[t].planes[c];
            const HomTilePlane *b = &scene->tiles[t].planes[c];

            spread += a->gx[i] * a->gx[i] + a->gy[i] * a->gy[i];
            information += a->gx[i] * b->gx[i] + a->gy[i] * b->gy[i];
          }
  *step = information / spread;

  return spread / (information * information);
}

/* Copies of one scene, with noise of their own. */
static HomPlanes
new_noisy (GRand *rand, gint n_planes, gdouble noise)
{
  HomPlanes planes = { n_planes };

  for (gint c = 0; c < n_planes; c++)
    {
      HomImage *image = new_scene (4, 320, 240);

      test_image_add_noise (rand, image, noise);
      planes.planes[c] = image;
    }

  return planes;
}

static void
free_noisy (HomPlanes *planes)
{
  for (gint c = 0; c < planes->n_planes; c++)
    hom_image_free ((HomImage *) planes->planes[c]);
}

static void
fit_filter (HomGradientFilter       *filter,
            const HomReferenceTiles *tiles,
            const HomPlanes         *reference,
            const HomPlanes         *moving)
{
  const HomExposure same       = { 1.0, 0.0 };
  HomComparison     comparison = { .reference = tiles,
                                   .n_tiles   = tiles->n_tiles,
                                   .moving    = moving };

  for (gint c = 0; c < tiles->n_planes; c++)
    {
      comparison.noise[c]     = 1.0;
      comparison.gain_maps[c] = hom_gain_map_new (tiles->width, tiles->height,
                                                  FALSE, NULL);
      hom_gain_map_fill (comparison.gain_maps[c], &same);
    }
  hom_gradient_filter_fit (filter, &comparison, &HOM_MATRIX_IDENTITY,
                           reference);
  for (gint c = 0; c < tiles->n_planes; c++)
    hom_gain_map_free (comparison.gain_maps[c]);
}

/* Without noise the gradient is taken as it is. The filter that is found
 * without knowing the scene is as good as the best of single Gaussians, within
 * 3 % that chance makes, steps are as long as they should be within what chance
 * makes of 0.3, and three channels that show the same help each other.
 */
static void
test_best_filter (void)
{
  const gdouble noises[]     = { 0.0, 0.002, 0.01, 0.03, 0.1, 0.3 };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (4);
  g_autoptr (HomImage) clean = new_scene (4, 320, 240);

  for (gint n = 1; n <= 3; n += 2)
    {
      const HomPlanes scene = { n, { clean, clean, clean }, NULL };
      g_autoptr (HomReferenceTiles) truth = new_tiles (&scene, G_MAXSIZE);

      hom_reference_tiles_filter (truth, &scene, truth->n_tiles, NULL);
      for (gsize k = 0; k < G_N_ELEMENTS (noises); k++)
        {
          HomPlanes picture                   = new_noisy (rand, n, noises[k]);
          HomPlanes moving                    = new_noisy (rand, n, noises[k]);
          g_autoptr (HomReferenceTiles) tiles = new_tiles (&picture, G_MAXSIZE);
          gdouble           least             = G_MAXDOUBLE;
          gdouble           variance, step, ignored;
          HomGradientFilter filter;

          fit_filter (&filter, tiles, &picture, &moving);
          hom_reference_tiles_filter (tiles, &picture, tiles->n_tiles, &filter);
          variance = measure_variance (tiles, truth, &step);
          g_assert_cmpint (filter.n_blurs > 0, ==, noises[k] > 0.005);
          g_assert_cmpfloat_with_epsilon (step, 1.0, 0.1);

          for (gint i = 0; i < HOM_N_BLURS; i++)
            {
              HomGradientFilter single = single_blur (i);

              hom_reference_tiles_filter (tiles, &picture, tiles->n_tiles,
                                          &single);
              least = MIN (least, measure_variance (tiles, truth, &ignored));
            }
          g_test_message ("%d channels, noise %.3f: %d Gaussians, variance "
                          "%.3f "
                          "of that of the best single one, step %.3f",
                          n, noises[k], filter.n_blurs, variance / least, step);
          g_assert_cmpfloat (variance, <, 1.03 * least);
          if (n == 3 && noises[k] > 0.05)
            g_assert_cmpfloat (variance, <, 0.95 * least);
          free_noisy (&picture);
          free_noisy (&moving);
        }
    }
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
  const gsize budget          = 128 * HOM_TILE_PIXELS;
  g_autoptr (GRand) rand      = g_rand_new_with_seed (5);
  g_autoptr (HomImage) image  = new_scene (5, 700, 500);
  const HomPlanes    picture  = { 1, { image }, NULL };
  HomImage           strong   = *image;
  gint               n[64]    = { 0 };
  gboolean           is_there = FALSE;
  HomReferenceTiles *tiles;

  strong.data  = hom_image_pixel (image, 10 * HOM_TILE, 6 * HOM_TILE);
  strong.width = strong.height = HOM_TILE;
  for (gint y = 0; y < HOM_TILE; y++)
    for (gint x = 0; x < HOM_TILE; x++)
      *hom_image_pixel (&strong, x, y) = g_rand_double (rand);

  tiles = new_tiles (&picture, budget);
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
  hom_reference_tiles_free (tiles);

  tiles = new_tiles (&picture, 700 * 500);
  g_test_message ("%d tiles of as many pixels", tiles->n_tiles);
  g_assert_cmpuint (tiles->n_tiles * HOM_TILE_PIXELS, <=, 700 * 500);
  g_assert_cmpint (tiles->n_tiles, >, 22 * 16 / 2);
  hom_reference_tiles_free (tiles);
}

/* A quarter of the tiles has one in each part of the picture. Of a small
 * picture there are all, and of one of which the other shows little so many
 * that 64 see it.
 */
static void
test_few (void)
{
  g_autoptr (HomImage) image          = new_scene (6, 800, 608);
  g_autoptr (HomImage) small          = new_scene (6, 160, 96);
  const HomPlanes picture             = { 1, { image }, NULL };
  const HomPlanes other               = { 1, { small }, NULL };
  g_autoptr (HomReferenceTiles) tiles = new_tiles (&picture, G_MAXSIZE);
  g_autoptr (HomReferenceTiles) all   = new_tiles (&other, G_MAXSIZE);
  const HomMatrix  beside             = hom_matrix_translation (-480.0, -304.0);
  const HomMatrix *here               = &HOM_MATRIX_IDENTITY;
  gint             n_few  = hom_reference_tiles_n_few (tiles, &picture, here);
  gint             n[64]  = { 0 };
  gint             n_seen = 0;

  g_assert_cmpint (tiles->n_tiles, ==, 25 * 19);
  g_assert_cmpint (n_few, ==, 25 * 19 / 4);
  for (gint i = 0; i < n_few; i++)
    n[region_of (&tiles->tiles[i], image)]++;
  for (gint i = 0; i < 64; i++)
    g_assert_cmpint (n[i], >=, 1);

  g_assert_cmpint (hom_reference_tiles_n_few (all, &picture, here), ==,
                   all->n_tiles);
  g_assert_cmpint (hom_reference_tiles_n_few (tiles, &other, here), ==,
                   tiles->n_tiles);

  n_few = hom_reference_tiles_n_few (tiles, &picture, &beside);
  for (gint i = 0; i < n_few; i++)
    n_seen += tiles->tiles[i].x >= 480 - 16 && tiles->tiles[i].y >= 304 - 16;
  g_assert_cmpint (n_few, >, 25 * 19 / 2);
  g_assert_cmpint (n_seen, ==, 64);
}

static void
assert_same_values (const gfloat *a, const gfloat *b)
{
  g_assert_cmpmem (a, HOM_TILE_PIXELS * sizeof (gfloat), b,
                   HOM_TILE_PIXELS * sizeof (gfloat));
}

static void
assert_same_pixels (const HomReferenceTiles *a, const HomReferenceTiles *b)
{
  g_assert_cmpint (a->n_tiles, ==, b->n_tiles);
  for (gint t = 0; t < a->n_tiles; t++)
    {
      const HomTile *p = &a->tiles[t];
      const HomTile *q = &b->tiles[t];

      g_assert_cmpint (p->x, ==, q->x);
      g_assert_cmpint (p->y, ==, q->y);
      assert_same_values (p->counts, q->counts);
      assert_same_values (p->planes[0].value, q->planes[0].value);
    }
}

/* Tiles that are filled in two steps, of which the first took a gradient, are
 * as if they had been filled at once; those of another picture lie where these
 * do.
 */
static void
test_fill (void)
{
  g_autoptr (HomImage) image         = new_scene (6, 320, 240);
  g_autoptr (HomImage) flat          = new_scene (7, 320, 240);
  const HomPlanes picture            = { 1, { image }, NULL };
  const HomPlanes other              = { 1, { flat }, NULL };
  const gsize     budget             = 64 * HOM_TILE_PIXELS;
  g_autoptr (HomReferenceTiles) once = new_tiles (&picture, budget);
  g_autoptr (HomReferenceTiles)
      twice = hom_reference_tiles_new (&picture, budget, NULL);
  g_autoptr (HomReferenceTiles) like = NULL;

  hom_reference_tiles_fill (twice, &picture, 10);
  hom_reference_tiles_filter (twice, &picture, 20, NULL);
  g_assert_cmpint (twice->n_filled, ==, 20);
  hom_reference_tiles_fill (twice, &picture, twice->n_tiles);
  assert_same_pixels (once, twice);
  g_assert_cmpint (twice->gradient, ==, HOM_TILES_NO_GRADIENT);

  hom_reference_tiles_filter (once, &picture, once->n_tiles, NULL);
  hom_reference_tiles_filter (twice, &picture, twice->n_tiles, NULL);
  for (gint t = 0; t < once->n_tiles; t++)
    {
      const HomTilePlane *a = &once->tiles[t].planes[0];
      const HomTilePlane *b = &twice->tiles[t].planes[0];

      assert_same_values (a->value, b->value);
      assert_same_values (a->gx, b->gx);
      assert_same_values (a->gy, b->gy);
    }

  like = hom_reference_tiles_like (once, &other, NULL);
  g_clear_pointer (&once, hom_reference_tiles_free);
  once = hom_reference_tiles_like (like, &picture, NULL);
  hom_reference_tiles_filter (once, &picture, once->n_tiles, NULL);
  assert_same_pixels (once, twice);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/tiles/polynomials", test_polynomials);
  g_test_add_func ("/core/tiles/filter", test_filter);
  g_test_add_func ("/core/tiles/counts", test_counts);
  g_test_add_func ("/core/tiles/best-filter", test_best_filter);
  g_test_add_func ("/core/tiles/budget", test_budget);
  g_test_add_func ("/core/tiles/few", test_few);
  g_test_add_func ("/core/tiles/fill", test_fill);

  return g_test_run ();
}
