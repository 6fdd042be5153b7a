/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <unistd.h>

#include "tools/picture/warnings.h"

/* No more of what a library says is told. */
#define MOST 500

/* What stands for the standard error, and how much of it has been taken. */
static int   file = -1;
static off_t taken;

/* Puts a file in place of the standard error of this process. */
gboolean
warnings_start (void)
{
  g_autofree gchar *path = NULL;

  file = g_file_open_tmp ("homography-XXXXXX", &path, NULL);
  if (file < 0)
    return FALSE;
  unlink (path);

  return dup2 (file, STDERR_FILENO) >= 0;
}

/* Takes what has been said since the last call.
 *
 * Returns: (transfer full) (nullable): it, in one line of valid UTF-8.
 */
gchar *
warnings_take (void)
{
  gchar   text[MOST];
  ssize_t length;
  gchar  *valid;
  off_t   end;

  if (file < 0)
    return NULL;
  end    = lseek (file, 0, SEEK_END);
  length = pread (file, text, sizeof (text), taken);
  taken  = end;
  if (length <= 0)
    return NULL;

  valid = g_utf8_make_valid (text, length);
  g_strdelimit (g_strstrip (valid), "\r\n\t", ' ');
  if (! valid[0])
    g_clear_pointer (&valid, g_free);

  return valid;
}
