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
 * windows are subtracted from their agreement.
 */
#define CHANCE 2.0

/* A negative must agree better than a positive by this. */
#define NEGATIVE 0.1

/* Where the textures agree by less than this more than chance gives, it is the
 * slopes of smooth pictures that agree: of unrelated ones enlarged by the
 * search up to 0.96, with textures of −0.2 to 0.33 by at most 0.1 more than
 * chance.
 */
#define LEAST_TEXTURE 0.15

/* This times 1 − ρ² is subtracted from the score of the best of many positions,
 * of correlation ρ: it has to be better than the best that chance gives, as
 * long as it could be chance. Smooth pictures that have nothing in common
 * reached 0.38.
 */
#define SEARCHED 0.25

/* The agreement may fall by LARGEST_FALL: pictures that already coincide stay
 * where they are but for rounding. And it may fall by the share UNSURE of the
 * standard error of a correlation ρ of n windows, (1 − ρ²) / √n: windows that
 * show something else in one of the pictures agree by chance, now more, now
 * less.
 */
#define LARGEST_FALL 0.002
#define UNSURE       0.25

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

static void
judge (HomHypothesis *hypothesis, const HomLocalCorrelation *agreement)
{
  gboolean negative = hypothesis->estimate.exposure.gain < 0.0;
  gdouble  sign     = negative ? -1.0 : 1.0;
  gdouble  rest     = 1.0 - agreement->details * agreement->details;
  gdouble  unsure   = 1.0 / sqrt (agreement->n_windows + 1.0);
  gdouble  texture  = sign * agreement->texture;
  gdouble  beyond   = texture - CHANCE / sqrt (agreement->n_textures + 1.0);

  hypothesis->spread    = agreement->spread;
  hypothesis->middle    = agreement->middle;
  hypothesis->agreement = sign * agreement->details;
  hypothesis->score     = hypothesis->agreement - (negative ? NEGATIVE : 0.0) -
                      CHANCE * unsure;
  hypothesis->slack = LARGEST_FALL + UNSURE * rest * unsure;
  if (hypothesis->start != HOM_START_SEARCH)
    return;

  hypothesis->score -= SEARCHED * rest;
  if (beyond < LEAST_TEXTURE && beyond < hypothesis->score &&
      hom_uses (HOM_INGREDIENT_TEXTURE))
    {
      hypothesis->score     = beyond;
      hypothesis->agreement = texture;
    }
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
  if (hypothesis->score < start.score - start.slack)
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
  if (fine.score >= hypothesis->score - hypothesis->slack ||
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

/* Takes a matrix of a smaller model where the data cannot tell it from that of
 * the hypothesis: where leaving out n parameters raises the squared residuals,
 * in units of the noise, by less than 2n (Akaike 1974,
 * doi:10.1109/TAC.1974.1100705). It does so only after the last level pair.
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
