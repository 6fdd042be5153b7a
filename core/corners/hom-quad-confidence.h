/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: how probable it is that a quadrilateral is right. */

/**
 * HomQuadFeature:
 * @HOM_QUAD_WORST_CORNER: how well edges end at the worst corner: 1 at best.
 * @HOM_QUAD_LENGTH: the logarithm of the length of its sides, in pixels of the
 *   copy in which it was found.
 * @HOM_QUAD_AREA: the logarithm of its share of the picture's area.
 * @HOM_QUAD_DIFFERENT: the share of a side along which the colours inside and
 *   outside differ, for the side that has least.
 * @HOM_QUAD_HOLE: the longest part of a side along which they do not.
 * @HOM_QUAD_AGREEMENT: how alike the differences along the four sides are, as
 *   the least cosine between two.
 * @HOM_QUAD_CONTRAST: the least of the four differences, as a share of their
 *   mean.
 * @HOM_QUAD_BEYOND: how much the colour outside of one side differs from those
 *   inside of the others, for the side that has least, as a share of the
 *   contrast.
 * @HOM_QUAD_BORDERS: how many sides are borders of the picture.
 * @HOM_QUAD_RELATIVE: its score, as a share of the best one's.
 *
 * What is known of a quadrilateral.
 */
typedef enum
{
  HOM_QUAD_WORST_CORNER,
  HOM_QUAD_LENGTH,
  HOM_QUAD_AREA,
  HOM_QUAD_DIFFERENT,
  HOM_QUAD_HOLE,
  HOM_QUAD_AGREEMENT,
  HOM_QUAD_CONTRAST,
  HOM_QUAD_BEYOND,
  HOM_QUAD_BORDERS,
  HOM_QUAD_RELATIVE,
  HOM_QUAD_N_FEATURES
} HomQuadFeature;

gdouble hom_quad_logit       (const gdouble *features);
gdouble hom_quad_final_logit (gdouble        logit,
                              gdouble        in,
                              gdouble        over);
gdouble hom_quad_confidence  (gdouble        logit);

G_END_DECLS
