/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "tools/picture/metadata.h"
#include "tools/picture/write-jpeg.h"
#include "tools/picture/write-png.h"
#include "tools/picture/write-tiff.h"
#include "tools/picture/write.h"

/* Tells what the names of files of a format end in. */
const gchar *
write_format_ending (WriteFormat format)
{
  return format == WRITE_JPEG ? ".jpg" : format == WRITE_TIFF ? ".tif" : ".png";
}

static gboolean
write_file (const Picture *picture,
            const gchar   *path,
            WriteFormat    format,
            gint           quality,
            GError       **error)
{
  switch (format)
    {
    case WRITE_JPEG:
      return write_jpeg (picture, path, quality, error);
    case WRITE_TIFF:
      return write_tiff (picture, path, error);
    default:
      return write_png (picture, path, error);
    }
}

static gboolean
rename_file (const gchar *from, const gchar *to, GError **error)
{
  if (g_rename (from, to) == 0)
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                       g_strerror (errno));

  return FALSE;
}

/* Names the file that a process writes to until all of it is there. Machines
 * may share the folder.
 */
static gchar *
part_path (const gchar *folder, GPid pid, WriteFormat format)
{
  g_autofree gchar *name = g_strdup_printf (".homography-%s-%d%s",
                                            g_get_host_name (), (gint) pid,
                                            write_format_ending (format));

  return g_build_filename (folder, name, NULL);
}

/* Removes what a process that died has left of a page. */
void
write_remove_part (const gchar *folder, GPid pid)
{
  for (WriteFormat format = WRITE_JPEG; format <= WRITE_TIFF; format++)
    {
      g_autofree gchar *part = part_path (folder, pid, format);

      g_unlink (part);
    }
}

/* Writes a picture with its profile, resolution and metadata.
 *
 * The file is there when all of it is: until then it has another name, of this
 * process's own, that begins with a full stop.
 */
gboolean
picture_write (const Picture *picture,
               const gchar   *path,
               WriteFormat    format,
               gint           quality,
               GError       **error)
{
  g_autofree gchar *folder = g_path_get_dirname (path);
  g_autofree gchar *part   = part_path (folder, getpid (), format);

  if (write_file (picture, part, format, quality, error) &&
      metadata_write (picture, part, error) && rename_file (part, path, error))
    return TRUE;

  g_prefix_error (error, _ ("The page could not be written: "));
  g_unlink (part);

  return FALSE;
}
