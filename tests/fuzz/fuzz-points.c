/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>

#include "fuzz.h"

#define MOST 16

/* Any, those of a grid, of a line, or all the same. */
static HomPoint
take_point (FuzzBytes *bytes, guint kind, gint i)
{
  HomPoint point = { i % 4 * 10.0, i / 4 * 10.0 };

  if (kind == 0)
    return fuzz_point (bytes);
  if (kind == 1)
    point.y = 2.0 * point.x;
  else if (kind == 2)
    point = (HomPoint){ 3.0, 4.0 };

  if (kind >= 4)
    {
      point.x += fuzz_tame_number (bytes, 8.0);
      point.y += fuzz_tame_number (bytes, 8.0);
    }

  return point;
}

/* Where a homography was fitted, it takes the points to about where they belong
 * when these are the same but for their place.
 */
static void
check_shift (const HomMatrix *matrix,
             const HomPoint  *source,
             gint             n,
             gint             shift)
{
  for (gint i = 0; i < n; i++)
    {
      HomPoint image;

      fuzz_check (hom_matrix_apply (matrix, source[i], &image));
      fuzz_check (fabs (image.x - source[i].x - shift) < 1e-3);
      fuzz_check (fabs (image.y - source[i].y) < 1e-3);
    }
}

void
fuzz_run (FuzzBytes *bytes)
{
  const gint     n          = fuzz_int (bytes, 0, MOST);
  const guint    kind       = fuzz_byte (bytes) % 8;
  const gint     shift      = fuzz_int (bytes, 0, 255);
  const HomModel model      = fuzz_byte (bytes) % 5;
  const guint    weighing   = fuzz_byte (bytes) % 4;
  const gboolean is_shifted = kind == 7 && n > 0;
  HomPoint      *source     = malloc (n * sizeof (HomPoint));
  HomPoint      *target     = malloc (n * sizeof (HomPoint));
  gdouble       *weights    = weighing ? malloc (n * sizeof (gdouble)) : NULL;
  HomMatrix      matrix;
  GError        *error = NULL;

  fuzz_say ("%d points of kind %u, model %d", n, kind, model);
  for (gint i = 0; i < n; i++)
    {
      source[i] = take_point (bytes, kind, i);
      target[i] = is_shifted ? (HomPoint){ source[i].x + shift, source[i].y } :
                               take_point (bytes, kind, i + 1);
      if (weights)
        weights[i] = weighing == 1 ? fuzz_number (bytes) :
                                     fuzz_byte (bytes) / 64.0;
    }

  if (fuzz_result (hom_matrix_from_points (source, target, weights, n, &matrix,
                                           &error),
                   &error))
    fuzz_check (hom_matrix_is_finite (&matrix));
  fuzz_check (hom_model_least_points (model) >= 1);
  if (fuzz_result (hom_model_fit (model, source, target, n, &matrix, &error),
                   &error))
    {
      fuzz_check (hom_matrix_is_finite (&matrix));
      fuzz_check (n >= hom_model_least_points (model));
      if (is_shifted && model < HOM_MODEL_AFFINE)
        check_shift (&matrix, source, n, shift);
    }

  free (source);
  free (target);
  free (weights);
}
