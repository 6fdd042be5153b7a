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

#define LANES 8

typedef gfloat Vector __attribute__ ((vector_size (LANES * sizeof (gfloat))));

typedef struct
{
  const HomComparison *comparison;
  const HomMatrix     *w;
  HomMatrix            normalization;
  HomNormal           *bands;
} Job;

/* The highest power of x and y together in a product of two derivatives, and in
 * one.
 */
#define SQUARED 4
#define SINGLE  2

/* What a tile adds up in single precision: with the gradient (gx, gy) of each
 * pixel, Σ weight · gx² · xⁱ yʲ and so on.
 */
typedef struct
{
  Vector  xx[SQUARED + 1][SQUARED + 1];
  Vector  xy[SQUARED + 1][SQUARED + 1];
  Vector  yy[SQUARED + 1][SQUARED + 1];
  Vector  rx[SINGLE + 1][SINGLE + 1];
  Vector  ry[SINGLE + 1][SINGLE + 1];
  gdouble loss[LANES], counts[LANES];
  gdouble moments[HOM_MAX_PLANES][HOM_TILE / HOM_CELL][6][LANES];
} TileSums;

/* Of a row, the sums over the planes. */
typedef struct
{
  gfloat xx[HOM_TILE], xy[HOM_TILE], yy[HOM_TILE];
  gfloat rx[HOM_TILE], ry[HOM_TILE];
} RowSums;

/* sign · xⁱ yʲ */
typedef struct
{
  gint sign, i, j;
} Monomial;

/* The derivatives of p by the generators of hom-model.c, along x and along y:
 * for a step M at the identity, d (M·p) / dM is the section-4 formula of u and
 * v with W = 1.
 */
static const Monomial generators[HOM_MAX_FREEDOMS][2] = {
  { { 1, 0, 0 }, { 0, 0, 0 } },   { { 0, 0, 0 }, { 1, 0, 0 } },
  { { -1, 0, 1 }, { 1, 1, 0 } },  { { 1, 1, 0 }, { 1, 0, 1 } },
  { { 1, 1, 0 }, { -1, 0, 1 } },  { { 1, 0, 1 }, { 1, 1, 0 } },
  { { -1, 2, 0 }, { -1, 1, 1 } }, { { -1, 1, 1 }, { -1, 0, 2 } },
};

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
      gint    column = tile->x / HOM_CELL + i;
      gdouble cell[6];

      for (gint m = 0; m < 6; m++)
        {
          const gdouble *lanes = sums->moments[c][i][m];

          cell[m] = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
                    ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
          all[m] += cell[m];
        }
      if (map->moments && row < map->height && column < map->width)
        memcpy (&map->moments[(gsize) row * map->width + column], cell,
                sizeof (cell));
    }
  memset (sums->moments[c], 0, sizeof (sums->moments[c]));
}

static inline void
add_plane (const HomPlaneRow *plane, const gfloat *weights, RowSums *row)
{
  for (gint i = 0; i < HOM_TILE; i++)
    {
      gfloat x = weights[i] * plane->gx[i];
      gfloat y = weights[i] * plane->gy[i];

      row->xx[i] += x * plane->gx[i];
      row->xy[i] += x * plane->gy[i];
      row->yy[i] += y * plane->gy[i];
      row->rx[i] += x * plane->residual[i];
      row->ry[i] += y * plane->residual[i];
    }
}

/* Adds values[i] · xᵏ yˡ for all powers up to @degree. */
static inline void
add_powers (const gfloat *values,
            const Vector *x,
            gfloat        y,
            gint          degree,
            Vector       *sums)
{
  Vector along[SQUARED + 1] = { { 0.0f } };

  for (gint i = 0; i < HOM_TILE / LANES; i++)
    {
      Vector value;

      load (&value, values + i * LANES);
      for (gint k = 0; k <= degree; k++)
        {
          along[k] += value;
          value *= x[i];
        }
    }

  for (gint k = 0; k <= degree; k++)
    for (gint l = 0; k + l <= degree; l++)
      {
        sums[k * (degree + 1) + l] += along[k];
        along[k] *= y;
      }
}

static inline void
add_row (const RowSums *row, const Vector *x, gfloat y, TileSums *sums)
{
  add_powers (row->xx, x, y, SQUARED, &sums->xx[0][0]);
  add_powers (row->xy, x, y, SQUARED, &sums->xy[0][0]);
  add_powers (row->yy, x, y, SQUARED, &sums->yy[0][0]);
  add_powers (row->rx, x, y, SINGLE, &sums->rx[0][0]);
  add_powers (row->ry, x, y, SINGLE, &sums->ry[0][0]);
}

static gdouble
product (const Vector    sums[SQUARED + 1][SQUARED + 1],
         const Monomial *a,
         const Monomial *b)
{
  gint sign = a->sign * b->sign;

  return sign ? sign * sum_lanes (&sums[a->i + b->i][a->j + b->j]) : 0.0;
}

static gdouble
single (const Vector sums[SINGLE + 1][SINGLE + 1], const Monomial *a)
{
  return a->sign ? a->sign * sum_lanes (&sums[a->i][a->j]) : 0.0;
}

static void
flush_tile (const TileSums *sums,
            gdouble         scale_x,
            gdouble         scale_y,
            HomNormal      *normal)
{
  for (gint a = 0; a < HOM_MAX_FREEDOMS; a++)
    {
      const Monomial *p = generators[a];

      normal->gradient[a] += scale_x * single (sums->rx, &p[0]) +
                             scale_y * single (sums->ry, &p[1]);
      for (gint b = a; b < HOM_MAX_FREEDOMS; b++)
        {
          const Monomial *q = generators[b];

          normal->hessian[a][b] +=
              scale_x * scale_x * product (sums->xx, &p[0], &q[0]) +
              scale_x * scale_y *
                  (product (sums->xy, &p[0], &q[1]) +
                   product (sums->xy, &p[1], &q[0])) +
              scale_y * scale_y * product (sums->yy, &p[1], &q[1]);
        }
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
  const gdouble *n    = job->normalization.m;
  TileSums       sums = { 0 };
  HomView        view = hom_view_init (job->comparison, job->w, tile);
  Vector         x[HOM_TILE / LANES];

  for (gint i = 0; i < HOM_TILE; i++)
    x[i / LANES][i % LANES] = n[0] * (tile->x + i + 0.5) + n[2];

  for (gint j = 0; j < HOM_TILE; j++)
    {
      RowSums row_sums = { { 0.0f } };
      HomRow  row;

      hom_row_locate (job->comparison, &view, tile, j, &row);
      for (gint c = 0; c < job->comparison->reference->n_planes; c++)
        {
          gfloat      robust[HOM_TILE], weights[HOM_TILE];
          HomPlaneRow plane;

          hom_row_compare (job->comparison, &view, tile, j, c, &row, &plane);
          weigh_row (job->comparison, c, &row, &plane, &sums, robust, weights);
          add_moments (robust, &plane, tile->planes[c].value + j * HOM_TILE,
                       sums.moments[c]);
          add_plane (&plane, weights, &row_sums);
          if (j % HOM_CELL == HOM_CELL - 1)
            flush_cells (job, tile, j, c, &sums, normal);
        }
      add_row (&row_sums, x, n[4] * (tile->y + j + 0.5) + n[5], &sums);
    }

  flush_tile (&sums, 1.0 / n[0], 1.0 / n[4], normal);
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
