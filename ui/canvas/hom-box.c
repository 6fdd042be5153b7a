/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/canvas/hom-box.h"

/* Unites two boxes.
 *
 * Returns: the least box around both.
 */
HomBox
hom_box_unite (const HomBox *a, const HomBox *b)
{
  return (HomBox) { MIN (a->x0, b->x0), MIN (a->y0, b->y0), MAX (a->x1, b->x1),
                    MAX (a->y1, b->y1) };
}
