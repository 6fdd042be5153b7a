/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-tile.h"

G_BEGIN_DECLS

/* All of it reduced to 1024 × 1024 pixels at most is halved so often. */
#define HOM_OVERVIEW_LEVELS 5

/**
 * HomOverview:
 *
 * All of a picture, reduced, and read bit by bit: what is not read yet is
 * transparent.
 */
typedef struct _HomOverview HomOverview;

HomOverview   *hom_overview_new         (const HomBox      *box,
                                         HomReadFunc        read,
                                         gpointer           data);
void           hom_overview_free        (HomOverview       *overview);
gboolean       hom_overview_read        (HomOverview       *overview,
                                         gint64             time);
gboolean       hom_overview_is_complete (const HomOverview *overview);
const HomTile *hom_overview_get_level   (const HomOverview *overview,
                                         gint               level);

G_END_DECLS
