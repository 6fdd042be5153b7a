/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "hom-parallel.h"

typedef struct
{
  HomBandFunc   func;
  gpointer      data;
  GCancellable *cancellable;
  gint          n_rows;
  gint          rows_per_band;
  gint          n_bands;
  gint          next_band;
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

static gpointer
work (gpointer data)
{
  Job *job = data;

  for (;;)
    {
      gint band  = g_atomic_int_add (&job->next_band, 1);
      gint first = band * job->rows_per_band;

      if (band >= job->n_bands ||
          g_cancellable_is_cancelled (job->cancellable))
        return NULL;

      job->func (band, first, MIN (first + job->rows_per_band, job->n_rows),
                 job->data);
    }
}

/* The bands are the same however many threads there are, so that sums over
 * them, added up in the order of the bands, are the same on every machine.
 */
void
hom_parallel_rows (gint        n_rows,
                   gint        rows_per_band,
                   HomBandFunc func,
                   gpointer    data)
{
  Job       job = { func, data, g_private_get (&current), n_rows,
                    rows_per_band };
  GThread **threads;
  gint      n_helpers;

  job.n_bands = hom_parallel_n_bands (n_rows, rows_per_band);
  n_helpers   = MIN ((gint) g_get_num_processors (), job.n_bands) - 1;
  threads     = g_new0 (GThread *, MAX (n_helpers, 1));

  /* Where no thread is to be had, this one does all. */
  for (gint i = 0; i < n_helpers; i++)
    threads[i] = g_thread_try_new ("homography", work, &job, NULL);
  work (&job);
  for (gint i = 0; i < n_helpers; i++)
    if (threads[i])
      g_thread_join (threads[i]);

  g_free (threads);
}
