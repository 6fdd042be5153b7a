/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/align/hom-align-job.h"

/* Progress is kept as a whole number, which threads can share. */
#define STEPS 10000

/* @done: is called at the end.
 * @data: is handed to @done.
 * @layers: for each layer whether it is aligned.
 * @n: how many layers are aligned.
 * @n_done: how many of them are done.
 * @start: where the only layer starts from, if @has_start.
 * @has_begun: whether @end of @funcs must be called.
 * @layer: the layer that is aligned, or was last.
 * @progress: the progress with that layer, in STEPS.
 * @lock: guards @steps.
 * @steps: an array of #HomAlignStep, which nobody has taken yet.
 */
struct _HomAlignJob
{
  HomAlignFuncs    funcs;
  HomAlignDoneFunc done;
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

/* Ends the job, and calls back.
 *
 * @error: (nullable): why there are no outcomes.
 */
static void
end (HomAlignJob *job, const GError *error)
{
  if (error)
    {
      hom_align_outcomes_free (job->outcomes, job->funcs.n_layers);
      job->outcomes = NULL;
    }
  if (job->has_begun)
    job->funcs.end (job->funcs.data);
  job->done (job->outcomes, error, job->data);
  g_object_unref (job->cancellable);
  g_array_unref (job->steps);
  g_mutex_clear (&job->lock);
  g_free (job->layers);
  g_free (job);
}

static void
note_progress (gdouble fraction, gpointer data)
{
  HomAlignJob *job = data;

  g_atomic_int_set (&job->progress, (gint) (fraction * STEPS));
}

static void
note_step (const HomAlignStep *step, gpointer data)
{
  HomAlignJob *job = data;

  g_mutex_lock (&job->lock);
  g_array_append_vals (job->steps, step, 1);
  g_mutex_unlock (&job->lock);
}

static void
align_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  HomAlignJob *job   = data;
  GError      *error = NULL;

  if (job->funcs.align (job->funcs.data, note_progress, note_step, job,
                        cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Goes on to the next layer that is to be aligned, if there is one.
 *
 * @from: the first layer that it can be.
 */
static void
seek_layer (HomAlignJob *job, gint from)
{
  for (gint i = from; i < job->funcs.n_layers; i++)
    if (job->layers[i])
      {
        job->layer = i;
        return;
      }
}

/* Goes on to the next layer. One that cannot be aligned does not keep the
 * others from it.
 */
static void
layer_done (HomAlignJob *job, GError *error)
{
  HomAlignOutcome *outcome = &job->outcomes[job->layer];

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      end (job, error);
      g_error_free (error);
      return;
    }

  outcome->kind  = HOM_OUTCOME_ALIGNED;
  outcome->error = error;
  job->funcs.finish (job->funcs.data, outcome);
  g_array_set_size (job->steps, 0);
  job->n_done++;
  seek_layer (job, job->layer + 1);
  g_atomic_int_set (&job->progress, 0);
  g_idle_add (next_part, job);
}

static void
thread_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  layer_done (data, error);
}

/* Reads a part of a layer's pixels, or begins to align it when all are read. */
static gboolean
next_part (gpointer data)
{
  HomAlignJob *job         = data;
  gboolean     is_done     = FALSE;
  GError      *error       = NULL;
  g_autoptr (GTask) task   = NULL;
  g_autoptr (GError) fault = NULL;

  if (g_cancellable_set_error_if_cancelled (job->cancellable, &fault) ||
      job->n_done == job->n)
    {
      end (job, fault);
      return G_SOURCE_REMOVE;
    }
  if (! job->funcs.read (job->funcs.data, job->layer,
                         job->has_start ? &job->start : NULL, &is_done, &error))
    {
      layer_done (job, error);
      return G_SOURCE_REMOVE;
    }
  if (! is_done)
    return G_SOURCE_CONTINUE;

  task = g_task_new (NULL, job->cancellable, thread_done, job);
  g_task_set_task_data (task, job, NULL);
  g_task_run_in_thread (task, align_in_thread);

  return G_SOURCE_REMOVE;
}

static gboolean
begin (gpointer data)
{
  HomAlignJob *job         = data;
  g_autoptr (GError) error = NULL;

  if (! g_cancellable_set_error_if_cancelled (job->cancellable, &error))
    job->has_begun = job->funcs.begin (job->funcs.data, job->layers, &error);
  if (job->has_begun)
    g_idle_add (next_part, job);
  else
    end (job, error);

  return G_SOURCE_REMOVE;
}

/* Starts a job when the main loop is idle, so that the screen tells of it
 * before.
 *
 * @layers: for each layer whether it is aligned.
 * @start: (nullable): where the only layer is, from where it is aligned.
 * @done: is called once, in the main thread.
 */
HomAlignJob *
hom_align_job_start (const HomAlignFuncs *funcs,
                     const gboolean      *layers,
                     const HomMatrix     *start,
                     HomAlignDoneFunc     done,
                     gpointer             data)
{
  HomAlignJob *job = g_new0 (HomAlignJob, 1);

  job->funcs       = *funcs;
  job->done        = done;
  job->data        = data;
  job->cancellable = g_cancellable_new ();
  job->outcomes    = g_new0 (HomAlignOutcome, funcs->n_layers);
  job->layers      = g_memdup2 (layers, funcs->n_layers * sizeof (*layers));
  job->has_start   = start != NULL;
  job->steps       = g_array_new (FALSE, FALSE, sizeof (HomAlignStep));
  g_mutex_init (&job->lock);
  if (start)
    job->start = *start;
  for (gint i = 0; i < funcs->n_layers; i++)
    job->n += layers[i] ? 1 : 0;
  seek_layer (job, 0);
  g_idle_add (begin, job);

  return job;
}

/* Cancels the job. It ends as soon as its thread has noticed. */
void
hom_align_job_cancel (HomAlignJob *job)
{
  g_cancellable_cancel (job->cancellable);
}

/* Returns: the share that is done, 0 to 1. */
gdouble
hom_align_job_get_progress (HomAlignJob *job)
{
  gdouble layer = g_atomic_int_get (&job->progress) / (gdouble) STEPS;

  return (job->n_done + layer) / job->n;
}

/* Returns: the layer that is aligned, or was last. */
gint
hom_align_job_get_layer (HomAlignJob *job)
{
  return job->layer;
}

/* Returns: (nullable): what is known of a layer that the job is done with. */
const HomAlignOutcome *
hom_align_job_get_outcome (HomAlignJob *job, gint layer)
{
  const HomAlignOutcome *outcome = &job->outcomes[layer];

  return outcome->kind == HOM_OUTCOME_NONE ? NULL : outcome;
}

/* Takes the steps of the alignment that were done since the last call.
 *
 * @steps: an array of #HomAlignStep, which they are added to. Matrices are in
 *   the coordinates of the image.
 */
void
hom_align_job_take_steps (HomAlignJob *job, GArray *steps)
{
  g_mutex_lock (&job->lock);
  g_array_append_vals (steps, job->steps->data, job->steps->len);
  g_array_set_size (job->steps, 0);
  g_mutex_unlock (&job->lock);
}
