/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Fits a homography by plain gradient descent, with nothing but the library's
 * public header:
 *
 *     cc fit.c $(pkg-config --cflags --libs homography-1.0) -lm -o fit && ./fit
 *
 * A picture is warped by a homography that is then forgotten. The unknowns are
 * the four points of the picture that are seen at the corners of the output; by
 * the chain rule
 *
 *     loss → ∂L/∂Y → dL/dW → dL/d(corners)
 *
 * the gradient of the squared difference for them is exact, and going downhill
 * finds them again.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <homography.h>

#define SIZE  160
#define STEPS 160

static const HomSampling sampling = { HOM_INTERPOLATION_CUBIC_SPLINE,
                                      HOM_BOUNDARY_REFLECT };
static const HomLoss     loss     = { .kind = HOM_LOSS_SQUARES, .mean = TRUE };

/* Where the corners of the output are seen in the picture, truly. */
static const HomPoint truth[4] = {
  { 7.0, -4.0 }, { 155.0, 3.0 }, { 166.0, 158.0 }, { -5.0, 152.0 }
};

/* A thing the library may fail at is an error with a message. */
static void
check (gboolean success, GError *error)
{
  if (! success)
    {
      fprintf (stderr, "fit: %s\n", error->message);
      exit (1);
    }
}

static HomImage *
new_image (void)
{
  GError   *error = NULL;
  HomImage *image = hom_image_new (SIZE, SIZE, 1, &error);

  check (image != NULL, error);

  return image;
}

static void
draw (HomImage *image)
{
  for (int y = 0; y < SIZE; y++)
    for (int x = 0; x < SIZE; x++)
      *hom_image_pixel (image, x, y) =
        0.5 + 0.2 * sin (0.07 * x + 0.03 * y) * cos (0.06 * y - 1.0) +
        0.1 * sin (0.21 * x - 0.16 * y) + 0.1 * cos (0.13 * x + 0.25 * y);
}

/* The loss of a guess and, where it is wanted, its gradient. */
static double
evaluate (const HomImage *picture,
          const HomImage *target,
          const HomPoint  guess[4],
          HomImage       *y,
          HomPoint        gradient[4])
{
  GError   *error = NULL;
  HomBox    box   = hom_image_box (target);
  HomPoint  corners[4];
  HomPoint  unused[4];
  HomMatrix w;
  HomMatrix dl_dw;
  double    value;

  hom_quad_from_box (&box, corners);
  check (hom_matrix_from_corners (corners, guess, &w, &error), error);
  check (hom_warp (picture, &w, &sampling, y, &error), error);
  check (hom_loss_evaluate (&loss, y, target, NULL, NULL, &value, y, &error),
         error);
  check (hom_warp_gradient (picture, &w, &sampling, y, &dl_dw, &error), error);
  check (hom_matrix_corner_gradient (&w, &dl_dw, corners, unused, gradient,
                                     &error),
         error);

  return value;
}

static double
largest_error (const HomPoint guess[4])
{
  double largest = 0.0;

  for (int i = 0; i < 4; i++)
    largest = fmax (largest, hypot (guess[i].x - truth[i].x,
                                    guess[i].y - truth[i].y));

  return largest;
}

/* Downhill; the rate grows while that succeeds, and falls when it does not. */
static void
descend (const HomImage *picture, const HomImage *target, HomPoint guess[4])
{
  HomImage *y    = new_image ();
  double    rate = 1000.0;
  HomPoint  gradient[4];
  double    value = evaluate (picture, target, guess, y, gradient);

  for (int step = 0; step <= STEPS; step++)
    {
      HomPoint next[4];
      HomPoint next_gradient[4];
      double   next_value;

      if (step % 20 == 0)
        printf ("step %4d  loss %.3e  corners off by %.4f px\n", step, value,
                largest_error (guess));
      for (int i = 0; i < 4; i++)
        {
          next[i].x = guess[i].x - rate * gradient[i].x;
          next[i].y = guess[i].y - rate * gradient[i].y;
        }
      next_value = evaluate (picture, target, next, y, next_gradient);
      rate *= next_value < value ? 1.2 : 0.5;
      if (next_value < value)
        {
          value = next_value;
          for (int i = 0; i < 4; i++)
            {
              guess[i]    = next[i];
              gradient[i] = next_gradient[i];
            }
        }
    }
  hom_image_free (y);
}

int
main (void)
{
  GError   *error   = NULL;
  HomImage *picture = new_image ();
  HomImage *target  = new_image ();
  HomBox    box     = hom_image_box (target);
  HomPoint  guess[4];
  HomMatrix w;

  draw (picture);
  hom_quad_from_box (&box, guess);
  check (hom_matrix_from_corners (guess, truth, &w, &error), error);
  check (hom_warp (picture, &w, &sampling, target, &error), error);

  descend (picture, target, guess);

  hom_image_free (picture);
  hom_image_free (target);

  return largest_error (guess) < 0.01 ? 0 : 1;
}
