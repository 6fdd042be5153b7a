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
  [HOM_QUAD_WORST_CORNER] = 3.148, [HOM_QUAD_LENGTH] = 0.499,
  [HOM_QUAD_AREA] = 1.421,         [HOM_QUAD_DIFFERENT] = 12.944,
  [HOM_QUAD_HOLE] = -17.293,       [HOM_QUAD_AGREEMENT] = 0.978,
  [HOM_QUAD_CONTRAST] = 2.929,     [HOM_QUAD_BEYOND] = 1.655,
  [HOM_QUAD_BORDERS] = -2.256,     [HOM_QUAD_RELATIVE] = 12.216,
};
static const gdouble constant = -29.007;

/* The weights of that logit, and of the probabilities of others. */
static const gdouble own            = 0.921;
static const gdouble enclosed       = -2.027;
static const gdouble conflicting    = -3.743;
static const gdouble final_constant = 1.077;

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
