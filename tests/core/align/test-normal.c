/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE

#include "config.h"

#include <math.h>
#include <sched.h>
#include <string.h>

#include "align/normal/hom-normal-equations.h"
#include "align/normal/hom-residual-samples.h"
#include "homography/hom-spline.h"
#include "test-pictures.h"
#include "test-reference.h"

/* No multiples of a tile or of a cell. */
#define WIDTH         70
#define HEIGHT        50
#define MOVING_WIDTH  63
#define MOVING_HEIGHT 54

/* What the derivative of the reference and a cubic sample reach: a pixel nearer
 * to the border does not count.
 */
#define DERIVATIVE_REACH 2
#define SAMPLE_REACH     1.5

/* Of the sum of the sizes of what is added up: floats are rounded to 6e-8,
 * where pixels lie to 1e-5 px, and neighbours differ by up to 3.
 */
#define EPSILON 3e-5

/* Of finite differences, in pixels: the error of the samplers' second
 * derivative is about this share, that of rounding 1e-16 over this.
 */
#define STEP 1e-6

typedef struct
{
  const gchar *name;
  gint         n_planes;
  gdouble      threshold;
  gboolean     both_gradients;
  gboolean     is_spline;
  gboolean     with_masks;
  gboolean     with_horizon;
  gboolean     is_local;
  gboolean     with_patches;
} Case;

static const Case cases[] = {
  { "squares", 1, 0.0, FALSE, FALSE, FALSE, FALSE, FALSE },
  { "tukey", 1, 3.0, FALSE, FALSE, FALSE, FALSE, FALSE },
  { "both-gradients", 1, 0.0, TRUE, FALSE, FALSE, FALSE, FALSE },
  { "spline", 1, 3.0, FALSE, TRUE, FALSE, FALSE, FALSE },
  { "spline-both-gradients", 1, 3.0, TRUE, TRUE, FALSE, FALSE, TRUE },
  { "masks", 1, 3.0, TRUE, FALSE, TRUE, FALSE, FALSE },
  { "horizon", 1, 3.0, TRUE, FALSE, FALSE, TRUE, FALSE },
  { "local", 1, 3.0, FALSE, FALSE, FALSE, FALSE, TRUE },
  { "colour", 3, 3.0, TRUE, FALSE, TRUE, FALSE, TRUE },
  { "patches", 3, 3.0, TRUE, FALSE, TRUE, FALSE, TRUE, TRUE },
  { "spline-patches", 3, 3.0, FALSE, TRUE, FALSE, FALSE, TRUE, TRUE },
};

/* Two pictures, how they are compared, what core makes of it and, next to it,
 * the same added up here, in doubles, pixel by pixel.
 */
typedef struct
{
  const Case        *what;
  HomImage          *still[HOM_MAX_PLANES], *moved[HOM_MAX_PLANES];
  HomImage          *splines[HOM_MAX_PLANES];
  HomImage          *masks[2];
  HomPlanes          reference, moving;
  HomReferenceTiles *tiles;
  HomMovingTiles    *moving_tiles;
  HomComparison      comparison;
  HomMatrix          w;
  HomNormalEquations normal;
  TestReference     *sampler[HOM_MAX_PLANES];
  gdouble            counts, loss;
  gdouble            gradient[8], gradient_size[8];
  gdouble            hessian[8][8], hessian_size[8][8];
  gdouble            moments[HOM_MAX_PLANES][6];
  gdouble cells[HOM_MAX_PLANES][HEIGHT / HOM_CELL + 1][WIDTH / HOM_CELL + 1][6];
} Fixture;

/* Some holes, and some pixels that count less. */
static HomImage *
new_mask (GRand *rand, gint width, gint height)
{
  HomImage *mask = test_image_new (width, height, 1);

  for (gint i = 0; i < width * height; i++)
    {
      gdouble counts = g_rand_double_range (rand, -0.2, 3.0);

      mask->data[i] = CLAMP (counts, 0.0, 1.0);
    }

  return mask;
}

/* Behind x = 50 is what would lie in the middle of the moving picture, were it
 * not behind the horizon.
 */
static HomMatrix
new_matrix (GRand *rand, gboolean with_horizon)
{
  HomMatrix horizon = { { -0.6, 0.1, 27.5, -0.5, 0.3, 17.5, -0.02, 0, 1 } };
  HomBox    box     = { 0.0, 0.0, WIDTH, HEIGHT };

  return with_horizon ? horizon : test_matrix_random (rand, &box, 5.0);
}

static HomGainMap *
new_map (GRand *rand, gint n_planes, gboolean is_local)
{
  HomGainMap *map      = hom_gain_map_new (WIDTH, HEIGHT, TRUE, NULL);
  HomExposure exposure = { 1.2, -0.1 };

  hom_gain_map_fill (map, &exposure);
  map->is_even = ! is_local;
  if (is_local)
    for (gint i = 0; i < (map->width + 2) * (map->height + 2); i++)
      {
        map->gain[i] = g_rand_double_range (rand, -1.2, -0.7);
        map->bias[i] = g_rand_double_range (rand, 0.7, 1.2);
      }

  return map;
}

static void
make_comparison (Fixture *f, GRand *rand)
{
  const HomSampling cubic   = { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_REFLECT };
  const HomSampling spline  = { HOM_INTERPOLATION_CUBIC_SPLINE,
                                HOM_BOUNDARY_REFLECT };
  const Case       *what    = f->what;
  HomComparison    *compare = &f->comparison;

  for (gint c = 0; c < what->n_planes; c++)
    {
      f->still[c]   = test_image_random (rand, WIDTH, HEIGHT, 1);
      f->moved[c]   = test_image_random (rand, MOVING_WIDTH, MOVING_HEIGHT, 1);
      f->splines[c] = test_image_new (MOVING_WIDTH, MOVING_HEIGHT, 1);
      g_assert_true (hom_spline_coefficients (f->moved[c], &spline,
                                              f->splines[c], NULL));
      f->sampler[c]          = test_reference_new (f->moved[c],
                                          what->is_spline ? &spline : &cubic);
      f->reference.planes[c] = f->still[c];
      f->moving.planes[c]    = what->is_spline ? f->splines[c] : f->moved[c];
      compare->gain_maps[c]  = new_map (rand, what->n_planes, what->is_local);
      compare->noise[c]      = 0.2 + 0.1 * c;
    }
  f->masks[0]           = new_mask (rand, WIDTH, HEIGHT);
  f->masks[1]           = new_mask (rand, MOVING_WIDTH, MOVING_HEIGHT);
  f->reference.mask     = what->with_masks ? f->masks[0] : NULL;
  f->moving.mask        = what->with_masks ? f->masks[1] : NULL;
  f->reference.n_planes = f->moving.n_planes = what->n_planes;
  f->tiles = hom_reference_tiles_new (&f->reference, G_MAXSIZE, NULL);
  hom_reference_tiles_fill (f->tiles, &f->reference, f->tiles->n_tiles);
  compare->reference = f->tiles;
  compare->n_tiles   = f->tiles->n_tiles;
  compare->moving    = &f->moving;
  compare->is_spline = what->is_spline;
  compare->jacobian  = what->both_gradients ? HOM_JACOBIAN_MEAN :
                                              HOM_JACOBIAN_OTHER;
  compare->threshold = what->threshold;
  hom_reference_tiles_filter (f->tiles, &f->reference, f->tiles->n_tiles, NULL);
}

/* ---- The same, added up here ---- */

/* Where a pixel is seen, and how much it counts. */
static gdouble
count_of (const Fixture *f, gint x, gint y)
{
  HomPoint p = { x + 0.5, y + 0.5 };
  HomPoint q;
  gdouble  counts = 1.0;

  if (x < DERIVATIVE_REACH || x >= WIDTH - DERIVATIVE_REACH ||
      y < DERIVATIVE_REACH || y >= HEIGHT - DERIVATIVE_REACH ||
      ! hom_matrix_apply (&f->w, p, &q) || q.x < SAMPLE_REACH ||
      q.x >= MOVING_WIDTH - SAMPLE_REACH || q.y < SAMPLE_REACH ||
      q.y >= MOVING_HEIGHT - SAMPLE_REACH)
    return 0.0;

  if (f->reference.mask)
    counts *= *hom_image_pixel (f->reference.mask, x, y);
  if (f->moving.mask)
    counts *= *hom_image_pixel (f->moving.mask, (gint) q.x, (gint) q.y);

  return counts;
}

static gdouble
sample_at (const Fixture *f, gint c, gdouble x, gdouble y)
{
  HomPoint q;

  g_assert_true (hom_matrix_apply (&f->w, (HomPoint){ x, y }, &q));

  return test_reference_sample (f->sampler[c], 0, q.x, q.y);
}

/* Linear between the middles of the cells; there is a column and a row before
 * the first cell.
 */
static gdouble
map_at (const HomGainMap *map, const gfloat *values, gint x, gint y)
{
  gdouble       u     = (x + 0.5) / HOM_CELL + 0.5;
  gdouble       v     = (y + 0.5) / HOM_CELL + 0.5;
  gint          i     = (gint) u;
  gint          j     = (gint) v;
  const gfloat *above = values + j * (map->width + 2) + i;
  const gfloat *below = above + map->width + 2;

  return (1.0 - (v - j)) * ((1.0 - (u - i)) * above[0] + (u - i) * above[1]) +
         (v - j) * ((1.0 - (u - i)) * below[0] + (u - i) * below[1]);
}

static const HomTilePlane *
find_tile (const HomReferenceTiles *tiles, gint c, gint x, gint y, gint *at)
{
  for (gint i = 0; i < tiles->n_tiles; i++)
    {
      const HomTile *tile = &tiles->tiles[i];

      if (tile->x == x / HOM_TILE * HOM_TILE &&
          tile->y == y / HOM_TILE * HOM_TILE)
        {
          *at = (y - tile->y) * HOM_TILE + x - tile->x;
          return &tile->planes[c];
        }
    }
  g_assert_not_reached ();
}

/* The gradient by which a pixel of one plane has its say, and that of its
 * residual.
 */
static void
gradients_at (const Fixture *f,
              gint           c,
              gint           x,
              gint           y,
              gdouble        gain,
              gdouble       *g,
              gdouble       *own)
{
  gint                at;
  const HomTilePlane *plane = find_tile (f->tiles, c, x, y, &at);
  gdouble             px    = x + 0.5;
  gdouble             py    = y + 0.5;

  g[0]   = plane->gx[at];
  g[1]   = plane->gy[at];
  own[0] = gain / (2.0 * STEP) *
           (sample_at (f, c, px + STEP, py) - sample_at (f, c, px - STEP, py));
  own[1] = gain / (2.0 * STEP) *
           (sample_at (f, c, px, py + STEP) - sample_at (f, c, px, py - STEP));
  if (f->what->both_gradients)
    for (gint i = 0; i < 2; i++)
      g[i] = own[i] = 0.5 * (g[i] + own[i]);
}

/* How a pixel moves with each parameter of a step, by central differences. */
static void
jacobian_at (gint x, gint y, const gdouble *g, gdouble *jacobian)
{
  const HomBox   box = { 0.0, 0.0, WIDTH, HEIGHT };
  const HomPoint p   = { x + 0.5, y + 0.5 };

  for (gint k = 0; k < 8; k++)
    {
      gdouble   step[8] = { 0.0 };
      HomPoint  q[2];
      HomMatrix moved;

      for (gint i = 0; i < 2; i++)
        {
          step[k] = i ? -STEP : STEP;
          moved = hom_model_update (HOM_MODEL_HOMOGRAPHY, &HOM_MATRIX_IDENTITY,
                                    &box, step);
          g_assert_true (hom_matrix_apply (&moved, p, &q[i]));
        }
      jacobian[k] = (g[0] * (q[0].x - q[1].x) + g[1] * (q[0].y - q[1].y)) /
                    (2.0 * STEP);
    }
}

static void
add_moments (Fixture *f,
             gint     c,
             gint     x,
             gint     y,
             gdouble  weight,
             gdouble  moved,
             gdouble  still)
{
  const gdouble terms[6] = { 1.0,           moved,         still,
                             moved * moved, still * still, moved * still };

  for (gint m = 0; m < 6; m++)
    {
      f->moments[c][m] += weight * terms[m];
      f->cells[c][y / HOM_CELL][x / HOM_CELL][m] += weight * terms[m];
    }
}

/* Returns: the weight that Tukey's biweight gives to the residual there. */
static gdouble
compare_at (const Fixture *f,
            gint           c,
            gint           x,
            gint           y,
            gdouble       *gain,
            gdouble       *residual)
{
  const HomGainMap *map   = f->comparison.gain_maps[c];
  gdouble           limit = f->what->threshold * f->comparison.noise[c];
  gdouble           share;

  *gain     = map_at (map, map->gain, x, y);
  *residual = *gain * sample_at (f, c, x + 0.5, y + 0.5) +
              map_at (map, map->bias, x, y) -
              *hom_image_pixel (f->still[c], x, y);
  if (limit == 0.0)
    return 1.0;
  share = *residual / (limit * sqrt (1.0 + *gain * *gain));

  return fabs (share) < 1.0 ? pow (1.0 - share * share, 2.0) : 0.0;
}

static void
add_pixel (Fixture *f, gint c, gint x, gint y, gdouble counts)
{
  gdouble gain, residual;
  gdouble biweight = compare_at (f, c, x, y, &gain, &residual);
  gdouble noise    = f->comparison.noise[c] * sqrt (1.0 + gain * gain);
  gdouble z        = residual / noise;
  gdouble t        = f->what->threshold;
  gdouble weight   = counts * biweight;
  gdouble g[2], own[2], jacobian[8], other[8];

  f->counts += counts;
  f->loss += counts *
             (t > 0.0 ? t * t / 3.0 * (1.0 - pow (biweight, 1.5)) : z * z);
  add_moments (f, c, x, y, weight, sample_at (f, c, x + 0.5, y + 0.5),
               *hom_image_pixel (f->still[c], x, y));

  gradients_at (f, c, x, y, gain, g, own);
  jacobian_at (x, y, g, jacobian);
  jacobian_at (x, y, own, other);
  weight /= noise * noise;
  for (gint a = 0; a < 8; a++)
    {
      f->gradient[a] += weight * jacobian[a] * residual;
      f->gradient_size[a] += weight * fabs (jacobian[a] * residual);
      for (gint b = 0; b < 8; b++)
        {
          gdouble product = jacobian[a] * other[b];

          f->hessian[a][b] += weight * product;
          f->hessian_size[a][b] += weight * fabs (product);
        }
    }
}

/* What hom_comparison_warp() is to make of a pixel; NaN for nothing. */
static gdouble
warped_at (const Fixture *f, gint c, gint x, gint y)
{
  gdouble still = *hom_image_pixel (f->still[c], x, y);
  gdouble gain, residual, biweight;

  if (! (count_of (f, x, y) > 0.0))
    return NAN;
  biweight = compare_at (f, c, x, y, &gain, &residual);

  return biweight > 0.0 ? still + residual : NAN;
}

/* Of the pixels themselves, from which core makes the coefficients. */
static void
copy_patches (Fixture *f)
{
  HomPlanes pixels = f->moving;

  for (gint c = 0; c < pixels.n_planes; c++)
    pixels.planes[c] = f->moved[c];
  f->moving_tiles = hom_moving_tiles_new (&pixels, f->tiles, f->tiles->n_tiles,
                                          &f->w, NULL, f->what->is_spline,
                                          NULL);
  g_assert_nonnull (f->moving_tiles);
  f->comparison.moving_tiles = f->moving_tiles;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  f->what = data;
  make_comparison (f, rand);
  f->w = new_matrix (rand, f->what->with_horizon);
  if (f->what->with_patches)
    copy_patches (f);
  g_assert_true (hom_normal_equations_compute (&f->comparison, &f->w,
                                               &f->normal, NULL));

  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      {
        gdouble counts = count_of (f, x, y);

        for (gint c = 0; c < f->what->n_planes && counts > 0.0; c++)
          add_pixel (f, c, x, y, counts);
      }
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  for (gint c = 0; c < f->what->n_planes; c++)
    {
      hom_image_free (f->still[c]);
      hom_image_free (f->moved[c]);
      hom_image_free (f->splines[c]);
      test_reference_free (f->sampler[c]);
      hom_gain_map_free (f->comparison.gain_maps[c]);
    }
  hom_image_free (f->masks[0]);
  hom_image_free (f->masks[1]);
  hom_moving_tiles_free (f->moving_tiles);
  hom_reference_tiles_free (f->tiles);
}

/* ---- The tests ---- */

static void
test_loss (Fixture *f, gconstpointer data)
{
  /* A share of the pixels that says that the case is what it is meant to be. */
  gdouble share = f->counts / (WIDTH * HEIGHT * f->what->n_planes);

  g_test_message ("%.3f of the pixels count, loss %g", share, f->loss);
  g_assert_cmpfloat (share, >, 0.2);
  g_assert_cmpfloat (share, <, 1.0);
  g_assert_cmpfloat_with_epsilon (f->normal.counts, f->counts,
                                  EPSILON * f->counts);
  g_assert_cmpfloat_with_epsilon (f->normal.loss, f->loss, EPSILON * f->loss);
  g_assert_cmpfloat_with_epsilon (hom_normal_equations_loss (&f->normal),
                                  f->loss / f->counts,
                                  EPSILON * f->loss / f->counts);
}

static void
test_gradient (Fixture *f, gconstpointer data)
{
  gdouble largest = 0.0;

  for (gint a = 0; a < 8; a++)
    {
      gdouble error = fabs (f->normal.gradient[a] - f->gradient[a]);

      g_assert_cmpfloat (error, <=, EPSILON * f->gradient_size[a]);
      largest = MAX (largest, fabs (f->gradient[a]) / f->gradient_size[a]);
    }

  /* Terms that all but cancel would say nothing. */
  g_assert_cmpfloat (largest, >, 0.01);
}

static void
test_hessian (Fixture *f, gconstpointer data)
{
  for (gint a = 0; a < 8; a++)
    for (gint b = 0; b < 8; b++)
      g_assert_cmpfloat (fabs (f->normal.hessian[a][b] - f->hessian[a][b]), <=,
                         EPSILON * f->hessian_size[a][b]);
}

static void
assert_moments (const HomPairMoments *moments, const gdouble *expected)
{
  const gdouble values[6] = { moments->n,  moments->i,  moments->t,
                              moments->ii, moments->tt, moments->it };

  for (gint m = 0; m < 6; m++)
    g_assert_cmpfloat (fabs (values[m] - expected[m]), <=,
                       EPSILON * (fabs (expected[0]) + fabs (expected[m])));
}

static void
test_moments (Fixture *f, gconstpointer data)
{
  for (gint c = 0; c < f->what->n_planes; c++)
    {
      const HomGainMap *map = f->comparison.gain_maps[c];

      g_assert_cmpfloat (f->moments[c][0], >, 0.0);
      assert_moments (&f->normal.planes[c], f->moments[c]);
      for (gint y = 0; y < map->height; y++)
        for (gint x = 0; x < map->width; x++)
          assert_moments (&map->moments[y * map->width + x], f->cells[c][y][x]);
    }
}

/* The pixel that shows this value, or −1: hardly two show the same but for 0.
 */
static gint
find_value (const HomImage *image, gfloat value)
{
  for (gint i = 0; i < WIDTH * HEIGHT; i++)
    if (image->data[i] == value)
      return i;

  return -1;
}

/* The samples are those of a public warp, too. */
static void
test_samples (Fixture *f, gconstpointer data)
{
  const HomSampling sampling = { f->what->is_spline ?
                                     HOM_INTERPOLATION_CUBIC_SPLINE :
                                     HOM_INTERPOLATION_CUBIC,
                                 HOM_BOUNDARY_REFLECT };
  g_autoptr (GArray)
      pairs = hom_residual_samples_new (&f->comparison, &f->w, 0);
  g_autoptr (HomImage) warped = test_image_new (WIDTH, HEIGHT, 1);

  g_assert_true (hom_warp (f->moved[0], &f->w, &sampling, warped, NULL));
  g_assert_cmpuint (pairs->len, >, 32);
  for (guint i = 0; i < pairs->len; i++)
    {
      HomResidualSample pair = g_array_index (pairs, HomResidualSample, i);
      gint              at   = find_value (f->still[0], pair.reference);

      /* Coordinates are rounded to 1e-5 px, and neighbours differ by 3. */
      g_assert_cmpint (at, >=, 0);
      if (pair.reference != 0.0f)
        g_assert_cmpfloat_with_epsilon (pair.moving, warped->data[at], 3e-5);
    }
}

/* The moving picture in the place and exposure of the reference, where what
 * differs is below the threshold. Beside the horizon coordinates are known to
 * 3e-5 px.
 */
static void
test_warp (Fixture *f, gconstpointer data)
{
  gint n_known = 0;

  for (gint t = 0; t < f->tiles->n_tiles; t++)
    {
      const HomTile *tile = &f->tiles->tiles[t];
      gfloat         warped[HOM_MAX_PLANES][HOM_TILE_PIXELS];

      hom_comparison_warp (&f->comparison, &f->w, tile, warped);
      for (gint c = 0; c < f->what->n_planes; c++)
        for (gint i = 0; i < HOM_TILE_PIXELS; i++)
          {
            gint    x = tile->x + i % HOM_TILE;
            gint    y = tile->y + i / HOM_TILE;
            gdouble expected;

            if (x >= WIDTH || y >= HEIGHT)
              continue;
            expected = warped_at (f, c, x, y);
            g_assert_true (isnan (warped[c][i]) == isnan (expected));
            if (isnan (expected))
              continue;
            g_assert_cmpfloat_with_epsilon (warped[c][i], expected, 1e-4);
            n_known++;
          }
    }
  g_assert_cmpint (n_known, >, WIDTH * HEIGHT / 4);
}

/* ---- What has no cases ---- */

static const Case plain = { "plain", 1, 3.0, TRUE, FALSE, FALSE, FALSE, FALSE };

static void
assert_finite (const HomNormalEquations *normal)
{
  g_assert_true (isfinite (normal->loss) && isfinite (normal->counts));
  for (gint a = 0; a < 8; a++)
    {
      g_assert_true (isfinite (normal->gradient[a]));
      for (gint b = 0; b < 8; b++)
        g_assert_true (isfinite (normal->hessian[a][b]));
    }
}

/* Nothing there counts, and nothing is made a NaN of what does. */
static void
test_horizon_at_centres (void)
{
  const HomMatrix    on_centres = { { 1, 0, 0, 0, 1, 0, -1 / 32.0, 0,
                                      40.5 / 32.0 } };
  const HomMatrix    behind     = { { -1, 0, 0, 0, -1, 0, 0, 0, -1 } };
  Fixture            f          = { 0 };
  HomNormalEquations normal;

  set_up (&f, &plain);
  g_assert_true (hom_normal_equations_compute (&f.comparison, &on_centres,
                                               &normal, NULL));
  g_assert_cmpfloat (normal.counts, >, 100.0);
  assert_finite (&normal);
  g_assert_true (hom_normal_equations_compute (&f.comparison, &behind, &normal,
                                               NULL));
  g_assert_cmpfloat (normal.counts, ==, 0.0);
  assert_finite (&normal);
  tear_down (&f, &plain);
}

/* Does the work on one processor alone. */
static void
compute_alone (const HomComparison *comparison,
               const HomMatrix     *w,
               HomNormalEquations  *normal)
{
  cpu_set_t all, one;

  g_assert_cmpint (sched_getaffinity (0, sizeof (all), &all), ==, 0);
  CPU_ZERO (&one);
  for (gint i = 0; i < CPU_SETSIZE && CPU_COUNT (&one) == 0; i++)
    if (CPU_ISSET (i, &all))
      CPU_SET (i, &one);
  g_assert_cmpint (sched_setaffinity (0, sizeof (one), &one), ==, 0);
  g_assert_true (hom_normal_equations_compute (comparison, w, normal, NULL));
  g_assert_cmpint (sched_setaffinity (0, sizeof (all), &all), ==, 0);
}

/* The same bits, however many threads there are: 70 tiles make five bands. */
static void
test_repeatable (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (2);
  g_autoptr (HomImage) still = test_image_random (rand, 300, 200, 1);
  g_autoptr (HomImage) moved = test_image_random (rand, 300, 200, 1);
  g_autoptr (HomGainMap) map = hom_gain_map_new (300, 200, TRUE, NULL);
  const HomPlanes reference  = { 1, { still }, NULL };
  const HomPlanes moving     = { 1, { moved }, NULL };
  g_autoptr (HomReferenceTiles)
      tiles = hom_reference_tiles_new (&reference, G_MAXSIZE, NULL);
  const HomExposure  exposure   = { 1.0, 0.0 };
  HomComparison      comparison = { .reference = tiles,
                                    .n_tiles   = tiles->n_tiles,
                                    .moving    = &moving,
                                    .jacobian  = HOM_JACOBIAN_MEAN,
                                    .gain_maps = { map },
                                    .noise     = { 0.2 },
                                    .threshold = 3.0 };
  HomMatrix          w          = hom_matrix_translation (0.3, -0.4);
  HomNormalEquations first, again, alone;

  hom_reference_tiles_fill (tiles, &reference, tiles->n_tiles);
  hom_reference_tiles_filter (tiles, &reference, tiles->n_tiles, NULL);
  hom_gain_map_fill (map, &exposure);
  g_assert_true (hom_normal_equations_compute (&comparison, &w, &first, NULL));
  g_assert_true (hom_normal_equations_compute (&comparison, &w, &again, NULL));
  compute_alone (&comparison, &w, &alone);
  g_assert_cmpmem (&first, sizeof (first), &again, sizeof (again));
  g_assert_cmpmem (&first, sizeof (first), &alone, sizeof (alone));
}

/* ---- The noise, of samples ---- */

/* Residuals of noise in both pictures, for gains from 0.5 to 2, and of a share
 * of them anything up to twenty times that: what moved.
 */
static GArray *
new_samples (gint n, gdouble noise, gdouble outliers)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (HomResidualSample));

  for (gint i = 0; i < n; i++)
    {
      gdouble           gain = g_rand_double_range (rand, 0.5, 2.0);
      HomResidualSample pair = {
        0.0f, 0.0f, gain, noise * hypot (1.0, gain) * test_random_normal (rand)
      };

      if (g_rand_double (rand) < outliers)
        pair.residual = noise * g_rand_double_range (rand, -20.0, 20.0);
      g_array_append_val (samples, pair);
    }

  return samples;
}

/* A median of 10 000 is good to 1.2 %; what moved by less than noise cannot be
 * told from it.
 */
static void
test_noise (void)
{
  const gdouble outliers[] = { 0.0, 0.2, 0.4 };
  const gdouble epsilons[] = { 0.03, 0.1, 0.3 };

  for (gsize i = 0; i < G_N_ELEMENTS (outliers); i++)
    {
      g_autoptr (GArray) samples = new_samples (10000, 0.02, outliers[i]);
      gdouble noise              = hom_residual_samples_noise (samples);

      g_test_message ("%.4f where a share of %.1f moved", noise, outliers[i]);
      g_assert_cmpfloat_with_epsilon (noise / 0.02, 1.0, epsilons[i]);
    }
}

/* Too few, and the median of what there is. */
static void
test_few_samples (void)
{
  g_autoptr (GArray) none = new_samples (0, 1.0, 0.0);
  g_autoptr (GArray) few  = new_samples (31, 1.0, 0.0);
  g_autoptr (GArray) five = new_samples (5, 1.0, 0.0);

  g_assert_cmpfloat (hom_residual_samples_noise (none), <, 0.0);
  g_assert_cmpfloat (hom_residual_samples_noise (few), <, 0.0);
  g_assert_cmpfloat (hom_residual_samples_spread (none), ==, 0.0);
  for (gint i = 0; i < 5; i++)
    g_array_index (five, HomResidualSample, i).residual = (i - 2.0f) *
                                                          (i + 1.0f);

  /* −2, −2, 0, 4 and 10. */
  g_assert_cmpfloat (hom_residual_samples_spread (five), ==, 2.0);
}

static void
add_case (const Case  *what,
          const gchar *name,
          void (*test) (Fixture *, gconstpointer))
{
  g_autofree gchar *path = g_strdup_printf ("/core/normal/%s/%s", what->name,
                                            name);

  g_test_add (path, Fixture, what, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add_case (&cases[i], "loss", test_loss);
      add_case (&cases[i], "gradient", test_gradient);
      add_case (&cases[i], "hessian", test_hessian);
      add_case (&cases[i], "moments", test_moments);
      add_case (&cases[i], "samples", test_samples);
      add_case (&cases[i], "warp", test_warp);
    }
  g_test_add_func ("/core/normal/noise", test_noise);
  g_test_add_func ("/core/normal/few-samples", test_few_samples);
  g_test_add_func ("/core/normal/horizon-at-centres", test_horizon_at_centres);
  g_test_add_func ("/core/normal/repeatable", test_repeatable);

  return g_test_run ();
}
