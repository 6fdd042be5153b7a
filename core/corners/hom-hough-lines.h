/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "corners/hom-edge-line.h"

G_BEGIN_DECLS

/* Private: the straight lines along which many edge points lie. */

/**
 * HomHoughLines:
 * @lines: the lines, in the order in which they were found.
 * @n: how many there are.
 * @sums: the sums of all lines.
 *
 * The lines of an edge map.
 */
typedef struct
{
  HomEdgeLine *lines;
  gint         n;
  HomEdgeSums *sums;
} HomHoughLines;

HomHoughLines *hom_hough_lines_find (const HomEdgeMap *map,
                                     GCancellable     *cancellable,
                                     GError          **error);
void           hom_hough_lines_free (HomHoughLines    *lines);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomHoughLines, hom_hough_lines_free)

G_END_DECLS
