/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "align/normal/hom-gradient-filter.h"

/* The standard deviations of the Gaussians, in pixels. Noise that needs a wider
 * one leaves so little to see that a coarser level tells as much.
 */
static const gdouble blurs[HOM_N_BLURS] = { 0.0, 0.7, 1.4, 2.8 };

/* Without weights, which leaves the gradient as it is. */
void
hom_gradient_filter_init (HomGradientFilter *filter)
{
  *filter = (HomGradientFilter) { 0 };
  for (gint k = 0; k < HOM_N_BLURS; k++)
    filter->gaussians[k] = hom_filter_gaussian (blurs[k]);
}

/* Returns: how far the filter reaches, in pixels. */
gint
hom_gradient_filter_half (const HomGradientFilter *filter)
{
  return filter->n_blurs > 0 ? filter->gaussians[filter->n_blurs - 1].half : 0;
}

/* Adds @weight times the middle of a piece. */
static void
add_piece (HomPiece *sum, const HomPiece *piece, gfloat weight)
{
  gint margin = (piece->side - sum->side) / 2;

  for (gint j = 0; j < sum->side; j++)
    for (gint i = 0; i < sum->side; i++)
      sum->values[j * sum->side + i] +=
          weight * piece->values[(j + margin) * piece->side + i + margin];
}

static void
clear_piece (HomPiece *piece, gint margin)
{
  piece->side = HOM_TILE + 2 * margin;
  memset (piece->values, 0, sizeof (gfloat) * piece->side * piece->side);
}

static void
apply_to_channel (const HomGradientFilter *filter,
                  const HomPiece          *pieces,
                  gint                     n_planes,
                  gint                     channel,
                  HomTilePlane            *plane)
{
  HomPiece sum, mixed, blurred;

  clear_piece (&sum, HOM_DERIVATIVE_REACH);
  for (gint k = 0; k < filter->n_blurs; k++)
    {
      const HomFilter *gaussian = &filter->gaussians[k];

      clear_piece (&mixed, HOM_DERIVATIVE_REACH + gaussian->half);
      for (gint c = 0; c < n_planes; c++)
        add_piece (&mixed, &pieces[c], filter->weights[channel][c][k]);
      hom_piece_blur (&mixed, gaussian, &blurred);
      add_piece (&sum, &blurred, 1.0f);
    }
  hom_piece_gradient (&sum, plane->gx, plane->gy);
}

/* Takes the gradient of a tile, and its pixels. */
void
hom_gradient_filter_apply (const HomGradientFilter *filter,
                           const HomPlanes         *picture,
                           HomTile                 *tile)
{
  gint     margin = HOM_DERIVATIVE_REACH + hom_gradient_filter_half (filter);
  HomPiece pieces[HOM_MAX_PLANES];

  hom_pieces_read (pieces, picture, tile->x, tile->y, margin);
  for (gint c = 0; c < picture->n_planes; c++)
    {
      HomTilePlane *plane = &tile->planes[c];

      hom_piece_middle (&pieces[c], plane->value);
      if (filter->n_blurs > 0)
        apply_to_channel (filter, pieces, picture->n_planes, c, plane);
      else
        hom_piece_gradient (&pieces[c], plane->gx, plane->gy);
    }
}
