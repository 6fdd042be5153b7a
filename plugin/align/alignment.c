/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

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
  HomBox   box      = layer_box (layer);
  gdouble  farthest = 0.0;
  HomPoint corners[4];

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p, q;

      if (! hom_matrix_apply (from, corners[i], &p) ||
          ! hom_matrix_apply (to, corners[i], &q))
        return G_MAXDOUBLE;
      farthest = MAX (farthest, hypot (q.x - p.x, q.y - p.y));
    }

  return farthest;
}
