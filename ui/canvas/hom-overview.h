/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-tile.h"

G_BEGIN_DECLS

/* How long it is best read at a time, in microseconds: the window is to answer
 * meanwhile.
 */
#define HOM_READ_TIME 15000

/**
 * HomOverview:
 *
 * Shows a picture, or a part of it, reduced to a given size, and is read bit by
 * bit: what is not read yet is transparent.
 */
typedef struct _HomOverview HomOverview;

HomOverview   *hom_overview_new         (const HomBox      *all,
                                         const HomBox      *box,
                                         gint               most,
                                         HomReadFunc        read,
                                         gpointer           data);
void           hom_overview_free        (HomOverview       *overview);
gboolean       hom_overview_read        (HomOverview       *overview,
                                         gint64             time);
gboolean       hom_overview_is_complete (const HomOverview *overview);
const HomTile *hom_overview_get_tile    (const HomOverview *overview);
gdouble        hom_overview_reduction   (const HomOverview *overview);
void           hom_overview_steal       (HomOverview       *overview,
                                         HomTile           *tile);

G_END_DECLS
