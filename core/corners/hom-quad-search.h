/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "corners/hom-hough-lines.h"
#include "corners/hom-quad-list.h"

G_BEGIN_DECLS

/* Private: the search for four of many lines that are the sides of a
 * quadrilateral.
 */

void hom_quad_search (const HomEdgeMap    *map,
                      const HomHoughLines *lines,
                      const HomPoint      *inside,
                      GCancellable        *cancellable,
                      HomQuadList         *whole,
                      HomQuadList         *cut);

G_END_DECLS
