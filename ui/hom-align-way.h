/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "hom-align-run.h"
#include "hom-compare-view.h"
#include "hom-loss-plot.h"

G_BEGIN_DECLS

/**
 * HomAlignWay:
 *
 * Shows where a layer has come to while it is aligned: its outline in a view,
 * and the loss in a plot. To draw the layer there, too, would keep the window
 * waiting while all processors are busy with the alignment.
 */
#define HOM_TYPE_ALIGN_WAY (hom_align_way_get_type ())
G_DECLARE_FINAL_TYPE (HomAlignWay, hom_align_way, HOM, ALIGN_WAY, GObject)

HomAlignWay *hom_align_way_new    (HomCompareView *view,
                                   HomLossPlot    *plot);
void         hom_align_way_start  (HomAlignWay    *way,
                                   const HomBox   *box);
void         hom_align_way_follow (HomAlignWay    *way,
                                   HomAlignRun    *run);
void         hom_align_way_end    (HomAlignWay    *way);

G_END_DECLS
