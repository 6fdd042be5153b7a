/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "align/normal/hom-gradient-filter.h"

/* The standard deviations of the Gaussians, in pixels. Noise that needs a wider
 * one leaves so little to see that a coarser level tells as much.
 */
static const gdouble blurs[HOM_N_BLURS] = { 0.0, 0.7, 1.4, 2.8 };

/* Makes a filter without weights, which leaves the gradient as it is. */
void
hom_gradient_filter_init (HomGradientFilter *filter)
{
  *filter = (HomGradientFilter){ 0 };
  for (gint k = 0; k < HOM_N_BLURS; k++)
    filter->gaussians[k] = hom_filter_gaussian (blurs[k]);
}

/* Returns how far the filter reaches, in pixels. */
gint
hom_gradient_filter_half (const HomGradientFilter *filter)
{
  return filter->n_blurs > 0 ? filter->gaussians[filter->n_blurs - 1].half : 0;
}

/* Adds @weight times the middle of a padded tile. */
static void
add_padded_tile (HomPaddedTile       *sum,
                 const HomPaddedTile *padded_tile,
                 gfloat               weight)
{
  gint margin = (padded_tile->side - sum->side) / 2;

  for (gint j = 0; j < sum->side; j++)
    for (gint i = 0; i < sum->side; i++)
      sum->values[j * sum->side + i] +=
          weight *
          padded_tile->values[(j + margin) * padded_tile->side + i + margin];
}

static void
clear_padded_tile (HomPaddedTile *padded_tile, gint margin)
{
  padded_tile->side = HOM_TILE + 2 * margin;
  memset (padded_tile->values, 0,
          sizeof (gfloat) * padded_tile->side * padded_tile->side);
}

static void
apply_to_channel (const HomGradientFilter *filter,
                  const HomPaddedTile     *padded,
                  gint                     n_planes,
                  gint                     channel,
                  HomTilePlane            *plane)
{
  HomPaddedTile sum, mixed, blurred;

  clear_padded_tile (&sum, HOM_DERIVATIVE_REACH);
  for (gint k = 0; k < filter->n_blurs; k++)
    {
      const HomFilter *gaussian = &filter->gaussians[k];

      clear_padded_tile (&mixed, HOM_DERIVATIVE_REACH + gaussian->half);
      for (gint c = 0; c < n_planes; c++)
        add_padded_tile (&mixed, &padded[c], filter->weights[channel][c][k]);
      hom_padded_tile_blur (&mixed, gaussian, &blurred);
      add_padded_tile (&sum, &blurred, 1.0f);
    }
  hom_padded_tile_gradient (&sum, plane->gx, plane->gy);
}

/* Reads the pixels of a tile, and takes their gradient. */
void
hom_gradient_filter_apply (const HomGradientFilter *filter,
                           const HomPlanes         *picture,
                           HomTile                 *tile)
{
  gint margin = HOM_DERIVATIVE_REACH + hom_gradient_filter_half (filter);
  HomPaddedTile padded[HOM_MAX_PLANES];

  hom_padded_tiles_read (padded, picture, tile->x, tile->y, margin);
  for (gint c = 0; c < picture->n_planes; c++)
    {
      HomTilePlane *plane = &tile->planes[c];

      hom_padded_tile_middle (&padded[c], plane->value);
      if (filter->n_blurs > 0)
        apply_to_channel (filter, padded, picture->n_planes, c, plane);
      else
        hom_padded_tile_gradient (&padded[c], plane->gx, plane->gy);
    }
}
