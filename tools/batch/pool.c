/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>

#include <glib/gi18n.h>

#include "tools/batch/pool.h"
#include "tools/batch/worker.h"

/* @workers: one for each job; NULL: not started, or dead.
 * @next: the next source that nobody has been given.
 */
typedef struct
{
  const Work     *work;
  const gboolean *is_wanted;
  PoolFunc        func;
  gpointer        data;
  Worker        **workers;
  gint            n_workers;
  guint           next;
} Pool;

static volatile sig_atomic_t is_interrupted;

static void
on_signal (int number)
{
  is_interrupted = 1;
}

/* Lets signals be heard between two outcomes. */
static void
hear_signals (void)
{
  struct sigaction action;

  memset (&action, 0, sizeof (action));
  action.sa_handler = on_signal;
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  sigaction (SIGHUP, &action, NULL);
  signal (SIGPIPE, SIG_IGN);
}

static gboolean
take_next (Pool *pool, guint *index)
{
  while (pool->next < pool->work->sources->len)
    {
      *index = pool->next++;
      if (pool->is_wanted[*index])
        return TRUE;
    }

  return FALSE;
}

/* Tells of a source whose worker died, and has done with that worker. */
static void
bury (Pool *pool, gint i)
{
  guint             index;
  gboolean          was_busy = worker_is_busy (pool->workers[i], &index);
  g_autofree gchar *reason   = worker_end (pool->workers[i], pool->work, FALSE);
  const Source     *source;
  g_auto (Outcome) outcome = { .status = STATUS_FAILED, .is_last = TRUE };

  pool->workers[i] = NULL;
  if (! was_busy)
    return;
  source          = pool->work->sources->pdata[index];
  outcome.name    = g_strdup (source->path);
  outcome.message = g_steal_pointer (&reason);
  pool->func (index, &outcome, pool->data);
}

/* Gives work to who has none.
 *
 * Returns: FALSE with an error when there is work and no process for it.
 */
static gboolean
give_work (Pool *pool, GError **error)
{
  guint index;

  for (gint i = 0; i < pool->n_workers; i++)
    {
      if (pool->workers[i] && worker_is_busy (pool->workers[i], &index))
        continue;
      if (! take_next (pool, &index))
        return TRUE;
      if (! pool->workers[i])
        pool->workers[i] = worker_start (pool->work, pool->n_workers, error);
      if (! pool->workers[i])
        return FALSE;
      if (! worker_give (pool->workers[i], index))
        bury (pool, i);
    }

  return TRUE;
}

static gint
count_busy (Pool *pool)
{
  gint  n = 0;
  guint index;

  for (gint i = 0; i < pool->n_workers; i++)
    n += pool->workers[i] && worker_is_busy (pool->workers[i], &index);

  return n;
}

/* Waits for something to come of what is being done. */
static void
wait_for_outcomes (Pool *pool)
{
  struct pollfd *watched = g_new0 (struct pollfd, pool->n_workers);
  guint          index;

  for (gint i = 0; i < pool->n_workers; i++)
    {
      watched[i].fd     = -1;
      watched[i].events = POLLIN;
      if (pool->workers[i] && worker_is_busy (pool->workers[i], &index))
        watched[i].fd = worker_socket (pool->workers[i]);
    }
  if (poll (watched, pool->n_workers, -1) > 0)
    for (gint i = 0; i < pool->n_workers; i++)
      if (watched[i].fd >= 0 && watched[i].revents)
        {
          g_auto (Outcome) outcome = { 0 };

          worker_is_busy (pool->workers[i], &index);
          if (worker_receive (pool->workers[i], &outcome))
            pool->func (index, &outcome, pool->data);
          else
            bury (pool, i);
        }
  g_free (watched);
}

/* Does all sources, several at once, each in a process of its own.
 *
 * @is_wanted: (array): of each source, whether it is to be done.
 *
 * Returns: FALSE with an error when that cannot go on, with
 *   %G_FILE_ERROR_INTR when the user has interrupted it.
 */
gboolean
pool_run (const Work     *work,
          const gboolean *is_wanted,
          PoolFunc        func,
          gpointer        data,
          GError        **error)
{
  Pool     pool    = { work, is_wanted, func, data };
  gboolean success = TRUE;

  pool.n_workers = MAX (1,
                        MIN (work->options->jobs, (gint) work->sources->len));
  pool.workers   = g_new0 (Worker *, pool.n_workers);
  hear_signals ();
  do
    {
      success = give_work (&pool, error);
      if (success && count_busy (&pool) > 0)
        wait_for_outcomes (&pool);
    }
  while (success && ! is_interrupted &&
         (count_busy (&pool) > 0 || pool.next < work->sources->len));

  for (gint i = 0; i < pool.n_workers; i++)
    if (pool.workers[i])
      g_free (worker_end (pool.workers[i], work, is_interrupted || ! success));
  g_free (pool.workers);
  if (is_interrupted && success)
    {
      g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_INTR,
                           _ ("Interrupted. --resume goes on where it "
                              "stopped."));
      success = FALSE;
    }

  return success;
}
