/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "align/normal/hom-comparison.h"

/* Returns the box of the reference's level. */
HomBox
hom_comparison_box (const HomComparison *comparison)
{
  return (HomBox){ 0.0, 0.0, comparison->reference->width,
                   comparison->reference->height };
}

/* Makes another comparison of the same pictures that has no gain maps yet:
 * hom_comparison_begin() gives it some.
 */
void
hom_comparison_fork (const HomComparison *comparison, HomComparison *fork)
{
  *fork = *comparison;
  memset (fork->gain_maps, 0, sizeof (fork->gain_maps));
}

/* Copies a comparison with its gain maps.
 *
 * @copy: (out): to be cleared, even when it could not be made.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_comparison_copy (const HomComparison *comparison,
                     HomComparison       *copy,
                     GError             **error)
{
  hom_comparison_fork (comparison, copy);
  for (gint c = 0; c < comparison->reference->n_planes; c++)
    {
      copy->gain_maps[c] = hom_gain_map_copy (comparison->gain_maps[c], error);
      if (! copy->gain_maps[c])
        return FALSE;
    }

  return TRUE;
}

/* Replaces a comparison by another one, which is left without gain maps. */
void
hom_comparison_move (HomComparison *from, HomComparison *to)
{
  hom_comparison_clear (to);
  *to = *from;
  memset (from->gain_maps, 0, sizeof (from->gain_maps));
}

void
hom_comparison_clear (HomComparison *comparison)
{
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    g_clear_pointer (&comparison->gain_maps[c], hom_gain_map_free);
}
