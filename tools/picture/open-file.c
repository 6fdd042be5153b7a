/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>

#include <glib/gstdio.h>

#include "tools/picture/open-file.h"

static void
set_error (GError **error)
{
  g_set_error_literal (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                       g_strerror (errno));
}

/* Opens a file, as fopen() does, with an error for people. */
FILE *
open_file (const gchar *path, const gchar *mode, GError **error)
{
  FILE *file = g_fopen (path, mode);

  if (! file)
    set_error (error);

  return file;
}

/* Closes a file that was written: what was kept back may not find room.
 *
 * @success: whether all went well before.
 *
 * Returns: whether all has.
 */
gboolean
close_file (FILE *file, gboolean success, GError **error)
{
  if (! fclose (file))
    return success;
  if (success)
    set_error (error);

  return FALSE;
}
