/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fuzz-graph.h"

/* There is a matrix of nine numbers, or a message, but not both. */
static void
check_result (GeglNode *align)
{
  gchar  *matrix, *message, *at;
  gdouble correlation, agreement, overlap;

  gegl_node_get (align, "matrix", &matrix, "error-message", &message,
                 "correlation", &correlation, "agreement", &agreement,
                 "overlap", &overlap, NULL);
  fuzz_say ("matrix “%s”, message “%s”", matrix, message);
  fuzz_check (! *matrix || ! *message);
  fuzz_check (isfinite (correlation) && isfinite (agreement));
  fuzz_check (overlap >= 0.0 && overlap <= 1.0 + 1e-9);
  at = matrix;
  for (gint i = 0; *matrix && i < 9; i++)
    {
      gchar *end;

      fuzz_check (isfinite (g_ascii_strtod (at, &end)) && end != at);
      at = end;
    }
  fuzz_check (! *at);
  g_free (matrix);
  g_free (message);
}

static GeglNode *
add_source (GeglNode *graph, GeglBuffer *buffer)
{
  return gegl_node_new_child (graph, "operation", "gegl:buffer-source",
                              "buffer", buffer, NULL);
}

void
fuzz_run (FuzzBytes *bytes)
{
  GeglBuffer *buffers[2];
  GeglNode   *graph, *align;
  guint       kind;

  kind       = fuzz_byte (bytes);
  buffers[0] = fuzz_graph_buffer (bytes, kind % 32 == 31 ? 1 : 16, 64);
  buffers[1] = fuzz_graph_buffer (bytes, kind % 32 == 31 ? 1 : 16, 64);
  graph      = gegl_node_new ();
  /* The search takes a hundred times as long as the rest. */
  align = gegl_node_new_child (graph, "operation", "homography:align", "model",
                               fuzz_byte (bytes) % 5, "loss",
                               fuzz_byte (bytes) % 6, "start", kind < 0xfc,
                               "sampler", fuzz_byte (bytes) % 8, "boundary",
                               fuzz_byte (bytes) % 7, NULL);
  if (kind % 8 != 7)
    gegl_node_link (add_source (graph, buffers[0]), align);
  if (kind % 8 != 6)
    gegl_node_connect (add_source (graph, buffers[1]), "output", align, "aux");

  fuzz_graph_render (bytes, align);
  check_result (align);

  g_object_unref (graph);
  g_object_unref (buffers[0]);
  g_object_unref (buffers[1]);
}
