/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/align/hom-align-layout.h"
#include "ui/align/hom-align-run.h"

G_BEGIN_DECLS

/**
 * HomAlignWay:
 *
 * Shows how far an alignment has come: the progress, the loss in a plot, and the
 * outline of the layer at work, where that is the layer that is shown. To draw the
 * layer there, too, would keep the window waiting while all processors are busy
 * with the alignment.
 *
 * The signal “changed” tells that another layer is at work, or that its outline
 * has appeared.
 */
#define HOM_TYPE_ALIGN_WAY (hom_align_way_get_type ())
G_DECLARE_FINAL_TYPE (HomAlignWay, hom_align_way, HOM, ALIGN_WAY, GObject)

HomAlignWay *hom_align_way_new       (const HomAlignLayout  *layout,
                                      const gchar *const    *names,
                                      HomSource      *const *sources);
void         hom_align_way_start     (HomAlignWay           *way,
                                      HomAlignRun           *run);
void         hom_align_way_set_shown (HomAlignWay           *way,
                                      gint                   layer);
gint         hom_align_way_get_layer (HomAlignWay           *way);
gboolean     hom_align_way_is_known  (HomAlignWay           *way);
void         hom_align_way_end       (HomAlignWay           *way);

G_END_DECLS
