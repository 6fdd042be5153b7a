/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "test-pair.h"

#define WIDTH  400
#define HEIGHT 300
#define MARGIN 60
#define STRIP  14
#define SEEDS  8
#define DISCS  900

/* Draws discs of 4 to 60 px one over another, as a view of a larger plane: the
 * matrix takes a point of the image to it.
 */
static void
draw_discs (guint32 seed, const HomMatrix *view, HomImage *image)
{
  const HomSampling sampling = { HOM_INTERPOLATION_CUBIC };
  g_autoptr (GRand) rand     = g_rand_new_with_seed (seed);
  g_autoptr (HomImage)
      plane = test_image_new (WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN, 1);

  for (gint i = 0; i < DISCS; i++)
    {
      gdouble radius = 2.0 / sqrt (1.0 - g_rand_double (rand) * 0.9956);
      gdouble x      = g_rand_double_range (rand, 0, plane->width);
      gdouble y      = g_rand_double_range (rand, 0, plane->height);
      gfloat  grey   = g_rand_double (rand);

      for (gint row = MAX (y - radius, 0);
           row < MIN (y + radius, plane->height); row++)
        for (gint column = MAX (x - radius, 0);
             column < MIN (x + radius, plane->width); column++)
          if (hypot (column - x, row - y) < radius)
            *hom_image_pixel (plane, column, row) = grey;
    }
  plane->x = plane->y = -MARGIN;
  g_assert_true (hom_warp (plane, view, &sampling, image, NULL));
}

static void
flip (HomImage *image, gboolean is_vertical)
{
  g_autofree gfloat *copy = g_memdup2 (
      image->data, image->width * image->height * sizeof (gfloat));

  for (gint y = 0; y < image->height; y++)
    for (gint x = 0; x < image->width; x++)
      *hom_image_pixel (image, x, y) =
          copy[is_vertical ? (image->height - 1 - y) * image->width + x :
                             y * image->width + image->width - 1 - x];
}

/* Aligns two pictures.
 *
 * Returns: (transfer full) (nullable): the message, if they are refused.
 */
static gchar *
align (const HomImage *still, const HomImage *moved)
{
  const HomPicture reference = { still, NULL };
  const HomPicture moving    = { moved, NULL };
  HomAlignOptions  options   = { .model = HOM_MODEL_HOMOGRAPHY };
  HomAlignment     found;
  GError          *error = NULL;
  gchar           *message;

  if (hom_align (&reference, &moving, &options, NULL, &found, &error))
    return NULL;

  g_assert_error (error, HOM_ERROR, HOM_ERROR_ALIGNMENT);
  message = g_strdup (error->message);
  g_error_free (error);

  return message;
}

static gboolean
is_told (const gchar *message)
{
  return message && strstr (message, "mirror image");
}

/* A picture that was flipped, seen from elsewhere and in another light, is told
 * to be a mirror image; the same one that was not flipped is aligned.
 */
static void
test_mirrored (void)
{
  const HomMatrix identity = HOM_MATRIX_IDENTITY;
  const HomMatrix view = { { 0.97, 0.05, 9.0, -0.04, 1.02, -7.0, 5e-5, -3e-5,
                             1.0 } };

  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (HomImage) still = test_image_new (WIDTH, HEIGHT, 1);
      g_autoptr (HomImage) moved = test_image_new (WIDTH, HEIGHT, 1);
      g_autofree gchar *upright  = NULL;
      g_autofree gchar *flipped  = NULL;

      draw_discs (seed, &identity, still);
      draw_discs (seed, &view, moved);
      test_image_expose (moved, 0.7, 0.1);
      upright = align (still, moved);
      g_assert_null (upright);
      flip (moved, seed % 2);
      flipped = align (still, moved);
      g_test_message ("%s", flipped);
      g_assert_true (is_told (flipped));
    }
}

/* It is not said of pictures that have nothing in common, mirrored or not. */
static void
test_unrelated (void)
{
  const HomMatrix identity = HOM_MATRIX_IDENTITY;

  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (HomImage) still = test_image_new (WIDTH, HEIGHT, 1);
      g_autoptr (HomImage) moved = test_image_new (WIDTH, HEIGHT, 1);
      g_autofree gchar *message  = NULL;

      draw_discs (seed, &identity, still);
      draw_discs (100 + seed, &identity, moved);
      message = align (still, moved);
      g_assert_nonnull (message);
      g_assert_false (is_told (message));
    }
}

/* Nor of one that has no more than a strip in common with the reference. */
static void
test_small_overlap (void)
{
  const HomMatrix identity = HOM_MATRIX_IDENTITY;

  for (guint32 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (HomImage) still = test_image_new (WIDTH, HEIGHT, 1);
      g_autoptr (HomImage) moved = test_image_new (WIDTH, HEIGHT, 1);
      g_autofree gchar *message  = NULL;

      draw_discs (seed, &identity, still);
      draw_discs (100 + seed, &identity, moved);
      for (gint y = 0; y < HEIGHT; y++)
        memcpy (hom_image_pixel (moved, 0, y),
                hom_image_pixel (still, WIDTH - STRIP, y),
                STRIP * sizeof (gfloat));
      message = align (still, moved);
      g_assert_false (is_told (message));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/align-mirror/mirrored", test_mirrored);
  g_test_add_func ("/core/align-mirror/unrelated", test_unrelated);
  g_test_add_func ("/core/align-mirror/small-overlap", test_small_overlap);

  return g_test_run ();
}
