/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "hom-parallel.h"

/* Belongs to its caller and to the helpers that it was given to: one of them
 * may come to it when all is done, and the caller is gone.
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

/* Not owned: it is there for longer than the work. */
static GPrivate current = G_PRIVATE_INIT (NULL);

/* @cancellable: (nullable). */
void
hom_parallel_begin (GCancellable *cancellable)
{
  g_private_set (&current, cancellable);
}

void
hom_parallel_end (void)
{
  g_private_set (&current, NULL);
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

/* When this returns, nobody begins with a band any more. */
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

/* A helper that comes too late finds no band, and touches nothing that was the
 * caller's.
 */
static void
help (gpointer data, gpointer unused)
{
  Job *job = data;

  g_mutex_lock (&job->mutex);
  job->n_helping++;
  g_mutex_unlock (&job->mutex);

  g_private_set (&current, job->cancellable);
  work (job);
  g_private_set (&current, NULL);

  g_mutex_lock (&job->mutex);
  if (--job->n_helping == 0)
    g_cond_signal (&job->is_left);
  g_mutex_unlock (&job->mutex);
  leave_job (job);
}

/* GLib's own threads, which wait for work in its code and end when there is
 * none: the module that this is a part of can be unloaded.
 *
 * Returns: one that has a thread for each processor but the caller's.
 */
static GThreadPool *
helpers (void)
{
  static GThreadPool *pool = NULL;

  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (help, NULL,
                                                 g_get_num_processors () - 1,
                                                 FALSE, NULL));

  return pool;
}

/* The caller works too, and waits only for helpers that have come: they may all
 * be busy with other jobs, with one that this is a part of, or not be there.
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
  gint n_bands   = hom_parallel_n_bands (n_rows, rows_per_band);
  gint n_helpers = 0;
  Job *job       = g_new (Job, 1);

  if (n_bands > 1)
    n_helpers = MIN (g_thread_pool_get_max_threads (helpers ()), n_bands - 1);
  *job = (Job) { .n_users       = 1 + n_helpers,
                 .func          = func,
                 .data          = data,
                 .cancellable   = g_private_get (&current),
                 .n_rows        = n_rows,
                 .rows_per_band = rows_per_band,
                 .n_bands       = n_bands };
  g_mutex_init (&job->mutex);
  g_cond_init (&job->is_left);

  for (gint i = 0; i < n_helpers; i++)
    g_thread_pool_push (helpers (), job, NULL);
  work (job);

  g_mutex_lock (&job->mutex);
  while (job->n_helping > 0)
    g_cond_wait (&job->is_left, &job->mutex);
  g_mutex_unlock (&job->mutex);
  leave_job (job);
}
