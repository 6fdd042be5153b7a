/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "corners/hom-hough-lines.h"

G_BEGIN_DECLS

/* Private: the search for four of many lines that are the sides of a
 * quadrilateral.
 */

gboolean hom_quad_search (const HomEdgeMap    *map,
                          const HomHoughLines *lines,
                          GCancellable        *cancellable,
                          HomPoint             quad[4]);

G_END_DECLS
