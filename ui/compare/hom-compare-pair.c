/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/compare/hom-compare-pair.h"

static void
clear (gpointer data)
{
  HomComparePair *pair = data;

  hom_image_free (pair->first);
  hom_image_free (pair->second);
}

/* Creates a pair of pictures that nothing is in yet.
 *
 * Returns: (transfer full) (nullable): NULL where there is no memory for it. To
 *   share it, call g_atomic_rc_box_acquire().
 */
HomComparePair *
hom_compare_pair_new (gint             width,
                      gint             height,
                      const HomMatrix *w,
                      gboolean         is_fine)
{
  HomComparePair *pair = g_atomic_rc_box_new0 (HomComparePair);

  pair->w       = *w;
  pair->is_fine = is_fine;
  pair->first   = hom_image_new (width, height, 4, NULL);
  pair->second  = hom_image_new (width, height, 4, NULL);
  if (! pair->first || ! pair->second)
    g_clear_pointer (&pair, hom_compare_pair_unref);

  return pair;
}

void
hom_compare_pair_unref (HomComparePair *pair)
{
  g_atomic_rc_box_release_full (pair, clear);
}
