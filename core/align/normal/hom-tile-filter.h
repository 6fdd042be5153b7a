/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/normal/hom-tile.h"

G_BEGIN_DECLS

/* Private: the pixels around a tile, its filters and its derivatives. */

/* What the 5-point derivative reaches. */
#define HOM_DERIVATIVE_REACH 2

/* The half of the widest Gaussian, cut off at 3 standard deviations. */
#define HOM_LARGEST_HALF 9

#define HOM_LARGEST_MARGIN (HOM_DERIVATIVE_REACH + HOM_LARGEST_HALF)
#define HOM_LARGEST_SIDE   (HOM_TILE + 2 * HOM_LARGEST_MARGIN)

/* One half of a symmetric filter, from its middle on. */
typedef struct
{
  gint   half;
  gfloat taps[HOM_LARGEST_HALF + 1];
} HomFilter;

/* Around a tile, with the same margin on all sides. */
typedef struct
{
  gint   side;
  gfloat values[HOM_LARGEST_SIDE * HOM_LARGEST_SIDE];
} HomPiece;

HomFilter hom_filter_gaussian (gdouble          blur);
HomFilter hom_filter_spline   (void);
void      hom_filter_apply    (const HomFilter *filter,
                               const gfloat    *from,
                               gint             width,
                               gint             height,
                               gfloat          *across,
                               gfloat          *to,
                               gsize            stride);
void      hom_pieces_read     (HomPiece        *pieces,
                               const HomPlanes *picture,
                               gint             x,
                               gint             y,
                               gint             margin);
void      hom_piece_enclose   (HomPiece        *piece,
                               const gfloat    *values);
void      hom_piece_middle    (const HomPiece  *piece,
                               gfloat          *values);
void      hom_piece_blur      (const HomPiece  *piece,
                               const HomFilter *filter,
                               HomPiece        *blurred);
void      hom_piece_gradient  (const HomPiece  *piece,
                               gfloat          *gx,
                               gfloat          *gy);

G_END_DECLS
