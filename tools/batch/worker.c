/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <babl/babl.h>
#include <glib/gi18n.h>

#include "tools/batch/worker.h"
#include "tools/picture/warnings.h"

/* No message is longer: names and reasons are short. */
#define LONGEST_MESSAGE (1 << 24)

struct _Worker
{
  GPid pid;
  gint socket;
  gint index; /* of the source that it works on, or -1 */
};

/* The program's ends of all sockets. A worker closes those that it inherits:
 * one hears that there is no more to do when nobody holds the other end.
 */
static GArray *open_ends;

/* Reads or writes all of a block; FALSE at the end, or when the other is gone.
 */
static gboolean
transfer (gint socket, gpointer data, gsize length, gboolean is_read)
{
  gchar *at = data;

  while (length > 0)
    {
      ssize_t n = is_read ? read (socket, at, length) :
                            write (socket, at, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      at += n;
      length -= n;
    }

  return TRUE;
}

/* ---- In the worker ---- */

/* Sends an outcome: its length and its bytes. */
static void
send_outcome (Outcome *outcome, gpointer data)
{
  gint socket                 = *(gint *) data;
  g_autoptr (GVariant) packed = outcome_to_variant (outcome);
  guint32 length              = (guint32) g_variant_get_size (packed);

  if (! transfer (socket, &length, sizeof (length), FALSE) ||
      ! transfer (socket, (gpointer) g_variant_get_data (packed), length,
                  FALSE))
    _exit (1);
}

/* Each has its share of the processors. */
static void
limit_threads (gint n_workers)
{
  gint  share = MAX (1, (gint) g_get_num_processors () / n_workers);
  gchar text[16];

  g_snprintf (text, sizeof (text), "%d", share);
  g_setenv ("HOM_THREADS", text, FALSE);
  g_setenv ("GEGL_THREADS", text, FALSE);
}

static void
run (const Work *work, gint socket, gint n_workers)
{
  guint32 index;

  signal (SIGINT, SIG_DFL);
  signal (SIGTERM, SIG_DFL);
  signal (SIGPIPE, SIG_DFL);
  limit_threads (n_workers);
  warnings_start ();
  babl_init ();
  while (transfer (socket, &index, sizeof (index), TRUE))
    work_do (work, work->sources->pdata[index], send_outcome, &socket);

  /* Nothing is left to be saved, and libraries need not clean up. */
  _exit (0);
}

/* ---- In the program itself ---- */

/* Starts a worker.
 *
 * @n_workers: how many there are in all.
 */
Worker *
worker_start (const Work *work, gint n_workers, GError **error)
{
  gint    sockets[2];
  GPid    pid;
  Worker *worker;

  if (! open_ends)
    open_ends = g_array_new (FALSE, FALSE, sizeof (gint));
  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets))
    sockets[0] = sockets[1] = -1;
  pid = sockets[0] >= 0 ? fork () : -1;
  if (pid < 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("No process can be started: %s"), g_strerror (errno));
      return NULL;
    }
  if (pid == 0)
    {
      for (guint i = 0; i < open_ends->len; i++)
        close (g_array_index (open_ends, gint, i));
      close (sockets[0]);
      run (work, sockets[1], n_workers);
    }

  close (sockets[1]);
  worker         = g_new0 (Worker, 1);
  worker->pid    = pid;
  worker->socket = sockets[0];
  worker->index  = -1;
  g_array_append_val (open_ends, worker->socket);

  return worker;
}

/* Gives a worker that has nothing to do the next source.
 *
 * Returns: FALSE when it is gone.
 */
gboolean
worker_give (Worker *worker, guint index)
{
  guint32 number = index;

  worker->index = (gint) index;

  return transfer (worker->socket, &number, sizeof (number), FALSE);
}

/* Waits for what came of a page.
 *
 * Returns: FALSE when the worker is gone.
 */
gboolean
worker_receive (Worker *worker, Outcome *outcome)
{
  guint32   length;
  gpointer  bytes;
  GVariant *packed;

  if (! transfer (worker->socket, &length, sizeof (length), TRUE) ||
      length > LONGEST_MESSAGE)
    return FALSE;
  bytes = g_malloc (length);
  if (! transfer (worker->socket, bytes, length, TRUE))
    {
      g_free (bytes);
      return FALSE;
    }

  packed = g_variant_ref_sink (
      g_variant_new_from_data (G_VARIANT_TYPE ("(aybib(dddddddd)ddayay)"),
                               bytes, length, FALSE, g_free, bytes));
  outcome_from_variant (outcome, packed);
  g_variant_unref (packed);
  if (outcome->is_last)
    worker->index = -1;

  return TRUE;
}

gint
worker_socket (Worker *worker)
{
  return worker->socket;
}

/* Tells whether a worker has been given something that is not done.
 *
 * @index: (out): the source.
 */
gboolean
worker_is_busy (Worker *worker, guint *index)
{
  *index = (guint) MAX (worker->index, 0);

  return worker->index >= 0;
}

/* Ends a worker, and removes what it may have left half written.
 *
 * @is_to_die: now, whatever it does.
 *
 * Returns: (transfer full): what it died of, as a sentence.
 */
gchar *
worker_end (Worker *worker, const Work *work, gboolean is_to_die)
{
  gint status = 0;
  GPid pid    = worker->pid;

  if (is_to_die)
    kill (pid, SIGKILL);
  for (guint i = 0; i < open_ends->len; i++)
    if (g_array_index (open_ends, gint, i) == worker->socket)
      g_array_remove_index_fast (open_ends, i--);
  close (worker->socket);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  if (work->options->command != COMMAND_CORNERS)
    write_remove_part (work->options->output, pid);
  g_free (worker);

  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL)
    return g_strdup (_ ("The process that worked on it was killed, as when "
                        "there is not enough memory. Try --jobs 1."));

  return g_strdup_printf (
      _ ("The process that worked on it died (%s): the "
         "file may be damaged."),
      WIFSIGNALED (status) ? g_strsignal (WTERMSIG (status)) : "?");
}
