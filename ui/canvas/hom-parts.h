/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-tile.h"

G_BEGIN_DECLS

/**
 * HomNeed:
 * @box: the part of the picture that the output shows.
 * @finest: how many pixels of the picture a pixel of the output is long where
 *   it is finest.
 * @coarsest: how many it is where it is coarsest.
 *
 * Tells what is needed of a picture.
 */
typedef struct
{
  HomBox  box;
  gdouble finest, coarsest;
} HomNeed;

/**
 * HomParts:
 *
 * Keeps closer parts of a picture than an overview of it is. A small one is read
 * at once, a large one bit by bit, and before it is needed when the picture is
 * dragged.
 */
typedef struct _HomParts HomParts;

gboolean       hom_need_is_met    (const HomNeed *need,
                                   const HomTile *tile);

HomParts      *hom_parts_new      (const HomBox  *box,
                                   HomReadFunc    read,
                                   gpointer       data);
void           hom_parts_free     (HomParts      *parts);
const HomTile *hom_parts_find     (HomParts      *parts,
                                   const HomNeed *need);
const HomTile *hom_parts_get      (HomParts      *parts,
                                   const HomNeed *need,
                                   gdouble        reduction);
gboolean       hom_parts_is_next  (HomParts      *parts);
gboolean       hom_parts_read     (HomParts      *parts,
                                   gint64         time);

G_END_DECLS
