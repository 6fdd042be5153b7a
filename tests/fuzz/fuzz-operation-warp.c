/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz-graph.h"

/* What a property's range lets through. */
static gdouble
limit (gdouble number)
{
  return isnan (number) ? 0.0 : CLAMP (number, -524288.0, 524288.0);
}

static void
set_corners (FuzzBytes *bytes, GeglNode *warp, const gchar *name)
{
  const gboolean is_any = fuzz_byte (bytes) % 4 == 3;
  HomPoint       quad[4];

  fuzz_quad (bytes, quad);
  for (gint i = 0; i < 4; i++)
    {
      gchar *x = g_strdup_printf ("%s-x%d", name, i + 1);
      gchar *y = g_strdup_printf ("%s-y%d", name, i + 1);

      if (is_any)
        quad[i] = fuzz_point (bytes);
      quad[i] = (HomPoint){ limit (quad[i].x), limit (quad[i].y) };
      fuzz_say ("%s corner %g %g", name, quad[i].x, quad[i].y);
      gegl_node_set (warp, x, quad[i].x, y, quad[i].y, NULL);
      g_free (x);
      g_free (y);
    }
}

void
fuzz_run (FuzzBytes *bytes)
{
  GeglBuffer *buffer;
  GeglNode   *graph, *source, *warp;

  buffer = fuzz_graph_buffer (bytes, 1, 64);
  graph  = gegl_node_new ();
  source = gegl_node_new_child (graph, "operation", "gegl:buffer-source",
                                "buffer", buffer, NULL);
  warp = gegl_node_new_child (graph, "operation", "homography:warp", "sampler",
                              fuzz_byte (bytes) % HOM_N_INTERPOLATIONS,
                              "boundary", fuzz_byte (bytes) % HOM_N_BOUNDARIES,
                              "rounded", fuzz_byte (bytes) % 2, NULL);
  set_corners (bytes, warp, "source");
  set_corners (bytes, warp, "target");
  gegl_node_link (source, warp);

  fuzz_graph_render (bytes, warp);
  gegl_node_detect (warp, fuzz_int (bytes, -128, 127),
                    fuzz_int (bytes, -128, 127));

  g_object_unref (graph);
  g_object_unref (buffer);
}
