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

/* A row of a tile: where each pixel is seen in the moving picture. */
typedef struct
{
  gint   column[HOM_TILE], row[HOM_TILE]; /* the second tap */
  gfloat fx[HOM_TILE], fy[HOM_TILE];      /* how far behind it */
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

/* Where the pixels of a row are seen, and whether all that the kernel reaches
 * is inside. What is behind the horizon or not a number is not.
 */
static inline void
hom_row_locate (const HomComparison *comparison,
                const HomMatrix     *w,
                const HomTile       *tile,
                gint                 j,
                HomRow              *row)
{
  const HomImage *plane  = comparison->moving->planes[0];
  const HomImage *mask   = comparison->moving->mask;
  const gdouble  *m      = w->m;
  const gdouble   y      = tile->y + j + 0.5;
  const gdouble   right  = plane->width - 1.5;
  const gdouble   bottom = plane->height - 1.5;

  for (gint i = 0; i < HOM_TILE; i++)
    {
      gdouble  x         = tile->x + i + 0.5;
      gdouble  z         = m[6] * x + m[7] * y + m[8];
      gdouble  inverse_z = z > 0.0 ? 1.0 / z : 0.0;
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
            const HomRow      *row,
            HomPlaneRow       *out)
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
hom_row_compare (const HomComparison *comparison,
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

G_END_DECLS
