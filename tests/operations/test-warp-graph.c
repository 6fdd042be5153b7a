/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "test-warp-graph.h"

/* Starts GEGL. Without a folder for its swap all tiles stay in memory. (By
 * GEGL_SWAP=RAM they do, too, but GEGL makes a folder of that name. It warns at
 * exit, now and then, that its swap file is still being written.)
 */
void
graph_init (void)
{
  g_object_set (gegl_config (), "swap", NULL, NULL);
  gegl_init (NULL, NULL);
}

/* Colours and alpha in waves, and noise over them. */
GeglBuffer *
picture_new (const GeglRectangle *extent, const gchar *format)
{
  GeglBuffer *buffer = gegl_buffer_new (extent, babl_format (format));
  gsize       n      = (gsize) extent->width * extent->height;
  gfloat     *pixels = g_new (gfloat, n * 4);
  GRand      *rand   = g_rand_new_with_seed (5);

  for (gsize i = 0; i < n; i++)
    {
      gdouble x = i % extent->width;
      gdouble y = i / extent->width;

      pixels[4 * i + 0] = 0.5 + 0.4 * sin (x / 9);
      pixels[4 * i + 1] = 0.5 + 0.4 * cos (y / 7);
      pixels[4 * i + 2] = g_rand_double (rand);
      pixels[4 * i + 3] = 0.6 + 0.4 * sin ((x + y) / 11);
    }
  gegl_buffer_set (buffer, extent, 0, babl_format ("RGBA float"), pixels,
                   GEGL_AUTO_ROWSTRIDE);
  g_rand_free (rand);
  g_free (pixels);

  return buffer;
}

/* name is “source” or “target”. */
void
graph_set_quad (GeglNode *warp, const gchar *name, const HomPoint quad[4])
{
  for (gint i = 0; i < 4; i++)
    {
      gchar *x = g_strdup_printf ("%s-x%d", name, i + 1);
      gchar *y = g_strdup_printf ("%s-y%d", name, i + 1);

      gegl_node_set (warp, x, quad[i].x, y, quad[i].y, NULL);
      g_free (x);
      g_free (y);
    }
}

Graph
graph_new (GeglBuffer    *picture,
           const HomPoint source[4],
           const HomPoint target[4],
           HomSampling    sampling)
{
  Graph     graph = { gegl_node_new () };
  HomMatrix h;

  graph.picture  = picture;
  graph.sampling = sampling;
  if (! hom_matrix_from_corners (source, target, &h, NULL) ||
      ! hom_matrix_invert (&h, &graph.w, NULL))
    graph.w = HOM_MATRIX_IDENTITY;
  graph.source = gegl_node_new_child (
      graph.graph, "operation", "gegl:buffer-source", "buffer", picture, NULL);
  graph.warp = gegl_node_new_child (graph.graph, "operation", "homography:warp",
                                    "sampler", sampling.interpolation,
                                    "boundary", sampling.boundary, NULL);
  graph_set_quad (graph.warp, "source", source);
  graph_set_quad (graph.warp, "target", target);
  gegl_node_link (graph.source, graph.warp);

  return graph;
}

void
graph_clear (Graph *graph)
{
  g_clear_object (&graph->graph);
  g_clear_object (&graph->picture);
}

/* The output, asked for in squares of step pixels. */
HomImage *
graph_render (GeglNode *node, const GeglRectangle *roi, gint step)
{
  HomImage *image = hom_image_new (roi->width, roi->height, 4, NULL);

  for (gint y = 0; y < roi->height; y += step)
    for (gint x = 0; x < roi->width; x += step)
      {
        GeglRectangle part = { roi->x + x, roi->y + y,
                               MIN (step, roi->width - x),
                               MIN (step, roi->height - y) };

        gegl_node_blit (node, 1.0, &part, babl_format ("RaGaBaA float"),
                        hom_image_pixel (image, x, y),
                        image->stride * sizeof (gfloat), GEGL_BLIT_DEFAULT);
      }
  image->x = roi->x;
  image->y = roi->y;

  return image;
}

/* The same by the library alone, from the whole picture at once, inside of the
 * output's bounding box.
 */
HomImage *
graph_expect (const Graph *graph, const GeglRectangle *roi)
{
  const GeglRectangle *extent = gegl_buffer_get_extent (graph->picture);
  GeglRectangle        bounds = gegl_node_get_bounding_box (graph->warp);
  HomImage *input  = hom_image_new (extent->width, extent->height, 4, NULL);
  HomImage *output = hom_image_new (roi->width, roi->height, 4, NULL);

  gegl_buffer_get (graph->picture, extent, 1.0, babl_format ("RaGaBaA float"),
                   input->data, GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);
  input->x  = extent->x;
  input->y  = extent->y;
  output->x = roi->x;
  output->y = roi->y;
  g_assert_true (hom_warp (input, &graph->w, &graph->sampling, output, NULL));

  for (gint y = 0; y < roi->height; y++)
    for (gint x = 0; x < roi->width; x++)
      if (x + roi->x < bounds.x || x + roi->x >= bounds.x + bounds.width ||
          y + roi->y < bounds.y || y + roi->y >= bounds.y + bounds.height)
        memset (hom_image_pixel (output, x, y), 0, 4 * sizeof (gfloat));
  hom_image_free (input);

  return output;
}

/* A picture that is continued in a straight line has values that grow with the
 * distance, as do their errors: divides by that.
 */
void
graph_tame (const Graph *graph, HomImage *image)
{
  const GeglRectangle *extent = gegl_buffer_get_extent (graph->picture);
  const gdouble        x0 = extent->x, x1 = x0 + extent->width;
  const gdouble        y0 = extent->y, y1 = y0 + extent->height;
  HomPoint             p;

  if (graph->sampling.boundary != HOM_BOUNDARY_CONTINUE)
    return;

  for (gint y = 0; y < image->height; y++)
    for (gint x = 0; x < image->width; x++)
      if (hom_matrix_apply (
              &graph->w, (HomPoint) { image->x + x + 0.5, image->y + y + 0.5 },
              &p))
        for (gint c = 0; c < image->channels; c++)
          hom_image_pixel (image, x, y)[c] /=
              (1.0 + MAX (0.0, MAX (x0 - p.x, p.x - x1))) *
              (1.0 + MAX (0.0, MAX (y0 - p.y, p.y - y1)));
}

void
assert_images (const HomImage *image, const HomImage *expected, gdouble epsilon)
{
  for (gint y = 0; y < image->height; y++)
    for (gint i = 0; i < image->width * image->channels; i++)
      {
        gdouble a = hom_image_pixel (image, 0, y)[i];
        gdouble b = hom_image_pixel (expected, 0, y)[i];

        if (! (fabs (a - b) <= epsilon))
          g_error ("at (%d, %d), channel %d: %g instead of %g",
                   image->x + i / image->channels, image->y + y,
                   i % image->channels, a, b);
      }
}
