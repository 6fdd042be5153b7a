/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "tools/picture/complete.h"
#include "tools/picture/metadata.h"
#include "tools/picture/read-gegl.h"
#include "tools/picture/read-jpeg.h"
#include "tools/picture/read-png.h"
#include "tools/picture/read-tiff.h"
#include "tools/picture/read-webp.h"
#include "tools/picture/read.h"

/* Counts the pages of a picture's file.
 *
 * Returns: 0 with an error when it has none that can be read.
 */
gint
picture_count_pages (const gchar *path, FileKind kind, GError **error)
{
  if (kind == FILE_JPEG)
    return count_jpeg_pages (path, error);
  if (kind == FILE_PNG)
    return count_png_pages (path, error);
  if (kind == FILE_TIFF)
    return count_tiff_pages (path, error);
  if (kind == FILE_WEBP)
    return count_webp_pages (path, error);
  if (! file_is_complete (path, kind, error))
    return 0;

  return count_gegl_pages (path, kind, error);
}

static Picture *
read_stored (const gchar *path, FileKind kind, gint page, GError **error)
{
  switch (kind)
    {
    case FILE_JPEG:
      return read_jpeg (path, page, error);
    case FILE_PNG:
      return read_png (path, page, error);
    case FILE_TIFF:
      return read_tiff (path, page, error);
    case FILE_WEBP:
      return read_webp (path, page, error);
    default:
      return read_by_gegl (path, kind, page, error);
    }
}

/* Reads a page of a picture's file, upright by its orientation tag.
 *
 * @kind: one that picture_count_pages() was asked for.
 * @page: counted from 0.
 *
 * Returns: (transfer full): the picture; NULL with an error also where some of
 *   its pixels are missing.
 */
Picture *
picture_read (const gchar *path, FileKind kind, gint page, GError **error)
{
  Picture *picture = read_stored (path, kind, page, error);

  if (! picture)
    return NULL;
  metadata_read (picture, path);
  metadata_resolution (picture);
  if (! picture_turn (picture, metadata_orientation (picture), error))
    g_clear_pointer (&picture, picture_free);

  return picture;
}
