/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/* A tile has this many pixels in each direction at most: GIMP reduces to no
 * more.
 */
#define HOM_TILE_SIZE 1024

/**
 * HomReadFunc:
 * @x: the left edge of the part that is wanted, in pixels of the picture,
 *   counted from the left edge of its box.
 * @y: the top edge of the part.
 * @width: the width of the part.
 * @height: the height of the part.
 * @to_width: the width of the result, at most @width and 1024 pixels.
 * @to_height: the height of the result, at most @height and 1024 pixels.
 *
 * Reads a part of a picture, reduced. It is called in the main thread only.
 *
 * Returns: (transfer full) (nullable): an image of four channels, R'G'B'A with
 *   the alpha multiplied in, perceptual, as cairo draws them.
 */
typedef HomImage *(*HomReadFunc) (gint x,
                                  gint y,
                                  gint width,
                                  gint height,
                                  gint to_width,
                                  gint to_height,
                                  gpointer data);

/**
 * HomTile:
 * @box: the part of the picture that the pixels show.
 * @image: the pixels, as HomReadFunc() gives them.
 *
 * A tile is a part of a picture, reduced.
 */
typedef struct
{
  HomBox    box;
  HomImage *image;
} HomTile;

gdouble  hom_tile_reduction  (const HomTile *tile);
void     hom_tile_halve      (const HomTile *tile,
                              HomTile       *half);
gboolean hom_tile_read_block (HomTile       *tile,
                              HomPoint       origin,
                              HomReadFunc    read,
                              gpointer       data,
                              gint           x,
                              gint           y,
                              gint           side);

G_END_DECLS
