/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/normal/hom-tile-filter.h"

static void
normalize (HomFilter *filter)
{
  gdouble sum = filter->taps[0];

  for (gint i = 1; i <= filter->half; i++)
    sum += 2.0 * filter->taps[i];
  for (gint i = 0; i <= filter->half; i++)
    filter->taps[i] /= sum;
}

/* Makes a Gaussian.
 *
 * @blur: its standard deviation, in pixels, up to a third of %HOM_LARGEST_HALF;
 *   0 for no filter.
 */
HomFilter
hom_filter_gaussian (gdouble blur)
{
  HomFilter filter = { (gint) ceil (3.0 * blur), { 1.0f } };

  for (gint i = 1; i <= filter.half; i++)
    filter.taps[i] = exp (-0.5 * i * i / (blur * blur));
  normalize (&filter);

  return filter;
}

/* Makes the filter that turns pixels into the coefficients of a cubic spline:
 * the inverse of (1, 4, 1) / 6 (Unser 1999, doi:10.1109/79.799930), of which
 * less than 1e-5 is left out. It is here beside hom_spline_coefficients(),
 * which is exact, since that solves whole lines of a picture, and this needs
 * the surroundings of a tile alone.
 */
HomFilter
hom_filter_spline (void)
{
  HomFilter filter = { HOM_LARGEST_HALF };

  for (gint i = 0; i <= filter.half; i++)
    filter.taps[i] = pow (sqrt (3.0) - 2.0, i);
  normalize (&filter);

  return filter;
}

/* Filters pixels along both axes.
 *
 * @from: @height rows of @width pixels.
 * @across: room for as many pixels.
 * @to: (out): smaller by the filter's half on each side, with rows @stride
 *   apart.
 */
void
hom_filter_apply (const HomFilter *filter,
                  const gfloat    *from,
                  gint             width,
                  gint             height,
                  gfloat          *across,
                  gfloat          *to,
                  gsize            stride)
{
  hom_kernel (hom_filter_kernel) (filter, from, width, height, across, to,
                                  stride);
}

/* Reads the pixels around a tile.
 *
 * @padded: (out): a padded tile for each plane.
 */
void
hom_padded_tiles_read (HomPaddedTile   *padded,
                       const HomPlanes *picture,
                       gint             x,
                       gint             y,
                       gint             margin)
{
  const gint side = HOM_TILE + 2 * margin;
  gfloat    *to[HOM_MAX_PLANES];

  for (gint c = 0; c < picture->n_planes; c++)
    {
      padded[c].side = side;
      to[c]          = padded[c].values;
    }
  hom_planes_read (picture, x - margin, y - margin, side, side, to, side);
}

/* Pads a tile around which nothing is known.
 *
 * @padded_tile: (out): the tile with the margin that the derivative needs.
 */
void
hom_padded_tile_enclose (HomPaddedTile *padded_tile, const gfloat *values)
{
  const gint reach = HOM_DERIVATIVE_REACH;

  padded_tile->side = HOM_TILE + 2 * reach;
  for (gint i = 0; i < padded_tile->side * padded_tile->side; i++)
    padded_tile->values[i] = NAN;
  for (gint j = 0; j < HOM_TILE; j++)
    memcpy (padded_tile->values + (j + reach) * padded_tile->side + reach,
            values + j * HOM_TILE, HOM_TILE * sizeof (gfloat));
}

/* Copies the tile in the middle of a padded one. */
void
hom_padded_tile_middle (const HomPaddedTile *padded_tile, gfloat *values)
{
  const gint margin = (padded_tile->side - HOM_TILE) / 2;

  for (gint j = 0; j < HOM_TILE; j++)
    memcpy (values + j * HOM_TILE,
            padded_tile->values + (j + margin) * padded_tile->side + margin,
            HOM_TILE * sizeof (gfloat));
}

/* Filters a padded tile.
 *
 * @blurred: (out): the result, with a margin smaller by the filter's half.
 */
void
hom_padded_tile_blur (const HomPaddedTile *padded_tile,
                      const HomFilter     *filter,
                      HomPaddedTile       *blurred)
{
  gfloat across[HOM_LARGEST_SIDE * HOM_LARGEST_SIDE];

  blurred->side = padded_tile->side - 2 * filter->half;
  hom_filter_apply (filter, padded_tile->values, padded_tile->side,
                    padded_tile->side, across, blurred->values, blurred->side);
}

/* Takes the gradient of a padded tile, with the margin that the derivative
 * needs or a wider one.
 */
void
hom_padded_tile_gradient (const HomPaddedTile *padded_tile,
                          gfloat              *gx,
                          gfloat              *gy)
{
  hom_kernel (hom_padded_tile_gradient_kernel) (padded_tile, gx, gy);
}
