/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <dlfcn.h>
#include <stdlib.h>

#include <sanitizer/lsan_interface.h>

#include "fuzz-graph.h"

/* An operation warns where it has nothing to show. */
static void
ignore_warning (const gchar   *domain,
                GLogLevelFlags level,
                const gchar   *message,
                gpointer       data)
{
  fuzz_say ("warned: %s", message);
}

/* What GEGL makes once for an operation it keeps, which is no leak. */
static void
set_up (const gchar *operation)
{
  fuzz_check (gegl_has_operation (operation));
  g_object_unref (g_object_new (GEGL_TYPE_NODE, "operation", operation, NULL));
}

/* Starts GEGL, with the operations of this build. GEGL would unload them again,
 * and with them what libFuzzer counts in.
 */
void
fuzz_begin (void)
{
  fuzz_check (dlopen (FUZZ_OPERATIONS "/homography-operations.so",
                      RTLD_NOW | RTLD_NODELETE));
  g_setenv ("GEGL_PATH", FUZZ_OPERATIONS ":" FUZZ_GEGL_PLUGINS, TRUE);
  g_setenv ("GEGL_USE_OPENCL", "no", TRUE);
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL);
  g_log_set_handler (NULL, G_LOG_LEVEL_WARNING, ignore_warning, NULL);
  g_object_set (gegl_config (), "swap", NULL, NULL);
  __lsan_disable ();
  gegl_init (NULL, NULL);
  set_up ("gegl:buffer-source");
  set_up ("homography:warp");
  set_up ("homography:align");
  __lsan_enable ();
}

/* Within what GIMP's largest image reaches. */
static gint
take_place (FuzzBytes *bytes)
{
  static const gint ends[] = { -524288, 524288, 524000, -(1 << 20), 1 << 20 };
  const guint       kind   = fuzz_byte (bytes);

  if (kind < 0xc0)
    return 0;
  if (kind < 0xf0)
    return fuzz_int (bytes, -128, 127);

  return ends[kind % G_N_ELEMENTS (ends)];
}

/* Waves, a bit elsewhere each time; sometimes with what is no number. */
GeglBuffer *
fuzz_graph_buffer (FuzzBytes *bytes, gint least, gint most)
{
  static const gchar *formats[] = {
    "RGBA float",    "R'G'B'A u8", "Y' u8",
    "RaGaBaA float", "YA half",    "R'G'B' u16"
  };
  static const gfloat special[] = { NAN, INFINITY, -INFINITY, 1e30f, -3e38f };
  const guint         kind      = fuzz_byte (bytes);
  const gint          x         = take_place (bytes);
  const gint          y         = take_place (bytes);
  const gint          width     = fuzz_int (bytes, least, most);
  const gint          height    = fuzz_int (bytes, least, most);
  const Babl   *format = babl_format (formats[kind % G_N_ELEMENTS (formats)]);
  GeglRectangle extent = { x, y, width, height };
  const gdouble u      = fuzz_tame_number (bytes, 8.0);
  const gdouble v      = fuzz_tame_number (bytes, 8.0);
  gfloat       *pixels = g_new (gfloat, (gsize) width * height * 4);
  GeglBuffer   *buffer = gegl_buffer_new (&extent, format);

  for (gint i = 0; i < width * height; i++)
    {
      const gdouble p = i % width + u;
      const gdouble q = i / width + v;

      pixels[4 * i]     = 0.5 + 0.2 * sin (p / 3 + q / 5) + 0.2 * sin (q / 2);
      pixels[4 * i + 1] = 0.5 + 0.4 * sin (p * q / 60);
      pixels[4 * i + 2] = 0.5 + 0.4 * sin (p / 4 - q / 3);
      pixels[4 * i + 3] = 1.0;
    }
  if (kind >= 0xe0)
    for (gint i = fuzz_byte (bytes); i < 4 * width * height; i += 97)
      pixels[i] = special[kind % G_N_ELEMENTS (special)];
  gegl_buffer_set (buffer, &extent, 0, babl_format ("RGBA float"), pixels,
                   GEGL_AUTO_ROWSTRIDE);
  g_free (pixels);
  fuzz_say ("buffer %d × %d at (%d, %d) in %s, moved by %g, %g", width, height,
            x, y, babl_get_name (format), u, v);

  return buffer;
}

/* A part of what comes out, as it is or half as large, into memory that ends
 * where the part ends.
 */
void
fuzz_graph_render (FuzzBytes *bytes, GeglNode *node)
{
  const gdouble scale  = fuzz_byte (bytes) < 0xe0 ? 1.0 : 0.5;
  GeglRectangle roi    = { take_place (bytes), take_place (bytes),
                           fuzz_int (bytes, 1, 96), fuzz_int (bytes, 1, 96) };
  GeglRectangle box    = gegl_node_get_bounding_box (node);
  gfloat       *pixels = malloc ((gsize) roi.width * roi.height * 4 *
                                 sizeof (gfloat));

  fuzz_say ("a box of %d × %d at (%d, %d); of it %d × %d at (%d, %d), × %g",
            box.width, box.height, box.x, box.y, roi.width, roi.height, roi.x,
            roi.y, scale);
  fuzz_check (box.width >= 0 && box.height >= 0);
  gegl_node_blit (node, scale, &roi, babl_format ("RaGaBaA float"), pixels,
                  GEGL_AUTO_ROWSTRIDE, GEGL_BLIT_DEFAULT);
  free (pixels);
}
