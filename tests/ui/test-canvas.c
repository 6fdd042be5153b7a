/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomView, HomSource and HomCanvas, without GIMP.
 */

#include "config.h"

#include <math.h>

#include "tests/ui/help/ui-test.h"
#include "ui/canvas/hom-canvas.h"

#define EPSILON 1e-9

static void
assert_point (HomPoint point, gdouble x, gdouble y)
{
  g_assert_cmpfloat_with_epsilon (point.x, x, EPSILON);
  g_assert_cmpfloat_with_epsilon (point.y, y, EPSILON);
}

static void
test_view_coordinates (void)
{
  HomView   view = { 0.5, { 100.0, 200.0 }, 300, 400 };
  HomPoint  p    = { 17.0, 23.0 };
  HomMatrix w    = hom_view_matrix (&view, 2);
  HomPoint  q;

  assert_point (hom_view_to_picture (&view, (HomPoint){ 150, 200 }), 100, 200);
  assert_point (hom_view_to_picture (&view, (HomPoint){ 160, 190 }), 120, 180);
  assert_point (hom_view_from_picture (&view, hom_view_to_picture (&view, p)),
                p.x, p.y);
  g_assert_true (hom_matrix_apply (&w, (HomPoint){ 320, 380 }, &q));
  assert_point (q, 120, 180);
}

static void
test_view_fit (void)
{
  HomView view = { 1.0, { 0.0, 0.0 }, 220, 420 };
  HomBox  box  = { 100, 100, 500, 300 };

  hom_view_fit (&view, &box, 10.0);
  g_assert_cmpfloat_with_epsilon (view.scale, 0.5, EPSILON);
  assert_point (hom_view_from_picture (&view, (HomPoint){ 100, 200 }), 10, 210);

  /* a widget that has no size yet */
  view.width = view.height = 0;
  hom_view_fit (&view, &box, 10.0);
  g_assert_cmpfloat (view.scale, >, 0.0);
}

static void
test_view_zoom_and_pan (void)
{
  HomView  view   = { 1.0, { 50.0, 50.0 }, 200, 200 };
  HomBox   box    = { 0, 0, 100, 100 };
  HomPoint anchor = { 30.0, 170.0 };
  HomPoint point  = hom_view_to_picture (&view, anchor);

  hom_view_zoom (&view, 3.0, anchor);
  assert_point (hom_view_to_picture (&view, anchor), point.x, point.y);
  hom_view_zoom (&view, 1e9, anchor);
  g_assert_cmpfloat (view.scale, ==, 64.0);
  hom_view_zoom (&view, 0.0, anchor);
  g_assert_cmpfloat (view.scale, >, 0.0);

  view = (HomView){ 2.0, { 50.0, 50.0 }, 200, 200 };
  hom_view_pan (&view, 10.0, -20.0, &box);
  assert_point (view.centre, 45.0, 60.0);
  hom_view_pan (&view, -1e9, 1e9, &box);
  assert_point (view.centre, 200.0, -100.0);
}

/* @delay: of each read, in microseconds. */
typedef struct
{
  HomImage *image;
  gint      n_reads;
  gulong    delay;
} Reader;

/* Checks what is asked for, and picks pixels. */
static HomImage *
read_part (gint     x,
           gint     y,
           gint     width,
           gint     height,
           gint     to_width,
           gint     to_height,
           gpointer data)
{
  Reader   *reader = data;
  HomImage *part   = hom_image_new (to_width, to_height, 4, NULL);

  g_assert_true (x >= 0 && y >= 0 && x + width <= reader->image->width &&
                 y + height <= reader->image->height);
  g_assert_true (to_width >= 1 && to_width <= MIN (width, 1024));
  g_assert_true (to_height >= 1 && to_height <= MIN (height, 1024));
  /* by one factor, but for a part of a pixel */
  g_assert_cmpint (ABS (to_width * height - to_height * width), <=,
                   MAX (width, height));
  for (gint j = 0; j < to_height; j++)
    for (gint i = 0; i < to_width; i++)
      memcpy (hom_image_pixel (part, i, j),
              hom_image_pixel (reader->image, x + i * width / to_width,
                               y + j * height / to_height),
              4 * sizeof (gfloat));
  reader->n_reads++;
  g_usleep (reader->delay);

  return part;
}

/* Of a picture that is larger than what is kept of it, a part at full size has
 * the very pixels; reading it again is not needed.
 */
static void
test_source_detail (void)
{
  HomImage *image  = test_picture_new (3000, 2000);
  Reader    reader = { image, 0 };
  HomBox    box    = { -50, 70, 2950, 2070 };
  g_autoptr (HomSource)
      source           = hom_source_new (&box, read_part, &reader, NULL);
  HomSampling sampling = { HOM_INTERPOLATION_NEAREST, HOM_BOUNDARY_FILL };
  HomImage   *output   = hom_image_new (300, 200, 4, NULL);
  HomMatrix   w        = { { 10, 0, -50, 0, 10, 70, 0, 0, 1 } };
  gint        n_reads;

  g_assert_true (hom_source_render (source, &w, &sampling, output));
  test_settle ();
  n_reads = reader.n_reads;
  w       = hom_matrix_translation (1000, 500);
  g_assert_true (hom_source_render (source, &w, &sampling, output));
  test_settle ();
  g_assert_cmpint (reader.n_reads, >, n_reads);
  n_reads = reader.n_reads;
  w       = hom_matrix_translation (1005, 505);
  g_assert_true (hom_source_render (source, &w, &sampling, output));
  g_assert_cmpint (reader.n_reads, ==, n_reads);
  for (gint y = 0; y < 200; y += 7)
    for (gint x = 0; x < 300; x += 7)
      g_assert_cmpmem (hom_image_pixel (output, x, y), 4 * sizeof (gfloat),
                       hom_image_pixel (image, x + 1055, y + 435),
                       4 * sizeof (gfloat));

  hom_image_free (output);
  hom_image_free (image);
}

/* A part that is larger than a tile is reduced by one factor, as GIMP does it,
 * which goes by the smaller of two.
 */
static void
test_source_wide (void)
{
  HomImage *image  = test_picture_new (4000, 2000);
  Reader    reader = { image, 0 };
  HomBox    box    = { 0, 0, 4000, 2000 };
  g_autoptr (HomSource)
      source           = hom_source_new (&box, read_part, &reader, NULL);
  HomSampling sampling = { HOM_INTERPOLATION_NEAREST, HOM_BOUNDARY_FILL };
  HomImage   *output   = hom_image_new (1500, 500, 4, NULL);
  HomMatrix   all      = { { 4, 0, 0, 0, 4, 0, 0, 0, 1 } };
  HomMatrix   w        = hom_matrix_translation (1000, 500);

  g_assert_true (hom_source_render (source, &all, &sampling, output));
  test_settle ();
  reader.n_reads = 0;
  g_assert_true (hom_source_render (source, &w, &sampling, output));
  g_assert_cmpint (reader.n_reads, ==, 0);
  test_settle ();
  g_assert_cmpint (reader.n_reads, >, 0);

  hom_image_free (output);
  hom_image_free (image);
}

/* A screen that shows more at a time than a tile holds has it read once, not at
 * each step of a drag.
 */
static void
test_source_drag (void)
{
  HomImage *image  = test_picture_new (4000, 2600);
  Reader    reader = { image, 0 };
  HomBox    box    = { 0, 0, 4000, 2600 };
  g_autoptr (HomSource)
      source           = hom_source_new (&box, read_part, &reader, NULL);
  HomSampling sampling = { HOM_INTERPOLATION_LINEAR, HOM_BOUNDARY_FILL };
  HomImage   *output   = hom_image_new (2000, 1200, 4, NULL);
  gint        n_reads  = 0;

  for (gint i = 0; i < 20; i++)
    {
      HomMatrix w = hom_matrix_translation (600 + 5 * i, 500 + 3 * i);

      g_assert_true (hom_source_render (source, &w, &sampling, output));
      test_settle ();
      if (i == 0)
        n_reads = reader.n_reads;
    }
  g_assert_cmpint (reader.n_reads, ==, n_reads);
  hom_image_free (image);
  hom_image_free (output);
}

/* A drag at full size waits for no pixels: it shows what is there, and the part
 * that is needed next is read before that, and in blocks.
 */
static void
test_source_drag_close (void)
{
  HomImage *image  = test_picture_new (6000, 4000);
  Reader    reader = { image, 0, 3000 };
  HomBox    box    = { 0, 0, 6000, 4000 };
  g_autoptr (HomSource)
      source           = hom_source_new (&box, read_part, &reader, NULL);
  HomSampling sampling = { HOM_INTERPOLATION_NEAREST, HOM_BOUNDARY_FILL };
  HomImage   *output   = hom_image_new (700, 500, 4, NULL);
  HomMatrix   w        = hom_matrix_translation (2000, 1500);

  g_assert_true (hom_source_render (source, &w, &sampling, output));
  test_settle ();
  for (gint i = 0; i < 60; i++)
    {
      gint n_reads = reader.n_reads;
      gint x       = 2000 + 10 * i;

      w = hom_matrix_translation (x, 1500);
      g_assert_true (hom_source_render (source, &w, &sampling, output));
      g_assert_cmpint (reader.n_reads, ==, n_reads);
      for (gint k = 0; k < 700; k += 69)
        g_assert_cmpmem (hom_image_pixel (output, k, 250), 4 * sizeof (gfloat),
                         hom_image_pixel (image, x + k, 1750),
                         4 * sizeof (gfloat));
      for (gint k = 0; k < 3; k++)
        {
          n_reads = reader.n_reads;
          g_main_context_iteration (NULL, FALSE);
          g_assert_cmpint (reader.n_reads, <=, n_reads + 2);
        }
    }
  hom_image_free (image);
  hom_image_free (output);
}

static void
count_changes (HomSource *source, gint *n)
{
  (*n)++;
}

/* What takes long is shown in part, and then in whole. */
static void
test_source_bit_by_bit (void)
{
  HomImage *image  = test_picture_new (5000, 4000);
  Reader    reader = { image, 0, 30000 };
  HomBox    box    = { 0, 0, 5000, 4000 };
  g_autoptr (HomSource)
      source           = hom_source_new (&box, read_part, &reader, NULL);
  HomSampling sampling = { HOM_INTERPOLATION_NEAREST, HOM_BOUNDARY_FILL };
  HomImage   *output   = hom_image_new (100, 80, 4, NULL);
  HomMatrix   w        = { { 50, 0, 0, 0, 50, 0, 0, 0, 1 } };
  gint        changes  = 0;

  g_signal_connect (source, "changed", G_CALLBACK (count_changes), &changes);
  g_assert_true (hom_source_render (source, &w, &sampling, output));
  g_assert_cmpint (reader.n_reads, ==, 1);
  g_assert_cmpfloat (hom_image_pixel (output, 5, 5)[3], !=, 0.0);
  g_assert_cmpfloat (hom_image_pixel (output, 30, 70)[3], ==, 0.0);

  test_settle ();
  g_assert_cmpint (reader.n_reads, ==, 20);
  g_assert_cmpint (changes, >, 1);
  g_assert_true (hom_source_render (source, &w, &sampling, output));
  g_assert_cmpint (reader.n_reads, ==, 20);
  g_assert_cmpfloat (hom_image_pixel (output, 30, 70)[3], !=, 0.0);

  hom_image_free (output);
  hom_image_free (image);
}

/* For the search for corners, too, all of it is read in blocks: the window
 * answers between them.
 */
static void
test_source_overview (void)
{
  HomImage *image  = test_picture_new (5000, 4000);
  Reader    reader = { image, 0 };
  HomBox    box    = { 0, 0, 5000, 4000 };
  g_autoptr (HomSource)
      source              = hom_source_new (&box, read_part, &reader, NULL);
  HomOverview   *overview = hom_source_get_overview (source, 2048);
  const HomTile *tile;

  for (gsize i = 3; i < image->stride * image->height; i += 4)
    image->data[i] = 1.0f;
  for (gint n = 1; ! hom_overview_is_complete (overview); n++)
    {
      g_assert_true (hom_overview_read (overview, 0));
      g_assert_cmpint (reader.n_reads, ==, n);
    }
  g_assert_cmpint (reader.n_reads, ==, 42);

  tile = hom_overview_get_tile (overview);
  g_assert_cmpint (tile->image->width, ==, 2048);
  g_assert_cmpint (tile->image->height, ==, 1639);
  for (gint i = 0; i < 2048; i += 7)
    for (gint j = 0; j < 1639; j += 7)
      g_assert_cmpfloat (hom_image_pixel (tile->image, i, j)[3], ==, 1.0);

  hom_overview_free (overview);
  hom_image_free (image);
}

/* What is read of the picture, and not all of it, is enough for the rule beyond
 * its edges.
 */
static void
test_source_boundary (void)
{
  const HomBoundary boundaries[] = { HOM_BOUNDARY_CLAMP, HOM_BOUNDARY_REFLECT,
                                     HOM_BOUNDARY_MIRROR,
                                     HOM_BOUNDARY_CONTINUE };
  const HomPoint    origins[]    = { { -60.3, -40.4 },
                                     { 2850.2, 1905.1 },
                                     { 1200.0, -170.5 } };

  HomImage *image              = test_picture_new (3000, 2000);
  g_autoptr (HomSource) source = hom_source_new_for_image (image);
  HomImage *output             = hom_image_new (300, 200, 4, NULL);
  HomImage *expected           = hom_image_new (300, 200, 4, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (boundaries) * G_N_ELEMENTS (origins); i++)
    {
      HomPoint    origin   = origins[i % G_N_ELEMENTS (origins)];
      HomMatrix   w        = hom_matrix_translation (origin.x, origin.y);
      HomSampling sampling = { HOM_INTERPOLATION_LINEAR,
                               boundaries[i / G_N_ELEMENTS (origins)] };

      g_assert_true (hom_source_render (source, &w, &sampling, output));
      g_assert_true (hom_warp (image, &w, &sampling, expected, NULL));
      for (gint k = 0; k < 300 * 200 * 4; k++)
        g_assert_cmpfloat_with_epsilon (output->data[k], expected->data[k],
                                        1e-3f);
    }

  hom_image_free (expected);
  hom_image_free (output);
  hom_image_free (image);
}

/* Where the picture is reduced, it does not matter by what kernel; where it is
 * not, it does. Squares stay squares.
 */
static void
test_source_reduced (void)
{
  HomImage *image              = test_picture_new (400, 300);
  g_autoptr (HomSource) source = hom_source_new_for_image (image);
  HomImage *output[2];

  for (gint i = 0; i < 2; i++)
    output[i] = hom_image_new (60, 50, 4, NULL);
  for (gint interpolation = HOM_INTERPOLATION_NEAREST;
       interpolation <= HOM_INTERPOLATION_LANCZOS; interpolation++)
    for (gint reduced = 0; reduced < 2; reduced++)
      {
        gdouble     scale  = reduced ? 1.7 : 0.7;
        HomMatrix   w      = { { scale, 0, 100.3, 0, scale, 80.6, 0, 0, 1 } };
        HomSampling linear = { HOM_INTERPOLATION_LINEAR };
        HomSampling other  = { interpolation };
        gboolean    is_same;

        g_assert_true (hom_source_render (source, &w, &linear, output[0]));
        g_assert_true (hom_source_render (source, &w, &other, output[1]));
        is_same = memcmp (output[0]->data, output[1]->data,
                          output[0]->stride * 50 * sizeof (gfloat)) == 0;
        g_assert_cmpint (is_same, ==,
                         interpolation == HOM_INTERPOLATION_LINEAR ||
                             (reduced &&
                              interpolation != HOM_INTERPOLATION_NEAREST));
      }
  for (gint i = 0; i < 2; i++)
    hom_image_free (output[i]);
  hom_image_free (image);
}

/* What lies outside is transparent, and so is all when nothing can be read. */
static void
test_source_outside (void)
{
  HomImage *image              = test_picture_new (100, 80);
  g_autoptr (HomSource) source = hom_source_new_for_image (image);
  HomSampling sampling         = { HOM_INTERPOLATION_LINEAR };
  HomImage   *output           = hom_image_new (20, 20, 4, NULL);
  HomMatrix   w                = hom_matrix_translation (500, 500);

  g_assert_true (hom_source_render (source, &w, &sampling, output));
  for (gint i = 0; i < 20 * 20 * 4; i++)
    g_assert_cmpfloat (output->data[i], ==, 0.0f);

  hom_image_free (output);
  hom_image_free (image);
}

typedef struct
{
  HomImage  *image;
  HomSource *source;
  GtkWidget *canvas;
  GtkWidget *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->image  = test_picture_new (400, 300);
  fixture->source = hom_source_new_for_image (fixture->image);
  fixture->canvas = hom_canvas_new (fixture->source);
  fixture->window = test_window_new (fixture->canvas, 500, 400);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_widget_destroy (fixture->window);
  g_object_unref (fixture->source);
  hom_image_free (fixture->image);
  test_settle ();
}

/* The pixel of the screen at a point of the picture. */
static guint32
pixel_at (HomCanvas *canvas, cairo_surface_t *surface, gdouble x, gdouble y)
{
  HomPoint p  = hom_canvas_from_picture (canvas, (HomPoint){ x, y });
  gint     sf = gtk_widget_get_scale_factor (GTK_WIDGET (canvas));

  return test_pixel (surface, (gint) floor (p.x * sf), (gint) floor (p.y * sf));
}

static void
test_canvas_pixels (Fixture *fixture, gconstpointer data)
{
  HomCanvas       *canvas = HOM_CANVAS (fixture->canvas);
  cairo_surface_t *surface;
  guint32          outside, transparent;

  hom_canvas_set_zoom (canvas, 2.0);
  hom_canvas_center_on (canvas, (HomPoint){ 200, 150 });
  surface = test_draw (fixture->canvas);
  for (gint x = 120; x < 250; x += 13)
    g_assert_cmphex (pixel_at (canvas, surface, x + 0.5, 77.5), ==,
                     (guint32) (x << 16 | 77 << 8 |
                                ((x / 16 + 77 / 16) % 2 ? 0xff : 0)));
  cairo_surface_destroy (surface);

  /* checks, of which two neighbours differ; nothing of them beside the box */
  hom_canvas_zoom_to_fit (canvas);
  surface     = test_draw (fixture->canvas);
  transparent = pixel_at (canvas, surface, 390, 150);
  outside     = test_pixel (surface, 3, 3);
  g_assert_true (transparent == 0x666666 || transparent == 0x999999);
  g_assert_cmphex (outside, !=, 0x666666);
  g_assert_cmphex (outside, !=, 0x999999);
  cairo_surface_destroy (surface);
}

/* Through a matrix, a point is seen where the matrix takes it. */
static void
test_canvas_matrix (Fixture *fixture, gconstpointer data)
{
  HomCanvas       *canvas = HOM_CANVAS (fixture->canvas);
  HomMatrix        h      = { { 0, -1, 300, 1, 0, 0, 0, 0, 1 } };
  HomBox           box    = { 0, 0, 300, 400 };
  cairo_surface_t *surface;

  hom_canvas_set_box (canvas, &box);
  hom_canvas_set_matrix (canvas, &h);
  hom_canvas_set_zoom (canvas, 2.0);
  hom_canvas_center_on (canvas, (HomPoint){ 150, 150 });
  surface = test_draw (fixture->canvas);
  g_assert_cmphex (pixel_at (canvas, surface, 300 - 160.5, 100.5), ==,
                   100 << 16 | 160 << 8);
  cairo_surface_destroy (surface);

  /* singular: nothing is shown, and nothing breaks */
  h = (HomMatrix){ { 0 } };
  hom_canvas_set_matrix (canvas, &h);
  cairo_surface_destroy (test_draw (fixture->canvas));
}

static void
test_canvas_zoom (Fixture *fixture, gconstpointer data)
{
  HomCanvas *canvas  = HOM_CANVAS (fixture->canvas);
  HomPoint   place   = { 321.0, 123.0 };
  HomPoint   point   = hom_canvas_to_picture (canvas, place);
  gdouble    fitting = hom_canvas_get_view (canvas)->scale;

  g_assert_cmpfloat (fitting, >, 0.9);
  test_scroll (fixture->canvas, place, -2.0);
  g_assert_cmpfloat_with_epsilon (hom_canvas_get_view (canvas)->scale,
                                  2.0 * fitting, 1e-6);
  assert_point (hom_canvas_to_picture (canvas, place), point.x, point.y);

  g_assert_true (test_key (fixture->canvas, GDK_KEY_1, 0));
  g_assert_cmpfloat_with_epsilon (hom_canvas_get_zoom (canvas), 1.0, 1e-6);
  g_assert_true (test_key (fixture->canvas, GDK_KEY_plus, 0));
  g_assert_true (test_key (fixture->canvas, GDK_KEY_plus, 0));
  g_assert_cmpfloat_with_epsilon (hom_canvas_get_zoom (canvas), 2.0, 1e-6);
  g_assert_true (test_key (fixture->canvas, GDK_KEY_minus, 0));
  g_assert_cmpfloat_with_epsilon (hom_canvas_get_zoom (canvas), G_SQRT2, 1e-6);
  g_assert_true (test_key (fixture->canvas, GDK_KEY_0, 0));
  g_assert_cmpfloat_with_epsilon (hom_canvas_get_view (canvas)->scale, fitting,
                                  1e-6);
}

static void
test_canvas_pan (Fixture *fixture, gconstpointer data)
{
  HomCanvas *canvas = HOM_CANVAS (fixture->canvas);
  HomPoint   from   = { 200, 150 };
  HomPoint   to     = { 230, 110 };
  HomPoint   point  = hom_canvas_to_picture (canvas, from);

  test_drag (fixture->canvas, 2, from, to);
  assert_point (hom_canvas_to_picture (canvas, to), point.x, point.y);

  test_key (fixture->canvas, GDK_KEY_space, 0);
  test_drag (fixture->canvas, 1, to, from);
  test_key_release (fixture->canvas, GDK_KEY_space);
  assert_point (hom_canvas_to_picture (canvas, from), point.x, point.y);

  test_drag (fixture->canvas, 1, from, to);
  assert_point (hom_canvas_to_picture (canvas, from), point.x, point.y);
}

static void
count_drawings (HomCanvas *canvas, cairo_t *cr, gint *n)
{
  (*n)++;
}

static void
test_canvas_overlay (Fixture *fixture, gconstpointer data)
{
  AtkObject *accessible = gtk_widget_get_accessible (fixture->canvas);
  gint       n          = 0;

  g_signal_connect (fixture->canvas, "draw-overlay",
                    G_CALLBACK (count_drawings), &n);
  cairo_surface_destroy (test_draw (fixture->canvas));
  g_assert_cmpint (n, ==, 1);
  g_assert_cmpint (atk_object_get_role (accessible), ==, ATK_ROLE_CANVAS);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)

  g_test_add_func ("/view/coordinates", test_view_coordinates);
  g_test_add_func ("/view/fit", test_view_fit);
  g_test_add_func ("/view/zoom-and-pan", test_view_zoom_and_pan);
  g_test_add_func ("/source/detail", test_source_detail);
  g_test_add_func ("/source/wide", test_source_wide);
  g_test_add_func ("/source/drag", test_source_drag);
  g_test_add_func ("/source/reduced", test_source_reduced);
  g_test_add_func ("/source/drag-close", test_source_drag_close);
  g_test_add_func ("/source/bit-by-bit", test_source_bit_by_bit);
  g_test_add_func ("/source/whole", test_source_overview);
  g_test_add_func ("/source/boundary", test_source_boundary);
  g_test_add_func ("/source/outside", test_source_outside);
  ADD ("/canvas/pixels", test_canvas_pixels);
  ADD ("/canvas/matrix", test_canvas_matrix);
  ADD ("/canvas/zoom", test_canvas_zoom);
  ADD ("/canvas/pan", test_canvas_pan);
  ADD ("/canvas/overlay", test_canvas_overlay);

  return g_test_run ();
}
