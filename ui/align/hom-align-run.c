/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/align/hom-align-run.h"

/* Progress is kept as a whole number, which threads can share. */
#define STEPS 10000

/* @layers: for each whether it is aligned.
 * @n: how many those are, and
 * @n_done: how many of them are done.
 * @start: where the only one starts from, if
 * @has_start.
 * @has_begun: whether @end of the job must be called.
 * @layer: which is aligned, or was last.
 * @progress: of this layer, in STEPS.
 * @lock: of
 * @steps: of #HomAlignStep: those that nobody has taken yet.
 */
struct _HomAlignRun
{
  HomAlignJob      job;
  HomAlignDone     done;
  gpointer         data;
  GCancellable    *cancellable;
  HomAlignOutcome *outcomes;
  gboolean        *layers;
  gint             n;
  gint             n_done;
  HomMatrix        start;
  gboolean         has_start;
  gboolean         has_begun;
  gint             layer;
  gint             progress;
  GMutex           lock;
  GArray          *steps;
};

static gboolean next_part (gpointer data);

/* @error: (nullable). */
static void
end (HomAlignRun *run, const GError *error)
{
  if (error)
    {
      hom_align_outcomes_free (run->outcomes, run->job.n_layers);
      run->outcomes = NULL;
    }
  if (run->has_begun)
    run->job.end (run->job.data);
  run->done (run->outcomes, error, run->data);
  g_object_unref (run->cancellable);
  g_array_unref (run->steps);
  g_mutex_clear (&run->lock);
  g_free (run->layers);
  g_free (run);
}

static void
note_progress (gdouble fraction, gpointer data)
{
  HomAlignRun *run = data;

  g_atomic_int_set (&run->progress, (gint) (fraction * STEPS));
}

static void
note_step (const HomAlignStep *step, gpointer data)
{
  HomAlignRun *run = data;

  g_mutex_lock (&run->lock);
  g_array_append_vals (run->steps, step, 1);
  g_mutex_unlock (&run->lock);
}

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  HomAlignRun *run   = data;
  GError      *error = NULL;

  if (run->job.run (run->job.data, note_progress, note_step, run, cancellable,
                    &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Goes on to the next layer that is aligned, if there is one.
 *
 * @from: the first that it can be.
 */
static void
seek_layer (HomAlignRun *run, gint from)
{
  for (gint i = from; i < run->job.n_layers; i++)
    if (run->layers[i])
      {
        run->layer = i;
        return;
      }
}

/* A layer that cannot be aligned does not keep the others from it. */
static void
layer_done (HomAlignRun *run, GError *error)
{
  HomAlignOutcome *outcome = &run->outcomes[run->layer];

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      end (run, error);
      g_error_free (error);
      return;
    }

  outcome->kind  = HOM_OUTCOME_ALIGNED;
  outcome->error = error;
  run->job.finish (run->job.data, outcome);
  g_array_set_size (run->steps, 0);
  run->n_done++;
  seek_layer (run, run->layer + 1);
  g_atomic_int_set (&run->progress, 0);
  g_idle_add (next_part, run);
}

static void
thread_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  layer_done (data, error);
}

/* Reads a part of a layer's pixels, or begins with it when all are read. */
static gboolean
next_part (gpointer data)
{
  HomAlignRun *run         = data;
  gboolean     is_done     = FALSE;
  GError      *error       = NULL;
  g_autoptr (GTask) task   = NULL;
  g_autoptr (GError) fault = NULL;

  if (g_cancellable_set_error_if_cancelled (run->cancellable, &fault) ||
      run->n_done == run->n)
    {
      end (run, fault);
      return G_SOURCE_REMOVE;
    }
  if (! run->job.read (run->job.data, run->layer,
                       run->has_start ? &run->start : NULL, &is_done, &error))
    {
      layer_done (run, error);
      return G_SOURCE_REMOVE;
    }
  if (! is_done)
    return G_SOURCE_CONTINUE;

  task = g_task_new (NULL, run->cancellable, thread_done, run);
  g_task_set_task_data (task, run, NULL);
  g_task_run_in_thread (task, run_thread);

  return G_SOURCE_REMOVE;
}

static gboolean
begin (gpointer data)
{
  HomAlignRun *run         = data;
  g_autoptr (GError) error = NULL;

  if (! g_cancellable_set_error_if_cancelled (run->cancellable, &error))
    run->has_begun = run->job.begin (run->job.data, run->layers, &error);
  if (run->has_begun)
    g_idle_add (next_part, run);
  else
    end (run, error);

  return G_SOURCE_REMOVE;
}

/* Starts when the main loop is idle, so that what is on the screen tells of it.
 *
 * @layers: for each of the job's whether it is aligned.
 * @start: (nullable): where the only one is, which it is aligned from.
 * @done: called once, in the main thread.
 */
HomAlignRun *
hom_align_run_start (const HomAlignJob *job,
                     const gboolean    *layers,
                     const HomMatrix   *start,
                     HomAlignDone       done,
                     gpointer           data)
{
  HomAlignRun *run = g_new0 (HomAlignRun, 1);

  run->job         = *job;
  run->done        = done;
  run->data        = data;
  run->cancellable = g_cancellable_new ();
  run->outcomes    = g_new0 (HomAlignOutcome, job->n_layers);
  run->layers      = g_memdup2 (layers, job->n_layers * sizeof (*layers));
  run->has_start   = start != NULL;
  run->steps       = g_array_new (FALSE, FALSE, sizeof (HomAlignStep));
  g_mutex_init (&run->lock);
  if (start)
    run->start = *start;
  for (gint i = 0; i < job->n_layers; i++)
    run->n += layers[i] ? 1 : 0;
  seek_layer (run, 0);
  g_idle_add (begin, run);

  return run;
}

/* It then ends as soon as the thread has noticed. */
void
hom_align_run_cancel (HomAlignRun *run)
{
  g_cancellable_cancel (run->cancellable);
}

/* Returns: how much is done, 0 to 1. */
gdouble
hom_align_run_get_progress (HomAlignRun *run)
{
  gdouble layer = g_atomic_int_get (&run->progress) / (gdouble) STEPS;

  return (run->n_done + layer) / run->n;
}

/* Returns: which layer is aligned, or was last. */
gint
hom_align_run_get_layer (HomAlignRun *run)
{
  return run->layer;
}

/* Takes what has become known of the layer's way since the last call.
 *
 * @steps: of #HomAlignStep, to be added to. Matrices are in the coordinates of
 *   the image.
 */
void
hom_align_run_take_steps (HomAlignRun *run, GArray *steps)
{
  g_mutex_lock (&run->lock);
  g_array_append_vals (steps, run->steps->data, run->steps->len);
  g_array_set_size (run->steps, 0);
  g_mutex_unlock (&run->lock);
}
