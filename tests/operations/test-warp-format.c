/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gegl-plugin.h>

#include "test-warp-graph.h"

/* The number is frozen: XCF files hold it. */
#define CLIP_TARGET        1
#define CLIP_QUADRILATERAL 2

static const GeglRectangle extent      = { 0, 0, 300, 200 };
static const HomPoint      quad_a[4]   = { { 0, 0 },
                                           { 300, 0 },
                                           { 300, 200 },
                                           { 0, 200 } };
static const HomPoint      quad_b[4]   = { { 10, 7 },
                                           { 290, 3 },
                                           { 280, 190 },
                                           { 14, 195 } };
static const HomSampling   samplings[] = {
    { HOM_INTERPOLATION_CUBIC, HOM_BOUNDARY_FILL },
    { HOM_INTERPOLATION_LINEAR, HOM_BOUNDARY_REFLECT },
    { HOM_INTERPOLATION_NEAREST, HOM_BOUNDARY_FILL },
};

static const gchar *
result_format (GeglNode *warp, gboolean rounded)
{
  GeglOperation *operation = gegl_node_get_gegl_operation (warp);

  gegl_node_set (warp, "rounded", rounded, NULL);
  /* prepares it */
  gegl_node_get_bounding_box (warp);

  return babl_get_name (gegl_operation_get_format (operation, "output"));
}

/* Without an alpha channel there is no way to tell where nothing is seen. */
static void
test_result_format (void)
{
  const struct
  {
    const gchar *picture, *precise, *rounded;
  } cases[] = {
    { "RGBA float", "RGBA float", "RGBA float" },
    { "RaGaBaA float", "RaGaBaA float", "RaGaBaA float" },
    { "YA float", "YA float", "YA float" },
    { "R'G'B'A u8", "RaGaBaA float", "R'G'B'A u8" },
    { "RGBA half", "RaGaBaA float", "RGBA half" },
    { "Y'A u16", "YaA float", "Y'A u16" },
    { "R'G'B' u8", "RaGaBaA float", "RaGaBaA float" },
    { "Y float", "YaA float", "YaA float" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Graph graph = graph_new (picture_new (&extent, cases[i].picture), quad_a,
                               quad_b, samplings[0]);

      g_assert_cmpstr (result_format (graph.warp, FALSE), ==, cases[i].precise);
      g_assert_cmpstr (result_format (graph.warp, TRUE), ==, cases[i].rounded);
      graph_clear (&graph);
    }
}

static guint8 *
render (Graph *graph, gboolean rounded, const Babl *format)
{
  GeglBuffer *buffer = gegl_buffer_new (&extent, format);
  guint8     *bytes  = g_malloc (extent.width * extent.height *
                                 babl_format_get_bytes_per_pixel (format));

  gegl_node_set (graph->warp, "rounded", rounded, NULL);
  gegl_node_blit_buffer (graph->warp, buffer, &extent, 0, GEGL_ABYSS_NONE);
  gegl_buffer_get (buffer, &extent, 1.0, format, bytes, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
  g_object_unref (buffer);

  return bytes;
}

/* What is stored in a picture like the input is the same. */
static void
test_rounded (void)
{
  const gchar *formats[] = { "R'G'B'A u8", "RGBA u16", "Y'A u8" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    for (guint j = 0; j < G_N_ELEMENTS (samplings); j++)
      {
        const Babl *format = babl_format (formats[i]);
        Graph   graph   = graph_new (picture_new (&extent, formats[i]), quad_a,
                                     quad_b, samplings[j]);
        guint8 *precise = render (&graph, FALSE, format);
        guint8 *rounded = render (&graph, TRUE, format);

        g_assert_cmpmem (precise,
                         extent.width * extent.height *
                             babl_format_get_bytes_per_pixel (format),
                         rounded,
                         extent.width * extent.height *
                             babl_format_get_bytes_per_pixel (format));
        g_free (precise);
        g_free (rounded);
        graph_clear (&graph);
      }
}

static guint8 *
render_box (Graph *graph, const GeglRectangle *box, const Babl *format)
{
  GeglBuffer *buffer = gegl_buffer_new (box, format);
  guint8     *bytes  = g_malloc (box->width * box->height *
                                 babl_format_get_bytes_per_pixel (format));

  gegl_node_blit_buffer (graph->warp, buffer, box, 0, GEGL_ABYSS_NONE);
  gegl_buffer_get (buffer, box, 1.0, format, bytes, GEGL_AUTO_ROWSTRIDE,
                   GEGL_ABYSS_NONE);
  g_object_unref (buffer);

  return bytes;
}

/* A limited result has that box, and shows in it what it shows without: within
 * what comes about, over its edge, around all of it, and beside. The rules that
 * fill, fill it.
 */
static void
test_limited (void)
{
  const GeglRectangle boxes[] = { { 31, 17, 200, 150 },
                                  { -70, 33, 201, 99 },
                                  { -33, -29, 400, 300 },
                                  { 401, 5, 130, 140 } };
  const Babl         *format  = babl_format ("R'G'B'A u8");

  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (samplings); j++)
      {
        const GeglRectangle *box   = &boxes[i];
        gsize                n     = (gsize) box->width * box->height;
        gboolean             fills = hom_boundary_fills (samplings[j].boundary);
        Graph   graph = graph_new (picture_new (&extent, "R'G'B'A u8"), quad_a,
                                   quad_b, samplings[j]);
        guint8 *whole, *limited;
        GeglRectangle bounds;
        gsize         n_same = 0;
        gsize         n_seen = 0;

        gegl_node_set (graph.warp, "rounded", TRUE, NULL);
        whole = render_box (&graph, box, format);
        gegl_node_set (graph.warp, "limit-x", box->x, "limit-y", box->y,
                       "limit-width", box->width, "limit-height", box->height,
                       NULL);
        bounds = gegl_node_get_bounding_box (graph.warp);
        g_assert_true (gegl_rectangle_equal (&bounds, box));
        limited = render_box (&graph, box, format);
        for (gsize k = 0; k < n; k++)
          {
            n_same += memcmp (whole + 4 * k, limited + 4 * k, 4) == 0;
            n_seen += limited[4 * k + 3] > 0;
          }
        if (fills)
          g_assert_cmpuint (n_seen, ==, n);
        else
          g_assert_cmpuint (n_same, ==, n);
        g_free (whole);
        g_free (limited);
        graph_clear (&graph);
      }
}

/* A clipped result has the box of the target, and shows in it what it shows
 * without; with a limit too, it has that one, and is empty around the target.
 * Where both quadrilaterals are the same it is cut all the same.
 */
static void
test_clipped (void)
{
  const HomPoint      page[4]   = { { 20, 30 },
                                    { 160, 30 },
                                    { 160, 129 },
                                    { 20, 129 } };
  const HomPoint     *sources[] = { quad_a, page };
  const GeglRectangle target    = { 20, 30, 140, 99 };
  const GeglRectangle limit     = { -10, 4, 190, 150 };
  const Babl         *format    = babl_format ("R'G'B'A u8");
  const gsize         n         = (gsize) limit.width * limit.height;

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    for (guint j = 0; j < G_N_ELEMENTS (samplings); j++)
      {
        Graph         graph = graph_new (picture_new (&extent, "R'G'B'A u8"),
                                         sources[i], page, samplings[j]);
        GeglRectangle bounds;
        guint8       *whole, *page_bytes, *clipped, *both;

        gegl_node_set (graph.warp, "rounded", TRUE, NULL);
        whole = render_box (&graph, &target, format);
        gegl_node_set (graph.warp, "clip", CLIP_TARGET, NULL);
        bounds = gegl_node_get_bounding_box (graph.warp);
        g_assert_true (gegl_rectangle_equal (&bounds, &target));
        page_bytes = render_box (&graph, &target, format);
        g_assert_cmpmem (page_bytes, 4 * target.width * target.height, whole,
                         4 * target.width * target.height);
        clipped = render_box (&graph, &limit, format);
        gegl_node_set (graph.warp, "limit-x", limit.x, "limit-y", limit.y,
                       "limit-width", limit.width, "limit-height", limit.height,
                       NULL);
        bounds = gegl_node_get_bounding_box (graph.warp);
        g_assert_true (gegl_rectangle_equal (&bounds, &limit));
        both = render_box (&graph, &limit, format);
        g_assert_cmpmem (both, 4 * n, clipped, 4 * n);
        for (gsize k = 0; k < n; k++)
          {
            gint x = limit.x + (gint) (k % limit.width);
            gint y = limit.y + (gint) (k / limit.width);

            if (x < target.x || x >= target.x + target.width || y < target.y ||
                y >= target.y + target.height)
              g_assert_cmpint (both[4 * k + 3], ==, 0);
          }
        g_free (whole);
        g_free (page_bytes);
        g_free (clipped);
        g_free (both);
        graph_clear (&graph);
      }
}

/* Returns: how far inside a parallelogram a point is, in pixels; below 0 where it
 *   is outside.
 */
static gdouble
depth (const HomPoint quad[4], gdouble x, gdouble y)
{
  gdouble least = G_MAXDOUBLE;

  for (gint i = 0; i < 4; i++)
    {
      HomPoint p  = quad[i];
      HomPoint q  = quad[(i + 1) % 4];
      gdouble  dx = q.x - p.x;
      gdouble  dy = q.y - p.y;

      least = MIN (least, (dx * (y - p.y) - dy * (x - p.x)) / hypot (dx, dy));
    }

  return least;
}

/* A result that is cut along its sides has the box of the target. It shows
 * inside what it shows without, nothing outside, and at the sides something in
 * between; the nearest pixels are all there or not at all. Of a rectangle it is
 * the same as its box.
 */
static void
test_cut (void)
{
  const HomPoint      sheared[4] = { { 40, 30 },
                                     { 180, 44 },
                                     { 150, 140 },
                                     { 10, 126 } };
  const GeglRectangle box        = { 10, 30, 170, 110 };
  const GeglRectangle around     = { 0, 20, 190, 130 };
  const Babl         *format     = babl_format ("R'G'B'A u8");

  for (guint j = 0; j < G_N_ELEMENTS (samplings); j++)
    {
      Graph         graph    = graph_new (picture_new (&extent, "R'G'B'A u8"),
                                          quad_a, sheared, samplings[j]);
      gboolean      is_sharp = samplings[j].interpolation ==
                          HOM_INTERPOLATION_NEAREST;
      gint          n_soft   = 0;
      guint8       *whole, *cut;
      GeglRectangle bounds;

      gegl_node_set (graph.warp, "rounded", TRUE, NULL);
      whole = render_box (&graph, &around, format);
      gegl_node_set (graph.warp, "clip", CLIP_QUADRILATERAL, NULL);
      bounds = gegl_node_get_bounding_box (graph.warp);
      g_assert_true (gegl_rectangle_equal (&bounds, &box));
      cut = render_box (&graph, &around, format);
      for (gint k = 0; k < around.width * around.height; k++)
        {
          gdouble d = depth (sheared, around.x + k % around.width + 0.5,
                             around.y + k / around.width + 0.5);
          guint8  a = cut[4 * k + 3];

          if (d > 0.5 || (is_sharp && d > 0.0))
            g_assert_cmpmem (cut + 4 * k, 4, whole + 4 * k, 4);
          else if (d < -0.5 || (is_sharp && d < 0.0))
            g_assert_cmpint (a, ==, 0);
          else if (a > 0 && a < whole[4 * k + 3])
            n_soft++;
        }
      g_assert_cmpint (n_soft > 200, ==, ! is_sharp);
      g_free (whole);
      g_free (cut);
      graph_clear (&graph);
    }
}

/* Scales a quadrilateral. */
static void
scale_quad (const HomPoint quad[4],
            gdouble        across,
            gdouble        down,
            HomPoint       scaled[4])
{
  for (gint i = 0; i < 4; i++)
    scaled[i] = (HomPoint){ across * quad[i].x, down * quad[i].y };
}

/* With a frame, the corners follow a picture that is as large as the frame
 * times one factor, whatever way its sides were rounded; else they stay.
 */
static void
test_frame (void)
{
  const GeglRectangle box     = { 0, 0, 203, 151 };
  const GeglRectangle half    = { 12, 9, 60, 40 };
  const HomPoint      page[4] = { { 20, 30 },
                                  { 160, 30 },
                                  { 160, 129 },
                                  { 20, 129 } };
  const Babl         *format  = babl_format ("R'G'B'A u8");
  const struct
  {
    gint     width, height;
    gboolean follows;
  } frames[] = {
    { 406, 302, TRUE },  { 405, 301, TRUE },  { 407, 303, TRUE },
    { 101, 75, TRUE },   { 68, 50, TRUE },    { 406, 151, FALSE },
    { 203, 302, FALSE }, { 300, 302, FALSE }, { 203, 151, FALSE },
    { 0, 0, FALSE },     { 0, 302, FALSE },   { 406, 0, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      gdouble  across = frames[i].follows ? 203.0 / frames[i].width : 1.0;
      gdouble  down   = frames[i].follows ? 151.0 / frames[i].height : 1.0;
      HomPoint source[4], target[4];
      Graph    graph, plain;
      guint8  *framed, *expected;

      scale_quad (quad_b, across, down, source);
      scale_quad (page, across, down, target);
      plain = graph_new (picture_new (&box, "R'G'B'A u8"), source, target,
                         samplings[0]);
      graph = graph_new (picture_new (&box, "R'G'B'A u8"), quad_b, page,
                         samplings[0]);
      gegl_node_set (graph.warp, "frame-width", frames[i].width, "frame-height",
                     frames[i].height, NULL);
      framed   = render_box (&graph, &half, format);
      expected = render_box (&plain, &half, format);
      g_assert_cmpmem (framed, 4 * half.width * half.height, expected,
                       4 * half.width * half.height);
      g_free (framed);
      g_free (expected);
      graph_clear (&graph);
      graph_clear (&plain);
    }
}

int
main (int argc, char *argv[])
{
  graph_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/warp/result-format", test_result_format);
  g_test_add_func ("/warp/rounded", test_rounded);
  g_test_add_func ("/warp/limited", test_limited);
  g_test_add_func ("/warp/clipped", test_clipped);
  g_test_add_func ("/warp/cut", test_cut);
  g_test_add_func ("/warp/frame", test_frame);

  return g_test_run ();
}
