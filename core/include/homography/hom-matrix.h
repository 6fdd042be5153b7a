/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-box.h"

G_BEGIN_DECLS

/**
 * HomMatrix:
 * @m: the nine coefficients, row by row.
 *
 * A homography. It takes the column vector (x, y, 1) to (a, b, z), which is the
 * point (a/z, b/z). A positive multiple is the same homography. The sign
 * counts: what has z ≤ 0 lies behind the horizon and has no image.
 *
 * Two directions occur. W, the sampling matrix, takes a point of the output to
 * the point of the input that is seen there. H = W⁻¹, the forward matrix, takes
 * a point of the input to where it lands.
 */
typedef struct
{
  gdouble m[9];
} HomMatrix;

#ifdef __cplusplus
#define HOM_MATRIX_IDENTITY (HomMatrix { { 1, 0, 0, 0, 1, 0, 0, 0, 1 } })
#else
#define HOM_MATRIX_IDENTITY ((HomMatrix) { { 1, 0, 0, 0, 1, 0, 0, 0, 1 } })
#endif

HOM_PUBLIC
HomMatrix hom_matrix_translation      (gdouble dx, gdouble dy);
HOM_PUBLIC
HomMatrix hom_matrix_multiply         (const HomMatrix *a, const HomMatrix *b);
HOM_PUBLIC
HomMatrix hom_matrix_transpose        (const HomMatrix *matrix);
HOM_PUBLIC
HomMatrix hom_matrix_normalize        (const HomMatrix *matrix);
HOM_PUBLIC
gboolean  hom_matrix_is_finite        (const HomMatrix *matrix);
HOM_PUBLIC
gboolean  hom_matrix_invert           (const HomMatrix *matrix,
                                       HomMatrix       *inverse,
                                       GError         **error);

HOM_PUBLIC
gboolean  hom_matrix_apply            (const HomMatrix *matrix,
                                       HomPoint         point,
                                       HomPoint        *image);

HOM_PUBLIC
HomMatrix hom_matrix_forward_gradient (const HomMatrix *w,
                                       const HomMatrix *dl_dw);

G_END_DECLS
