/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomQuadHistory:
 *
 * The history holds the states of a quadrilateral, to be undone and done again.
 */
typedef struct _HomQuadHistory HomQuadHistory;

HomQuadHistory *hom_quad_history_new      (const HomPoint   quad[4]);
void            hom_quad_history_free     (HomQuadHistory  *history);
void            hom_quad_history_set      (HomQuadHistory  *history,
                                           const HomPoint   quad[4],
                                           gint             series);
void            hom_quad_history_end      (HomQuadHistory  *history);
const HomPoint *hom_quad_history_get      (HomQuadHistory  *history);
gboolean        hom_quad_history_can_undo (HomQuadHistory  *history);
gboolean        hom_quad_history_can_redo (HomQuadHistory  *history);
gboolean        hom_quad_history_undo     (HomQuadHistory  *history);
gboolean        hom_quad_history_redo     (HomQuadHistory  *history);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomQuadHistory, hom_quad_history_free)

G_END_DECLS
