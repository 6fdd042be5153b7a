/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * homography: straightens and aligns files of pictures, without GIMP.
 */

#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "tools/batch/plan.h"
#include "tools/batch/pool.h"
#include "tools/batch/report.h"
#include "tools/options/options.h"

/* Chooses what is to be done: all, but for what an earlier table has as done,
 * where nothing else tells of it.
 */
static gboolean *
choose_sources (const Work *work, Table *table)
{
  const Options *options = work->options;
  gboolean      *wanted  = g_new (gboolean, work->sources->len);

  for (guint i = 0; i < work->sources->len; i++)
    {
      const Source *source = work->sources->pdata[i];

      wanted[i] = ! (options->command == COMMAND_CORNERS && options->resume &&
                     table && table_is_done (table, source->path));
    }

  return wanted;
}

/* Opens the table, if one is asked for. It must not take a picture's place. */
static gboolean
open_table (const Work *work, Table **table, GError **error)
{
  const gchar      *path  = work->options->csv;
  g_autofree gchar *inode = path ? work_inode (path) : NULL;

  *table = NULL;
  if (! path)
    return TRUE;
  if (inode && g_hash_table_contains (work->inodes, inode))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
                   _ ("%s is a picture that was given. The table would "
                      "replace it."),
                   path);
      return FALSE;
    }
  *table = table_open (path, work->options->resume, error);

  return *table != NULL;
}

static gint
say_error (GError *error, gint status)
{
  g_printerr ("homography: %s\n", error->message);
  g_error_free (error);

  return status;
}

static gint
run (const Options *options)
{
  Work     work;
  Table   *table = NULL;
  Report  *report;
  GError  *error   = NULL;
  gint     status  = STATUS_USAGE;
  gboolean success = plan_make (&work, options, &error) &&
                     open_table (&work, &table, &error);

  if (success)
    {
      g_autofree gboolean *wanted = choose_sources (&work, table);

      report  = report_new (&work, table, wanted);
      success = pool_run (&work, wanted, report_page, report, &error);
      status  = report_finish (report);
      if (! success)
        status = g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_INTR) ?
                     STATUS_INTERRUPTED :
                     STATUS_USAGE;
      if (table && ! table_close (table, success ? &error : NULL))
        status = STATUS_USAGE;
    }
  if (error)
    status = say_error (error, status);
  plan_clear (&work);

  return status;
}

int
main (int argc, char **argv)
{
  Options options;
  gint    status;

  setlocale (LC_ALL, "");
#ifdef HOM_LOCALE_DIR
  bindtextdomain (GETTEXT_PACKAGE, HOM_LOCALE_DIR);
#endif
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("homography");

  if (options_parse (&options, argc, argv, &status))
    status = run (&options);
  options_clear (&options);

  return status;
}
