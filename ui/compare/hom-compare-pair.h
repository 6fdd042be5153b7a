/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomComparePair:
 * @first, @second: two pictures of the same size, as the screen shows them.
 * @w: takes a pixel of the screen to the coordinates of the first picture.
 * @is_fine: whether they were rendered at rest.
 *
 * Two pictures that can be compared, also in a thread: what is in a pair does
 * not change.
 */
typedef struct
{
  HomImage *first, *second;
  HomMatrix w;
  gboolean  is_fine;
} HomComparePair;

HomComparePair *hom_compare_pair_new   (gint             width,
                                        gint             height,
                                        const HomMatrix *w,
                                        gboolean         is_fine);
void            hom_compare_pair_unref (HomComparePair  *pair);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomComparePair, hom_compare_pair_unref)

G_END_DECLS
