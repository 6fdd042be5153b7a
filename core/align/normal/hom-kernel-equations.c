/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/normal/hom-normal-equations.h"
#include "align/normal/hom-tile-row.h"

/* The number of vectors for the columns of a tile: one holds eight of them. */
#define BLOCKS (HOM_TILE / LANES)

/* The highest power of x and y together in a product of two derivatives, and in
 * a single one.
 */
#define SQUARED 4
#define SINGLE  2

/* The sums of one plane's cells that #HomPairMoments is made of, for values
 * minus the pivots @moving and @still: variances are small differences of the
 * sums, which are in single precision.
 */
typedef struct
{
  gfloat moving, still;
  Vector sums[BLOCKS][6];
} Cells;

/* The sums that the equations are made of: with G = (gx, gy) and J = (jx, jy)
 * of each pixel, Σ weight · gx · jx, gx · jy and so on, and of the residuals r
 * Σ weight · gx · r and Σ weight · gy · r.
 */
enum
{
  XX,
  XY,
  YX,
  YY,
  RX,
  RY,
  N_PRODUCTS
};

/* The sums of one row, over the planes. */
typedef Vector RowSums[N_PRODUCTS][BLOCKS];

/* The sums of a tile in single precision, for each column; those of the
 * products are times powers of y.
 */
typedef struct
{
  Vector products[N_PRODUCTS][SQUARED + 1][BLOCKS];
  Vector loss, counts;
  Cells  cells[HOM_MAX_PLANES];
} TileSums;

/* A monomial, sign · xⁱ yʲ. */
typedef struct
{
  gint sign, i, j;
} Monomial;

/* The derivatives of p by the generators of hom-model.c, along x and along y:
 * for a step M at the identity, d (M·p) / dM is what hom_matrix_differentiate()
 * finds there.
 */
static const Monomial generators[HOM_MAX_FREEDOMS][2] = {
  { { 1, 0, 0 }, { 0, 0, 0 } },   { { 0, 0, 0 }, { 1, 0, 0 } },
  { { -1, 0, 1 }, { 1, 1, 0 } },  { { 1, 1, 0 }, { 1, 0, 1 } },
  { { 1, 1, 0 }, { -1, 0, 1 } },  { { 1, 0, 1 }, { 1, 1, 0 } },
  { { -1, 2, 0 }, { -1, 1, 1 } }, { { -1, 1, 1 }, { -1, 0, 2 } },
};

static inline gfloat
sum_lanes (const Vector *vector)
{
  const Vector pairs = *vector + __builtin_shufflevector (*vector, *vector, 4,
                                                          5, 6, 7, 0, 1, 2, 3);

  return (pairs[0] + pairs[1]) + (pairs[2] + pairs[3]);
}

/* Finds the weights with which the squares of the residuals have the same
 * derivative as the loss, and sums up the loss.
 *
 * @robust: (out): how much each pixel counts for the loss.
 * @weights: (out): this divided by the variance of the residual.
 */
static inline void
weigh_row (const HomComparison *comparison,
           gint                 c,
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

      robust[i]  = left * left * plane->counts[i];
      loss[i]    = (t2 > 0.0f ? biweight : z2) * plane->counts[i];
      weights[i] = robust[i] * precision;
    }

  for (gint b = 0; b < BLOCKS; b++)
    {
      sums->loss += LOAD (loss + b * LANES);
      sums->counts += LOAD (plane->counts + b * LANES);
    }
}

static inline void
add_moments (const gfloat      *weights,
             const HomPlaneRow *plane,
             const gfloat      *target,
             Cells             *cells)
{
  G_STATIC_ASSERT (HOM_CELL == LANES);

  for (gint b = 0; b < BLOCKS; b++)
    {
      const Vector weight   = LOAD (weights + b * LANES);
      const Vector moving   = LOAD (plane->value + b * LANES) - cells->moving;
      const Vector still    = LOAD (target + b * LANES) - cells->still;
      const Vector weighted = weight * moving;
      Vector      *sums     = cells->sums[b];

      sums[0] += weight;
      sums[1] += weighted;
      sums[2] += weight * still;
      sums[3] += weighted * moving;
      sums[4] += weight * still * still;
      sums[5] += weighted * still;
    }
}

/* Finds the moments of a cell from the sums of values minus the pivots. */
static HomPairMoments
take_moments (const Cells *cells, gint block)
{
  const gdouble i0 = cells->moving;
  const gdouble t0 = cells->still;
  gdouble       s[6];

  for (gint m = 0; m < 6; m++)
    s[m] = sum_lanes (&cells->sums[block][m]);

  return (HomPairMoments){ s[0],
                           s[1] + i0 * s[0],
                           s[2] + t0 * s[0],
                           s[3] + i0 * (2.0 * s[1] + i0 * s[0]),
                           s[4] + t0 * (2.0 * s[2] + t0 * s[0]),
                           s[5] + i0 * s[2] + t0 * s[1] + i0 * t0 * s[0] };
}

/* Adds the moments of a row of cells, which are complete, and clears the sums.
 */
static void
flush_cells (const HomEquationsJob *job,
             const HomTile         *tile,
             gint                   j,
             gint                   c,
             Cells                 *cells,
             HomNormalEquations    *normal)
{
  HomGainMap *map = job->comparison->gain_maps[c];
  gint        row = (tile->y + j) / HOM_CELL;

  for (gint b = 0; b < BLOCKS; b++)
    {
      gint           column = tile->x / HOM_CELL + b;
      HomPairMoments cell   = take_moments (cells, b);

      hom_pair_moments_add (&normal->planes[c], &cell);
      if (map->moments && row < map->height && column < map->width)
        map->moments[(gsize) row * map->width + column] = cell;
    }
  memset (cells->sums, 0, sizeof (cells->sums));
}

/* Takes a pixel of each picture, about as bright as those to come, as pivots.
 */
static void
begin_cells (const HomTileView *view, const HomTile *tile, gint c, Cells *cells)
{
  const HomWindow *window = &view->window;

  cells->moving = window->right > window->left ? *window->planes[c] : 0.0f;
  cells->still  = tile->planes[c].value[0];
}

/* Adds a plane to the sums of a row.
 *
 * @is_first: whether it is the first of the row's planes.
 */
static inline void
add_plane (const HomPlaneRow *plane,
           const gfloat      *weights,
           gboolean           is_first,
           RowSums            row)
{
  for (gint b = 0; b < BLOCKS; b++)
    {
      const gint   at       = b * LANES;
      const Vector weight   = LOAD (weights + at);
      const Vector residual = LOAD (plane->residual + at);
      const Vector x        = weight * LOAD (plane->gx + at);
      const Vector y        = weight * LOAD (plane->gy + at);
      const Vector jx       = LOAD (plane->jx + at);
      const Vector jy       = LOAD (plane->jy + at);

      const Vector sums[N_PRODUCTS] = { x * jx, x * jy,       y * jx,
                                        y * jy, x * residual, y * residual };

      for (gint p = 0; p < N_PRODUCTS; p++)
        row[p][b] = is_first ? sums[p] : row[p][b] + sums[p];
    }
}

/* Adds the sums of the rows of a cell, the first of which is at @y, times yᵏ
 * for all powers up to @degree.
 */
static inline void
add_powers (const RowSums *rows,
            gint           product,
            gint           degree,
            gfloat         y,
            gfloat         step,
            Vector (*powers)[BLOCKS])
{
  for (gint b = 0; b < BLOCKS; b++)
    {
      Vector sums[SQUARED + 1] = { { 0.0f } };

      for (gint j = 0; j < HOM_CELL; j++)
        {
          Vector power = rows[j][product][b];

          for (gint k = 0; k <= degree; k++, power *= y + j * step)
            sums[k] += power;
        }
      for (gint k = 0; k <= degree; k++)
        powers[k][b] += sums[k];
    }
}

static inline void
add_products (const RowSums *rows, gfloat y, gfloat step, TileSums *sums)
{
  for (gint p = 0; p < RX; p++)
    add_powers (rows, p, SQUARED, y, step, sums->products[p]);
  for (gint p = RX; p < N_PRODUCTS; p++)
    add_powers (rows, p, SINGLE, y, step, sums->products[p]);
}

/* Sums up the columns, which are at @x, times xⁱ. */
static inline void
sum_powers (const Vector (*sums)[BLOCKS],
            const Vector *x,
            gint          degree,
            gdouble (*out)[SQUARED + 1])
{
  for (gint j = 0; j <= degree; j++)
    {
      Vector columns[BLOCKS];

      memcpy (columns, sums[j], sizeof (columns));
      for (gint i = 0; i + j <= degree; i++)
        {
          Vector sum = columns[0];

          for (gint b = 1; b < BLOCKS; b++)
            sum += columns[b];
          out[i][j] = sum_lanes (&sum);
          for (gint b = 0; b < BLOCKS; b++)
            columns[b] *= x[b];
        }
    }
}

/* The sums Σ weight · gx · jx · xⁱ yʲ of a tile, and so on. */
typedef struct
{
  gdouble xx[SQUARED + 1][SQUARED + 1];
  gdouble xy[SQUARED + 1][SQUARED + 1];
  gdouble yx[SQUARED + 1][SQUARED + 1];
  gdouble yy[SQUARED + 1][SQUARED + 1];
  gdouble rx[SQUARED + 1][SQUARED + 1];
  gdouble ry[SQUARED + 1][SQUARED + 1];
} Powers;

static inline gdouble
product (const gdouble   sums[SQUARED + 1][SQUARED + 1],
         const Monomial *a,
         const Monomial *b)
{
  return a->sign * b->sign * sums[a->i + b->i][a->j + b->j];
}

static inline gdouble
single (const gdouble sums[SQUARED + 1][SQUARED + 1], const Monomial *a)
{
  return a->sign * sums[a->i][a->j];
}

static void
flush_tile (const Powers       *sums,
            gdouble             scale_x,
            gdouble             scale_y,
            HomNormalEquations *normal)
{
  for (gint a = 0; a < HOM_MAX_FREEDOMS; a++)
    {
      const Monomial *p = generators[a];

      normal->gradient[a] += scale_x * single (sums->rx, &p[0]) +
                             scale_y * single (sums->ry, &p[1]);
      for (gint b = 0; b < HOM_MAX_FREEDOMS; b++)
        {
          const Monomial *q = generators[b];

          normal->hessian[a][b] +=
              scale_x * scale_x * product (sums->xx, &p[0], &q[0]) +
              scale_x * scale_y *
                  (product (sums->xy, &p[0], &q[1]) +
                   product (sums->yx, &p[1], &q[0])) +
              scale_y * scale_y * product (sums->yy, &p[1], &q[1]);
        }
    }
}

/* Sums up the rows of a tile. */
static inline void
add_rows (const HomEquationsJob *job,
          const HomTile         *tile,
          gboolean               with_gradients,
          TileSums              *sums,
          HomNormalEquations    *normal)
{
  const HomComparison *comparison = job->comparison;
  const gint           n_planes   = comparison->reference->n_planes;
  const gdouble       *n          = job->normalization.m;
  const HomTileView    view = hom_tile_view_init (comparison, job->w, tile);
  RowSums              rows[HOM_CELL];

  for (gint c = 0; c < n_planes; c++)
    begin_cells (&view, tile, c, &sums->cells[c]);

  for (gint j = 0; j < HOM_TILE; j++)
    {
      const gint in_cell = j % HOM_CELL;
      HomTileRow row;

      hom_tile_row_locate (comparison, &view, tile, j, with_gradients, &row);
      for (gint c = 0; c < n_planes; c++)
        {
          gfloat      robust[HOM_TILE], weights[HOM_TILE];
          HomPlaneRow plane;

          hom_tile_row_compare (comparison, &view, tile, j, c, with_gradients,
                                &row, &plane);
          weigh_row (comparison, c, &plane, sums, robust, weights);
          add_moments (robust, &plane, tile->planes[c].value + j * HOM_TILE,
                       &sums->cells[c]);
          if (with_gradients)
            add_plane (&plane, weights, c == 0, rows[in_cell]);
          if (in_cell == HOM_CELL - 1)
            flush_cells (job, tile, j, c, &sums->cells[c], normal);
        }
      if (with_gradients && in_cell == HOM_CELL - 1)
        add_products (rows, n[4] * (tile->y + j - in_cell + 0.5) + n[5], n[4],
                      sums);
    }
}

/* Adds the sums over the columns of a tile to the equations. */
static inline void
flush_products (const HomEquationsJob *job,
                const HomTile         *tile,
                const TileSums        *sums,
                HomNormalEquations    *normal)
{
  const gdouble *n = job->normalization.m;
  Vector         x[BLOCKS];
  Powers         powers;

  for (gint i = 0; i < HOM_TILE; i++)
    x[i / LANES][i % LANES] = n[0] * (tile->x + i + 0.5) + n[2];
  sum_powers (sums->products[XX], x, SQUARED, powers.xx);
  sum_powers (sums->products[XY], x, SQUARED, powers.xy);
  sum_powers (sums->products[YX], x, SQUARED, powers.yx);
  sum_powers (sums->products[YY], x, SQUARED, powers.yy);
  sum_powers (sums->products[RX], x, SINGLE, powers.rx);
  sum_powers (sums->products[RY], x, SINGLE, powers.ry);
  flush_tile (&powers, 1.0 / n[0], 1.0 / n[4], normal);
}

HOM_FLATTEN void
HOM_KERNEL (hom_equations_add_tile) (const HomEquationsJob *job,
                                     const HomTile         *tile,
                                     HomNormalEquations    *normal)
{
  TileSums sums = { 0 };

  if (job->with_equations)
    {
      add_rows (job, tile, TRUE, &sums, normal);
      flush_products (job, tile, &sums, normal);
    }
  else
    {
      add_rows (job, tile, FALSE, &sums, normal);
    }
  normal->loss += sum_lanes (&sums.loss);
  normal->counts += sum_lanes (&sums.counts);
}
