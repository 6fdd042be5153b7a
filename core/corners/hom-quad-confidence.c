/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "corners/hom-quad-confidence.h"

/* The weights of a logistic model, fitted by bench/fit_corner_confidence.py to
 * the quadrilaterals of some 900 scenes. They are for what features are: a
 * share, a cosine, a logarithm, a number of sides. Other features were tried
 * and got no weight: the score for a pixel, the edges of all sides together and
 * of the side that has least, how far the angles are from right ones.
 */
static const gdouble weights[HOM_QUAD_N_FEATURES] = {
  [HOM_QUAD_WORST_CORNER] = 3.155, [HOM_QUAD_LENGTH] = 0.529,
  [HOM_QUAD_AREA] = 1.425,         [HOM_QUAD_DIFFERENT] = 12.935,
  [HOM_QUAD_HOLE] = -17.264,       [HOM_QUAD_AGREEMENT] = 0.980,
  [HOM_QUAD_CONTRAST] = 2.912,     [HOM_QUAD_BEYOND] = 1.664,
  [HOM_QUAD_BORDERS] = -2.259,     [HOM_QUAD_RELATIVE] = 12.326,
};
static const gdouble constant = -29.289;

/* The weights of that logit, and of the probabilities of others. */
static const gdouble own            = 0.927;
static const gdouble enclosed       = -1.320;
static const gdouble part_of        = -2.215;
static const gdouble conflicting    = -3.670;
static const gdouble final_constant = 1.000;

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
 * which it lies, of those of which it is a part, and of those that it overlaps,
 * the highest probability by their own logits. What is printed on a sheet lies
 * in that, or is a part of it; and of two that overlap, one at most is right.
 */
gdouble
hom_quad_final_logit (gdouble logit, gdouble in, gdouble part, gdouble over)
{
  return own * logit + enclosed * in + part_of * part + conflicting * over +
         final_constant;
}

/* Returns the probability that belongs to a logit. */
gdouble
hom_quad_confidence (gdouble logit)
{
  return 1.0 / (1.0 + exp (-logit));
}
