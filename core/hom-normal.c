/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hom-conditioning.h"
#include "hom-normal.h"
#include "hom-parallel.h"
#include "hom-processor.h"

#define TILES_PER_BAND 16

/* Pixels from which the noise and the tone curve are estimated, at most; from
 * so many rows of a tile.
 */
#define MAX_SAMPLES 16384
#define SAMPLE_ROWS 2

/* Fewer residuals tell nothing of the noise. */
#define LEAST_SAMPLES 32

/* What is larger, in standard deviations, is hardly noise; the median of |r| of
 * a normal distribution, in the same; and that of what is left of it within
 * that.
 */
#define NOISE_WITHIN    2.5
#define MEDIAN_ABSOLUTE 0.6744897501960817
#define MEDIAN_WITHIN   0.6648
#define NOISE_PASSES    8

#define LANES     8
#define N_PRODUCT (HOM_MAX_FREEDOMS * (HOM_MAX_FREEDOMS + 1) / 2)

typedef gfloat Vector __attribute__ ((vector_size (LANES * sizeof (gfloat))));
typedef gfloat Taps __attribute__ ((vector_size (4 * sizeof (gfloat))));

/* The four weights of a cubic kernel for a point at the fraction f behind its
 * second tap, as polynomials of f: weights = Σ fⁿ · power[n].
 */
typedef struct
{
  Taps power[4];
} Kernel;

/* Keys' cubic convolution (1981, doi:10.1109/TASSP.1981.1163711). */
static const Kernel cubic_kernel = { {
    { 0.0f, 1.0f, 0.0f, 0.0f },
    { -0.5f, 0.0f, 0.5f, 0.0f },
    { 1.0f, -2.5f, 2.0f, -0.5f },
    { -0.5f, 1.5f, -1.5f, 0.5f },
} };

static const Kernel spline_kernel = { {
    { 1 / 6.0f, 4 / 6.0f, 1 / 6.0f, 0.0f },
    { -0.5f, 0.0f, 0.5f, 0.0f },
    { 0.5f, -1.0f, 0.5f, 0.0f },
    { -1 / 6.0f, 0.5f, -0.5f, 1 / 6.0f },
} };

typedef struct
{
  const HomComparison *comparison;
  const HomMatrix     *w;
  HomMatrix            normalization;
  HomNormal           *bands;
  HomImage           **means;
} Job;

/* A row of a tile: where each pixel is seen in the moving picture. */
typedef struct
{
  gint   column[HOM_TILE], row[HOM_TILE]; /* the second tap */
  gfloat fx[HOM_TILE], fy[HOM_TILE];      /* how far behind it */
  gfloat counts[HOM_TILE];
  gfloat derivatives[4][HOM_TILE]; /* ∂u/∂x, ∂v/∂x, ∂u/∂y, ∂v/∂y */
} Row;

/* The same of one plane. */
typedef struct
{
  gfloat value[HOM_TILE], du[HOM_TILE], dv[HOM_TILE];
  gfloat gain[HOM_TILE], residual[HOM_TILE];
  gfloat gx[HOM_TILE], gy[HOM_TILE];
} PlaneRow;

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

static inline Taps
weigh (const Kernel *kernel, gfloat f)
{
  return kernel->power[0] +
         f * (kernel->power[1] + f * (kernel->power[2] + f * kernel->power[3]));
}

static inline Taps
weigh_derivative (const Kernel *kernel, gfloat f)
{
  return kernel->power[1] +
         f * (2.0f * kernel->power[2] + 3.0f * f * kernel->power[3]);
}

/* Where the pixels of a row are seen, and whether all that the kernel reaches
 * is inside. What is behind the horizon or not a number is not.
 */
static inline void
locate_row (const Job *job, const HomTile *tile, gint j, Row *row)
{
  const HomImage *plane  = job->comparison->moving->planes[0];
  const HomImage *mask   = job->comparison->moving->mask;
  const gdouble  *m      = job->w->m;
  const gdouble   y      = tile->y + j + 0.5;
  const gdouble   right  = plane->width - 1.5;
  const gdouble   bottom = plane->height - 1.5;

  for (gint i = 0; i < HOM_TILE; i++)
    {
      gdouble  x         = tile->x + i + 0.5;
      gdouble  z         = m[6] * x + m[7] * y + m[8];
      gdouble  inverse_z = 1.0 / z;
      gdouble  u         = (m[0] * x + m[1] * y + m[2]) * inverse_z;
      gdouble  v         = (m[3] * x + m[4] * y + m[5]) * inverse_z;
      gboolean inside    = (z > 0.0) & (u >= 1.5) & (v >= 1.5) & (u < right) &
                        (v < bottom);

      u              = inside ? u - 0.5 : 1.0;
      v              = inside ? v - 0.5 : 1.0;
      row->column[i] = (gint) u;
      row->row[i]    = (gint) v;
      row->fx[i]     = u - row->column[i];
      row->fy[i]     = v - row->row[i];
      row->counts[i] = inside ? tile->counts[j * HOM_TILE + i] : 0.0f;

      row->derivatives[0][i] = (m[0] - (u + 0.5) * m[6]) * inverse_z;
      row->derivatives[1][i] = (m[3] - (v + 0.5) * m[6]) * inverse_z;
      row->derivatives[2][i] = (m[1] - (u + 0.5) * m[7]) * inverse_z;
      row->derivatives[3][i] = (m[4] - (v + 0.5) * m[7]) * inverse_z;
    }

  if (mask)
    for (gint i = 0; i < HOM_TILE; i++)
      if (row->counts[i] > 0.0f)
        row->counts[i] *= *hom_image_pixel (
            mask, row->column[i] + (row->fx[i] >= 0.5f),
            row->row[i] + (row->fy[i] >= 0.5f));
}

static inline void
sample_row (const HomImage *plane,
            const Kernel   *kernel,
            gboolean        with_gradient,
            const Row      *row,
            PlaneRow       *out)
{
  for (gint i = 0; i < HOM_TILE; i++)
    {
      const gfloat *corner = plane->data + row->column[i] - 1 +
                             (gssize) plane->stride * (row->row[i] - 1);
      Taps wx = weigh (kernel, row->fx[i]);
      Taps wy = weigh (kernel, row->fy[i]);
      Taps taps[4], across, down;

      if (! (row->counts[i] > 0.0f))
        {
          out->value[i] = out->du[i] = out->dv[i] = 0.0f;
          continue;
        }

      for (gint k = 0; k < 4; k++)
        memcpy (&taps[k], corner + k * plane->stride, sizeof (Taps));
      across = wy[0] * taps[0] + wy[1] * taps[1] + wy[2] * taps[2] +
               wy[3] * taps[3];
      down          = across * wx;
      out->value[i] = (down[0] + down[1]) + (down[2] + down[3]);

      if (with_gradient)
        {
          Taps dx = weigh_derivative (kernel, row->fx[i]);
          Taps dy = weigh_derivative (kernel, row->fy[i]);

          across *= dx;
          down = (dy[0] * taps[0] + dy[1] * taps[1] + dy[2] * taps[2] +
                  dy[3] * taps[3]) *
                 wx;
          out->du[i] = (across[0] + across[1]) + (across[2] + across[3]);
          out->dv[i] = (down[0] + down[1]) + (down[2] + down[3]);
        }
    }
}

/* A map between the middles of its cells, along a row of a tile, which begins
 * with a cell.
 */
static inline void
interpolate_map (const HomExposureMap *map,
                 const gfloat         *values,
                 const HomTile        *tile,
                 gint                  j,
                 gfloat               *out)
{
  const gint    n        = HOM_TILE / HOM_CELL + 2;
  const gdouble position = (tile->y + j + 0.5) / HOM_CELL + 0.5;
  const gint    stride   = map->width + 2;
  const gint    row      = MIN ((gint) position, map->height);
  const gfloat  share    = position - row;
  const gint    column   = tile->x / HOM_CELL;
  const gfloat *above    = values + (gsize) row * stride;
  const gfloat *below    = above + stride;
  gfloat        cells[HOM_TILE / HOM_CELL + 2];
  gfloat        buffer[HOM_TILE + HOM_CELL];

  for (gint i = 0; i < n; i++)
    {
      gint at = MIN (column + i, stride - 1);

      cells[i] = above[at] + share * (below[at] - above[at]);
    }
  for (gint i = 0; i < n - 1; i++)
    for (gint k = 0; k < HOM_CELL; k++)
      buffer[i * HOM_CELL + k] = cells[i] + (k + 0.5f) / HOM_CELL *
                                                (cells[i + 1] - cells[i]);
  memcpy (out, buffer + HOM_CELL / 2, HOM_TILE * sizeof (gfloat));
}

/* The residuals of one plane, and the gradient that they have in the
 * reference's coordinates.
 */
static inline void
compare_row (const Job     *job,
             const HomTile *tile,
             gint           j,
             gint           c,
             const Row     *row,
             PlaneRow      *out)
{
  const HomComparison  *comparison = job->comparison;
  const HomExposureMap *map        = comparison->exposures[c];
  const HomTilePlane   *plane      = &tile->planes[c];
  const Kernel *kernel = comparison->is_spline ? &spline_kernel : &cubic_kernel;
  gfloat        bias[HOM_TILE];

  if (comparison->both_gradients)
    sample_row (comparison->moving->planes[c], kernel, TRUE, row, out);
  else
    sample_row (comparison->moving->planes[c], kernel, FALSE, row, out);
  interpolate_map (map, map->gain, tile, j, out->gain);
  interpolate_map (map, map->bias, tile, j, bias);

  for (gint i = 0; i < HOM_TILE; i++)
    {
      gfloat residual = out->gain[i] * out->value[i] + bias[i] -
                        plane->value[j * HOM_TILE + i];

      out->residual[i] = row->counts[i] > 0.0f ? residual : 0.0f;
      out->gx[i]       = plane->gx[j * HOM_TILE + i];
      out->gy[i]       = plane->gy[j * HOM_TILE + i];
    }
  if (comparison->both_gradients)
    for (gint i = 0; i < HOM_TILE; i++)
      {
        gfloat along_x = out->du[i] * row->derivatives[0][i] +
                         out->dv[i] * row->derivatives[1][i];
        gfloat along_y = out->du[i] * row->derivatives[2][i] +
                         out->dv[i] * row->derivatives[3][i];

        out->gx[i] = 0.5f * (out->gx[i] + out->gain[i] * along_x);
        out->gy[i] = 0.5f * (out->gy[i] + out->gain[i] * along_y);
      }
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
           const Row           *row,
           const PlaneRow      *plane,
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
add_moments (const gfloat   *weights,
             const PlaneRow *plane,
             const gfloat   *target,
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
add_products (const Job      *job,
              const HomTile  *tile,
              gint            j,
              const PlaneRow *plane,
              const gfloat   *weights,
              TileSums       *sums)
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
      Row row;

      locate_row (job, tile, j, &row);
      for (gint c = 0; c < job->comparison->reference->n_planes; c++)
        {
          gfloat   robust[HOM_TILE], weights[HOM_TILE];
          PlaneRow plane;

          compare_row (job, tile, j, c, &row, &plane);
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

/* The weight of a residual by Tukey's biweight. */
static inline gfloat
biweight (const HomComparison *comparison, gint c, gfloat residual, gfloat gain)
{
  gdouble limit = comparison->threshold * comparison->noise[c];
  gfloat  left;

  if (! (limit > 0.0))
    return 1.0f;
  left = 1.0f - residual * residual / ((1.0f + gain * gain) * limit * limit);

  return left > 0.0f ? left * left : 0.0f;
}

static void
mean_tile (const Job *job, const HomTile *tile)
{
  for (gint j = 0; j < MIN (HOM_TILE, job->means[0]->height - tile->y); j++)
    {
      gint n = MIN (HOM_TILE, job->means[0]->width - tile->x);
      Row  row;

      locate_row (job, tile, j, &row);
      for (gint c = 0; c < job->comparison->reference->n_planes; c++)
        {
          gfloat  *out = hom_image_pixel (job->means[c], tile->x, tile->y + j);
          PlaneRow plane;

          compare_row (job, tile, j, c, &row, &plane);
          for (gint i = 0; i < n; i++)
            out[i] += 0.5f * plane.residual[i] *
                      biweight (job->comparison, c, plane.residual[i],
                                plane.gain[i]);
        }
    }
}

static void
mean_band (gint band, gint first, gint last, gpointer data)
{
  const Job *job = data;

  for (gint i = first; i < last; i++)
    mean_tile (job, &job->comparison->reference->tiles[i]);
}

/* Takes the mean of both pictures, in the reference's place and exposure, where
 * they agree: its noise is half that of one, as a variance.
 *
 * @means: (inout): the planes of the reference, to be changed.
 */
void
hom_normal_mean (const HomComparison *comparison,
                 const HomMatrix     *w,
                 HomImage           **means)
{
  const HomTiles *tiles = comparison->reference;
  Job             job   = { comparison, w, normalization_of (tiles) };

  job.means = means;
  hom_parallel_rows (tiles->n_tiles, TILES_PER_BAND, mean_band, &job);
}

/* Takes some pixels of some tiles.
 *
 * Returns: (transfer full): of #HomSamplePair.
 */
GArray *
hom_normal_samples (const HomComparison *comparison,
                    const HomMatrix     *w,
                    gint                 plane)
{
  const HomTiles *tiles   = comparison->reference;
  const gint      most    = MAX_SAMPLES / (SAMPLE_ROWS * HOM_TILE);
  gint            step    = MAX (1, tiles->n_tiles / most);
  GArray         *samples = g_array_new (FALSE, FALSE, sizeof (HomSamplePair));
  Job             job     = { comparison, w, normalization_of (tiles) };

  for (gint t = 0; t < tiles->n_tiles; t += step)
    for (gint k = 0; k < SAMPLE_ROWS; k++)
      {
        const HomTile *tile      = &tiles->tiles[t];
        gint           j         = (k * 2 + 1) * HOM_TILE / (2 * SAMPLE_ROWS);
        const gfloat  *reference = tile->planes[plane].value + j * HOM_TILE;
        PlaneRow       values;
        Row            row;

        locate_row (&job, tile, j, &row);
        compare_row (&job, tile, j, plane, &row, &values);
        for (gint i = 0; i < HOM_TILE; i++)
          if (row.counts[i] > 0.0f)
            {
              HomSamplePair pair = { values.value[i], reference[i],
                                     values.gain[i], values.residual[i] };

              g_array_append_val (samples, pair);
            }
      }

  return samples;
}

static gint
compare_floats (gconstpointer a, gconstpointer b)
{
  gfloat p = *(const gfloat *) a;
  gfloat q = *(const gfloat *) b;

  return p < q ? -1 : p > q;
}

/* The standard deviation of the noise, as if it were the same in both pictures:
 * from the median of the residuals, and then from the median of those that may
 * be noise, as long as that makes a difference: half of all may come from what
 * moved.
 *
 * Returns: negative when there are too few pairs to tell.
 */
gdouble
hom_samples_noise (GArray *pairs)
{
  g_autofree gfloat *sizes = g_new (gfloat, pairs->len);
  guint              n     = pairs->len;
  gdouble            noise = -1.0;

  for (guint i = 0; i < pairs->len; i++)
    {
      const HomSamplePair *pair = &g_array_index (pairs, HomSamplePair, i);

      sizes[i] = fabsf (pair->residual) /
                 sqrtf (1.0f + pair->gain * pair->gain);
    }
  qsort (sizes, n, sizeof (gfloat), compare_floats);

  for (gint pass = 0; pass < NOISE_PASSES && n >= LEAST_SAMPLES; pass++)
    {
      noise = sizes[n / 2] / (pass > 0 ? MEDIAN_WITHIN : MEDIAN_ABSOLUTE);
      while (n > 0 && sizes[n - 1] > NOISE_WITHIN * noise)
        n--;
    }

  return noise;
}

/* Returns: the median of what differs, in the reference's units; 0 without
 * pairs.
 */
gdouble
hom_samples_spread (GArray *pairs)
{
  g_autofree gfloat *sizes = g_new (gfloat, pairs->len + 1);

  for (guint i = 0; i < pairs->len; i++)
    sizes[i] = fabsf (g_array_index (pairs, HomSamplePair, i).residual);
  qsort (sizes, pairs->len, sizeof (gfloat), compare_floats);

  return pairs->len > 0 ? sizes[pairs->len / 2] : 0.0;
}

/* Returns: the mean loss of a pixel. */
gdouble
hom_normal_loss (const HomNormal *normal)
{
  return normal->loss / MAX (normal->counts, 1.0);
}
