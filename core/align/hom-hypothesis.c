/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/hom-hypothesis.h"
#include "base/hom-lapack.h"

/* Places are compared in pictures reduced to so many pixels: few enough to be
 * quick, and for noise to be averaged away.
 */
#define COMPARED_PIXELS (1 << 16)

/* How many standard deviations of what chance gives to so many windows are
 * taken from their agreement.
 */
#define CHANCE 2.0

/* By how much a negative must agree better than a positive. */
#define NEGATIVE 0.1

/* Where the textures agree by less than this more than chance gives, it is the
 * slopes of smooth pictures that agree: of unrelated ones enlarged by the
 * search up to 0.96, with textures of −0.2 to 0.33 by at most 0.1 more than
 * chance.
 */
#define LEAST_TEXTURE 0.15

/* And the best of many positions: it has to be better than the best that chance
 * gives, as long as it could be chance. Smooth pictures that have nothing in
 * common reached 0.38.
 */
#define SEARCHED 0.25

/* How much the agreement may fall: pictures that already coincide stay where
 * they are but for rounding. And this share of the standard error of a
 * correlation ρ of n windows, (1 − ρ²) / √n: windows that show something else
 * in one of the pictures agree by chance, now more, now less.
 */
#define LARGEST_FALL 0.002
#define UNSURE       0.25

/* The model, the loss and the like of the refinement are set already. */
void
hom_place_init (HomPlace        *place,
                HomPrepared     *reference,
                HomPrepared     *moving,
                const HomMatrix *w,
                gboolean         is_negative)
{
  place->refinement.reference = reference;
  place->refinement.moving    = moving;
  place->refined.w            = *w;
  place->refined.exposure     = (HomExposure) { is_negative ? -1.0 : 1.0, 0.0 };
  hom_refinement_init (&place->refinement, w);
  place->stage = place->refinement.n_stages;
}

/* Of the pictures reduced to so many pixels, at any matrix. */
gboolean
hom_place_agreement (const HomPlace  *place,
                     gsize            max_pixels,
                     const HomMatrix *w,
                     HomAgreement    *agreement,
                     GError         **error)
{
  gint stage = hom_refinement_stage (&place->refinement, max_pixels);

  return hom_refinement_agreement (&place->refinement, stage, w, agreement,
                                   error);
}

static void
judge (HomPlace *place, const HomAgreement *agreement)
{
  gboolean negative = place->refined.exposure.gain < 0.0;
  gdouble  sign     = negative ? -1.0 : 1.0;
  gdouble  rest     = 1.0 - agreement->details * agreement->details;
  gdouble  unsure   = 1.0 / sqrt (agreement->n_windows + 1.0);
  gdouble  texture  = sign * agreement->texture;
  gdouble  beyond   = texture - CHANCE / sqrt (agreement->n_textures + 1.0);

  place->agreement = sign * agreement->details;
  place->score     = place->agreement - (negative ? NEGATIVE : 0.0) -
                 CHANCE * unsure;
  place->slack = LARGEST_FALL + UNSURE * rest * unsure;
  if (place->start != HOM_START_SEARCH)
    return;

  place->score -= SEARCHED * rest;
  if (beyond < LEAST_TEXTURE && beyond < place->score)
    {
      place->score     = beyond;
      place->agreement = texture;
    }
}

static gboolean
measure (HomPlace *place, GError **error)
{
  HomAgreement agreement;

  if (! hom_place_agreement (place, COMPARED_PIXELS, &place->refined.w,
                             &agreement, error))
    return FALSE;

  judge (place, &agreement);

  return TRUE;
}

/* Refines a place as far as it takes to compare it. Where that makes it worse,
 * it stays.
 *
 * @first_model: for the first stage, where there may be too little to see for
 * all freedoms.
 */
gboolean
hom_place_try (HomPlace *place,
               HomModel  first_model,
               gint      first_stage,
               GError  **error)
{
  HomRefinement *refinement = &place->refinement;
  HomModel       model      = refinement->model;
  gint           last  = hom_refinement_stage (refinement, COMPARED_PIXELS);
  gint           first = CLAMP (first_stage, last, refinement->n_stages - 1);
  HomPlace       start = *place;

  for (gint stage = first; stage >= last; stage--)
    {
      refinement->model = stage == first ? first_model : model;
      if (! hom_refinement_run (refinement, stage, &place->refined, error))
        return FALSE;
    }
  if (first == last && first_model != model)
    {
      refinement->model = model;
      if (! hom_refinement_run (refinement, last, &place->refined, error))
        return FALSE;
    }

  refinement->model = model;
  if (! measure (place, error) || ! measure (&start, error))
    return FALSE;
  if (place->score < start.score - start.slack)
    *place = start;
  place->stage = last;

  return TRUE;
}

/* The finer stages. Where these make it worse, it stays. */
gboolean
hom_place_refine (HomPlace       *place,
                  HomProgressFunc progress,
                  gpointer        progress_data,
                  GError        **error)
{
  HomPlace fine = *place;

  for (gint stage = place->stage - 1; stage >= 0; stage--)
    {
      if (! hom_refinement_run (&fine.refinement, stage, &fine.refined, error))
        return FALSE;
      if (progress && stage > 0)
        progress (ldexp (1.0, -stage), progress_data);
    }
  fine.stage = 0;
  if (! measure (&fine, error))
    return FALSE;
  if (fine.score >= place->score - place->slack)
    *place = fine;

  return TRUE;
}

/* For parameters θ₁, the first few, and θ₂, with the covariance C: the
 * statistic θ₂ᵀ C₂₂⁻¹ θ₂, and what θ₁ becomes when θ₂ is held at 0. FALSE when
 * C₂₂ has no inverse.
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

/* Where the data cannot tell the matrix from one of a smaller model, takes
 * that: where leaving out n parameters raises the squared residuals, in units
 * of the noise, by less than 2n (Akaike 1974, doi:10.1109/TAC.1974.1100705).
 * For a place after its last stage.
 */
gboolean
hom_place_simplify (HomPlace *place, const HomMatrix *start_w, GError **error)
{
  HomRefinement *refinement            = &place->refinement;
  gint           n_all                 = hom_model_freedoms (refinement->model);
  gdouble        all[HOM_MAX_FREEDOMS] = { 0.0 };

  if (place->stage > 0 || ! place->refined.has_covariance ||
      ! hom_refinement_parameters (refinement, start_w, &place->refined.w, all))
    return TRUE;

  for (HomModel model = HOM_MODEL_TRANSLATION; model < refinement->model;
       model++)
    {
      gint    n_kept = hom_model_freedoms (model);
      gdouble parameters[HOM_MAX_FREEDOMS];
      gdouble statistic;

      for (gint i = 0; i < n_all; i++)
        parameters[i] = all[i];
      if (condition (place->refined.covariance, n_kept, n_all, parameters,
                     &statistic) &&
          statistic < 2.0 * (n_all - n_kept))
        {
          refinement->model = model;
          place->refined.w  = hom_refinement_matrix (refinement, start_w,
                                                     parameters);
          return hom_refinement_run (refinement, 0, &place->refined, error);
        }
    }

  return TRUE;
}
