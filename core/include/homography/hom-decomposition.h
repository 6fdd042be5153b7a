/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-matrix.h"

G_BEGIN_DECLS

/**
 * HomDecomposition:
 * @centre: the point about which the others are told, in pixels; any point.
 * @translation: where @centre goes, minus @centre, in pixels.
 * @rotation: the angle in radians, from x towards y (clockwise on the screen),
 *   in (−π, π].
 * @scale: the root of the factor by which areas grow at @centre; positive.
 * @stretch: the factor along x, before the rotation, over @scale; that along y
 *   is its inverse; positive.
 * @shear: how far x moves for each pixel of y, over @scale.
 * @mirrored: whether x is reflected at @centre before that.
 * @tilt: z = 1 + tilt · (p − @centre), so that the line at infinity is the
 *   image of z = 0; 1/px; (0, 0) for an affine matrix.
 *
 * A homography as similarity · affine · perspective:
 *
 *     S = T(centre + translation) · scale · R(rotation)
 *     A = | stretch  shear      | · diag (mirrored ? −1 : 1, 1)
 *         | 0        1 / stretch|
 *     P = | 1 0 0; 0 1 0; tilt.x tilt.y 1 | · T(−centre)
 */
typedef struct
{
  HomPoint centre;
  HomPoint translation;
  gdouble  rotation;
  gdouble  scale;
  gdouble  stretch;
  gdouble  shear;
  gboolean mirrored;
  HomPoint tilt;
} HomDecomposition;

HOM_PUBLIC
gboolean  hom_matrix_decompose (const HomMatrix        *matrix,
                                HomPoint                centre,
                                HomDecomposition       *decomposition,
                                GError                **error);
HOM_PUBLIC
HomMatrix hom_matrix_compose   (const HomDecomposition *decomposition);

G_END_DECLS
