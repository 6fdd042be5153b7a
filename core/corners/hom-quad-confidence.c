/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "corners/hom-quad-confidence.h"

static const gdouble weights[HOM_QUAD_N_FEATURES] = {
  [HOM_QUAD_DENSITY]      = 0.000,
  [HOM_QUAD_SUPPORT]      = 0.000,
  [HOM_QUAD_WORST_SIDE]   = 0.000,
  [HOM_QUAD_WORST_CORNER] = 2.383,
  [HOM_QUAD_LENGTH]       = 0.706,
  [HOM_QUAD_AREA]         = 1.240,
  [HOM_QUAD_WORST_STEP]   = 0.000,
  [HOM_QUAD_DIFFERENT]    = 9.293,
  [HOM_QUAD_HOLE]         = -11.610,
  [HOM_QUAD_AGREEMENT]    = 1.027,
  [HOM_QUAD_CONTRAST]     = 3.732,
  [HOM_QUAD_GROUND]       = -0.577,
  [HOM_QUAD_BORDERS]      = -3.017,
  [HOM_QUAD_RELATIVE]     = 12.002,
  [HOM_QUAD_ANGLE]        = 0.000,
};
static const gdouble constant = -25.967;

/* The weights of that logit and of the others around. */
static const gdouble own            = 0.873;
static const gdouble enclosed       = -1.869;
static const gdouble conflicting    = -3.626;
static const gdouble final_constant = 1.201;

/* Returns log (p / (1 − p)) for the probability p that a quadrilateral with
 * these features is right.
 */
gdouble
hom_quad_logit (const gdouble *features)
{
  gdouble sum = constant;

  for (gint i = 0; i < HOM_QUAD_N_FEATURES; i++)
    sum += weights[i] * features[i];

  return sum;
}

/* Returns the logit of a quadrilateral with regard to the others: of those in
 * which it lies, and of those that it overlaps, the highest probability by
 * their own logits. What is printed on a sheet lies in that; and of two that
 * overlap, one at most is right.
 */
gdouble
hom_quad_final_logit (gdouble logit, gdouble in, gdouble over)
{
  return own * logit + enclosed * in + conflicting * over + final_constant;
}

/* Returns the probability that belongs to a logit. */
gdouble
hom_quad_confidence (gdouble logit)
{
  return 1.0 / (1.0 + exp (-logit));
}
