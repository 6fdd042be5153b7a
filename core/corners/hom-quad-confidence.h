/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: how probable it is that a quadrilateral is right. */

/* The features by which the probability is told. */
enum
{
  HOM_QUAD_DENSITY,
  HOM_QUAD_SUPPORT,
  HOM_QUAD_WORST_SIDE,
  HOM_QUAD_WORST_CORNER,
  HOM_QUAD_LENGTH,
  HOM_QUAD_AREA,
  HOM_QUAD_WORST_STEP,
  HOM_QUAD_DIFFERENT,
  HOM_QUAD_HOLE,
  HOM_QUAD_AGREEMENT,
  HOM_QUAD_CONTRAST,
  HOM_QUAD_GROUND,
  HOM_QUAD_BORDERS,
  HOM_QUAD_RELATIVE,
  HOM_QUAD_ANGLE,
  HOM_QUAD_N_FEATURES
};

gdouble hom_quad_logit       (const gdouble *features);
gdouble hom_quad_final_logit (gdouble        logit,
                              gdouble        in,
                              gdouble        over);
gdouble hom_quad_confidence  (gdouble        logit);

G_END_DECLS
