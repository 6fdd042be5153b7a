/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/align/hom-align-job.h"
#include "ui/align/hom-align-layout.h"

G_BEGIN_DECLS

/**
 * HomAlignProgress:
 *
 * Shows how far an alignment has come, by a progress bar, a plot of the loss,
 * and the outline of the layer that is being aligned, if that is the layer that
 * is shown. To draw the layer itself there would keep the window waiting while
 * all processors are busy with the alignment.
 *
 * The signal “changed” tells that another layer is being aligned, or that its
 * outline has appeared.
 */
#define HOM_TYPE_ALIGN_PROGRESS (hom_align_progress_get_type ())
G_DECLARE_FINAL_TYPE (HomAlignProgress, hom_align_progress, HOM, ALIGN_PROGRESS, GObject)

HomAlignProgress *hom_align_progress_new       (const HomAlignLayout *layout,
                                                const gchar   *const *names,
                                                HomSource     *const *sources);
void              hom_align_progress_start     (HomAlignProgress     *progress,
                                                HomAlignJob          *job);
void              hom_align_progress_set_shown (HomAlignProgress     *progress,
                                                gint                  layer);
gint              hom_align_progress_get_layer (HomAlignProgress     *progress);
gboolean          hom_align_progress_is_known  (HomAlignProgress     *progress);
void              hom_align_progress_end       (HomAlignProgress     *progress);

G_END_DECLS
