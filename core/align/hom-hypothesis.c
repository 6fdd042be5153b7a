/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/hom-hypothesis.h"
#include "base/hom-ingredients.h"
#include "base/hom-lapack.h"

/* Hypotheses are compared in pictures reduced to this many pixels: few enough
 * to be quick, and for noise to be averaged away.
 */
#define COMPARED_PIXELS (1 << 16)

/* This many standard deviations of the agreement that chance gives to as many
 * windows are subtracted from what it is to explain.
 */
#define CHANCE 2.0

/* What else speaks for a hypothesis, in standard deviations of chance: a tenth
 * of its start's evidence, up to that of 20, which no start of unrelated
 * pictures came near, and for features up to a quarter of what the pixels tell,
 * since they may agree on a part that is no more than like the whole; and one
 * where it was given, which is a single trial and what people mean. Against it
 * speak one and a half where it is the best of many places, and no better than
 * the best would be by chance, and one for a negative, which is a second trial,
 * and which a pattern that repeats is half a period further.
 */
#define EVIDENCE      0.1
#define MOST_EVIDENCE 20.0
#define LARGEST_SHARE 0.25
#define IN_PLACE      1.0
#define SEARCHED      1.5
#define NEGATIVE      1.0

/* What agrees counts in full where it is spread as widely as this, and by its
 * share of that where it is not, but for models that one place tells: one thing
 * may match another that lies 340 px away. It cost none of 280 right pairs.
 */
#define WIDE 0.6

/* The most that slopes add to what textures tell, in standard deviations. */
#define MOST_OF_SLOPES 3.0

/* The largest correlation: what is more is rounding. */
#define ALL 0.9999

/* The agreement may fall by LARGEST_FALL: pictures that already coincide stay
 * where they are but for rounding. And it may fall by the share UNSURE of the
 * standard error of a correlation ρ of n windows, (1 − ρ²) / √n: windows that
 * show something else in one of the pictures agree by chance, now more, now
 * less.
 */
#define LARGEST_FALL 0.002
#define UNSURE       0.25

/* A hypothesis stands out where its score is higher by STANDS_OUT than that of
 * any of the places around it, at up to N_RINGS times RING pixels of the
 * compared pictures: three windows. Where slopes agree, they do so beside it,
 * too.
 */
#define STANDS_OUT   0.5
#define RING         8.0
#define N_RINGS      3
#define N_DIRECTIONS 8

/* Puts a hypothesis at a matrix. The model, the loss and the like of its
 * refinement must be set before.
 */
void
hom_hypothesis_init (HomHypothesis   *hypothesis,
                     HomPrepared     *reference,
                     HomPrepared     *moving,
                     const HomMatrix *w,
                     gboolean         is_negative)
{
  hypothesis->refinement.reference = reference;
  hypothesis->refinement.moving    = moving;
  hypothesis->estimate.w           = *w;
  hypothesis->estimate.exposure    = (HomExposure){ is_negative ? -1.0 : 1.0,
                                                 0.0 };
  hom_coarse_to_fine_init (&hypothesis->refinement, w);
  hypothesis->level_pair = hypothesis->refinement.n_pairs;
}

/* Measures how well the pictures agree at any matrix, reduced to at most
 * @max_pixels pixels.
 */
gboolean
hom_hypothesis_agreement (const HomHypothesis *hypothesis,
                          gsize                max_pixels,
                          const HomMatrix     *w,
                          HomLocalCorrelation *agreement,
                          GError             **error)
{
  gint level_pair = hom_coarse_to_fine_level_pair (&hypothesis->refinement,
                                                   max_pixels);

  return hom_coarse_to_fine_agreement (&hypothesis->refinement, level_pair, w,
                                       agreement, error);
}

/* Returns how many standard deviations a correlation of @n windows lies above
 * that of pictures that have nothing in common, by Fisher's transform, whose
 * standard deviation is 1 / √n whatever the correlation (Fisher 1915,
 * doi:10.2307/2331838).
 */
static gdouble
deviations (gdouble correlation, gdouble n)
{
  return atanh (CLAMP (correlation, -ALL, ALL)) * sqrt (n + 1.0);
}

/* Finds how sure it is that pictures do not agree by chance: the mean of what
 * their details tell and what is left of these without their slopes. Any slope
 * is like any other: without the latter, the former tell little.
 */
static gdouble
significance (const HomLocalCorrelation *agreement, gdouble sign)
{
  gdouble details = deviations (sign * agreement->details,
                                agreement->n_windows);
  gdouble texture = deviations (sign * agreement->texture,
                                agreement->n_textures);

  return hom_uses (HOM_INGREDIENT_TEXTURE) ?
             MIN ((details + texture) / 2.0, texture + MOST_OF_SLOPES) :
             details;
}

static gdouble
sign_of (const HomHypothesis *hypothesis)
{
  return hypothesis->estimate.exposure.gain < 0.0 ? -1.0 : 1.0;
}

/* Finds what the evidence of the start adds to what the pixels tell. */
static gdouble
bonus_of (const HomHypothesis *hypothesis, gdouble seen)
{
  gdouble bonus = EVIDENCE * CLAMP (hypothesis->evidence, 0.0, MOST_EVIDENCE);

  return hypothesis->start == HOM_START_FEATURES ?
             MIN (bonus, LARGEST_SHARE * MAX (seen, 0.0)) :
             bonus;
}

static void
judge (HomHypothesis *hypothesis, const HomLocalCorrelation *agreement)
{
  gdouble sign = sign_of (hypothesis);
  gdouble rest = 1.0 - agreement->details * agreement->details;
  gdouble root = sqrt (agreement->n_windows + 1.0);
  gdouble seen = significance (agreement, sign);

  if (hypothesis->refinement.model > HOM_MODEL_SIMILARITY)
    seen *= MIN (agreement->spread / WIDE, 1.0);

  hypothesis->spread    = agreement->spread;
  hypothesis->middle    = agreement->middle;
  hypothesis->agreement = sign * agreement->details;
  hypothesis->explained = hypothesis->agreement - CHANCE / root;
  hypothesis->score     = seen + bonus_of (hypothesis, seen);
  if (hypothesis->start == HOM_START_GIVEN)
    hypothesis->score += IN_PLACE;
  else if (hypothesis->start == HOM_START_SEARCH && hypothesis->evidence < 0.0)
    hypothesis->score -= SEARCHED;
  if (sign < 0.0)
    hypothesis->score -= NEGATIVE;
  hypothesis->slack = LARGEST_FALL + UNSURE * rest / root;
}

static gboolean
measure (HomHypothesis *hypothesis, GError **error)
{
  HomLocalCorrelation agreement;

  if (! hom_hypothesis_agreement (hypothesis, COMPARED_PIXELS,
                                  &hypothesis->estimate.w, &agreement, error))
    return FALSE;

  judge (hypothesis, &agreement);

  return TRUE;
}

/* Tells whether a refinement made the details agree less. */
static gboolean
is_worse (const HomHypothesis *refined, const HomHypothesis *start)
{
  return refined->agreement < start->agreement - start->slack;
}

/* Tells whether the pictures agree at a hypothesis more than around it.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_hypothesis_stands_out (const HomHypothesis *hypothesis,
                           gboolean            *stands_out,
                           GError             **error)
{
  const HomImage *reference = hypothesis->refinement.reference->picture->image;
  const gdouble   area      = (gdouble) reference->width * reference->height;
  const gdouble   unit      = sqrt (MAX (area / COMPARED_PIXELS, 1.0));
  const gdouble   sign      = sign_of (hypothesis);
  HomLocalCorrelation agreement;
  gdouble             least;

  if (! hom_hypothesis_agreement (hypothesis, COMPARED_PIXELS,
                                  &hypothesis->estimate.w, &agreement, error))
    return FALSE;

  least       = significance (&agreement, sign) - STANDS_OUT;
  *stands_out = TRUE;
  for (gint i = 0; i < N_RINGS * N_DIRECTIONS && *stands_out; i++)
    {
      gdouble   radius = unit * RING * (1 + i % N_RINGS);
      gdouble   angle  = 2.0 * G_PI * i / (N_RINGS * N_DIRECTIONS);
      HomMatrix beside = HOM_MATRIX_IDENTITY;

      beside.m[2] = radius * cos (angle);
      beside.m[5] = radius * sin (angle);
      beside      = hom_matrix_multiply (&hypothesis->estimate.w, &beside);
      if (! hom_hypothesis_agreement (hypothesis, COMPARED_PIXELS, &beside,
                                      &agreement, error))
        return FALSE;
      *stands_out = significance (&agreement, sign) < least;
    }

  return TRUE;
}

/* Refines a hypothesis as far as it takes to compare it. Where that makes it
 * worse, it stays where it was.
 *
 * @first_model: the model of the first level pair, where there may be too
 *   little to see for all freedoms.
 */
gboolean
hom_hypothesis_try (HomHypothesis *hypothesis,
                    HomModel       first_model,
                    gint           first_level_pair,
                    GError       **error)
{
  HomCoarseToFine *refinement = &hypothesis->refinement;
  HomModel         model      = refinement->model;
  gint last  = hom_coarse_to_fine_level_pair (refinement, COMPARED_PIXELS);
  gint first = CLAMP (first_level_pair, last, refinement->n_pairs - 1);
  HomHypothesis start = *hypothesis;

  for (gint level_pair = first; level_pair >= last; level_pair--)
    {
      refinement->model = level_pair == first ? first_model : model;
      if (! hom_coarse_to_fine_run (refinement, level_pair,
                                    &hypothesis->estimate, error))
        return FALSE;
    }
  if (first == last && first_model != model)
    {
      refinement->model = model;
      if (! hom_coarse_to_fine_run (refinement, last, &hypothesis->estimate,
                                    error))
        return FALSE;
    }

  refinement->model = model;
  if (! measure (hypothesis, error) || ! measure (&start, error))
    return FALSE;
  if (is_worse (hypothesis, &start))
    *hypothesis = start;
  hypothesis->level_pair = last;

  return TRUE;
}

/* Refines a hypothesis by the finer level pairs. Where these make it worse, it
 * stays where it was.
 */
gboolean
hom_hypothesis_refine (HomHypothesis  *hypothesis,
                       HomProgressFunc progress,
                       gpointer        progress_data,
                       GError        **error)
{
  HomHypothesis fine = *hypothesis;

  for (gint level_pair = hypothesis->level_pair - 1; level_pair >= 0;
       level_pair--)
    {
      if (! hom_coarse_to_fine_run (&fine.refinement, level_pair,
                                    &fine.estimate, error))
        return FALSE;
      if (progress && level_pair > 0)
        progress (ldexp (1.0, -level_pair), progress_data);
    }
  fine.level_pair = 0;
  if (! measure (&fine, error))
    return FALSE;
  if (! is_worse (&fine, hypothesis) ||
      ! hom_uses (HOM_INGREDIENT_REFINEMENT_CHECK))
    *hypothesis = fine;

  return TRUE;
}

/* Holds the last of some parameters at 0. For parameters θ₁, the first @n_kept,
 * and θ₂, with the covariance C, it finds the statistic θ₂ᵀ C₂₂⁻¹ θ₂, and what
 * θ₁ becomes when θ₂ is held at 0.
 *
 * Returns: FALSE when C₂₂ has no inverse.
 */
static gboolean
condition (const gdouble *covariance,
           gint           n_kept,
           gint           n_all,
           gdouble       *parameters,
           gdouble       *statistic)
{
  gint    n = n_all - n_kept;
  gdouble block[HOM_MAX_FREEDOMS * HOM_MAX_FREEDOMS];
  gdouble solved[HOM_MAX_FREEDOMS];

  for (gint i = 0; i < n; i++)
    {
      solved[i] = parameters[n_kept + i];
      for (gint j = 0; j < n; j++)
        block[i * n + j] =
            covariance[(n_kept + i) * HOM_MAX_FREEDOMS + n_kept + j];
    }
  if (! hom_lapack_solve_symmetric ('U', n, 1, block, solved))
    return FALSE;

  *statistic = 0.0;
  for (gint j = 0; j < n; j++)
    {
      *statistic += parameters[n_kept + j] * solved[j];
      for (gint i = 0; i < n_kept; i++)
        parameters[i] -= covariance[i * HOM_MAX_FREEDOMS + n_kept + j] *
                         solved[j];
    }

  return TRUE;
}

/* Tells whether the data cannot tell parameters from 0. */
static gboolean
is_in_place (const HomHypothesis *hypothesis, const gdouble *all)
{
  const gint n = hom_model_freedoms (hypothesis->refinement.model);
  gdouble    parameters[HOM_MAX_FREEDOMS];
  gdouble    statistic;

  for (gint i = 0; i < n; i++)
    parameters[i] = all[i];

  return condition (hypothesis->estimate.covariance, 0, n, parameters,
                    &statistic) &&
         statistic < 2.0 * n;
}

/* Takes a matrix of a smaller model where the data cannot tell it from that of
 * the hypothesis: where leaving out n parameters raises the squared residuals,
 * in units of the noise, by less than 2n (Akaike 1974,
 * doi:10.1109/TAC.1974.1100705). It does so only after the last level pair. Of
 * all models the smallest has no freedoms: what was given explains the pictures
 * as well, and stays.
 */
gboolean
hom_hypothesis_simplify (HomHypothesis   *hypothesis,
                         const HomMatrix *start_w,
                         GError         **error)
{
  HomCoarseToFine *refinement = &hypothesis->refinement;
  gint             n_all      = hom_model_freedoms (refinement->model);
  gdouble          all[HOM_MAX_FREEDOMS] = { 0.0 };

  if (hypothesis->level_pair > 0 || ! hypothesis->estimate.has_covariance ||
      ! hom_coarse_to_fine_parameters (refinement, start_w,
                                       &hypothesis->estimate.w, all))
    return TRUE;

  if (hypothesis->start == HOM_START_GIVEN && is_in_place (hypothesis, all))
    {
      hypothesis->estimate.w = *start_w;
      return TRUE;
    }
  for (HomModel model = HOM_MODEL_TRANSLATION; model < refinement->model;
       model++)
    {
      gint    n_kept = hom_model_freedoms (model);
      gdouble parameters[HOM_MAX_FREEDOMS];
      gdouble statistic;

      for (gint i = 0; i < n_all; i++)
        parameters[i] = all[i];
      if (condition (hypothesis->estimate.covariance, n_kept, n_all, parameters,
                     &statistic) &&
          statistic < 2.0 * (n_all - n_kept))
        {
          refinement->model      = model;
          hypothesis->estimate.w = hom_coarse_to_fine_matrix (
              refinement, start_w, parameters);
          return hom_coarse_to_fine_run (refinement, 0, &hypothesis->estimate,
                                         error);
        }
    }

  return TRUE;
}
