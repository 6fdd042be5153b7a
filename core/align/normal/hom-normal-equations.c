/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "align/normal/hom-normal-equations.h"
#include "base/hom-memory.h"
#include "base/hom-parallel.h"
#include "homography/hom-matrix-normalized.h"

#define TILES_PER_BAND 8

static void
add_band (gint band, gint first, gint last, gpointer data)
{
  const HomEquationsJob *job = data;

  for (gint i = first; i < last; i++)
    hom_kernel (hom_equations_add_tile) (
        job, &job->comparison->reference->tiles[i], &job->bands[band]);
}

/* Adds the sums of other pixels. */
void
hom_normal_equations_add (HomNormalEquations       *sum,
                          const HomNormalEquations *other)
{
  gdouble       *to   = (gdouble *) sum;
  const gdouble *from = (const gdouble *) other;

  G_STATIC_ASSERT (sizeof (HomNormalEquations) % sizeof (gdouble) == 0);
  for (gsize i = 0; i < sizeof (HomNormalEquations) / sizeof (gdouble); i++)
    to[i] += from[i];
}

static gboolean
compute (const HomComparison *comparison,
         const HomMatrix     *w,
         gboolean             with_equations,
         HomNormalEquations  *normal,
         GError             **error)
{
  const gint      n_tiles = comparison->n_tiles;
  const gint      n_bands = hom_parallel_n_bands (n_tiles, TILES_PER_BAND);
  const HomBox    box     = hom_comparison_box (comparison);
  HomEquationsJob job     = { comparison, w, with_equations,
                              hom_matrix_normalizing (&box) };

  memset (normal, 0, sizeof (HomNormalEquations));
  job.bands = hom_memory_new (n_bands, sizeof (HomNormalEquations), TRUE,
                              error);
  if (! job.bands)
    return FALSE;

  hom_parallel_rows (n_tiles, TILES_PER_BAND, add_band, &job);
  for (gint band = 0; band < n_bands; band++)
    hom_normal_equations_add (normal, &job.bands[band]);
  hom_memory_free (job.bands);

  return TRUE;
}

/* Sums up the normal equations, the loss and the moments.
 *
 * @w: the sampling matrix, from the reference's plane to the moving one's.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_normal_equations_compute (const HomComparison *comparison,
                              const HomMatrix     *w,
                              HomNormalEquations  *normal,
                              GError             **error)
{
  return compute (comparison, w, TRUE, normal, error);
}

/* Sums up the loss and the moments alone, by which exposures are fitted: it
 * takes about half of the time.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_normal_equations_measure (const HomComparison *comparison,
                              const HomMatrix     *w,
                              HomNormalEquations  *normal,
                              GError             **error)
{
  return compute (comparison, w, FALSE, normal, error);
}

/* Finds the symmetric part of the Hessian of the first @n freedoms.
 *
 * @out: (out): @n × @n numbers.
 */
void
hom_normal_equations_symmetric (const HomNormalEquations *normal,
                                gint                      n,
                                gdouble                  *out)
{
  for (gint i = 0; i < n; i++)
    for (gint j = 0; j < n; j++)
      out[i * n + j] = (normal->hessian[i][j] + normal->hessian[j][i]) / 2.0;
}

/* Returns the mean loss of a pixel. */
gdouble
hom_normal_equations_loss (const HomNormalEquations *normal)
{
  return normal->loss / MAX (normal->counts, 1.0);
}
