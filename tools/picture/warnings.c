/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <unistd.h>

#include "tools/picture/warnings.h"

/* No more of what a library says is told. */
#define MOST 500

/* What GLib puts before a message: the process, the level and the time. */
#define PREAMBLE                                                            \
  "(\\*\\* )?\\([^()]*:[0-9]+\\): [^ ]*(WARNING|CRITICAL|Message) \\*\\*: " \
  "[0-9:.]+: "

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

/* Makes a line of what was said, for people. */
static gchar *
line_of (const gchar *text, gsize length)
{
  g_autofree gchar *valid      = g_utf8_make_valid (text, length);
  g_autoptr (GRegex) preambles = g_regex_new (PREAMBLE, 0, 0, NULL);

  g_strdelimit (valid, "\r\n\t", ' ');

  return g_strstrip (g_regex_replace_literal (preambles, valid, -1, 0, "", 0,
                                              NULL));
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
  gchar  *line;
  off_t   end;

  if (file < 0)
    return NULL;
  end    = lseek (file, 0, SEEK_END);
  length = pread (file, text, sizeof (text), taken);
  taken  = end;
  if (length <= 0)
    return NULL;

  line = line_of (text, length);
  if (! line[0])
    g_clear_pointer (&line, g_free);

  return line;
}
