/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz.h"

static void
try_quad (FuzzBytes *bytes)
{
  HomPoint  quad[4];
  HomCamera camera;
  gdouble   width, height, ppi_x;
  gdouble   ratio        = -1.0;
  gdouble   focal_length = -1.0;
  GError   *error        = NULL;
  gboolean  is_convex;

  fuzz_quad (bytes, quad);
  hom_quad_mean_sides (quad, &width, &height);
  fuzz_check (! (width < 0.0) && ! (height < 0.0));
  is_convex = fuzz_result (hom_quad_check (quad, &error), &error);
  if (! is_convex)
    return;

  fuzz_check (fuzz_is_finite (&quad[0].x, 8));
  camera.principal_point = fuzz_point (bytes);
  camera.diagonal        = fuzz_number (bytes);
  if (hom_quad_aspect_ratio (quad, camera.principal_point, camera.diagonal,
                             &ratio, &focal_length))
    {
      fuzz_check (ratio > 0.0 && isfinite (ratio));
      fuzz_check (! (camera.diagonal > 0.0 && camera.diagonal < 1e9) ||
                  (focal_length >= 0.0 && isfinite (focal_length)));
    }
  hom_quad_aspect_ratio (quad, camera.principal_point, camera.diagonal, &ratio,
                         NULL);
  if (hom_quad_focal_ratio (quad, camera.principal_point, camera.diagonal,
                            &ratio))
    fuzz_check (ratio > 0.0 && isfinite (ratio));
  camera.focal_length = fuzz_number (bytes);
  ppi_x               = fuzz_number (bytes);
  camera.pixel_aspect = hom_pixel_aspect_of_ppi (ppi_x, fuzz_number (bytes));
  fuzz_check (camera.pixel_aspect >= 0.2 && camera.pixel_aspect <= 5.0);
  ratio = hom_quad_recover_ratio (quad, &camera, NULL);
  hom_quad_rectangle_size (quad, ratio, &width, &height);
  fuzz_check (! (width < 0.0) && ! (height < 0.0));
  hom_paper_pixels (hom_paper_find ("A4"), ratio, 300.0, &width, &height);
  fuzz_check ((width > height) == (ratio > 1.0));
}

static gdouble
across (HomPoint a, HomPoint b, HomPoint p)
{
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

/* Whether a rectangle lies inside of a tame convex quadrilateral. */
static void
check_inside (const HomPoint quad[4], const HomBox *box)
{
  HomPoint      corners[4];
  const gdouble turn = across (quad[0], quad[1], quad[2]) > 0.0 ? 1.0 : -1.0;

  hom_quad_from_box (box, corners);
  for (gint side = 0; side < 4; side++)
    for (gint i = 0; i < 4; i++)
      {
        HomPoint a    = quad[side];
        HomPoint b    = quad[(side + 1) % 4];
        gdouble  size = hypot (b.x - a.x, b.y - a.y);

        fuzz_check (turn * across (a, b, corners[i]) >= -1e-2 * size);
      }
}

static void
try_rectangle (FuzzBytes *bytes)
{
  HomPoint      corners[8];
  const gint    n        = fuzz_int (bytes, 3, 8);
  const gdouble ratio    = fuzz_byte (bytes) % 2 ? fuzz_number (bytes) : 0.0;
  gdouble       farthest = 0.0;
  HomBox        box;

  fuzz_quad (bytes, corners);
  if (n > 4)
    fuzz_quad (bytes, corners + 4);
  for (gint i = 0; i < n; i++)
    farthest = MAX (farthest, MAX (fabs (corners[i].x), fabs (corners[i].y)));
  if (! hom_inner_rectangle (corners, n, ratio, &box))
    return;

  fuzz_say ("of %d corners, ratio %g: [%.17g, %.17g] × [%.17g, %.17g]", n,
            ratio, box.x0, box.x1, box.y0, box.y1);
  if (n == 4 && hom_quad_check (corners, NULL) && farthest < 1e4 &&
      (ratio == 0.0 || (ratio > 1e-3 && ratio < 1e3)))
    {
      fuzz_check (box.x0 < box.x1 && box.y0 < box.y1);
      check_inside (corners, &box);
    }
}

/* Farther out than this, doubles tell no pixels apart. */
#define FARTHEST 4503599627370496.0

static void
check_whole (const HomBox *pixels)
{
  if (! (fabs (pixels->x0) < FARTHEST && fabs (pixels->y0) < FARTHEST))
    return;

  fuzz_check (pixels->x0 < pixels->x1 && pixels->y0 < pixels->y1);
  fuzz_check (pixels->x0 == floor (pixels->x0));
  fuzz_check (pixels->y0 == floor (pixels->y0));
  fuzz_check (pixels->x1 == floor (pixels->x1));
  fuzz_check (pixels->y1 == floor (pixels->y1));
}

static void
try_pixels (FuzzBytes *bytes)
{
  HomMatrix     matrices[3];
  HomBox        boxes[3], pixels;
  const gint    n      = fuzz_int (bytes, 0, 3);
  const gdouble margin = fuzz_byte (bytes) % 4 ? 0.5 : fuzz_number (bytes);
  const gdouble ratio  = fuzz_byte (bytes) % 2 ? fuzz_number (bytes) : 0.0;

  for (gint i = 0; i < n; i++)
    {
      matrices[i] = fuzz_matrix (bytes, NULL);
      boxes[i]    = fuzz_box (bytes);
    }
  if (n > 0 &&
      hom_inner_pixels (&matrices[0], &boxes[0], margin, ratio, &pixels))
    check_whole (&pixels);
  if (n > 0 && hom_common_pixels (matrices, boxes, n, margin, ratio, &pixels))
    check_whole (&pixels);
}

void
fuzz_run (FuzzBytes *bytes)
{
  const guint part = fuzz_byte (bytes) % 3;

  if (part == 0)
    try_quad (bytes);
  else if (part == 1)
    try_rectangle (bytes);
  else
    try_pixels (bytes);
}
