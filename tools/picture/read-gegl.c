/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <gegl.h>
#include <glib/gi18n.h>

#include "tools/picture/read-error.h"
#include "tools/picture/read-gegl.h"
#include "tools/picture/warnings.h"

/* The resolution that the pages of a PDF are drawn in. */
#define PDF_PPI 300.0

/* The operations are searched for once, and only where one is needed. */
static void
start_gegl (void)
{
  static gboolean is_started;

  if (is_started)
    return;
  is_started = TRUE;
  gegl_init (NULL, NULL);
  g_object_set (gegl_config (), "swap", "RAM", "use-opencl", FALSE, NULL);
}

static const gchar *
loader_of (FileKind kind)
{
  switch (kind)
    {
    case FILE_GIF:
      return "gegl:gif-load";
    case FILE_PDF:
      return "gegl:pdf-load";
    case FILE_PNM:
      return "gegl:ppm-load";
    case FILE_EXR:
      return "gegl:exr-load";
    case FILE_HDR:
      return "gegl:rgbe-load";
    default:
      return "gegl:pixbuf-load";
    }
}

static GeglNode *
new_loader (GeglNode *graph, const gchar *path, FileKind kind, GError **error)
{
  const gchar *operation = loader_of (kind);

  if (! gegl_has_operation (operation))
    {
      g_set_error (error, READ_ERROR, READ_ERROR_FILE,
                   _ ("Files of this kind are not read here: GEGL has no "
                      "“%s”. Convert the file, to PNG for "
                      "example."),
                   operation);
      return NULL;
    }

  return gegl_node_new_child (graph, "operation", operation, "path", path,
                              NULL);
}

/* Counts the pages of a PDF, or the frames of a GIF. */
gint
count_gegl_pages (const gchar *path, FileKind kind, GError **error)
{
  g_autoptr (GeglNode) graph = NULL;
  GeglNode *loader;
  gint      n = 1;

  if (kind != FILE_GIF && kind != FILE_PDF)
    return 1;

  start_gegl ();
  graph  = gegl_node_new ();
  loader = new_loader (graph, path, kind, error);
  if (! loader)
    return 0;
  gegl_node_get_bounding_box (loader); /* opens the file */
  gegl_node_get (loader, kind == FILE_GIF ? "frames" : "pages", &n, NULL);

  return MAX (n, 1);
}

static GBytes *
profile_of (const Babl *format)
{
  const Babl  *space  = babl_format_get_space (format);
  int          length = 0;
  const gchar *data;

  if (space == babl_space ("sRGB"))
    return NULL;
  data = babl_space_get_icc (space, &length);

  return data && length > 0 ? g_bytes_new (data, length) : NULL;
}

static Picture *
picture_of_buffer (GeglBuffer *buffer, GError **error)
{
  const Babl *format = gegl_buffer_get_format (buffer);
  const Babl *type   = babl_format_get_type (format, 0);
  gboolean is_gray   = (babl_get_model_flags (format) & BABL_MODEL_FLAG_GRAY) !=
                     0;
  GeglRectangle box          = *gegl_buffer_get_extent (buffer);
  g_autoptr (GBytes) profile = profile_of (format);
  PictureDepth depth         = type == babl_type ("u8")  ? PICTURE_8_BITS :
                               type == babl_type ("u16") ? PICTURE_16_BITS :
                                                           PICTURE_FLOAT;
  Picture     *picture       = picture_new (box.width, box.height,
                                            (is_gray ? 1 : 3) +
                                                (babl_format_has_alpha (format) != 0),
                                            depth, profile, error);

  if (picture)
    gegl_buffer_get (buffer, &box, 1.0, picture->format, picture->pixels,
                     GEGL_AUTO_ROWSTRIDE, GEGL_ABYSS_NONE);

  return picture;
}

/* Reads a page by one of GEGL's loaders. They warn where they fail, to GLib's
 * log or to the standard error, and leave what they could not read empty: so a
 * warning is an error.
 */
Picture *
read_by_gegl (const gchar *path, FileKind kind, gint page, GError **error)
{
  g_autoptr (GeglNode) graph = NULL;
  GeglBuffer       *buffer   = NULL;
  Picture          *picture  = NULL;
  GeglNode         *loader, *sink;
  g_autofree gchar *warnings = NULL;

  start_gegl ();
  g_free (warnings_take ());
  graph  = gegl_node_new ();
  loader = new_loader (graph, path, kind, error);
  if (! loader)
    return NULL;
  if (kind == FILE_GIF)
    gegl_node_set (loader, "frame", page, NULL);
  if (kind == FILE_PDF)
    gegl_node_set (loader, "page", page + 1, "ppi", PDF_PPI, NULL);
  sink = gegl_node_new_child (graph, "operation", "gegl:buffer-sink", "buffer",
                              &buffer, NULL);
  gegl_node_link (loader, sink);
  gegl_node_process (sink);

  warnings = warnings_take ();
  if (! buffer || gegl_rectangle_is_empty (gegl_buffer_get_extent (buffer)) ||
      warnings)
    g_set_error (error, READ_ERROR, READ_ERROR_FILE,
                 _ ("The file is damaged: %s"),
                 warnings ? warnings : _ ("there is no picture in it"));
  else
    picture = picture_of_buffer (buffer, error);
  g_clear_object (&buffer);
  if (picture && kind == FILE_PDF)
    picture->ppi_x = picture->ppi_y = PDF_PPI;

  return picture;
}
