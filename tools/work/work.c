/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "tools/picture/read-error.h"
#include "tools/picture/read.h"
#include "tools/work/align.h"
#include "tools/work/straighten.h"
#include "tools/work/work.h"

/* Chooses the format of a result. */
WriteFormat
work_format (const Options *options, FileKind kind)
{
  if (options->format != WRITE_AS_SOURCE)
    return options->format;

  return kind == FILE_JPEG ? WRITE_JPEG :
         kind == FILE_TIFF ? WRITE_TIFF :
                             WRITE_PNG;
}

/* Names a file, whatever path leads to it.
 *
 * Returns: (transfer full) (nullable): NULL when there is none.
 */
gchar *
work_inode (const gchar *path)
{
  GStatBuf status;

  if (g_stat (path, &status))
    return NULL;

  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT,
                          (guint64) status.st_dev, (guint64) status.st_ino);
}

static gchar *
output_path (const Work *work, const Source *source, gint page, gint n_pages)
{
  const gchar      *ending = write_format_ending (work_format (work->options,
                                                               source->kind));
  g_autofree gchar *name   = n_pages > 1 ?
                                 g_strdup_printf ("%s-%d%s", source->page_stem,
                                                  page + 1, ending) :
                                 g_strconcat (source->stem, ending, NULL);

  return g_build_filename (work->options->output, name, NULL);
}

/* Tells whether a result was written after its source, all of it: results come
 * to be under their names only when they are whole.
 */
static gboolean
is_done (const gchar *source, const gchar *output)
{
  GStatBuf from, to;

  return ! g_stat (source, &from) && ! g_stat (output, &to) &&
         from.st_mtime <= to.st_mtime && to.st_size > 0;
}

static gboolean
check_output (const Work *work, const gchar *output, GError **error)
{
  g_autofree gchar *inode = work_inode (output);

  if (! inode || ! g_hash_table_contains (work->inodes, inode))
    return TRUE;
  g_set_error_literal (error, READ_ERROR, READ_ERROR_FILE,
                       _ ("The result would replace a picture that was given. "
                          "Name another folder by --output."));

  return FALSE;
}

/* Does a page that has been read, and writes it where that is asked for. */
static gboolean
do_picture (const Work    *work,
            const Source  *source,
            const Picture *picture,
            Outcome       *outcome,
            GError       **error)
{
  const Options *options     = work->options;
  WriteFormat    format      = work_format (options, source->kind);
  g_autoptr (Picture) result = NULL;

  switch (options->command)
    {
    case COMMAND_ALIGN:
      result = align_picture (work, picture, format, outcome, error);
      break;
    case COMMAND_STRAIGHTEN:
      result = straighten_picture (options, picture, format, outcome, error);
      break;
    case COMMAND_CORNERS:
      return straighten_find (options, picture, outcome, error);
    }
  if (! result)
    return outcome->status == STATUS_UNSURE;

  return picture_write (result, outcome->output, format, options->quality,
                        error);
}

static void
do_page (const Work   *work,
         const Source *source,
         gint          page,
         gint          n_pages,
         Outcome      *outcome)
{
  GError *error               = NULL;
  g_autoptr (Picture) picture = NULL;

  outcome->name = n_pages > 1 ?
                      g_strdup_printf ("%s[%d]", source->path, page + 1) :
                      g_strdup (source->path);
  if (work->options->command != COMMAND_CORNERS)
    {
      outcome->output = output_path (work, source, page, n_pages);
      if (work->options->resume && is_done (source->path, outcome->output))
        {
          outcome->status = STATUS_SKIPPED;
          return;
        }
      if (! check_output (work, outcome->output, &error))
        {
          g_clear_pointer (&outcome->output, g_free);
          outcome_fail (outcome, error);
          return;
        }
    }

  picture = picture_read (source->path, source->kind, page, &error);
  if (! picture || ! do_picture (work, source, picture, outcome, &error))
    outcome_fail (outcome, error);
  else if (! outcome->message)
    outcome->message = g_strdup (picture->note);
  if (status_is_failure (outcome->status))
    g_clear_pointer (&outcome->output, g_free);
}

/* Does all pages of a file.
 *
 * @func: told of each page; it may take what the outcome holds.
 */
void
work_do (const Work   *work,
         const Source *source,
         OutcomeFunc   func,
         gpointer      data)
{
  GError *error = NULL;
  gint    n     = source->problem ?
                      0 :
                      picture_count_pages (source->path, source->kind, &error);

  for (gint page = 0; page < MAX (n, 1); page++)
    {
      g_auto (Outcome) outcome = { .is_last = page + 1 >= n };

      if (n > 0)
        {
          do_page (work, source, page, n, &outcome);
        }
      else
        {
          outcome.name = g_strdup (source->path);
          if (source->problem)
            g_set_error_literal (&error, READ_ERROR, READ_ERROR_FILE,
                                 source->problem);
          outcome_fail (&outcome, error);
        }
      func (&outcome, data);
    }
}
