/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/align/alignment.h"
#include "plugin/layers/layers.h"

/* Returns: how far the farthest of the layer's corners goes, in pixels, when
 * one matrix takes the place of another.
 */
gdouble
align_displacement (const HomMatrix *from,
                    const HomMatrix *to,
                    GimpLayer       *layer)
{
  HomBox box = layer_box (layer);

  return hom_matrix_corner_distance (from, to, &box);
}
