/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "base/hom-worker.h"

/* The caller looks this often whether it was cancelled, in microseconds: five
 * times within the 50 ms that cancelling may take.
 */
#define PATIENCE 10000

/* The report of the threads of one call. */
typedef struct
{
  GMutex mutex;
  GCond  cond;
  gint   n_running;
} Watch;

typedef struct
{
  HomWorkFunc    func;
  gpointer       data;
  GDestroyNotify release;
  Watch         *watch;
  GThread       *thread;
  gint           is_done;
} Work;

/* A list of Work that was left to itself. */
static GMutex  left_mutex;
static GSList *left;

static void
watch_clear (gpointer data)
{
  Watch *watch = data;

  g_mutex_clear (&watch->mutex);
  g_cond_clear (&watch->cond);
}

static gpointer
run_work (gpointer data)
{
  Work  *work  = data;
  Watch *watch = work->watch;

  work->func (work->data);
  work->release (work->data);

  g_mutex_lock (&watch->mutex);
  watch->n_running--;
  g_cond_signal (&watch->cond);
  g_mutex_unlock (&watch->mutex);
  g_atomic_rc_box_release_full (watch, watch_clear);

  g_atomic_int_set (&work->is_done, TRUE);

  return NULL;
}

static void
join_work (Work *work)
{
  if (work->thread)
    g_thread_join (work->thread);
  g_free (work);
}

/* Joins the threads left to themselves that have ended or, with @wait, all. */
static void
join_left (gboolean wait)
{
  GSList *remaining = NULL;

  g_mutex_lock (&left_mutex);
  for (GSList *link = left; link; link = link->next)
    {
      Work *work = link->data;

      if (wait || g_atomic_int_get (&work->is_done))
        join_work (work);
      else
        remaining = g_slist_prepend (remaining, work);
    }
  g_slist_free (left);
  left = remaining;
  g_mutex_unlock (&left_mutex);
}

/* Joins all threads left to themselves: none may still run the code of a
 * library that is being unloaded.
 */
__attribute__ ((destructor)) static void
join_all_left (void)
{
  join_left (TRUE);
}

static Work *
start_work (HomWorkFunc    func,
            gpointer       data,
            GDestroyNotify release,
            Watch         *watch)
{
  Work *work = g_new0 (Work, 1);

  *work        = (Work){ func, data, release, watch };
  work->thread = g_thread_try_new ("homography", run_work, work, NULL);
  /* Where no thread is to be had, this one does all. */
  if (! work->thread)
    run_work (work);

  return work;
}

/* Waits until all threads of a call have ended.
 *
 * Returns: FALSE when cancelled.
 */
static gboolean
wait_for_work (Watch *watch, GCancellable *cancellable)
{
  gboolean is_done;

  g_mutex_lock (&watch->mutex);
  while (watch->n_running > 0 && ! g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&watch->cond, &watch->mutex,
                       g_get_monotonic_time () + PATIENCE);
  is_done = watch->n_running == 0;
  g_mutex_unlock (&watch->mutex);

  return is_done && ! g_cancellable_is_cancelled (cancellable);
}

/**
 * hom_worker_run:
 * @data: an argument of @func for each thread, which owns a reference to it.
 * @n: the number of threads.
 * @release: gives a reference back; called by each thread in the end.
 *
 * Calls @func for each of @data in a thread of its own and waits for all. When
 * cancelled, it does not wait any longer: the threads go on, with whatever they
 * own, until @func returns.
 *
 * Returns: FALSE when cancelled.
 */
gboolean
hom_worker_run (HomWorkFunc    func,
                gpointer      *data,
                gint           n,
                GDestroyNotify release,
                GCancellable  *cancellable)
{
  Watch            *watch = g_atomic_rc_box_new0 (Watch);
  g_autofree Work **works = g_new (Work *, MAX (n, 1));
  gboolean          is_done;

  join_left (FALSE);

  g_mutex_init (&watch->mutex);
  g_cond_init (&watch->cond);
  watch->n_running = n;
  for (gint i = 0; i < n; i++)
    works[i] = start_work (func, data[i], release,
                           g_atomic_rc_box_acquire (watch));
  is_done = wait_for_work (watch, cancellable);
  g_atomic_rc_box_release_full (watch, watch_clear);

  for (gint i = 0; i < n; i++)
    if (is_done)
      {
        join_work (works[i]);
      }
    else
      {
        g_mutex_lock (&left_mutex);
        left = g_slist_prepend (left, works[i]);
        g_mutex_unlock (&left_mutex);
      }

  return is_done;
}
