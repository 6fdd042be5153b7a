/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/start/hom-search-correlation.h"
#include "align/start/hom-search-scale.h"
#include "base/hom-memory.h"
#include "homography/hom-matrix-box.h"

/* The least overlap, as a share of the smaller picture. */
#define LEAST_OVERLAP 0.2

/* The refinement takes HALVINGS sizes of steps, half a step of each kind first
 * and then half of the last, and goes up to MAX_ROUNDS rounds with each.
 */
#define HALVINGS   4
#define MAX_ROUNDS 4

static gdouble
longer_side (const HomBox *box)
{
  return MAX (box->x1 - box->x0, box->y1 - box->y0);
}

static gdouble
area_of (const HomBox *box)
{
  return (box->x1 - box->x0) * (box->y1 - box->y0);
}

static gdouble
pitch_of (const HomSearchScale *scale)
{
  return sqrt (longer_side (&scale->boxes[0]) * longer_side (&scale->boxes[1]) *
               scale->scale) /
         HOM_SEARCH_GRID;
}

static gboolean
init_details (const HomSearchScale *scale,
              const HomDetail       thumbnails[2],
              gdouble               pitch,
              HomDetail             details[2],
              GError              **error)
{
  HomDetail filtered;
  gboolean  success;

  success =
      hom_detail_init_filtered (&filtered, &thumbnails[0], pitch, error) &&
      hom_detail_init_sampled (&details[0], &filtered, &HOM_MATRIX_IDENTITY,
                               &scale->boxes[0], pitch, error);
  hom_detail_clear (&filtered);

  return success && hom_detail_init_filtered (&details[1], &thumbnails[1],
                                              pitch / scale->scale, error);
}

/* Makes the details of both pictures for one scale.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY; then, too, @scale is to be cleared.
 */
gboolean
hom_search_scale_init (HomSearchScale *scale,
                       const HomBox    boxes[2],
                       const HomDetail thumbnails[2],
                       gdouble         factor,
                       GError        **error)
{
  *scale = (HomSearchScale){ { boxes[0], boxes[1] }, factor };

  return init_details (scale, thumbnails, pitch_of (scale), scale->coarse,
                       error) &&
         init_details (scale, thumbnails, 0.5 * pitch_of (scale), scale->fine,
                       error);
}

void
hom_search_scale_clear (HomSearchScale *scale)
{
  for (gint i = 0; i < 2; i++)
    {
      hom_detail_clear (&scale->coarse[i]);
      hom_detail_clear (&scale->fine[i]);
    }
}

HomMatrix
hom_search_scale_matrix (const HomSearchScale *scale, const HomPose *pose)
{
  gdouble c = pose->scale * cos (pose->angle);
  gdouble s = pose->scale * sin (pose->angle);
  gdouble x = (scale->boxes[1].x0 + scale->boxes[1].x1) / 2.0;
  gdouble y = (scale->boxes[1].y0 + scale->boxes[1].y1) / 2.0;

  return (HomMatrix){ { c, -s, pose->center.x - c * x + s * y, s, c,
                        pose->center.y - s * x - c * y, 0, 0, 1 } };
}

/* Judges a pose by the sums over the pixels that lie over each other: finds the
 * logarithm of the likelihood ratio of variables that are jointly normal to
 * independent ones.
 */
static void
judge (const HomSearchScale *scale,
       HomPose              *pose,
       gdouble               pitch,
       gdouble               ab,
       gdouble               aa,
       gdouble               bb,
       gdouble               n)
{
  gdouble smaller = MIN (area_of (&scale->boxes[0]),
                         area_of (&scale->boxes[1]) * pose->scale *
                             pose->scale);

  n /= scale->coarse[0].n_channels;
  pose->overlap     = n * pitch * pitch / smaller;
  pose->correlation = 0.0;
  if (pose->overlap >= LEAST_OVERLAP && aa > 0.0 && bb > 0.0)
    pose->correlation = ab / sqrt (aa * bb);
  /* no edge is the negative of another */
  if (scale->coarse[0].n_channels > 1)
    pose->correlation = MAX (pose->correlation, 0.0);
  pose->likelihood =
      -0.5 * n * log1p (-MIN (pose->correlation * pose->correlation, 0.9999));
}

static void
judge_shift (const HomSearchScale     *scale,
             HomPose                  *pose,
             const HomCorrelationSums *shifts,
             gsize                     i)
{
  judge (scale, pose, scale->coarse[0].pitch, shifts->ab[i], shifts->aa[i],
         shifts->bb[i], shifts->n[i]);
}

static void
keep_best (HomPose best[], gint n, HomPose pose)
{
  for (gint i = 0; i < n; i++)
    if (pose.likelihood > best[i].likelihood)
      {
        HomPose worse = best[i];

        best[i] = pose;
        pose    = worse;
      }
}

/* Lists the best @n of the shifts that are better than all next to them.
 *
 * @likelihood: room for the likelihoods of all shifts.
 */
static void
list_peaks (const HomSearchScale     *scale,
            const HomCorrelationSums *shifts,
            HomPose                   pose,
            HomPose                   best[],
            gint                      n,
            gdouble                  *likelihood)
{
  gint     width    = shifts->width;
  gint     height   = shifts->height;
  gsize    n_shifts = (gsize) width * height;
  HomPoint middle   = pose.center;
  gdouble  pitch    = scale->coarse[0].pitch;

  for (gsize i = 0; i < n_shifts; i++)
    {
      judge_shift (scale, &pose, shifts, i);
      likelihood[i] = pose.likelihood;
    }
  for (gint y = 1; y < height - 1; y++)
    for (gint x = 1; x < width - 1; x++)
      {
        gsize          i = (gsize) y * width + x;
        const gdouble *l = likelihood + i;

        if (! (l[0] > best[n - 1].likelihood && l[0] > l[-1] && l[0] > l[1] &&
               l[0] > l[-width] && l[0] > l[width]))
          continue;

        judge_shift (scale, &pose, shifts, i);
        pose.center.x = middle.x + x * pitch;
        pose.center.y = middle.y + y * pitch;
        keep_best (best, n, pose);
      }
}

/* Finds the best @n shifts at one rotation.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_search_scale_turn (const HomSearchScale *scale,
                       gdouble               angle,
                       HomPose               best[],
                       gint                  n,
                       GError              **error)
{
  const HomDetail        *reference = &scale->coarse[0];
  HomPose                 pose      = { angle, scale->scale };
  HomMatrix               h         = hom_search_scale_matrix (scale, &pose);
  HomBox                  box       = { 0 };
  HomDetail               turned;
  HomCorrelationSums      shifts     = { 0 };
  hom_automemory gdouble *likelihood = NULL;

  hom_matrix_map_box (&h, &scale->boxes[1], NULL, &box);
  if (hom_detail_init_sampled (&turned, &scale->coarse[1], &h, &box,
                               reference->pitch, error) &&
      hom_correlation_sums_init (&shifts, reference, &turned, error))
    likelihood = hom_memory_new ((gsize) shifts.width * shifts.height,
                                 sizeof (gdouble), FALSE, error);

  pose.center.x = reference->origin.x - turned.origin.x +
                  (1 - turned.width) * reference->pitch;
  pose.center.y = reference->origin.y - turned.origin.y +
                  (1 - turned.height) * reference->pitch;
  if (likelihood)
    list_peaks (scale, &shifts, pose, best, n, likelihood);

  hom_correlation_sums_clear (&shifts);
  hom_detail_clear (&turned);

  return likelihood != NULL;
}

/* Compares the pictures at one pose, on the fine grid. */
static void
evaluate (const HomSearchScale *scale, HomPose *pose)
{
  const HomDetail *reference = &scale->fine[0];
  HomMatrix        h         = hom_search_scale_matrix (scale, pose);
  HomMatrix        w         = HOM_MATRIX_IDENTITY;
  const gsize      plane     = (gsize) reference->width * reference->height;
  const gdouble    cosine    = cos (pose->angle);
  const gdouble    sine      = sin (pose->angle);
  gdouble          ab = 0.0, aa = 0.0, bb = 0.0;
  gint             n = 0;

  hom_matrix_invert (&h, &w, NULL);
  for (gint j = 0; j < reference->height; j++)
    for (gint i = 0; i < reference->width; i++)
      {
        HomPoint q = { reference->origin.x + (i + 0.5) * reference->pitch,
                       reference->origin.y + (j + 0.5) * reference->pitch };
        HomPoint p = { w.m[0] * q.x + w.m[1] * q.y + w.m[2],
                       w.m[3] * q.x + w.m[4] * q.y + w.m[5] };
        gsize    k = (gsize) j * reference->width + i;
        gfloat   b[HOM_DETAIL_CHANNELS];

        if (! (reference->mask[k] > 0.0f) ||
            ! hom_detail_sample (&scale->fine[1], p, b))
          continue;
        hom_detail_turn (b, reference->n_channels, cosine, sine);
        for (gint c = 0; c < reference->n_channels; c++, n++)
          {
            gfloat a = reference->values[c * plane + k];

            ab += a * b[c];
            aa += a * a;
            bb += b[c] * b[c];
          }
      }
  judge (scale, pose, reference->pitch, ab, aa, bb, n);
}

/* Returns the pose that is some steps away along one of its freedoms. */
static HomPose
step_from (const HomPose *pose, gint freedom, gdouble steps, gdouble pitch)
{
  HomPose next = *pose;

  switch (freedom)
    {
    case 0:
      next.center.x += steps * pitch;
      break;
    case 1:
      next.center.y += steps * pitch;
      break;
    case 2:
      next.angle += steps * 2.0 * G_PI / HOM_SEARCH_ROTATIONS;
      break;
    default:
      next.scale *= exp2 (steps / HOM_SEARCH_SCALES_PER_OCTAVE);
      break;
    }

  return next;
}

/* Tries a step both ways along each of the freedoms. */
static gboolean
explore (const HomSearchScale *scale,
         gint                  n_freedoms,
         gdouble               steps,
         HomPose              *pose)
{
  gboolean is_better = FALSE;

  for (gint i = 0; i < 2 * n_freedoms; i++)
    {
      HomPose next = step_from (pose, i / 2, i % 2 ? steps : -steps,
                                scale->coarse[0].pitch);

      evaluate (scale, &next);
      if (next.likelihood > pose->likelihood)
        {
          *pose     = next;
          is_better = TRUE;
        }
    }

  return is_better;
}

/* Refines a pose: goes along each of the freedoms as long as that is better,
 * with smaller and smaller steps (Hooke & Jeeves 1961,
 * doi:10.1145/321062.321069).
 *
 * @n_freedoms: 2 for shifts alone, 3 with rotations, 4 with scales.
 */
void
hom_search_scale_refine (const HomSearchScale *scale,
                         gint                  n_freedoms,
                         HomPose              *pose)
{
  evaluate (scale, pose);
  for (gint i = 1; i <= HALVINGS; i++)
    for (gint k = 0; k < MAX_ROUNDS; k++)
      if (! explore (scale, n_freedoms, ldexp (1.0, -i), pose))
        break;
}
