/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "test-align-pair.h"

/* What a corner may be off, in pixels. */
#define PRECISION 0.05

static const GeglRectangle everywhere = { -80, -60, 420, 340 };

static gdouble
get_number (const Pair *pair, const gchar *property)
{
  gdouble value;

  gegl_node_get (pair->align, property, &value, NULL);

  return value;
}

static gchar *
get_string (const Pair *pair, const gchar *property)
{
  gchar *value;

  gegl_node_get (pair->align, property, &value, NULL);

  return value;
}

static void
assert_string (const Pair *pair, const gchar *property, const gchar *expected)
{
  gchar *value = get_string (pair, property);

  g_assert_cmpstr (value, ==, expected);
  g_free (value);
}

static void
render (const Pair *pair)
{
  hom_image_free (graph_render (pair->align, &everywhere, 1000));
}

static void
assert_aligned (const Pair *pair, const HomMatrix *expected)
{
  HomMatrix matrix;

  render (pair);
  assert_string (pair, "error-message", "");
  matrix = pair_get_matrix (pair);
  g_assert_cmpfloat (matrix_distance (&matrix, expected), <, PRECISION);
}

/* Each of the formats that pictures come in. */
static void
test_known (void)
{
  const gchar *formats[][2] = { { "RGBA float", "RGBA float" },
                                { "R'G'B' u8", "R'G'B'A u16" },
                                { "Y' u8", "Y'A half" },
                                { "R'G'B'A u8", "Y float" } };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      Pair pair = pair_new (&truth, formats[i][0], formats[i][1]);

      assert_aligned (&pair, &truth);
      g_assert_cmpfloat (get_number (&pair, "correlation"), >, 0.99);
      g_assert_cmpfloat (get_number (&pair, "agreement"), >, 0.9);
      g_assert_cmpfloat (get_number (&pair, "overlap"), >, 0.7);
      g_assert_cmpfloat (get_number (&pair, "overlap"), <, 1.0);
      pair_clear (&pair);
    }
}

/* The same by homography:warp, of the corners of the moving picture. */
static Graph
warp_like (const Pair *pair, HomSampling sampling)
{
  HomMatrix h = pair_get_matrix (pair);
  HomPoint  source[4], target[4];

  for (gint i = 0; i < 4; i++)
    {
      source[i] = (HomPoint) { moving_box.x,
                               moving_box.y + (i > 1 ? moving_box.height : 0) };
      if (i == 1 || i == 2)
        source[i].x += moving_box.width;
      g_assert_true (hom_matrix_apply (&h, source[i], &target[i]));
    }

  return graph_new (g_object_ref (pair->moving_picture), source, target,
                    sampling);
}

static void
test_rendering (void)
{
  Pair pair = pair_new (&truth, "RGBA float", "RGBA float");

  render (&pair);
  for (gint i = 0; i < HOM_N_INTERPOLATIONS; i++)
    {
      HomSampling   sampling = { i, HOM_BOUNDARY_FILL };
      Graph         graph    = warp_like (&pair, sampling);
      GeglRectangle expected = gegl_node_get_bounding_box (graph.warp);
      GeglRectangle bounds;
      HomImage     *whole, *tiles, *warped;

      gegl_node_set (pair.align, "sampler", i, NULL);
      bounds = gegl_node_get_bounding_box (pair.align);
      g_assert_true (gegl_rectangle_equal (&bounds, &expected));
      whole  = graph_render (pair.align, &everywhere, 1000);
      tiles  = graph_render (pair.align, &everywhere, 53);
      warped = graph_render (graph.warp, &everywhere, 1000);
      if (i != HOM_INTERPOLATION_NEAREST)
        assert_images (whole, warped, 1e-5);
      assert_images (tiles, whole, 1e-5);
      hom_image_free (whole);
      hom_image_free (tiles);
      hom_image_free (warped);
      graph_clear (&graph);
    }
  pair_clear (&pair);
}

/* What fills, fills the reference's frame. */
static void
test_frame (void)
{
  Pair pair = pair_new (&truth, "RGBA float", "RGBA float");

  for (gint boundary = 0; boundary < HOM_N_BOUNDARIES; boundary++)
    {
      gboolean fills = boundary != HOM_BOUNDARY_FILL &&
                       boundary != HOM_BOUNDARY_VALID;
      GeglRectangle bounds;
      HomImage     *image;

      gegl_node_set (pair.align, "boundary", boundary, NULL);
      bounds = gegl_node_get_bounding_box (pair.align);
      g_assert_true (gegl_rectangle_contains (&bounds, &reference_box) ==
                     fills);
      image = graph_render (pair.align, &reference_box, 1000);
      for (gint i = 0; i < image->width * image->height && fills; i++)
        if (boundary != HOM_BOUNDARY_CONTINUE)
          g_assert_cmpfloat_with_epsilon (image->data[4 * i + 3], 1.0, 1e-5);
      hom_image_free (image);
    }
  pair_clear (&pair);
}

static void
test_models (void)
{
  const HomMatrix shift = { { 1, 0, -31.4, 0, 1, 27.3, 0, 0, 1 } };

  for (gint model = 0; model <= HOM_MODEL_HOMOGRAPHY; model++)
    {
      Pair pair = pair_new (&shift, "R'G'B' u8", "R'G'B' u8");

      gegl_node_set (pair.align, "model", model, NULL);
      assert_aligned (&pair, &shift);
      pair_clear (&pair);
    }
}

/* From where the pictures lie, with each of the losses; how exact these are is
 * the library's matter.
 */
static void
test_losses (void)
{
  const HomMatrix near = { { 1, 0, 2.3, 0, 1, -3.1, 0, 0, 1 } };

  for (gint loss = 0; loss <= HOM_ALIGN_EDGES; loss++)
    {
      Pair      pair = pair_new (&near, "RGBA float", "RGBA float");
      HomMatrix matrix;

      gegl_node_set (pair.align, "model", HOM_MODEL_SIMILARITY, "loss", loss,
                     "start", 1, NULL);
      render (&pair);
      matrix = pair_get_matrix (&pair);
      g_assert_cmpfloat (matrix_distance (&matrix, &near), <,
                         loss == HOM_ALIGN_EDGES ? 0.3 : PRECISION);
      pair_clear (&pair);
    }
}

/* What is transparent, or no number, does not count. */
static void
test_holes (void)
{
  const GeglRectangle holes[]  = { { 40, 30, 60, 50 }, { 150, 90, 30, 40 } };
  const gfloat        color[4] = { 1.0f, 0.0f, 1.0f, 0.0f };
  const gfloat        none[4]  = { NAN, NAN, NAN, NAN };
  const Babl         *format   = babl_format ("RGBA float");
  Pair                pair     = pair_new (&truth, "RGBA float", "RGBA float");

  for (gint y = 0; y < holes[0].height; y++)
    for (gint x = 0; x < holes[0].width; x++)
      {
        GeglRectangle a = { holes[0].x + x, holes[0].y + y, 1, 1 };
        GeglRectangle b = { holes[1].x + x, holes[1].y + y, 1, 1 };

        gegl_buffer_set (pair.reference_picture, &a, 0, format, color,
                         GEGL_AUTO_ROWSTRIDE);
        if (x < holes[1].width && y < holes[1].height)
          gegl_buffer_set (pair.moving_picture, &b, 0, format, none,
                           GEGL_AUTO_ROWSTRIDE);
      }
  assert_aligned (&pair, &truth);
  pair_clear (&pair);
}

/* Changes of pixels that nobody was told of show whether they were read again.
 */
static void
test_computed_once (void)
{
  Pair        pair    = pair_new (&truth, "RGBA float", "RGBA float");
  HomMatrix   other_h = { { 1, 0, -25, 0, 1, 25, 0, 0, 1 } };
  HomMatrix   inverse;
  GeglBuffer *other;
  gchar      *matrix;

  render (&pair);
  matrix = get_string (&pair, "matrix");

  g_assert_true (hom_matrix_invert (&other_h, &inverse, NULL));
  inverse = hom_matrix_multiply (&truth, &inverse);
  other   = scene_new (&reference_box, &inverse, "RGBA float", 7);
  gegl_buffer_freeze_changed (pair.reference_picture);
  gegl_buffer_copy (other, NULL, GEGL_ABYSS_NONE, pair.reference_picture, NULL);
  hom_image_free (graph_render (pair.align, &everywhere, 71));
  gegl_node_set (pair.align, "sampler", 1, "print", FALSE, NULL);
  render (&pair);
  assert_string (&pair, "matrix", matrix);

  gegl_buffer_thaw_changed (pair.reference_picture);
  assert_string (&pair, "matrix", matrix);
  assert_aligned (&pair, &other_h);

  /* To set a property is no reason to compute. */
  g_free (matrix);
  matrix = get_string (&pair, "matrix");
  gegl_node_set (pair.align, "model", HOM_MODEL_TRANSLATION, NULL);
  gegl_node_set (pair.align, "start", 1, NULL);
  assert_string (&pair, "matrix", matrix);
  render (&pair);
  g_assert_cmpfloat (pair_get_matrix (&pair).m[0], ==, 1.0);
  g_assert_cmpfloat (pair_get_matrix (&pair).m[1], ==, 0.0);

  g_free (matrix);
  g_object_unref (other);
  pair_clear (&pair);
}

static void
note_invalidated (GeglNode *node, const GeglRectangle *region, gpointer data)
{
  gegl_rectangle_bounding_box (data, data, region);
}

/* Whatever changes, the whole picture may move. */
static void
test_invalidation (void)
{
  const GeglRectangle spot    = { 50, 50, 1, 1 };
  GeglRectangle       invalid = { 0, 0, 0, 0 };
  Pair                pair    = pair_new (&truth, "RGBA float", "RGBA float");
  GeglBuffer *inputs[]        = { pair.moving_picture, pair.reference_picture };

  render (&pair);
  g_signal_connect (pair.align, "invalidated", G_CALLBACK (note_invalidated),
                    &invalid);
  for (gint i = 0; i < 3; i++)
    {
      invalid = *GEGL_RECTANGLE (0, 0, 0, 0);
      if (i < 2)
        gegl_buffer_clear (inputs[i], &spot);
      else
        gegl_node_set (pair.align, "model", HOM_MODEL_AFFINE, NULL);
      g_assert_true (gegl_rectangle_contains (&invalid, &everywhere));
    }
  pair_clear (&pair);
}

/* The picture stays as it is, to the byte, and one warning says why. */
static void
assert_refused (Pair *pair, const gchar *reason)
{
  GeglRectangle box     = *gegl_buffer_get_extent (pair->moving_picture);
  const Babl   *format  = babl_format ("R'G'B'A u8");
  gsize         size    = (gsize) box.width * box.height * 4;
  guint8       *before  = g_malloc0 (size);
  guint8       *after   = g_malloc0 (size);
  GeglRectangle bounds  = gegl_node_get_bounding_box (pair->align);
  gchar        *pattern = g_strdup_printf ("homography:align: *%s*", reason);
  gchar        *message;

  g_assert_true (gegl_rectangle_equal (&bounds, &box));
  gegl_buffer_get (pair->moving_picture, &box, 1.0, format, before,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, pattern);
  for (gint i = 0; i < 2; i++)
    gegl_node_blit (pair->align, 1.0, &box, format, after, GEGL_AUTO_ROWSTRIDE,
                    GEGL_BLIT_DEFAULT);
  g_test_assert_expected_messages ();
  g_assert_cmpmem (before, size, after, size);

  message = get_string (pair, "error-message");
  g_assert_true (g_pattern_match_simple (pattern + 18, message));
  assert_string (pair, "matrix", "");
  g_assert_cmpfloat (get_number (pair, "correlation"), ==, 0.0);
  g_assert_cmpfloat (get_number (pair, "overlap"), ==, 0.0);
  g_free (message);
  g_free (pattern);
  g_free (before);
  g_free (after);
  pair_clear (pair);
}

/* Another picture in the place of the reference, or of what moves. */
static Pair
pair_with (GeglBuffer *moving, GeglBuffer *reference)
{
  Pair pair = pair_new (&truth, "R'G'B'A u8", "RGBA float");

  if (reference)
    gegl_node_set (pair.reference, "buffer", reference, NULL);
  if (moving)
    gegl_node_set (pair.moving, "buffer", moving, NULL);
  if (moving)
    g_set_object (&pair.moving_picture, moving);
  g_clear_object (&moving);
  g_clear_object (&reference);

  return pair;
}

static GeglBuffer *
flat_picture (gint width, gint height, const gchar *color)
{
  GeglRectangle box    = { 3, 4, width, height };
  GeglBuffer   *buffer = gegl_buffer_new (&box, babl_format ("RGBA float"));
  GeglColor    *value  = gegl_color_new (color);

  gegl_buffer_set_color (buffer, NULL, value);
  g_object_unref (value);

  return buffer;
}

static void
test_refused_sizes (void)
{
  Pair pair = pair_new (&truth, "R'G'B'A u8", "RGBA float");

  gegl_node_disconnect (pair.align, "aux");
  assert_refused (&pair, "no reference");

  pair = pair_with (NULL, flat_picture (0, 0, "red"));
  assert_refused (&pair, "no pixels");
  pair = pair_with (NULL, flat_picture (1, 1, "red"));
  assert_refused (&pair, "1 × 1");
  pair = pair_with (flat_picture (1, 1, "red"), NULL);
  assert_refused (&pair, "1 × 1");

  pair = pair_new (&truth, "R'G'B'A u8", "RGBA float");
  gegl_node_set (pair.reference, "operation", "gegl:checkerboard", NULL);
  assert_refused (&pair, "no end");
}

static GeglBuffer *
noise_picture (void)
{
  GeglBuffer *buffer = gegl_buffer_new (&reference_box,
                                        babl_format ("R'G'B'A u8"));
  gsize       n      = (gsize) reference_box.width * reference_box.height;
  guint8     *pixels = g_malloc (n * 4);
  GRand      *rand   = g_rand_new_with_seed (3);

  for (gsize i = 0; i < 4 * n; i++)
    pixels[i] = i % 4 == 3 ? 255 : g_rand_int_range (rand, 0, 256);
  gegl_buffer_set (buffer, NULL, 0, NULL, pixels, GEGL_AUTO_ROWSTRIDE);
  g_rand_free (rand);
  g_free (pixels);

  return buffer;
}

static void
test_refused_pictures (void)
{
  Pair pair;

  pair = pair_with (NULL, noise_picture ());
  assert_refused (&pair, "");
  pair = pair_with (NULL, flat_picture (200, 150, "red"));
  assert_refused (&pair, "");
  pair = pair_with (NULL, flat_picture (200, 150, "transparent"));
  assert_refused (&pair, "");
  pair = pair_with (flat_picture (200, 150, "transparent"), NULL);
  assert_refused (&pair, "");
}

/* Nothing to align is nothing to see, nor to warn of. */
static void
test_no_input (void)
{
  Pair          pair = pair_new (&truth, "RGBA float", "RGBA float");
  GeglRectangle bounds;

  gegl_node_disconnect (pair.align, "input");
  bounds = gegl_node_get_bounding_box (pair.align);
  g_assert_true (gegl_rectangle_is_empty (&bounds));
  render (&pair);

  /* and it is found once it is there */
  gegl_node_link (pair.moving, pair.align);
  assert_aligned (&pair, &truth);
  pair_clear (&pair);
}

static void
test_itself (void)
{
  Pair pair = pair_new (&truth, "RGBA float", "RGBA float");

  gegl_node_link (pair.reference, pair.align);
  render (&pair);
  g_assert_cmpfloat (get_number (&pair, "correlation"), >, 0.99999);
  assert_aligned (&pair, &HOM_MATRIX_IDENTITY);
  pair_clear (&pair);
}

static void
test_interface (void)
{
  const gchar *enums[][2] = { { "model", "HomographyModel" },
                              { "loss", "HomographyLoss" },
                              { "start", "HomographyStart" },
                              { "sampler", "HomographySampler" },
                              { "boundary", "HomographyBoundary" } };

  for (guint i = 0; i < G_N_ELEMENTS (enums); i++)
    {
      GParamSpec *pspec = gegl_operation_find_property ("homography:align",
                                                        enums[i][0]);

      g_assert_cmpstr (g_type_name (G_PARAM_SPEC_VALUE_TYPE (pspec)), ==,
                       enums[i][1]);
    }
  /* Not in GIMP's menus, where there is no second picture to be had. */
  g_assert_cmpstr (gegl_operation_get_key ("homography:align", "categories"),
                   ==, "compositors");
  g_assert_null (gegl_operation_get_key ("homography:align", "gimp:menu-path"));
}

int
main (int argc, char *argv[])
{
  graph_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/align/interface", test_interface);
  g_test_add_func ("/align/known", test_known);
  g_test_add_func ("/align/rendering", test_rendering);
  g_test_add_func ("/align/itself", test_itself);
  g_test_add_func ("/align/frame", test_frame);
  g_test_add_func ("/align/models", test_models);
  g_test_add_func ("/align/losses", test_losses);
  g_test_add_func ("/align/holes", test_holes);
  g_test_add_func ("/align/computed-once", test_computed_once);
  g_test_add_func ("/align/invalidation", test_invalidation);
  g_test_add_func ("/align/refused/sizes", test_refused_sizes);
  g_test_add_func ("/align/refused/pictures", test_refused_pictures);
  g_test_add_func ("/align/no-input", test_no_input);

  return g_test_run ();
}
