/* SPDX-License-Identifier: LGPL-3.0-or-later */

/* The loss of a pair is that of MAGSAC++ (Barath, Noskova, Ivashechkin & Matas
 * 2020, doi:10.1109/CVPR42600.2020.00138), which averages over all noise up to
 * a largest one, so that nobody need know it: keypoints lie within a tenth of a
 * pixel in one pair of photographs and, where the scene is not quite a plane,
 * within two in the next. With residuals in two dimensions its incomplete gamma
 * function is erfc, and the loss has a closed form too.
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/start/hom-consensus.h"
#include "base/hom-lapack.h"
#include "base/hom-memory.h"

/* The largest noise of a position, in units of its keypoint's scale: about a
 * pixel where VLFeat's scales begin.
 */
#define LARGEST_NOISE 0.6

/* A scale counts as no less than this, in pixels: the position is no better. */
#define LEAST_SCALE 0.8

/* The largest distance of a right pair, in units of the noise: the square root
 * of the 99 % quantile of χ² with two degrees of freedom.
 */
#define CUTOFF 3.0349

/* The number of steps of the table of the loss: with linear interpolation it is
 * right to 10⁻⁵.
 */
#define TABLE_STEPS 1024

/* The number of points along each side of the moving picture by which the
 * overlap is measured.
 */
#define GRID 32

/* The mean and the covariance of points.
 *
 * @n: how many points there are.
 * @xx: with @xy and @yy, their covariance.
 */
typedef struct
{
  gsize   n;
  gdouble x, y;
  gdouble xx, xy, yy;
} Cloud;

/* Compares two pairs of one array, by pointers to them: the better one first.
 */
static gint
compare_quality (gconstpointer a, gconstpointer b)
{
  const HomPointPair *p = *(const HomPointPair *const *) a;
  const HomPointPair *q = *(const HomPointPair *const *) b;

  if (p->quality != q->quality)
    return p->quality < q->quality ? 1 : -1;

  return (p > q) - (p < q);
}

static gboolean
is_finite_pair (const HomPointPair *pair)
{
  return isfinite (pair->source.x) && isfinite (pair->source.y) &&
         isfinite (pair->target.x) && isfinite (pair->target.y) &&
         isfinite (pair->target_scale) && isfinite (pair->quality);
}

/* Prepares pairs for comparisons with matrices.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY; then, too, @consensus is to be
 *   cleared.
 */
gboolean
hom_consensus_init (HomConsensus       *consensus,
                    const HomPointPair *pairs,
                    gsize               n_pairs,
                    GError            **error)
{
  hom_automemory const HomPointPair **sorted = hom_memory_new (
      n_pairs, sizeof (sorted[0]), FALSE, error);
  gsize n = 0;

  *consensus = (HomConsensus){ NULL };
  if (! sorted)
    return FALSE;

  for (gsize i = 0; i < n_pairs; i++)
    if (is_finite_pair (&pairs[i]))
      sorted[n++] = &pairs[i];
  qsort (sorted, n, sizeof (sorted[0]), compare_quality);

  consensus->n     = n;
  consensus->pairs = hom_memory_new (n, sizeof (HomPointPair), FALSE, error);
  if (consensus->pairs)
    consensus->indices = hom_memory_new (n, sizeof (gsize), FALSE, error);
  if (consensus->indices)
    consensus->precisions = hom_memory_new (n, 2 * sizeof (gdouble), FALSE,
                                            error);
  if (! consensus->precisions)
    return FALSE;

  consensus->weights = consensus->precisions + n;
  for (gsize i = 0; i < n; i++)
    {
      gdouble noise = LARGEST_NOISE *
                      MAX (sorted[i]->target_scale, LEAST_SCALE);

      consensus->pairs[i]      = *sorted[i];
      consensus->indices[i]    = sorted[i] - pairs;
      consensus->precisions[i] = 1.0 / (noise * noise);
    }

  return TRUE;
}

void
hom_consensus_clear (HomConsensus *consensus)
{
  g_clear_pointer (&consensus->pairs, hom_memory_free);
  g_clear_pointer (&consensus->indices, hom_memory_free);
  g_clear_pointer (&consensus->precisions, hom_memory_free);
}

/* Integrates ∫₀ᵘ x w (x) dx, with the weight w of hom_consensus_weigh() but for
 * a factor.
 */
static gdouble
integrate_weight (gdouble u)
{
  return 0.5 * u * u * (erfc (u * M_SQRT1_2) - erfc (CUTOFF * M_SQRT1_2)) -
         u * exp (-0.5 * u * u) / sqrt (2.0 * G_PI) + 0.5 * erf (u * M_SQRT1_2);
}

/* Returns a table of the loss, for squared distances from 0 to CUTOFF², in
 * equal steps, and for one step more.
 */
static const gdouble *
loss_table (void)
{
  static gdouble table[TABLE_STEPS + 2];
  static gsize   is_made = 0;

  if (g_once_init_enter (&is_made))
    {
      for (gint i = 0; i < TABLE_STEPS; i++)
        table[i] = integrate_weight (CUTOFF *
                                     sqrt (i / (gdouble) TABLE_STEPS)) /
                   integrate_weight (CUTOFF);
      table[TABLE_STEPS]     = 1.0;
      table[TABLE_STEPS + 1] = 1.0;
      g_once_init_leave (&is_made, 1);
    }

  return table;
}

/* Finds the squared distance of a pair in units of its noise; infinite, or a
 * NaN, behind the horizon.
 */
static inline gdouble
squared_distance (const HomConsensus *consensus,
                  const HomMatrix    *h,
                  gsize               i,
                  gdouble            *z)
{
  const HomPointPair *pair = &consensus->pairs[i];
  const gdouble      *m    = h->m;
  gdouble             x    = pair->source.x;
  gdouble             y    = pair->source.y;
  gdouble             dx, dy;

  *z = m[6] * x + m[7] * y + m[8];
  if (! (*z > 0.0))
    return INFINITY;
  dx = (m[0] * x + m[1] * y + m[2]) / *z - pair->target.x;
  dy = (m[3] * x + m[4] * y + m[5]) / *z - pair->target.y;

  return (dx * dx + dy * dy) * consensus->precisions[i];
}

/* Sums up the loss over all pairs: a wrong one counts 1, a perfect one 0. It
 * stops above @limit.
 */
gdouble
hom_consensus_loss (const HomConsensus *consensus,
                    const HomMatrix    *h,
                    gdouble             limit)
{
  const gdouble *table = loss_table ();
  gdouble        loss  = 0.0;
  gdouble        z;

  for (gsize i = 0; i < consensus->n && loss <= limit; i++)
    {
      gdouble u2 = squared_distance (consensus, h, i, &z);

      if (u2 < CUTOFF * CUTOFF)
        {
          gdouble step = u2 * (TABLE_STEPS / (CUTOFF * CUTOFF));
          gint    k    = step;

          loss += table[k] + (step - k) * (table[k + 1] - table[k]);
        }
      else
        {
          loss += 1.0;
        }
    }

  return loss;
}

/* Finds the weights of the pairs for the next step of least squares, by the
 * distances after the last one. hom_matrix_from_points() takes distances times
 * z, which is divided out.
 */
void
hom_consensus_weigh (const HomConsensus *consensus,
                     const HomMatrix    *h,
                     gdouble            *weights)
{
  for (gsize i = 0; i < consensus->n; i++)
    {
      gdouble z;
      gdouble u2 = squared_distance (consensus, h, i, &z);

      weights[i] = 0.0;
      if (u2 < CUTOFF * CUTOFF)
        weights[i] = (erfc (sqrt (u2) * M_SQRT1_2) -
                      erfc (CUTOFF * M_SQRT1_2)) *
                     consensus->precisions[i] / (z * z);
    }
}

/* Counts the pairs that agree with a matrix.
 *
 * @inliers: (nullable): becomes TRUE for each of them, in the caller's list.
 * @residual: (nullable): the root of their mean squared distance, in pixels.
 */
gsize
hom_consensus_inliers (const HomConsensus *consensus,
                       const HomMatrix    *h,
                       gboolean           *inliers,
                       gdouble            *residual)
{
  gsize   n   = 0;
  gdouble sum = 0.0;
  gdouble z;

  for (gsize i = 0; i < consensus->n; i++)
    {
      gdouble u2 = squared_distance (consensus, h, i, &z);

      if (! (u2 < CUTOFF * CUTOFF))
        continue;
      n++;
      sum += u2 / consensus->precisions[i];
      if (inliers)
        inliers[consensus->indices[i]] = TRUE;
    }
  if (residual)
    *residual = n > 0 ? sqrt (sum / n) : 0.0;

  return n;
}

/* Adds a point to the running means: West 1979, doi:10.1145/359146.359153. */
static void
cloud_add (Cloud *cloud, HomPoint point)
{
  gdouble dx = point.x - cloud->x;
  gdouble dy = point.y - cloud->y;

  cloud->n++;
  cloud->x += dx / cloud->n;
  cloud->y += dy / cloud->n;
  cloud->xx += (dx * (point.x - cloud->x) - cloud->xx) / cloud->n;
  cloud->xy += (dx * (point.y - cloud->y) - cloud->xy) / cloud->n;
  cloud->yy += (dy * (point.y - cloud->y) - cloud->yy) / cloud->n;
}

/* Measures the points of the moving picture that land in the reference. */
static Cloud
measure_overlap (const HomMatrix *h,
                 const HomBox    *reference,
                 const HomBox    *moving)
{
  Cloud cloud = { 0 };

  for (gint j = 0; j < GRID; j++)
    for (gint i = 0; i < GRID; i++)
      {
        HomPoint p = {
          moving->x0 + (moving->x1 - moving->x0) * (i + 0.5) / GRID,
          moving->y0 + (moving->y1 - moving->y0) * (j + 0.5) / GRID
        };
        HomPoint q;

        if (hom_matrix_apply (h, p, &q) && q.x >= reference->x0 &&
            q.x <= reference->x1 && q.y >= reference->y0 &&
            q.y <= reference->y1)
          cloud_add (&cloud, p);
      }

  return cloud;
}

/* Finds the least ratio of the standard deviations along any direction: the
 * square root of the smaller eigenvalue of A v = λ B v.
 */
static gdouble
compare_spread (const Cloud *a, const Cloud *b)
{
  gdouble left[4]  = { a->xx, a->xy, a->xy, a->yy };
  gdouble right[4] = { b->xx, b->xy, b->xy, b->yy };
  gdouble eigenvalues[2];
  gdouble room[HOM_LAPACK_ROOM];

  /* Fails where the overlap is a line or less. */
  if (hom_lapack_has_nan (left, 4) || hom_lapack_has_nan (right, 4) ||
      LAPACKE_dsygv_work (LAPACK_COL_MAJOR, 1, 'N', 'U', 2, left, 2, right, 2,
                          eigenvalues, room, HOM_LAPACK_ROOM) != 0)
    return 0.0;

  return sqrt (MAX (eigenvalues[0], 0.0));
}

static gdouble
log_choose (gdouble n, gdouble k)
{
  return lgamma (n + 1.0) - lgamma (k + 1.0) - lgamma (n - k + 1.0);
}

/* Finds −log₁₀ of the number of false alarms of Moisan & Stival 2004
 * (doi:10.1023/B:VISI.0000013094.38752.54): the number of choices of as many
 * pairs, and of those among them that determine the matrix, times the
 * probability that all others agree with it by chance.
 */
static gdouble
minus_log_nfa_of (const HomConsensus *consensus,
                  HomModel            model,
                  const HomBox       *reference,
                  const gboolean     *inliers,
                  gsize               n_inliers)
{
  gdouble area = (reference->x1 - reference->x0) *
                 (reference->y1 - reference->y0);
  gint    least = hom_point_pairs_least (model);
  gdouble sum   = 0.0;
  gdouble n_alarms;

  if (n_inliers <= (gsize) least)
    return 0.0;

  for (gsize i = 0; i < consensus->n; i++)
    if (inliers[consensus->indices[i]])
      sum += log (MIN (1.0, G_PI * CUTOFF * CUTOFF /
                                (consensus->precisions[i] * area)));
  n_alarms = log (consensus->n - least) + log_choose (consensus->n, n_inliers) +
             log_choose (n_inliers, least) +
             sum * (n_inliers - least) / n_inliers;

  return MAX (-n_alarms / G_LN10, 0.0);
}

/* Reports how well a matrix agrees with the pairs.
 *
 * @inliers: (nullable): whether each of the caller's @n_pairs pairs agrees.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_consensus_report (const HomConsensus *consensus,
                      HomModel            model,
                      const HomMatrix    *h,
                      const HomBox       *reference,
                      const HomBox       *moving,
                      gboolean           *inliers,
                      gsize               n_pairs,
                      HomRobustFit       *fit,
                      GError            **error)
{
  hom_automemory gboolean *own     = hom_memory_new (n_pairs, sizeof (gboolean),
                                                     TRUE, error);
  Cloud                    overlap = measure_overlap (h, reference, moving);
  Cloud                    cloud   = { 0 };

  if (! own)
    return FALSE;

  fit->h         = hom_matrix_normalize (h);
  fit->n_inliers = hom_consensus_inliers (consensus, h, own, &fit->residual);
  fit->share     = (gdouble) fit->n_inliers / consensus->n;
  for (gsize i = 0; i < consensus->n; i++)
    if (own[consensus->indices[i]])
      cloud_add (&cloud, consensus->pairs[i].source);
  fit->spread        = compare_spread (&cloud, &overlap);
  fit->overlap       = overlap.n / (gdouble) (GRID * GRID);
  fit->minus_log_nfa = minus_log_nfa_of (consensus, model, reference, own,
                                         fit->n_inliers);

  if (inliers)
    memcpy (inliers, own, n_pairs * sizeof (gboolean));

  return TRUE;
}
