/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "base/hom-parallel.h"

/* One call of hom_parallel_rows(). It belongs to its caller and to the helpers
 * that it was given to: one of them may come to it when all is done, and the
 * caller is gone.
 */
typedef struct
{
  gint          n_users;
  HomBandFunc   func;
  gpointer      data;
  GCancellable *cancellable;
  gint          n_rows;
  gint          rows_per_band;
  gint          n_bands;
  gint          next_band;
  GMutex        mutex;
  GCond         is_left;   /* by the last helper */
  gint          n_helping; /* helpers that have come, and have not left */
} Job;

/* Lets @cancellable stop the work of this thread until hom_parallel_end().
 *
 * @cancellable: (nullable): without one, the thread's current one stays.
 *
 * Returns: (nullable) (transfer none): the one that stops it.
 */
GCancellable *
hom_parallel_begin (GCancellable *cancellable)
{
  if (cancellable)
    g_cancellable_push_current (cancellable);

  return g_cancellable_get_current ();
}

/* Ends what hom_parallel_begin() began.
 *
 * @cancellable: (nullable): as it was given to hom_parallel_begin().
 */
void
hom_parallel_end (GCancellable *cancellable)
{
  if (cancellable)
    g_cancellable_pop_current (cancellable);
}

/* Tells whether the work of this thread is no longer wanted. */
gboolean
hom_parallel_cancelled (void)
{
  return g_cancellable_is_cancelled (g_cancellable_get_current ());
}

/* Tells whether the work of this thread was cancelled, and then sets
 * %G_IO_ERROR_CANCELLED.
 */
gboolean
hom_parallel_set_error (GError **error)
{
  return g_cancellable_set_error_if_cancelled (g_cancellable_get_current (),
                                               error);
}

gint
hom_parallel_n_bands (gint n_rows, gint rows_per_band)
{
  return n_rows / rows_per_band + (n_rows % rows_per_band > 0);
}

static void
leave_job (Job *job)
{
  if (! g_atomic_int_dec_and_test (&job->n_users))
    return;

  g_mutex_clear (&job->mutex);
  g_cond_clear (&job->is_left);
  g_free (job);
}

/* Does bands of a job until none is left or the job is cancelled. When this
 * returns, nobody begins with a band any more.
 */
static void
work (Job *job)
{
  for (;;)
    {
      gint band = g_atomic_int_add (&job->next_band, 1);
      gint first;

      if (band >= job->n_bands)
        return;
      if (g_cancellable_is_cancelled (job->cancellable))
        {
          g_atomic_int_set (&job->next_band, job->n_bands);
          return;
        }

      first = band * job->rows_per_band;
      job->func (band, first, MIN (first + job->rows_per_band, job->n_rows),
                 job->data);
    }
}

/* Helps with a job, in a thread of the pool. A helper that comes too late finds
 * no band, and touches nothing that was the caller's.
 */
static void
help (gpointer data, gpointer unused)
{
  Job *job = data;

  g_mutex_lock (&job->mutex);
  job->n_helping++;
  g_mutex_unlock (&job->mutex);

  hom_parallel_begin (job->cancellable);
  work (job);
  hom_parallel_end (job->cancellable);

  g_mutex_lock (&job->mutex);
  if (--job->n_helping == 0)
    g_cond_signal (&job->is_left);
  g_mutex_unlock (&job->mutex);
  leave_job (job);
}

static gpointer
do_nothing (gpointer data)
{
  return NULL;
}

/* Tells whether the system gives a thread. GLib ends the program where it gets
 * none for its first pool: it is tried before whether there is room for one,
 * whose stack is kept for it.
 */
static gboolean
can_have_threads (void)
{
  GThread *thread = g_thread_try_new ("homography", do_nothing, NULL, NULL);

  if (thread)
    g_thread_join (thread);

  return thread != NULL;
}

/* Tells how many threads may work at once: one a processor, or as many as the
 * environment variable HOM_THREADS says, for programs that run several processes
 * side by side, as GEGL_THREADS does for GEGL.
 */
static gint
most_threads (void)
{
  const gchar *text    = g_getenv ("HOM_THREADS");
  gint         n       = (gint) g_get_num_processors ();
  gint64       allowed = text ? g_ascii_strtoll (text, NULL, 10) : 0;

  return allowed > 0 && allowed < n ? (gint) allowed : n;
}

/* Finds the pool of helpers. Its threads are GLib's own, which wait for work in
 * its code and end when there is none: the module that this is a part of can be
 * unloaded.
 *
 * Returns: (nullable): a pool that has a thread for each processor but the
 *   caller's; NULL where there is no memory for threads.
 */
static GThreadPool *
helpers (void)
{
  static GMutex       mutex;
  static GThreadPool *pool = NULL;
  GThreadPool        *result;

  g_mutex_lock (&mutex);
  if (! pool && can_have_threads ())
    pool = g_thread_pool_new (help, NULL, most_threads () - 1, FALSE, NULL);
  result = pool;
  g_mutex_unlock (&mutex);

  return result;
}

/* Calls @func for all bands of rows, in several threads. The caller works too,
 * and waits only for helpers that have come: they may all be busy with other
 * jobs, with one that this is a part of, or not be there.
 *
 * The bands are the same however many threads there are, so that sums over
 * them, added up in the order of the bands, are the same on every machine.
 */
void
hom_parallel_rows (gint        n_rows,
                   gint        rows_per_band,
                   HomBandFunc func,
                   gpointer    data)
{
  gint         n_bands   = hom_parallel_n_bands (n_rows, rows_per_band);
  GThreadPool *pool      = n_bands > 1 ? helpers () : NULL;
  gint         n_helpers = 0;
  Job         *job       = g_new (Job, 1);

  if (pool)
    n_helpers = MIN (g_thread_pool_get_max_threads (pool), n_bands - 1);
  *job = (Job){ .n_users       = 1 + n_helpers,
                .func          = func,
                .data          = data,
                .cancellable   = g_cancellable_get_current (),
                .n_rows        = n_rows,
                .rows_per_band = rows_per_band,
                .n_bands       = n_bands };
  g_mutex_init (&job->mutex);
  g_cond_init (&job->is_left);

  for (gint i = 0; i < n_helpers; i++)
    g_thread_pool_push (pool, job, NULL);
  work (job);

  g_mutex_lock (&job->mutex);
  while (job->n_helping > 0)
    g_cond_wait (&job->is_left, &job->mutex);
  g_mutex_unlock (&job->mutex);
  leave_job (job);
}
