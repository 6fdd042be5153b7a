/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "hom-visibility.h"

G_BEGIN_DECLS

/**
 * HomPoint:
 *
 * A point of the plane, in pixels. Pixel (0, 0) covers [0, 1) × [0, 1), so its
 * centre is (0.5, 0.5).
 */
typedef struct
{
  gdouble x, y;
} HomPoint;

/**
 * HomBox:
 *
 * The axis-parallel rectangle [x0, x1] × [y0, y1], in pixels. It is empty when
 * x1 ≤ x0 or y1 ≤ y0.
 */
typedef struct
{
  gdouble x0, y0, x1, y1;
} HomBox;

HOM_PUBLIC
HomBox hom_box_of_points (const HomPoint *points,
                          gsize           n);
HOM_PUBLIC
HomBox hom_box_unite     (const HomBox   *a,
                          const HomBox   *b);

G_END_DECLS
