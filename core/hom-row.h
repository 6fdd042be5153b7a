/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <string.h>

#include "hom-normal.h"

G_BEGIN_DECLS

/* Private: the comparison of two pictures along a row of a tile, to be inlined where
 * it is used, so that it is compiled for the same processor.
 */

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

/* How a tile is seen: @m takes its pixels, counted from its first, to those of
 * the window, from its origin. There, single precision is exact to 1e-5 px.
 */
typedef struct
{
  HomWindow window;
  gfloat    m[9];
} HomView;

/* A row of a tile: where each pixel is seen in the moving picture. */
typedef struct
{
  gint   column[HOM_TILE], row[HOM_TILE]; /* the second tap */
  gfloat fx[HOM_TILE], fy[HOM_TILE];      /* how far behind it */
  Taps   wx[HOM_TILE], wy[HOM_TILE];
  gfloat counts[HOM_TILE];
  gfloat derivatives[4][HOM_TILE]; /* ∂u/∂x, ∂v/∂x, ∂u/∂y, ∂v/∂y */
} HomRow;

/* The same of one plane. */
typedef struct
{
  gfloat value[HOM_TILE], du[HOM_TILE], dv[HOM_TILE];
  gfloat gain[HOM_TILE], residual[HOM_TILE];
  gfloat gx[HOM_TILE], gy[HOM_TILE];
} HomPlaneRow;

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

static inline HomView
hom_view_init (const HomComparison *comparison,
               const HomMatrix     *w,
               const HomTile       *tile)
{
  const HomTiles *tiles = comparison->reference;
  const gdouble  *m     = w->m;
  HomView         view;
  gdouble         rows[3][3];

  view.window = comparison->patches ?
                    comparison->patches->windows[tile - tiles->tiles] :
                    hom_window_whole (comparison->moving, tile, w);
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

/* Where the pixels of a row are seen, and whether all that the kernel reaches
 * is inside. What is behind the horizon or not a number is not.
 */
static inline void
locate (const HomView *view,
        const HomTile *tile,
        gint           j,
        gboolean       with_derivatives,
        HomRow        *row)
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

  gfloat           u[HOM_TILE], v[HOM_TILE], inverse_z[HOM_TILE];
  gint             inside[HOM_TILE];

  for (gint i = 0; i < HOM_TILE; i++)
    {
      gfloat x = i + 0.5f;
      gfloat z = m[6] * x + c;

      inverse_z[i] = z > 0.0f ? 1.0f / z : 0.0f;
      u[i]         = (m[0] * x + a) * inverse_z[i];
      v[i]         = (m[3] * x + b) * inverse_z[i];
      inside[i]    = (z > 0.0f) & (u[i] >= left) & (v[i] >= top) &
                  (u[i] < right) & (v[i] < bottom);
    }

  if (with_derivatives)
    for (gint i = 0; i < HOM_TILE; i++)
      {
        row->derivatives[0][i] = (m[0] - u[i] * m[6]) * inverse_z[i];
        row->derivatives[1][i] = (m[3] - v[i] * m[6]) * inverse_z[i];
        row->derivatives[2][i] = (m[1] - u[i] * m[7]) * inverse_z[i];
        row->derivatives[3][i] = (m[4] - v[i] * m[7]) * inverse_z[i];
      }

  for (gint i = 0; i < HOM_TILE; i++)
    {
      /* Rounded down: a conversion rounds to 0. */
      gfloat across = inside[i] ? u[i] - 0.5f : 0.0f;
      gfloat down   = inside[i] ? v[i] - 0.5f : 0.0f;
      gint   column = (gint) across;
      gint   line   = (gint) down;

      column -= (gfloat) column > across;
      line -= (gfloat) line > down;
      row->column[i] = column;
      row->row[i]    = line;
      row->fx[i]     = across - column;
      row->fy[i]     = down - line;
      row->counts[i] = inside[i] ? tile->counts[j * HOM_TILE + i] : 0.0f;
    }
}

static inline void
hom_row_locate (const HomComparison *comparison,
                const HomView       *view,
                const HomTile       *tile,
                gint                 j,
                HomRow              *row)
{
  const Kernel *kernel = comparison->is_spline ? &spline_kernel : &cubic_kernel;
  const gfloat *mask   = view->window.mask;
  const gssize  stride = view->window.stride;

  locate (view, tile, j, comparison->both_gradients, row);
  for (gint i = 0; i < HOM_TILE; i++)
    {
      row->wx[i] = weigh (kernel, row->fx[i]);
      row->wy[i] = weigh (kernel, row->fy[i]);
    }
  if (mask)
    for (gint i = 0; i < HOM_TILE; i++)
      if (row->counts[i] > 0.0f)
        row->counts[i] *= mask[(row->row[i] + (row->fy[i] >= 0.5f)) * stride +
                               row->column[i] + (row->fx[i] >= 0.5f)];
}

static inline void
sample_row (const gfloat *plane,
            gssize        stride,
            const Kernel *kernel,
            gboolean      with_gradient,
            const HomRow *row,
            HomPlaneRow  *out)
{
  for (gint i = 0; i < HOM_TILE; i++)
    {
      const gfloat *corner = plane + stride * (row->row[i] - 1) +
                             row->column[i] - 1;
      const Taps wy = row->wy[i];
      Taps       taps[4], across, down;

      if (! (row->counts[i] > 0.0f))
        {
          out->value[i] = out->du[i] = out->dv[i] = 0.0f;
          continue;
        }

      for (gint k = 0; k < 4; k++)
        memcpy (&taps[k], corner + k * stride, sizeof (Taps));
      across = wy[0] * taps[0] + wy[1] * taps[1] + wy[2] * taps[2] +
               wy[3] * taps[3];
      down          = across * row->wx[i];
      out->value[i] = (down[0] + down[1]) + (down[2] + down[3]);

      if (with_gradient)
        {
          Taps dx = weigh_derivative (kernel, row->fx[i]);
          Taps dy = weigh_derivative (kernel, row->fy[i]);

          across *= dx;
          down = (dy[0] * taps[0] + dy[1] * taps[1] + dy[2] * taps[2] +
                  dy[3] * taps[3]) *
                 row->wx[i];
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
hom_row_compare (const HomComparison *comparison,
             const HomView *view,
             const HomTile *tile,
             gint           j,
             gint           c,
             const HomRow     *row,
             HomPlaneRow      *out)
{
  const HomExposureMap *map        = comparison->exposures[c];
  const HomTilePlane   *plane      = &tile->planes[c];
  const Kernel *kernel = comparison->is_spline ? &spline_kernel : &cubic_kernel;
  gfloat        bias[HOM_TILE];

  if (comparison->both_gradients)
    sample_row (view->window.planes[c], view->window.stride, kernel, TRUE, row,
                out);
  else
    sample_row (view->window.planes[c], view->window.stride, kernel, FALSE, row,
                out);
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

G_END_DECLS
