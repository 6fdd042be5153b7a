/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "ui/align/hom-align-outcome.h"

G_BEGIN_DECLS

/**
 * HomAlignFuncs:
 * @n_layers: how many there are.
 * @begin: makes ready, as the settings are now.
 * @read: reads a part of the pixels that are needed for a layer. Called again
 *   until @is_done, from the idle main loop: each call is to be short.
 * @align: aligns what was read last; @watched is for both that watch. Called in a
 *   thread of its own, while none of the others is called.
 * @finish: stores what came of it; with an error, only that is not void.
 * @end: frees what @begin and the others have made.
 * @data: for all of them.
 *
 * How layers are aligned one after another: those that @layers of @begin is
 * TRUE for. One that is aligned alone may start from where it was put: then
 * @read has where that is. All but @align are called in the main thread.
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
 * @error: (nullable): why there are none; %G_IO_ERROR_CANCELLED when it was
 *   cancelled.
 */
typedef void (*HomAlignDoneFunc) (HomAlignOutcome *outcomes,
                                  const GError    *error,
                                  gpointer         data);

/**
 * HomAlignJob:
 *
 * A job that is being done. It ends by itself, when it has called back.
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
void         hom_align_job_take_steps   (HomAlignJob         *job,
                                         GArray              *steps);

G_END_DECLS
