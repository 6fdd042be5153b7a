/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "test-warp-graph.h"

/* Its corners are on the grid of pixels four times the size. */
static const GeglRectangle extent  = { -8, 12, 204, 152 };
static const HomPoint      from[4] = { { -8, 12 },
                                       { 196, 12 },
                                       { 196, 164 },
                                       { -8, 164 } };
static const HomPoint      to[4]   = { { 20.1, 30.2 },
                                       { 160.3, 15.4 },
                                       { 190.7, 170.1 },
                                       { -20.3, 120.9 } };

static Graph
graph_with (HomInterpolation interpolation, HomBoundary boundary)
{
  return graph_new (picture_new (&extent, "RaGaBaA float"), from, to,
                    (HomSampling) { interpolation, boundary });
}

static HomImage *
blit (GeglNode *node, gdouble scale, const GeglRectangle *roi)
{
  HomImage *image = hom_image_new (roi->width, roi->height, 4, NULL);

  image->x = roi->x;
  image->y = roi->y;
  gegl_node_blit (node, scale, roi, babl_format ("RaGaBaA float"), image->data,
                  GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);

  return image;
}

/* As GEGL is set up by default, also by GIMP: a preview at half the size is the
 * full one, reduced.
 */
static void
test_scaled (void)
{
  const GeglRectangle roi  = { -20, 6, 100, 76 };
  const GeglRectangle full = { -40, 12, 200, 152 };

  for (gint i = 0; i < HOM_N_INTERPOLATIONS; i++)
    {
      Graph     graph = graph_with (i, HOM_BOUNDARY_MIRROR);
      HomImage *small = blit (graph.warp, 0.5, &roi);
      HomImage *large = blit (graph.warp, 1.0, &full);

      for (gint y = 0; y < roi.height; y++)
        for (gint x = 0; x < roi.width * 4; x++)
          {
            const gfloat *p = hom_image_pixel (large, x / 4 * 2, 2 * y) + x % 4;

            hom_image_pixel (small, 0, y)[x] -=
                (p[0] + p[4] + p[large->stride] + p[large->stride + 4]) / 4;
            g_assert_cmpfloat_with_epsilon (hom_image_pixel (small, 0, y)[x],
                                            0.0, 1e-5);
          }
      hom_image_free (small);
      hom_image_free (large);
      graph_clear (&graph);
    }
}

/* What the library makes of the reduced picture: the nearest pixel of it, as
 * with GEGL's own transform.
 */
static HomImage *
expect_level (const Graph *graph, gint level, const GeglRectangle *roi)
{
  const gint    size     = 1 << level;
  GeglRectangle reduced  = { extent.x / size, extent.y / size,
                             extent.width / size, extent.height / size };
  HomMatrix     up       = { { size, 0, 0, 0, size, 0, 0, 0, 1 } };
  HomMatrix     down     = { { 1.0 / size, 0, 0, 0, 1.0 / size, 0, 0, 0, 1 } };
  HomMatrix     w        = hom_matrix_multiply (&graph->w, &up);
  HomSampling   sampling = { HOM_INTERPOLATION_NEAREST,
                             graph->sampling.boundary };
  HomImage     *input  = hom_image_new (reduced.width, reduced.height, 4, NULL);
  HomImage     *output = hom_image_new (roi->width, roi->height, 4, NULL);

  w         = hom_matrix_multiply (&down, &w);
  input->x  = reduced.x;
  input->y  = reduced.y;
  output->x = roi->x;
  output->y = roi->y;
  gegl_buffer_get (graph->picture, &reduced, 1.0 / size,
                   babl_format ("RaGaBaA float"), input->data,
                   GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  g_assert_true (hom_warp (input, &w, &sampling, output, NULL));
  hom_image_free (input);

  return output;
}

/* Where GEGL is asked for mipmaps, whatever the sampler. */
static void
test_levels (void)
{
  const GeglRectangle roi = { 4, 8, 32, 28 };

  g_object_set (gegl_config (), "mipmap-rendering", TRUE, NULL);
  for (gint boundary = 0; boundary < HOM_N_BOUNDARIES; boundary++)
    for (gint i = 0; i < HOM_N_INTERPOLATIONS; i++)
      for (gint level = 1; level < 3; level++)
        {
          Graph     graph    = graph_with (i, boundary);
          HomImage *image    = blit (graph.warp, 1.0 / (1 << level), &roi);
          HomImage *expected = expect_level (&graph, level, &roi);

          assert_images (image, expected, 1e-5);
          hom_image_free (image);
          hom_image_free (expected);
          graph_clear (&graph);
        }
  g_object_set (gegl_config (), "mipmap-rendering", FALSE, NULL);
}

/* A pattern without an end has no edge for a rule: it is the same with all. */
static void
test_endless (void)
{
  const GeglRectangle roi = { -100, 3000, 60, 50 };

  for (gint i = 0; i < HOM_N_INTERPOLATIONS; i++)
    {
      HomImage *first = NULL;

      for (gint boundary = 0; boundary < HOM_N_BOUNDARIES; boundary++)
        {
          Graph         graph = graph_with (i, boundary);
          GeglNode     *board = gegl_node_new_child (graph.graph, "operation",
                                                     "gegl:checkerboard", "x", 7,
                                                     "y", 5, NULL);
          GeglRectangle bounds;
          HomImage     *image;

          gegl_node_link (board, graph.warp);
          bounds = gegl_node_get_bounding_box (graph.warp);
          g_assert_true (gegl_rectangle_is_infinite_plane (&bounds));
          image = blit (graph.warp, 1.0, &roi);
          if (! first)
            first = image;
          assert_images (image, first, 1e-5);
          if (image != first)
            hom_image_free (image);
          graph_clear (&graph);
        }
      hom_image_free (first);
    }
}

/* A part of a buffer ends where it ends, whatever lies beyond. */
static void
test_part (void)
{
  const GeglRectangle roi  = { -60, -40, 320, 260 };
  const GeglRectangle part = { 17, 31, 93, 67 };

  for (gint i = 0; i < HOM_N_INTERPOLATIONS; i++)
    for (gint boundary = 0; boundary < HOM_N_BOUNDARIES; boundary++)
      {
        Graph       graph = graph_with (i, boundary);
        GeglBuffer *whole = graph.picture;
        HomImage   *image, *expected;

        graph.picture = gegl_buffer_create_sub_buffer (whole, &part);
        gegl_node_set (graph.source, "buffer", graph.picture, NULL);
        image    = graph_render (graph.warp, &roi, 77);
        expected = graph_expect (&graph, &roi);
        graph_tame (&graph, image);
        graph_tame (&graph, expected);
        assert_images (image, expected, 2e-6);
        hom_image_free (image);
        hom_image_free (expected);
        graph_clear (&graph);
        g_object_unref (whole);
      }
}

int
main (int argc, char *argv[])
{
  graph_init ();
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/warp-scale/scaled", test_scaled);
  g_test_add_func ("/warp-scale/levels", test_levels);
  g_test_add_func ("/warp-extent/endless", test_endless);
  g_test_add_func ("/warp-extent/part", test_part);

  return g_test_run ();
}
