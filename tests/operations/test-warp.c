/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include <glib/gstdio.h>

#include "base/hom-sanitizer.h"
#include "test-warp-graph.h"

/* Of values about 1: the library subtracts the corner of another image from the
 * same coordinates, which rounds differently.
 */
#define ROUNDING 2e-6

static const gchar *const samplers[HOM_N_INTERPOLATIONS] = {
  "nearest",          "linear",       "cubic",    "lanczos",
  "quadratic-spline", "cubic-spline", "lanczos2", "lanczos4",
};
static const gchar *const boundaries[HOM_N_BOUNDARIES] = {
  "transparent", "clamp", "reflect", "wrap", "mirror", "continue", "valid",
};

static const gchar *const clips[] = { "none", "target",
                                     "quadrilateral" };

#define N_SAMPLINGS (HOM_N_INTERPOLATIONS * HOM_N_BOUNDARIES)

static HomSampling
nth_sampling (gint i)
{
  return (HomSampling) { i / HOM_N_BOUNDARIES, i % HOM_N_BOUNDARIES };
}

static gboolean
is_spline (HomInterpolation interpolation)
{
  return interpolation == HOM_INTERPOLATION_QUADRATIC_SPLINE ||
         interpolation == HOM_INTERPOLATION_CUBIC_SPLINE;
}

/* A picture that does not begin at (0, 0), and two ordinary quadrilaterals. */
static const GeglRectangle extent    = { -7, 11, 203, 151 };
static const HomPoint      quad_a[4] = { { -7, 11 },
                                         { 196, 11 },
                                         { 196, 162 },
                                         { -7, 162 } };
/* No centre of a pixel comes to lie on the edge of another, where the nearest
 * one is a matter of rounding.
 */
static const HomPoint      quad_b[4] = { { 20.1, 30.2 },
                                         { 160.3, 15.4 },
                                         { 190.7, 170.1 },
                                         { -20.3, 120.9 } };

static const HomSampling linear = { HOM_INTERPOLATION_LINEAR,
                                    HOM_BOUNDARY_FILL };

/* The interface that XCF files hold. */
static void
test_interface (void)
{
  const struct
  {
    const gchar        *property;
    const gchar *const *nicks;
    gint                n;
    gint                preset;
  } enums[] = {
    { "sampler", samplers, HOM_N_INTERPOLATIONS, HOM_INTERPOLATION_CUBIC },
    { "boundary", boundaries, HOM_N_BOUNDARIES, HOM_BOUNDARY_FILL },
    { "clip", clips, G_N_ELEMENTS (clips), 0 },
  };
  const gdouble square[8] = { 0, 0, 100, 0, 100, 100, 0, 100 };

  g_assert_true (gegl_has_operation ("homography:warp"));
  g_assert_cmpstr (gegl_operation_get_key ("homography:warp", "categories"), ==,
                   "distort");
  g_assert_cmpstr (gegl_operation_get_op_version ("homography:warp"), ==,
                   "1:0");

  g_assert_true (G_IS_PARAM_SPEC_BOOLEAN (
      gegl_operation_find_property ("homography:warp", "rounded")));
  g_assert_true (G_IS_PARAM_SPEC_INT (
      gegl_operation_find_property ("homography:warp", "limit-width")));

  for (gint i = 0; i < 16; i++)
    {
      gchar *name = g_strdup_printf ("%s-%c%d", i < 8 ? "source" : "target",
                                     i % 2 ? 'y' : 'x', i % 8 / 2 + 1);
      GParamSpec *pspec = gegl_operation_find_property ("homography:warp",
                                                        name);

      g_assert_true (G_IS_PARAM_SPEC_DOUBLE (pspec));
      g_assert_cmpfloat (G_PARAM_SPEC_DOUBLE (pspec)->default_value, ==,
                         square[i % 8]);
      g_assert_cmpfloat (G_PARAM_SPEC_DOUBLE (pspec)->maximum, ==, 524288);
      g_assert_cmpfloat (G_PARAM_SPEC_DOUBLE (pspec)->minimum, ==, -524288);
      g_free (name);
    }

  for (guint i = 0; i < G_N_ELEMENTS (enums); i++)
    {
      GParamSpec *pspec = gegl_operation_find_property ("homography:warp",
                                                        enums[i].property);
      GEnumClass *class = G_PARAM_SPEC_ENUM (pspec)->enum_class;

      g_assert_cmpint (G_PARAM_SPEC_ENUM (pspec)->default_value, ==,
                       enums[i].preset);
      g_assert_cmpint (class->n_values, ==, enums[i].n);
      for (gint j = 0; j < enums[i].n; j++)
        g_assert_cmpstr (g_enum_get_value (class, j)->value_nick, ==,
                         enums[i].nicks[j]);
    }
}

typedef struct
{
  HomSampling  sampling;
  const gchar *format;
} Case;

static void
check_against_library (const HomPoint       source[4],
                       const HomPoint       target[4],
                       HomSampling          sampling,
                       const gchar         *format,
                       const GeglRectangle *roi,
                       gint                 step)
{
  Graph     graph    = graph_new (picture_new (&extent, format), source, target,
                                  sampling);
  HomImage *image    = graph_render (graph.warp, roi, step);
  HomImage *expected = graph_expect (&graph, roi);

  graph_tame (&graph, image);
  graph_tame (&graph, expected);
  assert_images (image, expected, ROUNDING);
  hom_image_free (image);
  hom_image_free (expected);
  graph_clear (&graph);
}

static void
test_render (gconstpointer data)
{
  const Case         *c       = data;
  const GeglRectangle all     = { -60, -40, 317, 283 };
  const GeglRectangle part    = { -31, 5, 199, 141 };
  const HomPoint      half[4] = { { 20.13, 30.07 },
                                  { 60.21, 30.3 },
                                  { 62.4, 80.1 },
                                  { 20.2, 71.7 } };
  const HomPoint      away[4] = { { 200.13, 30.07 },
                                  { 290.21, 60.3 },
                                  { 280.4, 180.1 },
                                  { 180.2, 160.7 } };

  check_against_library (quad_a, quad_b, c->sampling, c->format, &all, 1000);
  check_against_library (quad_a, quad_b, c->sampling, c->format, &part, 67);
  check_against_library (quad_b, quad_a, c->sampling, c->format, &part, 131);
  /* small, so that all of the picture is seen in one block, and many times */
  check_against_library (quad_a, half, c->sampling, c->format, &all, 300);
  check_against_library (quad_a, away, c->sampling, c->format, &all, 300);
}

/* More of the input is seen than is read at once. */
static void
test_split (gconstpointer data)
{
  const Case         *c       = data;
  const GeglRectangle large   = { 0, 0, 1900, 1300 };
  const GeglRectangle roi     = { -20, -10, 150, 120 };
  const HomPoint      from[4] = { { 0, 0 },
                                  { 1900, 0 },
                                  { 1900, 1300 },
                                  { 0, 1300 } };
  const HomPoint      to[4]   = { { 3, 5 }, { 95, 2 }, { 99, 81 }, { 7, 77 } };
  Graph     graph    = graph_new (picture_new (&large, c->format), from, to,
                                  c->sampling);
  HomImage *image    = graph_render (graph.warp, &roi, 1000);
  HomImage *expected = graph_expect (&graph, &roi);

  graph_tame (&graph, image);
  graph_tame (&graph, expected);
  assert_images (image, expected, ROUNDING);
  hom_image_free (image);
  hom_image_free (expected);
  graph_clear (&graph);
}

/* The horizon crosses the output. Next to it a pixel's width is any number of
 * pixels of the input, and the smallest rounding moves it: such rows are only
 * looked through for what is no number.
 */
static void
test_horizon (gconstpointer data)
{
  const Case         *c       = data;
  const HomPoint      from[4] = { { -7, 11 },
                                  { 196, 11 },
                                  { 196, 162 },
                                  { -7, 162 } };
  const HomPoint      to[4]   = { { 85, 40 },
                                  { 115, 40 },
                                  { 220, 162 },
                                  { -20, 162 } };
  const GeglRectangle roi     = { -60, -60, 320, 260 };
  Graph     graph    = graph_new (picture_new (&extent, c->format), from, to,
                                  c->sampling);
  HomImage *image    = graph_render (graph.warp, &roi, 97);
  HomImage *expected = graph_expect (&graph, &roi);
  gint      n_behind = 0;

  graph_tame (&graph, image);
  graph_tame (&graph, expected);
  for (gint y = 0; y < roi.height; y++)
    {
      const HomMatrix *w = &graph.w;
      gdouble  z   = w->m[6] * 90.0 + w->m[7] * (roi.y + y + 0.5) + w->m[8];
      HomImage row = *image;
      HomImage expected_row = *expected;

      row.data          = hom_image_pixel (image, 0, y);
      expected_row.data = hom_image_pixel (expected, 0, y);
      row.height        = 1;
      row.y             = roi.y + y;
      if (fabs (z) > 0.05)
        assert_images (&row, &expected_row, 20 * ROUNDING);
      for (gint i = 0; i < roi.width * 4; i++)
        g_assert_true (isfinite (row.data[i]) &&
                       (z > -1e-3 || row.data[i] == 0.0f));
      n_behind += z < 0.0;
    }
  g_assert_cmpint (n_behind, >, 10);

  hom_image_free (image);
  hom_image_free (expected);
  graph_clear (&graph);
}

/* What is premultiplied loses the color of what is transparent. */
static void
make_transparent (GeglBuffer *buffer)
{
  const GeglRectangle spot     = { 20, 30, 2, 1 };
  const guint8        ghost[8] = { 201, 3, 77, 0, 5, 250, 0, 0 };

  gegl_buffer_set (buffer, &spot, 0, babl_format ("R'G'B'A u8"), ghost,
                   GEGL_AUTO_ROWSTRIDE);
}

/* The very buffer is handed on: its pixels are not so much as converted. */
static void
check_passes_through (const HomPoint source[4], const HomPoint target[4])
{
  const gchar *format = "R'G'B'A u8";
  gsize        size   = (gsize) extent.width * extent.height * 4;
  Graph        graph = graph_new (picture_new (&extent, format), source, target,
                                  linear);
  guint8      *before  = g_malloc (size);
  guint8      *after   = g_malloc (size);
  GeglRectangle bounds = gegl_node_get_bounding_box (graph.warp);

  g_assert_true (gegl_rectangle_equal (&bounds, &extent));
  make_transparent (graph.picture);
  gegl_buffer_get (graph.picture, &extent, 1.0, babl_format (format), before,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  gegl_node_blit (graph.warp, 1.0, &extent, babl_format (format), after,
                  GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
  g_assert_cmpmem (before, size, after, size);
  g_free (before);
  g_free (after);
  graph_clear (&graph);
}

static void
test_identity (void)
{
  const HomPoint fresh[4] = { { 0, 0 }, { 100, 0 }, { 100, 100 }, { 0, 100 } };

  check_passes_through (fresh, fresh);
  check_passes_through (quad_b, quad_b);
}

/* A NaN is not among them: GObject refuses it, loudly. */
static void
test_degenerate (void)
{
  const HomPoint quads[][4] = {
    { { 0, 0 }, { 50, 50 }, { 100, 100 }, { 0, 100 } },
    { { 0, 0 }, { 100, 100 }, { 100, 0 }, { 0, 100 } },
    { { 0, 0 }, { 100, 0 }, { 20, 20 }, { 0, 100 } },
    { { 7, 7 }, { 7, 7 }, { 7, 7 }, { 7, 7 } },
    { { 0, 0 }, { 100, 0 }, { 0, 0 }, { 0, 100 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (quads); i++)
    {
      check_passes_through (quads[i], quad_b);
      check_passes_through (quad_a, quads[i]);
    }
}

static void
assert_bounds (const HomPoint target[4],
               HomSampling    sampling,
               GeglRectangle  expected)
{
  Graph graph = graph_new (picture_new (&extent, "RGBA float"), quad_a, target,
                           sampling);
  GeglRectangle bounds = gegl_node_get_bounding_box (graph.warp);

  g_assert_cmpint (bounds.x, ==, expected.x);
  g_assert_cmpint (bounds.y, ==, expected.y);
  g_assert_cmpint (bounds.width, ==, expected.width);
  g_assert_cmpint (bounds.height, ==, expected.height);
  graph_clear (&graph);
}

static void
test_bounding_box (void)
{
  const HomPoint moved[4] = { { 3, 1 }, { 206, 1 }, { 206, 152 }, { 3, 152 } };
  const HomPoint half[4]  = { { 3.5, 1 },
                              { 206.5, 1 },
                              { 206.5, 152 },
                              { 3.5, 152 } };
  const HomPoint double_[4] = { { 0, 0 },
                                { 406, 0 },
                                { 406, 302 },
                                { 0, 302 } };

  for (gint i = 0; i < 2 * HOM_N_INTERPOLATIONS; i++)
    {
      HomSampling sampling = { i / 2,
                               i % 2 ? HOM_BOUNDARY_FILL : HOM_BOUNDARY_VALID };

      assert_bounds (moved, sampling, (GeglRectangle) { 3, 1, 203, 151 });
      /* the nearest pixel of a centre on the very edge may be either */
      assert_bounds (half, sampling, (GeglRectangle) { 3, 1, 204, 151 });
      assert_bounds (double_, sampling,
                     i / 2 == 0 ? (GeglRectangle) { 0, 0, 406, 302 } :
                                  (GeglRectangle) { -1, -1, 408, 304 });
    }
  for (gint i = HOM_BOUNDARY_CLAMP; i < HOM_BOUNDARY_VALID; i++)
    {
      HomSampling sampling = { HOM_INTERPOLATION_LINEAR, i };

      assert_bounds (moved, sampling, (GeglRectangle) { -7, 1, 213, 161 });
    }
}

/* Inputs without an end, without pixels, with one pixel, and none at all. */
static void
test_extents (void)
{
  const GeglRectangle one = { 3, 4, 1, 1 };
  const GeglRectangle roi = { -40, -40, 120, 110 };

  for (gint i = 0; i < N_SAMPLINGS; i++)
    {
      HomSampling sampling = nth_sampling (i);
      Graph graph = graph_new (picture_new (&one, "RGBA float"), quad_a, quad_b,
                               sampling);
      HomImage *expected = graph_expect (&graph, &roi);
      HomImage *image    = graph_render (graph.warp, &roi, 71);
      GeglColor *white   = gegl_color_new ("white");
      GeglNode  *color;

      assert_images (image, expected, ROUNDING);
      hom_image_free (image);
      hom_image_free (expected);

      color = gegl_node_new_child (graph.graph, "operation", "gegl:color",
                                   NULL);
      gegl_node_set (color, "value", white, NULL);
      g_object_unref (white);
      gegl_node_link (color, graph.warp);
      image = graph_render (graph.warp, &roi, 71);
      for (gint k = 0; k < roi.width * roi.height * 4; k++)
        g_assert_cmpfloat_with_epsilon (image->data[k], 1.0, 1e-5);
      hom_image_free (image);

      gegl_node_disconnect (graph.warp, "input");
      image = graph_render (graph.warp, &roi, 71);
      for (gint k = 0; k < roi.width * roi.height * 4; k++)
        g_assert_cmpfloat (image->data[k], ==, 0.0);
      hom_image_free (image);
      graph_clear (&graph);
    }
}

/* A pixel that is no number is seen where the kernel takes it, nowhere else. */
static void
test_nan (void)
{
  const GeglRectangle spot         = { 90, 80, 1, 1 };
  const GeglRectangle roi          = { -20, 0, 220, 180 };
  const gfloat        nan_pixel[4] = { NAN, NAN, NAN, NAN };

  for (gint i = 0; i < HOM_N_INTERPOLATIONS; i++)
    {
      Graph graph  = graph_new (picture_new (&extent, "RaGaBaA float"), quad_a,
                                quad_b, (HomSampling) { i, HOM_BOUNDARY_CLAMP });
      gint  radius = hom_interpolation_radius (i);
      gint  n_spoiled = 0;
      HomImage *image;

      gegl_buffer_set (graph.picture, &spot, 0, babl_format ("RaGaBaA float"),
                       nan_pixel, GEGL_AUTO_ROWSTRIDE);
      image = graph_render (graph.warp, &roi, 50);
      for (gint y = 0; y < roi.height; y++)
        for (gint x = 0; x < roi.width; x++)
          {
            HomPoint seen;

            if (isfinite (*hom_image_pixel (image, x, y)))
              continue;
            hom_matrix_apply (&graph.w,
                              (HomPoint) { roi.x + x + 0.5, roi.y + y + 0.5 },
                              &seen);
            g_assert_cmpfloat (fabs (seen.x - spot.x - 0.5), <=, radius);
            g_assert_cmpfloat (fabs (seen.y - spot.y - 0.5), <=, radius);
            n_spoiled++;
          }
      g_assert_cmpint (n_spoiled, <=, 8 * radius * radius);
      hom_image_free (image);
      graph_clear (&graph);
    }
}

static void
note_invalidated (GeglNode *node, const GeglRectangle *region, gpointer data)
{
  gegl_rectangle_bounding_box (data, data, region);
}

static gboolean
differ (const gfloat *a, const gfloat *b, gfloat tolerance)
{
  for (gint c = 0; c < 4; c++)
    if (! (fabsf (a[c] - b[c]) <= tolerance))
      return TRUE;

  return FALSE;
}

/* What is said to be invalid after a change covers what has changed and, where
 * the picture is not repeated, little more.
 */
static void
test_invalidation (void)
{
  const GeglRectangle roi = { -60, -40, 320, 280 };

  for (gint i = 0; i < N_SAMPLINGS; i++)
    for (gint edge = 0; edge < 2; edge++)
      {
        GeglRectangle spot     = { edge ? -7 : 80, edge ? 11 : 70, 3, 2 };
        HomSampling   sampling = nth_sampling (i);
        Graph graph = graph_new (picture_new (&extent, "RaGaBaA float"), quad_a,
                                 quad_b, sampling);
        GeglRectangle invalid = { 0, 0, 0, 0 };
        gfloat    tolerance = is_spline (sampling.interpolation) ? 1e-6f : 0.0f;
        HomImage *before    = graph_render (graph.warp, &roi, 1000);
        HomImage *after;

        g_signal_connect (graph.warp, "invalidated",
                          G_CALLBACK (note_invalidated), &invalid);
        gegl_buffer_clear (graph.picture, &spot);
        after = graph_render (graph.warp, &roi, 1000);
        for (gint y = 0; y < roi.height; y++)
          for (gint x = 0; x < roi.width; x++)
            if (differ (hom_image_pixel (before, x, y),
                        hom_image_pixel (after, x, y), tolerance))
              g_assert_true (x + roi.x >= invalid.x && y + roi.y >= invalid.y &&
                             x + roi.x < invalid.x + invalid.width &&
                             y + roi.y < invalid.y + invalid.height);
        if (sampling.boundary == HOM_BOUNDARY_FILL ||
            sampling.boundary == HOM_BOUNDARY_VALID ||
            ((sampling.boundary == HOM_BOUNDARY_CLAMP ||
              sampling.boundary == HOM_BOUNDARY_CONTINUE) &&
             ! edge))
          g_assert_cmpint (invalid.width * invalid.height, <,
                           is_spline (sampling.interpolation) ? 1800 : 350);
        hom_image_free (before);
        hom_image_free (after);
        graph_clear (&graph);
      }
}

/* GEGL's own transform with the same matrix, away from the picture's edge. It
 * enlarges: where GEGL reduces, it filters.
 */
static void
test_gegl_transform (gconstpointer data)
{
  const Case         *c     = data;
  const HomPoint      to[4] = { { -60, -30 },
                                { 380, -10 },
                                { 420, 310 },
                                { -40, 330 } };
  const GeglRectangle roi   = { 20, 20, 260, 220 };
  Graph     graph = graph_new (picture_new (&extent, c->format), quad_a, to,
                               c->sampling);
  HomImage *image = graph_render (graph.warp, &roi, 1000);
  HomImage *expected;
  HomMatrix h;
  GString  *matrix = g_string_new ("matrix(");
  GeglNode *transform;

  hom_matrix_from_corners (quad_a, to, &h, NULL);
  for (gint i = 0; i < 9; i++)
    g_string_append_printf (matrix, "%s%.15f", i ? "," : "",
                            h.m[i % 3 * 3 + i / 3] / h.m[8]);
  g_string_append_c (matrix, ')');
  transform = gegl_node_new_child (
      graph.graph, "operation", "gegl:transform", "transform", matrix->str,
      "sampler",
      c->sampling.interpolation == 1 ? GEGL_SAMPLER_LINEAR : GEGL_SAMPLER_CUBIC,
      NULL);
  gegl_node_link (graph.source, transform);
  expected = graph_render (transform, &roi, 1000);
  /* GEGL reads its matrix into floats. Its cubic kernel is between ours and a
   * B-spline, so that it blurs: not comparable in the channel with the noise.
   */
  if (c->sampling.interpolation == HOM_INTERPOLATION_CUBIC)
    for (gint i = 2; i < roi.width * roi.height * 4; i += 4)
      image->data[i] = expected->data[i] = 0.0f;
  assert_images (image, expected, 2e-3);

  g_string_free (matrix, TRUE);
  hom_image_free (image);
  hom_image_free (expected);
  graph_clear (&graph);
}

static void
test_detect (void)
{
  Graph graph = graph_new (picture_new (&extent, "RGBA float"), quad_a, quad_b,
                           linear);

  g_assert_true (gegl_node_detect (graph.warp, 90, 80) == graph.source);
  g_assert_null (gegl_node_detect (graph.warp, 5, 35));
  graph_clear (&graph);
}

/* Grey stays grey, and a picture's own space is kept. */
static void
test_formats (void)
{
  const gchar *formats[]  = { "Y'A u16", "Y' u8", "R'G'B' u8", "RGBA half",
                              "CMYKA float" };
  const GeglRectangle roi = { -10, 0, 210, 180 };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    check_against_library (quad_a, quad_b,
                           (HomSampling) { HOM_INTERPOLATION_CUBIC,
                                           HOM_BOUNDARY_REFLECT },
                           formats[i], &roi, 99);
}

/* The nearest pixel comes through with all of its bits, whatever number they
 * would be as floats, and outside there is nothing.
 */
static void
check_bits (const gchar *format)
{
  const GeglRectangle roi    = { -30, 0, 260, 180 };
  const Babl         *babl   = babl_format (format);
  const gsize         size   = babl_format_get_bytes_per_pixel (babl);
  const HomSampling sampling = { HOM_INTERPOLATION_NEAREST, HOM_BOUNDARY_FILL };
  GeglBuffer       *picture  = gegl_buffer_new (&extent, babl);
  g_autoptr (GRand) rand     = g_rand_new_with_seed (8);
  g_autofree guint8 *pixels  = g_malloc (size * extent.width * extent.height);
  g_autofree guint8 *rendered = g_malloc (size * roi.width * roi.height);
  g_autofree guint8 *nothing  = g_malloc0 (size);
  Graph              graph;

  for (gsize i = 0; i < size * extent.width * extent.height; i++)
    pixels[i] = g_rand_int_range (rand, 0, 256);
  gegl_buffer_set (picture, &extent, 0, babl, pixels, GEGL_AUTO_ROWSTRIDE);
  graph = graph_new (picture, quad_a, quad_b, sampling);
  gegl_node_blit (graph.warp, 1.0, &roi, babl, rendered, GEGL_AUTO_ROWSTRIDE,
                  GEGL_BLIT_DEFAULT);

  for (gint i = 0; i < roi.width * roi.height; i++)
    {
      HomPoint p = { roi.x + i % roi.width + 0.5, roi.y + i / roi.width + 0.5 };
      const guint8 *expected = nothing;
      HomPoint      seen;

      if (hom_matrix_apply (&graph.w, p, &seen))
        {
          gint x = floor (seen.x) - extent.x;
          gint y = floor (seen.y) - extent.y;

          if (x >= 0 && y >= 0 && x < extent.width && y < extent.height)
            expected = pixels + size * (y * extent.width + x);
        }
      g_assert_cmpmem (rendered + size * i, size, expected, size);
    }
  graph_clear (&graph);
}

static void
test_bits (void)
{
  const gchar *formats[] = { "R'G'B'A u8", "Y'A u16", "RGBA u16", "RGBA u32" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    check_bits (formats[i]);
}

/* gegl in.png -o out.png -- homography:warp … */
G_GNUC_UNUSED static void
test_command (void)
{
  gchar  *folder = g_dir_make_tmp ("homography-XXXXXX", NULL);
  gchar  *in     = g_build_filename (folder, "in.png", NULL);
  gchar  *out    = g_build_filename (folder, "out.png", NULL);
  gchar  *swap   = g_build_filename (folder, "RAM", NULL);
  gchar **env = g_environ_setenv (g_get_environ (), "GEGL_SWAP", "RAM", TRUE);
  gchar  *argv[]         = { "gegl",
                             in,
                             "-o",
                             out,
                             "--",
                             "homography:warp",
                             "source-x2=200",
                             "source-x3=200",
                             "source-y3=150",
                             "source-y4=150",
                             "target-x1=20",
                             "target-y1=10",
                             "target-x2=180",
                             "target-y2=15",
                             "target-x3=190",
                             "target-y3=140",
                             "target-x4=9",
                             "target-y4=144",
                             "sampler=cubic",
                             "boundary=reflect",
                             NULL };
  const HomPoint from[4] = { { 0, 0 }, { 200, 0 }, { 200, 150 }, { 0, 150 } };
  const HomPoint to[4] = { { 20, 10 }, { 180, 15 }, { 190, 140 }, { 9, 144 } };
  const GeglRectangle size    = { 0, 0, 200, 150 };
  GeglBuffer         *picture = picture_new (&size, "R'G'B'A u8");
  GeglNode           *files   = gegl_node_new ();
  GeglNode           *source  = gegl_node_new_child (
      files, "operation", "gegl:buffer-source", "buffer", picture, NULL);
  GeglNode *save  = gegl_node_new_child (files, "operation", "gegl:png-save",
                                         "path", in, "bitdepth", 8, NULL);
  GeglNode *load  = gegl_node_new_child (files, "operation", "gegl:png-load",
                                         "path", out, NULL);
  GError   *error = NULL;
  gchar    *messages;
  gint      status;
  Graph     graph;
  HomImage *image, *expected;

  gegl_node_link (source, save);
  gegl_node_process (save);
  g_spawn_sync (folder, argv, env, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                &messages, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (messages, ==, "");
  g_assert_true (g_spawn_check_wait_status (status, NULL));

  graph    = graph_new (picture, from, to,
                        (HomSampling) { HOM_INTERPOLATION_CUBIC,
                                        HOM_BOUNDARY_REFLECT });
  expected = graph_render (graph.warp, &size, 1000);
  image    = graph_render (load, &size, 1000);
  /* 8 bits, not premultiplied */
  for (gint i = 3; i < 200 * 150 * 4; i += 4)
    g_assert_cmpfloat_with_epsilon (
        image->data[i], CLAMP (expected->data[i], 0, 1), 0.51 / 255);

  g_unlink (in);
  g_unlink (out);
  g_rmdir (swap);
  g_rmdir (folder);
  hom_image_free (image);
  hom_image_free (expected);
  g_object_unref (files);
  graph_clear (&graph);
  g_free (messages);
  g_free (folder);
  g_free (in);
  g_free (out);
  g_free (swap);
  g_strfreev (env);
}

int
main (int argc, char *argv[])
{
  static Case cases[2][HOM_N_INTERPOLATIONS][HOM_N_BOUNDARIES];

  graph_init ();
  g_test_init (&argc, &argv, NULL);

  for (gint f = 0; f < 2; f++)
    for (gint s = 0; s < HOM_N_INTERPOLATIONS; s++)
      for (gint b = 0; b < HOM_N_BOUNDARIES; b++)
        {
          Case  *c    = &cases[f][s][b];
          gchar *name = g_strdup_printf ("%s-%s-%s", samplers[s], boundaries[b],
                                         f ? "u8" : "float");
          gchar *render  = g_strconcat ("/warp/render/", name, NULL);
          gchar *horizon = g_strconcat ("/warp/horizon/", name, NULL);
          gchar *split   = g_strconcat ("/warp/split/", name, NULL);

          *c = (Case) { { s, b }, f ? "R'G'B'A u8" : "RGBA float" };
          /* the format is converted by GEGL, whatever the rule */
          if (! f || b == HOM_BOUNDARY_FILL || b == HOM_BOUNDARY_REFLECT)
            g_test_add_data_func (render, c, test_render);
          if (! f)
            g_test_add_data_func (horizon, c, test_horizon);
          if (! f &&
              (s == HOM_INTERPOLATION_LINEAR ||
               (s == HOM_INTERPOLATION_CUBIC_SPLINE && b == HOM_BOUNDARY_WRAP)))
            g_test_add_data_func (split, c, test_split);
          g_free (name);
          g_free (render);
          g_free (horizon);
          g_free (split);
        }

  g_test_add_func ("/warp/interface", test_interface);
  g_test_add_func ("/warp/identity", test_identity);
  g_test_add_func ("/warp/degenerate", test_degenerate);
  g_test_add_func ("/warp/bounding-box", test_bounding_box);
  g_test_add_func ("/warp/extents", test_extents);
  g_test_add_func ("/warp/nan", test_nan);
  g_test_add_func ("/warp/invalidation", test_invalidation);
  g_test_add_data_func ("/warp/gegl-transform/linear",
                        &cases[0][HOM_INTERPOLATION_LINEAR][0],
                        test_gegl_transform);
  g_test_add_data_func ("/warp/gegl-transform/cubic",
                        &cases[0][HOM_INTERPOLATION_CUBIC][0],
                        test_gegl_transform);
  g_test_add_func ("/warp/detect", test_detect);
  g_test_add_func ("/warp/formats", test_formats);
  g_test_add_func ("/warp/bits", test_bits);
  /* The command cannot load what a sanitizer is in. */
#ifndef HOM_SANITIZE_ADDRESS
  g_test_add_func ("/warp/command", test_command);
#endif

  return g_test_run ();
}
