/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <string.h>

#include "align/normal/hom-comparison.h"

G_BEGIN_DECLS

/* Private: the comparison of two pictures along a row of a tile, to be inlined
 * where it is used, so that it is compiled for the same processor.
 */

#define N_TAPS 4
#define LANES  8

typedef gfloat Taps __attribute__ ((vector_size (N_TAPS * sizeof (gfloat))));

/* The taps of two pixels, or a value of each of eight pixels side by side. */
typedef gfloat Vector __attribute__ ((vector_size (LANES * sizeof (gfloat))));
typedef gint32 Lanes __attribute__ ((vector_size (LANES * sizeof (gint32))));

/* Loads eight floats from any address. A function could not return them where
 * the processor has no such vectors.
 */
typedef Vector Floats __attribute__ ((aligned (sizeof (gfloat)), may_alias));
#define LOAD(from) (*(const Floats *) (from))

/* The weights of a cubic kernel for a point at the fraction f behind its second
 * tap, as polynomials of f: weights = Σ fⁿ · power[n].
 */
typedef struct
{
  gfloat power[4][N_TAPS];
} Kernel;

/* For each tap, the weights of all pixels of a row. */
typedef gfloat Weights[N_TAPS][HOM_TILE];

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

/* The view of a tile: @m takes its pixels, counted from its first, to those of
 * the window, from its origin. There, single precision is exact to 1e-5 px.
 */
typedef struct
{
  HomWindow window;
  gfloat    m[9];
} HomTileView;

/* A row of a tile: what each pixel sees of the moving picture. */
typedef struct
{
  gint    offset[HOM_TILE];           /* first tap, from the window's pixel */
  gfloat  fx[HOM_TILE], fy[HOM_TILE]; /* how far behind the second tap it is */
  Weights wx, wy;
  Weights dx, dy; /* their derivatives */
  gfloat  counts[HOM_TILE];
  gfloat  derivatives[4][HOM_TILE]; /* ∂u/∂x, ∂v/∂x, ∂u/∂y, ∂v/∂y */
} HomTileRow;

/* The values of one plane along a row: (gx, gy) is G, and (jx, jy) is J.
 *
 * @counts: the counts of the row, or @left.
 * @left: the part of them that the gain map leaves.
 */
typedef struct
{
  const gfloat *counts;
  gfloat        left[HOM_TILE];
  gfloat        value[HOM_TILE], du[HOM_TILE], dv[HOM_TILE];
  gfloat        gain[HOM_TILE], residual[HOM_TILE];
  gfloat        jx[HOM_TILE], jy[HOM_TILE];
  const gfloat *gx, *gy;
} HomPlaneRow;

static inline void
weigh (const Kernel *kernel, const gfloat *f, Weights weights)
{
  for (gint tap = 0; tap < N_TAPS; tap++)
    {
      const gfloat p0 = kernel->power[0][tap], p1 = kernel->power[1][tap];
      const gfloat p2 = kernel->power[2][tap], p3 = kernel->power[3][tap];

      for (gint i = 0; i < HOM_TILE; i++)
        weights[tap][i] = p0 + f[i] * (p1 + f[i] * (p2 + f[i] * p3));
    }
}

static inline void
weigh_derivative (const Kernel *kernel, const gfloat *f, Weights weights)
{
  for (gint tap = 0; tap < N_TAPS; tap++)
    {
      const gfloat p1 = kernel->power[1][tap];
      const gfloat p2 = 2.0f * kernel->power[2][tap];
      const gfloat p3 = 3.0f * kernel->power[3][tap];

      for (gint i = 0; i < HOM_TILE; i++)
        weights[tap][i] = p1 + f[i] * (p2 + f[i] * p3);
    }
}

/* Makes a view of nothing: whatever is asked for is outside. */
static inline void
see_nothing (HomTileView *view, gint n_planes)
{
  static const gfloat nothing[4 * 4] = { 0.0f };

  *view = (HomTileView) { { .right = 4, .bottom = 4, .stride = 4 } };
  for (gint c = 0; c < n_planes; c++)
    view->window.planes[c] = nothing;
}

static inline HomTileView
hom_tile_view_init (const HomComparison *comparison,
               const HomMatrix     *w,
               const HomTile       *tile)
{
  const HomReferenceTiles   *tiles   = comparison->reference;
  const HomMovingTiles *moving_tiles = comparison->moving_tiles;
  const gdouble    *m       = w->m;
  HomTileView           view;
  gdouble           rows[3][3];

  if (moving_tiles && moving_tiles->windows)
    view.window = moving_tiles->windows[tile - tiles->tiles];
  else
    view.window = hom_window_whole (moving_tiles ? &moving_tiles->whole :
                                              comparison->moving,
                                    tile, w);
  if (view.window.right - view.window.left < 4 ||
      view.window.bottom - view.window.top < 4)
    {
      see_nothing (&view, tiles->n_planes);
      return view;
    }

  for (gint k = 0; k < 3; k++)
    {
      rows[0][k] = m[k] - view.window.x * m[6 + k];
      rows[1][k] = m[3 + k] - view.window.y * m[6 + k];
      rows[2][k] = m[6 + k];
    }
  for (gint r = 0; r < 3; r++)
    {
      view.m[3 * r]     = rows[r][0];
      view.m[3 * r + 1] = rows[r][1];
      view.m[3 * r + 2] = rows[r][0] * tile->x + rows[r][1] * tile->y +
                          rows[r][2];
    }

  return view;
}

/* Finds what the pixels of a row see, and whether all that the kernel reaches
 * is inside. A point behind the horizon or that is not a number is not, and has
 * the window's first pixel, in the middle of its reach, stand for it.
 */
static inline void
locate (const HomTileView *view,
        const HomTile *tile,
        gint           j,
        gboolean       with_derivatives,
        HomTileRow        *row)
{
  const HomWindow *window = &view->window;
  const gfloat    *m      = view->m;
  const gfloat     y      = j + 0.5f;
  const gfloat     a      = m[1] * y + m[2];
  const gfloat     b      = m[4] * y + m[5];
  const gfloat     c      = m[7] * y + m[8];
  const gfloat     left   = window->left + 1.5f;
  const gfloat     top    = window->top + 1.5f;
  const gfloat     right  = window->right - 1.5f;
  const gfloat     bottom = window->bottom - 1.5f;
  const gint       stride = window->stride;

  /* The last place of the first tap. The difference of a coordinate and the
   * window's edge is rounded, up to the one beyond.
   */
  const gint last_column = window->right - window->left - N_TAPS;
  const gint last_line   = window->bottom - window->top - N_TAPS;

  gfloat     u[HOM_TILE], v[HOM_TILE], inverse_z[HOM_TILE];
  gint       inside[HOM_TILE], column[HOM_TILE], line[HOM_TILE];

  for (gint i = 0; i < HOM_TILE; i++)
    {
      gfloat x = i + 0.5f;
      gfloat z = m[6] * x + c;

      inverse_z[i] = z > 0.0f ? 1.0f / z : 0.0f;
      u[i]         = (m[0] * x + a) * inverse_z[i];
      v[i]         = (m[3] * x + b) * inverse_z[i];
      inside[i]    = (z > 0.0f) & (u[i] >= left) & (v[i] >= top) &
                  (u[i] < right) & (v[i] < bottom);
      inverse_z[i] = inside[i] ? inverse_z[i] : 0.0f;
      u[i]         = inside[i] ? u[i] : left;
      v[i]         = inside[i] ? v[i] : top;
    }

  if (with_derivatives)
    for (gint i = 0; i < HOM_TILE; i++)
      {
        row->derivatives[0][i] = (m[0] - u[i] * m[6]) * inverse_z[i];
        row->derivatives[1][i] = (m[3] - v[i] * m[6]) * inverse_z[i];
        row->derivatives[2][i] = (m[1] - u[i] * m[7]) * inverse_z[i];
        row->derivatives[3][i] = (m[4] - v[i] * m[7]) * inverse_z[i];
      }

  /* Beyond their first pixel coordinates are not negative, so that a conversion
   * rounds down.
   */
  for (gint i = 0; i < HOM_TILE; i++)
    {
      gfloat across = u[i] - left;
      gfloat down   = v[i] - top;

      column[i]  = MIN ((gint) across, last_column);
      line[i]    = MIN ((gint) down, last_line);
      row->fx[i] = across - column[i];
      row->fy[i] = down - line[i];
    }
  for (gint i = 0; i < HOM_TILE; i++)
    row->offset[i] = (line[i] + window->top) * stride + column[i] +
                     window->left;
  memcpy (row->counts, tile->counts + j * HOM_TILE, sizeof (row->counts));
  for (gint i = 0; i < HOM_TILE; i++)
    row->counts[i] = inside[i] ? row->counts[i] : 0.0f;
}

static inline void
hom_tile_row_locate (const HomComparison *comparison,
                const HomTileView       *view,
                const HomTile       *tile,
                gint                 j,
                gboolean             with_gradients,
                HomTileRow              *row)
{
  const Kernel *kernel = comparison->is_spline ? &spline_kernel : &cubic_kernel;
  const gfloat *mask   = view->window.mask;
  const gint    stride = view->window.stride;

  locate (view, tile, j, with_gradients, row);
  weigh (kernel, row->fx, row->wx);
  weigh (kernel, row->fy, row->wy);
  if (with_gradients)
    {
      weigh_derivative (kernel, row->fx, row->dx);
      weigh_derivative (kernel, row->fy, row->dy);
    }
  if (mask)
    for (gint i = 0; i < HOM_TILE; i++)
      if (row->counts[i] > 0.0f)
        row->counts[i] *= mask[row->offset[i] +
                               (1 + (row->fy[i] >= 0.5f)) * stride +
                               (1 + (row->fx[i] >= 0.5f))];
}

/* Transposes the taps of four pairs of pixels, 0 and 4, 1 and 5 …, to the eight
 * pixels of four taps.
 */
static inline void
transpose (Vector v[N_TAPS])
{
  const Vector a = __builtin_shufflevector (v[0], v[1], 0, 8, 1, 9, 4, 12, 5, 13);
  const Vector b = __builtin_shufflevector (v[2], v[3], 0, 8, 1, 9, 4, 12, 5, 13);
  const Vector c = __builtin_shufflevector (v[0], v[1], 2, 10, 3, 11, 6, 14, 7,
                                            15);
  const Vector d = __builtin_shufflevector (v[2], v[3], 2, 10, 3, 11, 6, 14, 7,
                                            15);

  v[0] = __builtin_shufflevector (a, b, 0, 1, 8, 9, 4, 5, 12, 13);
  v[1] = __builtin_shufflevector (a, b, 2, 3, 10, 11, 6, 7, 14, 15);
  v[2] = __builtin_shufflevector (c, d, 0, 1, 8, 9, 4, 5, 12, 13);
  v[3] = __builtin_shufflevector (c, d, 2, 3, 10, 11, 6, 7, 14, 15);
}

/* Sums up the weighted taps of eight pixels. */
static inline void
sum_taps (const Vector  taps[N_TAPS],
          const Weights weights,
          gint          first,
          gfloat       *out)
{
  Vector sum = { 0.0f };

  for (gint tap = 0; tap < N_TAPS; tap++)
    sum += LOAD (weights[tap] + first) * taps[tap];
  *(Floats *) (out + first) = sum;
}

/* Spreads the kth of eight weights over four lanes, and the fourth after it
 * over the other four; with the second form GCC builds them one by one, and
 * Clang has no other.
 */
#ifndef __clang__
#define SPREAD(w, k) \
  __builtin_shuffle (w, (Lanes) { k, k, k, k, k + 4, k + 4, k + 4, k + 4 })
#else
#define SPREAD(w, k) \
  ((Vector) { w[k], w[k], w[k], w[k], w[k + 4], w[k + 4], w[k + 4], w[k + 4] })
#endif

/* Sums up the weighted taps of two pixels, the @k-th and the fourth after it,
 * down their columns.
 */
static inline void
sum_down (const Vector  taps[N_TAPS],
          const Weights weights,
          gint          first,
          gint          k,
          Vector       *sum)
{
  *sum = (Vector) { 0.0f };
  for (gint tap = 0; tap < N_TAPS; tap++)
    {
      const Vector w = LOAD (weights[tap] + first);

      *sum += SPREAD (w, k) * taps[tap];
    }
}

/* Samples eight pixels of one plane and, with @with_gradient, their derivatives
 * along each axis of the moving picture. A pixel that does not count gets any
 * value.
 */
static inline void
sample_pixels (const gfloat *plane,
               gssize        stride,
               gboolean      with_gradient,
               const HomTileRow *row,
               gint          first,
               HomPlaneRow  *out)
{
  Vector across[N_TAPS], changes[N_TAPS];

  for (gint k = 0; k < LANES / 2; k++)
    {
      const gfloat *corner = plane + row->offset[first + k];
      const gfloat *other  = plane + row->offset[first + k + 4];
      Vector        taps[N_TAPS];

      for (gint m = 0; m < N_TAPS; m++)
        {
          Taps a, b;

          memcpy (&a, corner + m * stride, sizeof (Taps));
          memcpy (&b, other + m * stride, sizeof (Taps));
          taps[m] = __builtin_shufflevector (a, b, 0, 1, 2, 3, 4, 5, 6, 7);
        }
      sum_down (taps, row->wy, first, k, &across[k]);
      if (with_gradient)
        sum_down (taps, row->dy, first, k, &changes[k]);
    }

  transpose (across);
  sum_taps (across, row->wx, first, out->value);
  if (with_gradient)
    {
      transpose (changes);
      sum_taps (across, row->dx, first, out->du);
      sum_taps (changes, row->wx, first, out->dv);
    }
}

/* Interpolates a map between the middles of its cells, along a row of a tile,
 * which begins with a cell.
 */
static inline void
interpolate_map (const HomGainMap *map,
                 const gfloat         *values,
                 const HomTile        *tile,
                 gint                  j,
                 gfloat               *out)
{
  /* The shares of the cells to the left and to the right of a pixel's own, in
   * sixteenths.
   */
  const Vector  left     = { 7.0f, 5.0f, 3.0f, 1.0f };
  const Vector  right    = { 0.0f, 0.0f, 0.0f, 0.0f, 1.0f, 3.0f, 5.0f, 7.0f };
  const gdouble position = (tile->y + j + 0.5) / HOM_CELL + 0.5;
  const gint    stride   = map->width + 2;
  const gint    row      = MIN ((gint) position, map->height);
  const gfloat  share    = position - row;
  const gint    column   = tile->x / HOM_CELL;
  const gfloat *above    = values + (gsize) row * stride;
  const gfloat *below    = above + stride;
  gfloat        cells[HOM_TILE / HOM_CELL + 2];

  G_STATIC_ASSERT (HOM_CELL == LANES);

  for (gint i = 0; i < HOM_TILE / HOM_CELL + 2; i++)
    {
      gint at = MIN (column + i, stride - 1);

      cells[i] = above[at] + share * (below[at] - above[at]);
    }
  for (gint i = 0; i < HOM_TILE / HOM_CELL; i++)
    {
      const gfloat *own = &cells[i + 1];

      *(Floats *) (out + i * HOM_CELL) =
          own[0] + left * ((own[-1] - own[0]) / 16.0f) +
          right * ((own[1] - own[0]) / 16.0f);
    }
}

static inline void
fill_row (gfloat value, gfloat *out)
{
  for (gint i = 0; i < HOM_TILE; i++)
    out[i] = value;
}

/* Multiplies the counts of a row of a tile by those of the map's cells. */
static inline void
gate_row (const HomGainMap *map,
          const HomTile        *tile,
          gint                  j,
          const HomTileRow         *row,
          HomPlaneRow          *out)
{
  const gint    line  = MIN ((tile->y + j) / HOM_CELL, map->height - 1);
  const gint    first = tile->x / HOM_CELL;
  const gfloat *cells = map->counts + (gsize) line * map->width;

  for (gint b = 0; b < HOM_TILE / HOM_CELL; b++)
    for (gint i = 0; i < HOM_CELL; i++)
      out->left[b * HOM_CELL + i] = row->counts[b * HOM_CELL + i] *
                                    cells[MIN (first + b, map->width - 1)];
  out->counts = out->left;
}

/* Finds the derivatives of the residual along each axis of the reference. */
static inline void
differentiate (const HomTileRow *row, HomPlaneRow *out)
{
  for (gint i = 0; i < HOM_TILE; i++)
    {
      gfloat gain = out->counts[i] > 0.0f ? out->gain[i] : 0.0f;

      out->jx[i] = gain * (out->du[i] * row->derivatives[0][i] +
                           out->dv[i] * row->derivatives[1][i]);
      out->jy[i] = gain * (out->du[i] * row->derivatives[2][i] +
                           out->dv[i] * row->derivatives[3][i]);
    }
}

/* Finds the residuals of one plane; 0 where a pixel does not count.
 *
 * @with_gradients: whether G and J are wanted, too.
 */
static inline void
hom_tile_row_compare (const HomComparison *comparison,
                 const HomTileView       *view,
                 const HomTile       *tile,
                 gint                 j,
                 gint                 c,
                 gboolean             with_gradients,
                 const HomTileRow        *row,
                 HomPlaneRow         *out)
{
  const HomGainMap *map    = comparison->gain_maps[c];
  const HomTilePlane   *plane  = &tile->planes[c];
  const gfloat         *still  = plane->value + j * HOM_TILE;
  const gssize          stride = view->window.stride;
  gfloat                bias[HOM_TILE];

  for (gint i = 0; i < HOM_TILE; i += LANES)
    sample_pixels (view->window.planes[c], stride, with_gradients, row, i, out);
  out->counts = row->counts;
  if (map->counts)
    gate_row (map, tile, j, row, out);
  if (map->is_even)
    {
      fill_row (map->gain[0], out->gain);
      fill_row (map->bias[0], bias);
    }
  else
    {
      interpolate_map (map, map->gain, tile, j, out->gain);
      interpolate_map (map, map->bias, tile, j, bias);
    }

  for (gint i = 0; i < HOM_TILE; i++)
    {
      gboolean counts = out->counts[i] > 0.0f;

      out->value[i]    = counts ? out->value[i] : 0.0f;
      out->residual[i] = counts ? out->gain[i] * out->value[i] + bias[i] -
                                      still[i] :
                                  0.0f;
    }
  if (! with_gradients)
    return;

  differentiate (row, out);
  out->gx = plane->gx + j * HOM_TILE;
  out->gy = plane->gy + j * HOM_TILE;
  if (comparison->jacobian == HOM_JACOBIAN_MEAN)
    {
      for (gint i = 0; i < HOM_TILE; i++)
        {
          out->jx[i] = 0.5f * (out->gx[i] + out->jx[i]);
          out->jy[i] = 0.5f * (out->gy[i] + out->jy[i]);
        }
      out->gx = out->jx;
      out->gy = out->jy;
    }
}

G_END_DECLS
