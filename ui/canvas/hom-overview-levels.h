/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-tile.h"

G_BEGIN_DECLS

/* How many levels there are: the overview, and each half the size of the last. */
#define HOM_N_OVERVIEW_LEVELS 5

/**
 * HomOverviewLevels:
 *
 * Holds the overview of a picture, of at most 1024 × 1024 pixels, and smaller ones,
 * each half the size of the last: what is shown small is drawn from a small one.
 */
typedef struct _HomOverviewLevels HomOverviewLevels;

HomOverviewLevels *hom_overview_levels_new         (const HomBox            *box,
                                                    HomReadFunc              read,
                                                    gpointer                 data);
void               hom_overview_levels_free        (HomOverviewLevels       *levels);
gboolean           hom_overview_levels_read        (HomOverviewLevels       *levels,
                                                    gint64                   time);
gboolean           hom_overview_levels_is_complete (const HomOverviewLevels *levels);
const HomTile     *hom_overview_levels_get         (const HomOverviewLevels *levels,
                                                    gint                     level);

G_END_DECLS
