/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "tools/batch/report.h"

/* The exit status counts no further: those above have other meanings. */
#define MOST_FAILURES 100

/* Clears the line of the progress. */
#define CLEAR_LINE "\r\033[K"

/* @waiting: (array): of each source the outcomes of its pages, until those of
 *   all before it have been told.
 * @next: the first source that has not been told of.
 * @looks: (element-type utf8): those that want a look.
 * @n_files: how many files are to be done.
 */
struct _Report
{
  const Work *work;
  Table      *table;
  GPtrArray **waiting;
  gboolean   *is_complete;
  guint       next;
  GPtrArray  *looks;
  guint       n_files, n_finished, n_failed;
  guint       count[N_STATUSES];
  gboolean    shows_progress;
  gint        broken; /* the errno of corners that could not be printed */
};

static void
outcome_free (gpointer data)
{
  outcome_clear (data);
  g_free (data);
}

/* Begins a report.
 *
 * @wanted: (array): whether each source is to be done: what is not was done
 *   before.
 */
Report *
report_new (const Work *work, Table *table, const gboolean *wanted)
{
  Report *report = g_new0 (Report, 1);
  guint   n      = work->sources->len;

  report->work           = work;
  report->table          = table;
  report->waiting        = g_new0 (GPtrArray *, n);
  report->is_complete    = g_new0 (gboolean, n);
  report->looks          = g_ptr_array_new_with_free_func (g_free);
  report->shows_progress = ! work->options->quiet && isatty (STDERR_FILENO);
  for (guint i = 0; i < n; i++)
    {
      report->waiting[i]     = g_ptr_array_new_with_free_func (outcome_free);
      report->is_complete[i] = ! wanted[i];
      report->n_files += wanted[i];
      report->count[STATUS_SKIPPED] += ! wanted[i];
    }

  return report;
}

static void
show_progress (const Report *report)
{
  if (report->shows_progress)
    g_printerr (CLEAR_LINE "%u / %u", report->n_finished, report->n_files);
}

/* Prints corners in the form that --corners takes. */
static void
print_corners (Report *report, const Outcome *outcome)
{
  gchar number[G_ASCII_DTOSTR_BUF_SIZE];

  if (! outcome->has_corners)
    return;
  fputs (outcome->name, stdout);
  for (gint i = 0; i < 8; i++)
    {
      const HomPoint *corner = &outcome->corners[i / 2];

      table_format_number (i % 2 ? corner->y : corner->x, 2, number);
      printf ("%s%s", i ? "," : "\t", number);
    }
  table_format_number (outcome->ratio, 4, number);
  printf ("\t%s", number);
  table_format_number (outcome->confidence, 3, number);
  printf ("\t%s\n", number);
  if (fflush (stdout))
    report->broken = errno;
}

/* Makes a name or a message one line that does nothing to a terminal. */
static gchar *
in_one_line (gchar *text)
{
  for (gchar *at = text; *at; at++)
    if (g_ascii_iscntrl (*at))
      *at = '?';

  return text;
}

/* Says at once what failed. */
static void
print_message (const Report *report, const Outcome *outcome)
{
  g_autofree gchar *name = NULL;
  g_autofree gchar *line = NULL;

  if (! outcome->message ||
      (report->work->options->quiet && ! status_is_failure (outcome->status)))
    return;
  name = g_filename_display_name (outcome->name);
  line = g_strconcat (name, ": ", outcome->message, NULL);
  g_printerr ("%s%s\n", report->shows_progress ? CLEAR_LINE : "",
              in_one_line (line));
}

static void
note_look (Report *report, const Outcome *outcome)
{
  g_autofree gchar *name = NULL;
  gchar             confidence[G_ASCII_DTOSTR_BUF_SIZE];

  if (outcome->status != STATUS_LOOK && outcome->status != STATUS_UNSURE)
    return;
  name = in_one_line (g_filename_display_name (outcome->name));
  table_format_number (outcome->confidence, 2, confidence);
  g_ptr_array_add (report->looks,
                   g_strdup_printf ("%s (%s)", name, confidence));
}

/* Tells of the sources whose turn it is, in their order. */
static void
tell_in_order (Report *report)
{
  for (; report->next < report->work->sources->len &&
         report->is_complete[report->next];
       report->next++)
    {
      GPtrArray *pages = report->waiting[report->next];

      for (guint i = 0; i < pages->len; i++)
        {
          const Outcome *outcome = pages->pdata[i];

          if (report->table)
            table_add (report->table, outcome);
          if (report->work->options->command == COMMAND_CORNERS)
            print_corners (report, outcome);
          note_look (report, outcome);
        }
      g_ptr_array_set_size (pages, 0);
    }
}

/* Tells of a page that was done.
 *
 * @index: of its source.
 * @outcome: is taken.
 */
void
report_page (guint index, Outcome *outcome, gpointer data)
{
  Report    *report = data;
  GPtrArray *pages  = report->waiting[index];
  gboolean   failed = FALSE;

  print_message (report, outcome);
  report->count[outcome->status]++;
  report->is_complete[index] = outcome->is_last;
  g_ptr_array_add (pages, g_memdup2 (outcome, sizeof (*outcome)));
  memset (outcome, 0, sizeof (*outcome));
  if (! report->is_complete[index])
    return;

  for (guint i = 0; i < pages->len; i++)
    failed |= status_is_failure (((Outcome *) pages->pdata[i])->status);
  report->n_failed += failed;
  report->n_finished++;
  tell_in_order (report);
  show_progress (report);
}

static void
print_summary (const Report *report)
{
  const guint *count = report->count;

  if (report->shows_progress)
    g_printerr (CLEAR_LINE);
  if (report->work->options->quiet)
    return;
  if (report->looks->len)
    g_printerr ("%s\n", _ ("These want a look (how certain each is, 1 at "
                           "best):"));
  for (guint i = 0; i < report->looks->len; i++)
    g_printerr ("  %s\n", (const gchar *) report->looks->pdata[i]);
  g_printerr (_ ("Done: %u. Done before: %u. Failed: %u.\n"),
              count[STATUS_DONE] + count[STATUS_LOOK], count[STATUS_SKIPPED],
              count[STATUS_UNSURE] + count[STATUS_FAILED]);
}

/* Ends the report.
 *
 * Returns: what the program ends with: the number of files that failed, or that
 *   a page of failed.
 */
gint
report_finish (Report *report)
{
  gint status = (gint) MIN (report->n_failed, MOST_FAILURES);

  /* those that wait for one that was interrupted */
  for (guint i = 0; i < report->work->sources->len; i++)
    report->is_complete[i] = TRUE;
  tell_in_order (report);
  print_summary (report);
  if (report->broken)
    {
      g_printerr (_ ("homography: The corners could not be written: %s\n"),
                  g_strerror (report->broken));
      status = STATUS_USAGE;
    }
  for (guint i = 0; i < report->work->sources->len; i++)
    g_ptr_array_unref (report->waiting[i]);
  g_ptr_array_unref (report->looks);
  g_free (report->waiting);
  g_free (report->is_complete);
  g_free (report);

  return status;
}
