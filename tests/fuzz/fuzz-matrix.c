/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

static gdouble
largest_of (const HomMatrix *matrix)
{
  gdouble largest = 0.0;

  for (gint i = 0; i < 9; i++)
    largest = MAX (largest, fabs (matrix->m[i]));

  return largest;
}

/* Whether a product is the identity but for the roundings of its terms. */
static void
check_is_identity (const HomMatrix *a, const HomMatrix *b)
{
  const HomMatrix product = hom_matrix_multiply (a, b);
  const gdouble   size    = largest_of (a) * largest_of (b);

  for (gint i = 0; i < 9; i++)
    fuzz_check (fabs (product.m[i] - (i % 4 == 0)) <= 1e-9 + 1e-12 * size);
}

static void
try_inverse (const HomMatrix *matrix, gboolean is_tame)
{
  HomMatrix inverse;
  GError   *error = NULL;

  if (! fuzz_result (hom_matrix_invert (matrix, &inverse, &error), &error))
    return;

  fuzz_check (hom_matrix_is_finite (matrix));
  fuzz_check (hom_matrix_is_finite (&inverse));
  if (is_tame && largest_of (&inverse) < 1e6)
    check_is_identity (matrix, &inverse);
}

static void
try_points (FuzzBytes *bytes, const HomMatrix *matrix)
{
  const HomPoint point = fuzz_point (bytes);
  HomPoint       image, same;
  gdouble        by_point[2][2], by_matrix[2][9];
  gboolean       is_seen = hom_matrix_apply (matrix, point, &image);

  fuzz_check (is_seen == hom_matrix_differentiate (matrix, point, &same,
                                                   by_point, by_matrix));
  fuzz_check (is_seen ==
              hom_matrix_differentiate (matrix, point, NULL, NULL, NULL));
}

/* A box that is clipped lies within another but for the roundings of pixels
 * near the horizon.
 */
static void
check_within (const HomBox *box, const HomBox *within)
{
  const gdouble width  = within->x1 - within->x0;
  const gdouble height = within->y1 - within->y0;
  const gdouble size   = fabs (within->x0) + fabs (within->y0) + width + height;

  if (! (width > 0.0 && height > 0.0 && size < 1e6))
    return;

  fuzz_check (box->x0 >= within->x0 - 1e-3 * size);
  fuzz_check (box->y0 >= within->y0 - 1e-3 * size);
  fuzz_check (box->x1 <= within->x1 + 1e-3 * size);
  fuzz_check (box->y1 <= within->y1 + 1e-3 * size);
}

static void
try_boxes (FuzzBytes *bytes, const HomMatrix *matrix, gboolean is_tame)
{
  const HomBox box    = fuzz_box (bytes);
  const HomBox within = fuzz_box (bytes);
  HomBox       image;
  HomMatrix    faced, there;

  if (hom_matrix_map_box (matrix, &box, NULL, &image))
    fuzz_check (! is_tame || (image.x0 <= image.x1 && image.y0 <= image.y1));
  else
    fuzz_check (image.x0 == 0 && image.x1 == 0 && image.y0 == 0 &&
                image.y1 == 0);
  if (hom_matrix_map_box (matrix, &box, &within, &image) && is_tame &&
      fabs (box.x0) + fabs (box.x1) + fabs (box.y0) + fabs (box.y1) < 1e6)
    check_within (&image, &within);
  hom_matrix_has_horizon (matrix, &box);
  faced = hom_matrix_face (matrix, &box);
  for (gint i = 0; i < 9; i++)
    fuzz_check (fabs (faced.m[i]) == fabs (matrix->m[i]) ||
                isnan (matrix->m[i]));

  if (box.x1 > box.x0 && box.y1 > box.y0 && within.x1 > within.x0 &&
      within.y1 > within.y0)
    {
      HomPoint quad[4];

      hom_matrix_normalizing (&box);
      hom_matrix_denormalizing (&box);
      there = hom_matrix_to_normalized (matrix, &box, &within);
      hom_matrix_from_normalized (&there, &box, &within);
      hom_matrix_normalized_gradient (matrix, &box, &within);
      fuzz_check (hom_matrix_condition (matrix, &box) >= 1.0 - 1e-9);
      hom_quad_in_front (matrix, &box, quad);
    }
}

static void
try_decomposition (FuzzBytes *bytes, const HomMatrix *matrix)
{
  const HomPoint   centre = fuzz_point (bytes);
  HomDecomposition parts;
  GError          *error = NULL;

  if (fuzz_result (hom_matrix_decompose (matrix, centre, &parts, &error),
                   &error))
    {
      fuzz_check (hom_matrix_is_finite (matrix));
      fuzz_check (! (parts.scale <= 0.0) && ! (parts.stretch <= 0.0));
      fuzz_check (! (fabs (parts.rotation) > G_PI + 1e-12));
      hom_matrix_compose (&parts);
    }
}

static void
try_corners (FuzzBytes *bytes, const HomMatrix *matrix)
{
  HomPoint  source[4], target[4], by_corners[4], by_images[4];
  HomMatrix made, gradient;
  GError   *error = NULL;

  fuzz_quad (bytes, source);
  fuzz_quad (bytes, target);
  if (fuzz_result (hom_matrix_from_corners (source, target, &made, &error),
                   &error))
    fuzz_check (hom_matrix_is_finite (&made));

  gradient = fuzz_matrix (bytes, NULL);
  hom_matrix_forward_gradient (matrix, &gradient);
  fuzz_result (hom_matrix_corner_gradient (matrix, &gradient, source,
                                           by_corners, by_images, &error),
               &error);
  fuzz_result (hom_matrix_corner_gradient (matrix, &gradient, source, NULL,
                                           NULL, &error),
               &error);
}

void
fuzz_run (FuzzBytes *bytes)
{
  const guint     part = fuzz_byte (bytes) % 5;
  gboolean        is_tame;
  const HomMatrix matrix = fuzz_matrix (bytes, &is_tame);
  HomMatrix       normalized, turned;

  if (part == 0)
    try_inverse (&matrix, is_tame);
  else if (part == 1)
    try_points (bytes, &matrix);
  else if (part == 2)
    try_boxes (bytes, &matrix, is_tame);
  else if (part == 3)
    try_decomposition (bytes, &matrix);
  else
    try_corners (bytes, &matrix);

  normalized = hom_matrix_normalize (&matrix);
  if (hom_matrix_is_finite (&matrix))
    fuzz_check (hom_matrix_is_finite (&normalized));
  turned = hom_matrix_transpose (&matrix);
  hom_matrix_multiply (&matrix, &turned);
}
