/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "ui/align/hom-align-outcome.h"

G_BEGIN_DECLS

/**
 * HomAlignFuncs:
 * @n_layers: the number of layers that there are.
 * @begin: makes everything ready, as the settings are now. It is told for each
 *   layer whether it is to be aligned.
 * @read: reads a part of the pixels that are needed for a layer. It is called
 *   again until @is_done, from the idle main loop: each call is to be short.
 * @align: aligns the layer that was read last; @watched is handed to @progress
 *   and to @observer. It is called in a thread of its own, while none of the
 *   other functions is.
 * @finish: stores the result; if there was an error, all else in it is void.
 * @end: frees what @begin and the others have made.
 * @data: is handed to each of the functions.
 *
 * These functions align layers one after another. A layer that is aligned
 * alone may start from where it was put: then @read is told where that is. All
 * functions but @align are called in the main thread.
 */
typedef struct
{
  gint n_layers;

  gboolean (*begin)  (gpointer          data,
                      const gboolean   *layers,
                      GError          **error);
  gboolean (*read)   (gpointer          data,
                      gint              layer,
                      const HomMatrix  *start,
                      gboolean         *is_done,
                      GError          **error);
  gboolean (*align)  (gpointer          data,
                      HomProgressFunc   progress,
                      HomAlignObserver  observer,
                      gpointer          watched,
                      GCancellable     *cancellable,
                      GError          **error);
  void     (*finish) (gpointer          data,
                      HomAlignOutcome  *outcome);
  void     (*end)    (gpointer          data);

  gpointer data;
} HomAlignFuncs;

/**
 * HomAlignDoneFunc:
 * @outcomes: (nullable) (transfer full): one for each layer; of layers that
 *   were left out, nothing is known.
 * @error: (nullable): why there are none; %G_IO_ERROR_CANCELLED when the job
 *   was cancelled.
 *
 * Takes the results of a job that has ended.
 */
typedef void (*HomAlignDoneFunc) (HomAlignOutcome *outcomes,
                                  const GError    *error,
                                  gpointer         data);

/**
 * HomAlignJob:
 *
 * A job aligns layers in the background. It frees itself when it has called
 * back.
 */
typedef struct _HomAlignJob HomAlignJob;

HomAlignJob *hom_align_job_start        (const HomAlignFuncs *funcs,
                                         const gboolean      *layers,
                                         const HomMatrix     *start,
                                         HomAlignDoneFunc     done,
                                         gpointer             data);
void         hom_align_job_cancel       (HomAlignJob         *job);
gdouble      hom_align_job_get_progress (HomAlignJob         *job);
gint         hom_align_job_get_layer    (HomAlignJob         *job);
const HomAlignOutcome *
             hom_align_job_get_outcome  (HomAlignJob         *job,
                                         gint                 layer);
void         hom_align_job_take_steps   (HomAlignJob         *job,
                                         GArray              *steps);

G_END_DECLS
