/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "hom-conditioning.h"
#include "hom-normal.h"
#include "hom-parallel.h"
#include "hom-processor.h"
#include "hom-row.h"

#define TILES_PER_BAND 16

#define LANES     8
#define N_PRODUCT (HOM_MAX_FREEDOMS * (HOM_MAX_FREEDOMS + 1) / 2)

typedef gfloat Vector __attribute__ ((vector_size (LANES * sizeof (gfloat))));

typedef struct
{
  const HomComparison *comparison;
  const HomMatrix     *w;
  HomMatrix            normalization;
  HomNormal           *bands;
} Job;

/* What a tile adds up in single precision. */
typedef struct
{
  Vector  products[N_PRODUCT];
  Vector  gradient[HOM_MAX_FREEDOMS];
  gdouble loss[LANES], counts[LANES];
  gdouble moments[HOM_MAX_PLANES][HOM_TILE / HOM_CELL][6][LANES];
} TileSums;

static inline void
load (Vector *vector, const gfloat *from)
{
  memcpy (vector, from, sizeof (Vector));
}

static inline gdouble
sum_lanes (const Vector *vector)
{
  gdouble sum = 0.0;

  for (gint i = 0; i < LANES; i++)
    sum += (*vector)[i];

  return sum;
}

/* The derivatives of p by the generators of hom-model.c, times the gradient of
 * the warped picture at p: for a step M at the identity, d (M·p) / dM is the
 * section-4 formula of u and v with W = 1.
 */
static inline void
fill_jacobian (const Vector *gx,
               const Vector *gy,
               const Vector *x,
               const Vector *y,
               Vector       *j)
{
  Vector along = *gx * *x + *gy * *y;

  j[0] = *gx;
  j[1] = *gy;
  j[2] = *gy * *x - *gx * *y;
  j[3] = along;
  j[4] = *gx * *x - *gy * *y;
  j[5] = *gx * *y + *gy * *x;
  j[6] = -along * *x;
  j[7] = -along * *y;
}

/* The weights of the squares of the residuals, in multiples of the noise, that
 * have the same derivative as the loss.
 */
static inline void
weigh_row (const HomComparison *comparison,
           gint                 c,
           const HomRow        *row,
           const HomPlaneRow   *plane,
           TileSums            *sums,
           gfloat              *robust,
           gfloat              *weights)
{
  const gfloat inverse   = 1.0 / (comparison->noise[c] * comparison->noise[c]);
  const gfloat t2        = comparison->threshold * comparison->threshold;
  const gfloat inverse_t = t2 > 0.0f ? 1.0f / t2 : 0.0f;
  gfloat       loss[HOM_TILE];

  for (gint i = 0; i < HOM_TILE; i++)
    {
      gfloat precision = inverse / (1.0f + plane->gain[i] * plane->gain[i]);
      gfloat z2        = plane->residual[i] * plane->residual[i] * precision;
      gfloat left      = MAX (1.0f - z2 * inverse_t, 0.0f);
      gfloat biweight  = t2 * (1.0f / 3.0f) * (1.0f - left * left * left);

      robust[i]  = left * left * row->counts[i];
      loss[i]    = (t2 > 0.0f ? biweight : z2) * row->counts[i];
      weights[i] = robust[i] * precision;
    }

  for (gint i = 0; i < HOM_TILE; i += LANES)
    for (gint k = 0; k < LANES; k++)
      {
        sums->loss[k] += loss[i + k];
        sums->counts[k] += row->counts[i + k];
      }
}

/* For each cell, in double precision: the variances are small differences of
 * them.
 */
static inline void
add_moments (const gfloat      *weights,
             const HomPlaneRow *plane,
             const gfloat      *target,
             gdouble (*cells)[6][LANES])
{
  G_STATIC_ASSERT (HOM_CELL == LANES);

  for (gint i = 0; i < HOM_TILE / HOM_CELL; i++)
    for (gint k = 0; k < LANES; k++)
      {
        gint    at             = i * HOM_CELL + k;
        gdouble weight         = weights[at];
        gdouble moving         = plane->value[at];
        gdouble still          = target[at];
        gdouble weighted       = weight * moving;
        gdouble (*sums)[LANES] = cells[i];

        sums[0][k] += weight;
        sums[1][k] += weighted;
        sums[2][k] += weight * still;
        sums[3][k] += weighted * moving;
        sums[4][k] += weight * still * still;
        sums[5][k] += weighted * still;
      }
}

/* The moments of a row of cells, which are complete. */
static void
flush_cells (const Job     *job,
             const HomTile *tile,
             gint           j,
             gint           c,
             TileSums      *sums,
             HomNormal     *normal)
{
  HomExposureMap *map = job->comparison->exposures[c];
  gint            row = (tile->y + j) / HOM_CELL;
  gdouble        *all = (gdouble *) &normal->planes[c];

  for (gint i = 0; i < HOM_TILE / HOM_CELL; i++)
    {
      gint    column  = tile->x / HOM_CELL + i;
      gdouble cell[6] = { 0.0 };

      for (gint m = 0; m < 6; m++)
        {
          for (gint k = 0; k < LANES; k++)
            cell[m] += sums->moments[c][i][m][k];
          all[m] += cell[m];
        }
      if (row < map->height && column < map->width)
        memcpy (&map->moments[(gsize) row * map->width + column], cell,
                sizeof (cell));
    }
  memset (sums->moments[c], 0, sizeof (sums->moments[c]));
}

static inline void
add_products (const Job         *job,
              const HomTile     *tile,
              gint               j,
              const HomPlaneRow *plane,
              const gfloat      *weights,
              TileSums          *sums)
{
  const gdouble *n       = job->normalization.m;
  const gfloat   y       = n[4] * (tile->y + j + 0.5) + n[5];
  const gfloat   scale_x = 1.0 / n[0];
  const gfloat   scale_y = 1.0 / n[4];

  for (gint i = 0; i < HOM_TILE; i += LANES)
    {
      Vector weight, residual, gx, gy, x;
      Vector ys = y - (Vector) { 0 };
      Vector jacobian[HOM_MAX_FREEDOMS];
      gint   at = 0;

      load (&weight, weights + i);
      load (&residual, plane->residual + i);
      load (&gx, plane->gx + i);
      load (&gy, plane->gy + i);
      gx *= scale_x;
      gy *= scale_y;
      for (gint k = 0; k < LANES; k++)
        x[k] = n[0] * (tile->x + i + k + 0.5) + n[2];
      fill_jacobian (&gx, &gy, &x, &ys, jacobian);
      for (gint a = 0; a < HOM_MAX_FREEDOMS; a++)
        {
          Vector weighted = weight * jacobian[a];

          sums->gradient[a] += weighted * residual;
          for (gint b = a; b < HOM_MAX_FREEDOMS; b++)
            sums->products[at++] += weighted * jacobian[b];
        }
    }
}

static void
flush_tile (const TileSums *sums, HomNormal *normal)
{
  gint at = 0;

  for (gint a = 0; a < HOM_MAX_FREEDOMS; a++)
    {
      normal->gradient[a] += sum_lanes (&sums->gradient[a]);
      for (gint b = a; b < HOM_MAX_FREEDOMS; b++)
        normal->hessian[a][b] += sum_lanes (&sums->products[at++]);
    }
  for (gint k = 0; k < LANES; k++)
    {
      normal->loss += sums->loss[k];
      normal->counts += sums->counts[k];
    }
}

HOM_PROCESSORS static void
add_tile (const Job *job, const HomTile *tile, HomNormal *normal)
{
  TileSums sums = { 0 };

  for (gint j = 0; j < HOM_TILE; j++)
    {
      HomRow row;

      hom_row_locate (job->comparison, job->w, tile, j, &row);
      for (gint c = 0; c < job->comparison->reference->n_planes; c++)
        {
          gfloat      robust[HOM_TILE], weights[HOM_TILE];
          HomPlaneRow plane;

          hom_row_compare (job->comparison, tile, j, c, &row, &plane);
          weigh_row (job->comparison, c, &row, &plane, &sums, robust, weights);
          add_moments (robust, &plane, tile->planes[c].value + j * HOM_TILE,
                       sums.moments[c]);
          add_products (job, tile, j, &plane, weights, &sums);
          if (j % HOM_CELL == HOM_CELL - 1)
            flush_cells (job, tile, j, c, &sums, normal);
        }
    }

  flush_tile (&sums, normal);
}

static void
add_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;

  for (gint i = first; i < last; i++)
    add_tile (job, &job->comparison->reference->tiles[i], &job->bands[band]);
}

static void
add_normal (HomNormal *sum, const HomNormal *other)
{
  gdouble       *to   = (gdouble *) sum;
  const gdouble *from = (const gdouble *) other;

  G_STATIC_ASSERT (sizeof (HomNormal) % sizeof (gdouble) == 0);
  for (gsize i = 0; i < sizeof (HomNormal) / sizeof (gdouble); i++)
    to[i] += from[i];
}

static HomMatrix
normalization_of (const HomTiles *tiles)
{
  HomBox box = { 0.0, 0.0, tiles->width, tiles->height };

  return hom_matrix_normalizing (&box);
}

/* @w: the sampling matrix, from the reference's plane to the moving one's. */
void
hom_normal_compute (const HomComparison *comparison,
                    const HomMatrix     *w,
                    HomNormal           *normal)
{
  gint n_tiles = comparison->reference->n_tiles;
  gint n_bands = hom_parallel_n_bands (n_tiles, TILES_PER_BAND);
  Job  job     = { comparison, w, normalization_of (comparison->reference) };

  memset (normal, 0, sizeof (HomNormal));
  job.bands = g_new0 (HomNormal, n_bands);
  hom_parallel_rows (n_tiles, TILES_PER_BAND, add_band, &job);
  for (gint band = 0; band < n_bands; band++)
    add_normal (normal, &job.bands[band]);
  g_free (job.bands);
}

/* Returns: the mean loss of a pixel. */
gdouble
hom_normal_loss (const HomNormal *normal)
{
  return normal->loss / MAX (normal->counts, 1.0);
}
