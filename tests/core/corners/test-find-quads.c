/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"
#include "test-sheets.h"

/* One scene for each kind that docs/find-corners.md names. Bounds are about 1.3
 * times what is measured.
 */

#define WIDTH  800
#define HEIGHT 600

typedef struct
{
  HomFoundQuad quads[HOM_MAX_FOUND_QUADS];
  gint         n;
} Found;

static HomImage *
new_ground (gdouble value)
{
  HomImage *image = test_image_new (WIDTH, HEIGHT, 1);

  test_image_fill (image, value);

  return image;
}

static void
add_noise (HomImage *image, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  test_image_add_noise (rand, image, 3.0 / 255.0);
}

/* A rectangle, turned, one side of which is shorter than the other. */
static void
place (HomPoint middle,
       gdouble  width,
       gdouble  height,
       gdouble  degrees,
       HomPoint quad[4])
{
  gdouble cosine = cos (degrees * G_PI / 180.0);
  gdouble sine   = sin (degrees * G_PI / 180.0);

  for (gint i = 0; i < 4; i++)
    {
      gdouble y = i < 2 ? -height / 2.0 : height / 2.0;
      gdouble x = (i == 0 || i == 3 ? -width : width) / 2.0 *
                  (1.0 + 0.06 * y / height);

      quad[i].x = middle.x + cosine * x - sine * y;
      quad[i].y = middle.y + sine * x + cosine * y;
    }
}

/* Draws on a sheet, by its own coordinates. */
static void
print_box (HomImage *image, const HomPoint sheet[4], HomBox box, gdouble value)
{
  HomPoint part[4];

  test_sheet_part (sheet, &box, part);
  test_sheet_draw (image, part, value);
}

static Found
find (const HomImage *image, const HomPoint *inside)
{
  GError *error = NULL;
  Found   found;

  g_assert_true (hom_find_quads (image, inside, found.quads, &found.n, NULL,
                                 &error));
  g_assert_no_error (error);
  g_assert_cmpint (found.n, >=, 1);
  g_assert_cmpint (found.n, <=, HOM_MAX_FOUND_QUADS);
  for (gint i = 0; i < found.n; i++)
    {
      g_assert_cmpfloat (found.quads[i].confidence, >=, 0.0);
      g_assert_cmpfloat (found.quads[i].confidence, <=, 1.0);
      if (i > 0)
        g_assert_cmpfloat (found.quads[i].confidence, <=,
                           found.quads[i - 1].confidence);
    }

  return found;
}

static gdouble
error_of (const HomFoundQuad *quad, const HomPoint corners[4])
{
  gdouble least = G_MAXDOUBLE;

  for (gint turn = 0; turn < 4; turn++)
    {
      gdouble most = 0.0;

      for (gint i = 0; i < 4; i++)
        most = MAX (most,
                    hypot (quad->corners[(i + turn) % 4].x - corners[i].x,
                           quad->corners[(i + turn) % 4].y - corners[i].y));
      least = MIN (least, most);
    }

  return least;
}

/* The place of a quadrilateral among those found; −1 where it is not. */
static gint
rank_of (const Found *found, const HomPoint corners[4], gdouble epsilon)
{
  for (gint i = 0; i < found->n; i++)
    if (error_of (&found->quads[i], corners) <= epsilon)
      return i;

  return -1;
}

static void
assert_first (const HomImage *image,
              const HomPoint  corners[4],
              gdouble         epsilon,
              gdouble         confidence)
{
  Found found = find (image, NULL);

  g_test_message ("off by %g px, confidence %g",
                  error_of (&found.quads[0], corners),
                  found.quads[0].confidence);
  g_assert_cmpfloat (error_of (&found.quads[0], corners), <=, epsilon);
  g_assert_cmpfloat (found.quads[0].confidence, >=, confidence);
}

static void
test_sheet (void)
{
  g_autoptr (HomImage) image = new_ground (0.2);
  HomPoint sheet[4], first[4];
  Found    found;

  place ((HomPoint){ 390, 310 }, 400, 300, 10, sheet);
  test_sheet_draw (image, sheet, 0.9);
  add_noise (image, 1);
  assert_first (image, sheet, 0.1, 0.9);

  found = find (image, NULL);
  g_assert_true (hom_find_quad (image, first, NULL, NULL));
  g_assert_cmpfloat (error_of (&found.quads[0], first), ==, 0.0);
}

/* Radii of up to a tenth of the width, and lines across the card. */
static void
test_rounded (void)
{
  for (gint radius = 0; radius <= 36; radius += 9)
    for (gint n_lines = 0; n_lines <= 3; n_lines++)
      {
        g_autoptr (HomImage) image = new_ground (0.18);
        HomPoint card[4];

        place ((HomPoint){ 400, 300 }, 360, 228, 8 * n_lines - 12, card);
        test_sheet_draw_rounded (image, card, radius, 0.88);
        for (gint k = 0; k < n_lines; k++)
          print_box (image, card,
                     (HomBox){ 0, 0.8 - 0.3 * k, 1, 0.83 - 0.3 * k }, 0.5);
        add_noise (image, radius);
        assert_first (image, card, 0.05, 0.85);
      }
}

/* 3 % of the picture, and a receipt. */
static void
test_small (void)
{
  const gdouble sizes[][2] = { { 120, 120 }, { 150, 96 }, { 62, 310 } };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (HomImage) image = new_ground (0.3);
      HomPoint sheet[4];

      place ((HomPoint){ 250, 330 }, sizes[i][0], sizes[i][1], 20, sheet);
      test_sheet_draw (image, sheet, 0.85);
      print_box (image, sheet, (HomBox){ 0.2, 0.3, 0.7, 0.4 }, 0.2);
      add_noise (image, i);
      assert_first (image, sheet, 0.3, 0.8);
    }
}

/* Each is found, and with a point inside it is the first. */
static void
test_two (void)
{
  g_autoptr (HomImage) image = new_ground (0.25);
  HomPoint sheets[2][4];
  Found    found;

  for (gint i = 0; i < 2; i++)
    {
      place ((HomPoint){ 215 + 370 * i, 300 + 10 * i }, 240, 330, 12 * i - 6,
             sheets[i]);
      test_sheet_draw (image, sheets[i], 0.9);
    }
  add_noise (image, 2);
  found = find (image, NULL);
  for (gint i = 0; i < 2; i++)
    {
      HomPoint inside = { 215 + 370 * i, 290 };
      Found    there  = find (image, &inside);

      g_assert_cmpint (rank_of (&found, sheets[i], 0.3), >=, 0);
      g_assert_cmpint (rank_of (&found, sheets[i], 0.3), <=, 1);
      g_assert_cmpint (rank_of (&there, sheets[i], 0.3), ==, 0);
    }
}

/* The edge of a shadow across the sheet and the table. */
static void
test_shadow (void)
{
  g_autoptr (HomImage) image = new_ground (0.3);
  HomPoint sheet[4];

  place ((HomPoint){ 400, 300 }, 300, 400, -7, sheet);
  test_sheet_draw (image, sheet, 0.9);
  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      if (x + 0.3 * y < 470)
        *hom_image_pixel (image, x, y) *= 0.5f;
  add_noise (image, 3);
  assert_first (image, sheet, 0.5, 0.5);
}

/* The picture shows it down to its lower border. */
static void
test_cut (void)
{
  g_autoptr (HomImage) image = new_ground (0.2);
  HomPoint sheet[4]          = { { 210, 120 },
                                 { 590, 100 },
                                 { 640, 700 },
                                 { 160, 720 } };
  HomPoint part[4]           = { { 210, 120 },
                                 { 590, 100 },
                                 { 590 + 50 * 500 / 600.0, 600 },
                                 { 210 - 50 * 480 / 600.0, 600 } };

  test_sheet_draw (image, sheet, 0.9);
  add_noise (image, 4);
  assert_first (image, part, 1.0, 0.5);
}

/* A scan that shows only a few pixels of what lies around. */
static void
test_rim (void)
{
  g_autoptr (HomImage) image = new_ground (0.15);
  HomPoint sheet[4] = { { 7, 9 }, { 792, 6 }, { 794, 593 }, { 8, 592 } };

  test_sheet_draw (image, sheet, 0.9);
  print_box (image, sheet, (HomBox){ 0.1, 0.5, 0.6, 0.9 }, 0.3);
  add_noise (image, 8);
  assert_first (image, sheet, 0.13, 0.9);
}

/* A pile of sheets, and sticks. */
static void
test_clutter (void)
{
  g_autoptr (HomImage) image = new_ground (0.35);
  HomPoint sheet[4], other[4], inside;
  Found    found;

  for (gint i = 0; i < 3; i++)
    {
      place ((HomPoint){ 260 + 150 * i, 200 + 110 * i }, 230, 320, 25 + 40 * i,
             other);
      test_sheet_draw (image, other, 0.75 + 0.04 * i);
    }
  place ((HomPoint){ 390, 300 }, 250, 340, 5, sheet);
  test_sheet_draw (image, sheet, 0.95);
  for (gint i = 0; i < 3; i++)
    {
      place ((HomPoint){ 110 + 280 * i, 60 }, 8, 300, 60 * i - 50, other);
      test_sheet_draw (image, other, 0.05);
    }
  add_noise (image, 5);
  inside = (HomPoint){ 390, 300 };
  found  = find (image, &inside);
  g_assert_cmpint (rank_of (&found, sheet, 1.0), ==, 0);
}

/* A sheet on another one of nearly its colour, on a rough ground: where they
 * lie on each other, the edge does not stand out from what the ground has.
 */
static void
test_faint (void)
{
  g_autoptr (HomImage) image = new_ground (0.3);
  g_autoptr (GRand) rand     = g_rand_new_with_seed (6);
  HomPoint sheet[4], below[4];

  for (gint y = 0; y < HEIGHT; y += 3)
    for (gint x = 0; x < WIDTH; x += 3)
      {
        gfloat value = 0.3 + g_rand_double_range (rand, -0.15, 0.15);

        for (gint j = y; j < MIN (y + 3, HEIGHT); j++)
          for (gint i = x; i < MIN (x + 3, WIDTH); i++)
            *hom_image_pixel (image, i, j) = value;
      }
  place ((HomPoint){ 520, 380 }, 260, 260, 40, below);
  test_sheet_draw (image, below, 0.83);
  place ((HomPoint){ 360, 300 }, 190, 260, -6, sheet);
  test_sheet_draw (image, sheet, 0.9);
  add_noise (image, 6);
  assert_first (image, sheet, 0.06, 0.8);
}

/* Stripes across the picture are no sheets, unless someone says so. */
static void
test_stripes (void)
{
  g_autoptr (HomImage) image = new_ground (0.3);
  HomPoint inside            = { 400, 250 };
  HomPoint stripe[4] = { { 0, 200 }, { 800, 200 }, { 800, 300 }, { 0, 300 } };
  HomFoundQuad quads[HOM_MAX_FOUND_QUADS];
  GError      *error = NULL;
  gint         n;
  Found        found;

  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      if (y / 100 % 2 == 0)
        *hom_image_pixel (image, x, y) = 0.6;
  add_noise (image, 7);
  g_assert_false (hom_find_quads (image, NULL, quads, &n, NULL, &error));
  g_assert_error (error, HOM_ERROR, HOM_ERROR_NOT_FOUND);
  g_error_free (error);

  found = find (image, &inside);
  g_assert_cmpint (rank_of (&found, stripe, 0.5), ==, 0);
}

/* A chessboard on a sheet: no row is lost. */
static void
test_board (void)
{
  g_autoptr (HomImage) image = new_ground (0.45);
  HomPoint sheet[4], board[4];
  Found    found;

  place ((HomPoint){ 400, 300 }, 400, 340, 14, sheet);
  test_sheet_draw (image, sheet, 0.92);
  for (gint j = 0; j < 6; j++)
    for (gint i = 0; i < 8; i++)
      if ((i + j) % 2)
        print_box (image, sheet,
                   (HomBox){ 0.1 + 0.1 * i, 0.08 + 0.14 * j, 0.2 + 0.1 * i,
                             0.22 + 0.14 * j },
                   0.1);
  test_sheet_part (sheet, &(HomBox){ 0.1, 0.08, 0.9, 0.92 }, board);
  add_noise (image, 6);
  found = find (image, NULL);
  g_assert_true (rank_of (&found, sheet, 1.0) == 0 ||
                 rank_of (&found, board, 1.0) == 0);
}

/* The frame is found, and so is the picture in it. */
static void
test_framed (void)
{
  g_autoptr (HomImage) image = new_ground (0.7);
  HomPoint frame[4], picture[4];
  Found    found;

  place ((HomPoint){ 400, 300 }, 420, 320, 4, frame);
  test_sheet_draw (image, frame, 0.15);
  print_box (image, frame, (HomBox){ 0.1, 0.12, 0.9, 0.88 }, 0.5);
  test_sheet_part (frame, &(HomBox){ 0.1, 0.12, 0.9, 0.88 }, picture);
  add_noise (image, 7);
  found = find (image, NULL);
  g_assert_cmpint (rank_of (&found, frame, 0.3), ==, 0);
  g_assert_cmpint (rank_of (&found, picture, 0.3), >=, 1);
}

/* Stripes, and the edge of a shadow: nothing, or little confidence. */
static void
test_nothing (void)
{
  for (gint period = 20; period <= 160; period *= 2)
    {
      g_autoptr (HomImage) image = new_ground (0.5);
      HomFoundQuad quads[HOM_MAX_FOUND_QUADS];
      gint         n;

      for (gint y = 0; y < HEIGHT; y++)
        for (gint x = 0; x < WIDTH; x++)
          {
            if ((y / period) % 2)
              *hom_image_pixel (image, x, y) = 0.35f;
            if (x + y > 700)
              *hom_image_pixel (image, x, y) *= 0.6f;
          }
      add_noise (image, period);
      if (hom_find_quads (image, NULL, quads, &n, NULL, NULL))
        g_assert_cmpfloat (quads[0].confidence, <, 0.5);
      else
        g_assert_cmpint (n, ==, 0);
    }
}

/* Where the image lies makes no difference, as far out as integers go. */
static void
test_far_out (void)
{
  g_autoptr (HomImage) image = new_ground (0.2);
  HomPoint sheet[4];
  Found    here, there;

  place ((HomPoint){ 200, 200 }, 120, 160, -5, sheet);
  test_sheet_draw (image, sheet, 0.7);
  here     = find (image, NULL);
  image->x = image->y = G_MAXINT - 20;
  there               = find (image, NULL);
  g_assert_cmpint (there.n, ==, here.n);
  for (gint i = 0; i < 4; i++)
    {
      g_assert_cmpfloat_with_epsilon (there.quads[0].corners[i].x - image->x,
                                      here.quads[0].corners[i].x, 1e-6);
      g_assert_cmpfloat_with_epsilon (there.quads[0].corners[i].y - image->y,
                                      here.quads[0].corners[i].y, 1e-6);
    }
}

/* Only what the point lies in, by the place of the image in the plane. */
static void
test_inside (void)
{
  g_autoptr (HomImage) image = new_ground (0.2);
  HomPoint sheet[4], inside;
  Found    found;

  place ((HomPoint){ 200, 200 }, 180, 220, -5, sheet);
  test_sheet_draw (image, sheet, 0.7);
  place ((HomPoint){ 560, 400 }, 300, 240, 5, sheet);
  test_sheet_draw (image, sheet, 0.7);
  place ((HomPoint){ 200, 200 }, 180, 220, -5, sheet);
  image->x = 1000;
  image->y = -300;
  for (gint i = 0; i < 4; i++)
    {
      sheet[i].x += 1000;
      sheet[i].y -= 300;
    }
  inside = (HomPoint){ 1210, -120 };
  found  = find (image, &inside);
  g_assert_cmpint (rank_of (&found, sheet, 0.1), ==, 0);
}

static void
test_errors (void)
{
  g_autoptr (HomImage) image           = new_ground (0.2);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const HomPoint outside[]             = { { -1, 5 },
                                           { 5, 601 },
                                           { NAN, 5 },
                                           { 5, INFINITY } };
  HomFoundQuad   quads[HOM_MAX_FOUND_QUADS];
  GError        *error = NULL;
  gint           n     = 7;

  g_assert_false (hom_find_quads (NULL, NULL, quads, &n, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  g_assert_cmpint (n, ==, 0);
  error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    {
      g_assert_false (hom_find_quads (image, &outside[i], quads, &n, NULL,
                                      &error));
      test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
      error = NULL;
    }

  g_assert_false (hom_find_quads (image, NULL, quads, &n, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_NOT_FOUND);
  g_assert_cmpint (n, ==, 0);
  error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (hom_find_quads (image, NULL, quads, &n, cancellable, &error));
  test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/find-quads/sheet", test_sheet);
  g_test_add_func ("/find-quads/rounded", test_rounded);
  g_test_add_func ("/find-quads/small", test_small);
  g_test_add_func ("/find-quads/two", test_two);
  g_test_add_func ("/find-quads/shadow", test_shadow);
  g_test_add_func ("/find-quads/cut", test_cut);
  g_test_add_func ("/find-quads/rim", test_rim);
  g_test_add_func ("/find-quads/clutter", test_clutter);
  g_test_add_func ("/find-quads/faint", test_faint);
  g_test_add_func ("/find-quads/stripes", test_stripes);
  g_test_add_func ("/find-quads/board", test_board);
  g_test_add_func ("/find-quads/framed", test_framed);
  g_test_add_func ("/find-quads/nothing", test_nothing);
  g_test_add_func ("/find-quads/far-out", test_far_out);
  g_test_add_func ("/find-quads/inside", test_inside);
  g_test_add_func ("/find-quads/errors", test_errors);

  return g_test_run ();
}
