/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/descent/hom-comparison-fit.h"
#include "align/normal/hom-all-tiles.h"
#include "test-pictures.h"

/* Two blocks of tiles along each side, and parts of tiles at the end. */
#define WIDTH  700
#define HEIGHT 345

/* ---- Pictures that are halved while they are read ---- */

/* The pixel of an image, beyond which it is reflected. */
static gdouble
pixel_at (const HomImage *image, gint c, gint x, gint y)
{
  x = x < 0 ? -1 - x : MIN (x, 2 * image->width - 1 - x);
  y = y < 0 ? -1 - y : MIN (y, 2 * image->height - 1 - y);

  return hom_image_pixel (image, x, y)[c];
}

static gdouble
mean_of_square (const HomImage *image, gint c, gint side, gint x, gint y)
{
  gdouble sum = 0.0;

  for (gint b = 0; b < side; b++)
    for (gint a = 0; a < side; a++)
      sum += pixel_at (image, c, side * x + a, side * y + b);

  return sum / (side * side);
}

/* Makes planes of an image, halved, and views that they lie on. */
static HomPlanes
halve (const HomImage *image, gint halvings, HomImage *views)
{
  const gint round  = (1 << halvings) - 1;
  HomPlanes  planes = { .n_planes     = image->channels,
                        .halvings     = halvings,
                        .whole_width  = image->width,
                        .whole_height = image->height };

  for (gint c = 0; c < image->channels; c++)
    {
      views[c]         = (HomImage){ .data     = image->data + c,
                                     .width    = (image->width + round) >> halvings,
                                     .height   = (image->height + round) >> halvings,
                                     .channels = image->channels << halvings,
                                     .stride   = image->stride << halvings };
      planes.planes[c] = &views[c];
    }

  return planes;
}

/* Every pixel is the mean of its square, beyond the edges too, where the sides
 * are no multiples of it; and the weighted sum of the channels, if that is
 * asked for.
 */
static void
test_halved (void)
{
  const gfloat weights[] = { 0.2f, -0.5f, 0.9f };
  const gint   margin = 3, side_read = 64;

  for (gint channels = 1; channels <= 3; channels += 2)
    for (gint halvings = 1; halvings <= HOM_MAX_HALVINGS; halvings++)
      {
        g_autoptr (GRand) rand = g_rand_new_with_seed (channels);
        g_autoptr (HomImage)
            image = test_image_random (rand, 101, 87, channels);
        HomImage           views[HOM_MAX_PLANES];
        HomPlanes          planes = halve (image, halvings, views);
        const gint         width  = views[0].width + 2 * margin;
        const gint         height = views[0].height + 2 * margin;
        g_autofree gfloat *read   = g_new (gfloat, 4 * side_read * side_read);
        gfloat            *to[4];

        g_assert_cmpint (MAX (width, height), <=, side_read);
        for (gint c = 0; c < 4; c++)
          to[c] = read + c * side_read * side_read;
        hom_planes_read (&planes, -margin, -margin, width, height, to,
                         side_read);
        planes.n_planes = 1;
        planes.is_mixed = channels == 3;
        memcpy (planes.weights, weights, sizeof (weights));
        hom_planes_read (&planes, -margin, -margin, width, height, to + 3,
                         side_read);

        for (gint y = 0; y < height; y++)
          for (gint x = 0; x < width; x++)
            {
              const gint at    = y * side_read + x;
              gdouble    mixed = 0.0;

              for (gint c = 0; c < channels; c++)
                {
                  gdouble mean = mean_of_square (image, c, 1 << halvings,
                                                 x - margin, y - margin);

                  g_assert_cmpfloat_with_epsilon (to[c][at], mean, 1e-6);
                  mixed += (channels == 3 ? weights[c] : 1.0) * mean;
                }
              g_assert_cmpfloat_with_epsilon (to[3][at], mixed, 1e-6);
            }
      }
}

/* ---- All tiles ---- */

/* Numbers that are the same but for the rounding of places in a window, which
 * is another one for a block: to a part of the largest of them.
 */
static void
assert_close (const gdouble *a, const gdouble *b, gint n)
{
  gdouble largest = 0.0;

  for (gint i = 0; i < n; i++)
    largest = MAX (largest, fabs (b[i]));
  for (gint i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (a[i], b[i], 1e-4 * largest);
}

static void
assert_same (const HomNormalEquations *a, const HomNormalEquations *b)
{
  g_assert_cmpfloat (a->counts, ==, b->counts);
  assert_close (&a->loss, &b->loss, 1);
  assert_close (a->gradient, b->gradient, HOM_MAX_FREEDOMS);
  assert_close (a->hessian[0], b->hessian[0],
                HOM_MAX_FREEDOMS * HOM_MAX_FREEDOMS);
}

/* Compares the sums of blocks, none of which are kept, with those of tiles that
 * are, at a matrix under which part of the reference sees nothing.
 */
static void
compare_sums (const HomPlanes *reference,
              const HomPlanes *moving,
              gboolean         is_spline)
{
  HomAllTiles        all     = { reference, moving };
  HomIterate         iterate = { .w = {
                                     { 0.9, 0.1, 60, -0.1, 1.1, 9, 1e-5, -2e-5, 1 } } };
  HomReferenceTiles *tiles   = hom_reference_tiles_new (reference, G_MAXSIZE,
                                                        NULL);
  HomMovingTiles    *copies;
  HomComparison      comparison;
  HomNormalEquations kept, blocks;

  g_assert_true (hom_reference_tiles_are_all (tiles));
  hom_reference_tiles_filter (tiles, reference, tiles->n_tiles, NULL);
  copies     = hom_moving_tiles_new (moving, tiles, tiles->n_tiles, &iterate.w,
                                     NULL, is_spline, NULL);
  comparison = (HomComparison){ .reference     = tiles,
                                .n_tiles       = tiles->n_tiles,
                                .moving        = moving,
                                .moving_tiles  = copies,
                                .is_spline     = is_spline,
                                .jacobian      = HOM_JACOBIAN_OTHER,
                                .exposure_kind = HOM_EXPOSURE_ONE,
                                .exposures     = { { 1.0, 0.0 } } };
  g_assert_true (hom_comparison_begin (&comparison, &iterate, NULL));
  g_assert_true (hom_normal_equations_compute (&comparison, &iterate.w, &kept,
                                               NULL));
  g_assert_cmpfloat (kept.counts, >, 0.5 * WIDTH * HEIGHT);
  g_assert_cmpfloat (kept.counts, <, 0.95 * WIDTH * HEIGHT);

  g_assert_true (hom_all_tiles_compute (&all, &comparison, &iterate.w, &blocks,
                                        NULL));
  assert_same (&blocks, &kept);

  hom_comparison_clear (&comparison);
  hom_moving_tiles_free (copies);
  hom_reference_tiles_free (tiles);
}

static void
test_sums (void)
{
  g_autoptr (GRand) rand     = g_rand_new_with_seed (1);
  g_autoptr (HomImage) still = test_image_random (rand, WIDTH, HEIGHT, 1);
  g_autoptr (HomImage) moved = test_image_random (rand, WIDTH, HEIGHT, 1);
  const HomPlanes reference  = { 1, { still }, NULL };
  const HomPlanes moving     = { 1, { moved }, NULL };

  compare_sums (&reference, &moving, FALSE);
  compare_sums (&reference, &moving, TRUE);
}

/* The parts that blocks see of a picture that is halved, odd sides and all. */
static void
test_halved_sums (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autoptr (HomImage)
      still = test_image_random (rand, 2 * WIDTH - 1, 2 * HEIGHT - 1, 1);
  g_autoptr (HomImage)
      moved = test_image_random (rand, 2 * WIDTH - 1, 2 * HEIGHT - 1, 1);
  HomImage        views[2];
  const HomPlanes reference = halve (still, 1, &views[0]);
  const HomPlanes moving    = halve (moved, 1, &views[1]);

  compare_sums (&reference, &moving, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/all-tiles/halved", test_halved);
  g_test_add_func ("/all-tiles/sums", test_sums);
  g_test_add_func ("/all-tiles/halved-sums", test_halved_sums);

  return g_test_run ();
}
