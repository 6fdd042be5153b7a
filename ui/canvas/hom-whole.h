/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-tile.h"

G_BEGIN_DECLS

/* For so long it is best read at a time, in microseconds: the window is to answer
 * meanwhile.
 */
#define HOM_READ_TIME 15000

/**
 * HomWhole:
 *
 * All of a picture, reduced, and read bit by bit: what is not read yet is
 * transparent.
 */
typedef struct _HomWhole HomWhole;

HomWhole      *hom_whole_new         (const HomBox   *box,
                                      gint            most,
                                      HomReadFunc     read,
                                      gpointer        data);
void           hom_whole_free        (HomWhole       *whole);
gboolean       hom_whole_read        (HomWhole       *whole,
                                      gint64          time);
gboolean       hom_whole_is_complete (const HomWhole *whole);
const HomTile *hom_whole_get_tile    (const HomWhole *whole);

G_END_DECLS
