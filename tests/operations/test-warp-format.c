/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <gegl-plugin.h>

#include "test-warp-graph.h"

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

int
main (int argc, char *argv[])
{
  graph_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/warp/result-format", test_result_format);
  g_test_add_func ("/warp/rounded", test_rounded);

  return g_test_run ();
}
