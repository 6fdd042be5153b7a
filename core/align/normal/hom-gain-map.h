/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/pyramid/hom-pair-moments.h"
#include "homography/hom-loss-types.h"

G_BEGIN_DECLS

/* Private: what brings the brightness and contrast of one picture to those of
 * another, from place to place.
 */

/* The side of a cell, in pixels. */
#define HOM_CELL 8

/**
 * HomExposureMap:
 * @width, @height: cells of the reference, the first of which begins at its pixel
 *   (0, 0).
 * @moments: (nullable): of the pixels of each cell.
 * @counts: (nullable): 0 for each cell that shows something else in one picture than
 *   in the other, and 1 for the others. Without it, all count.
 * @is_even: whether gain and bias are the same everywhere.
 * @gain, @bias: at the middle of each cell, with one more column and row all
 *   around.
 *
 * What the moving picture is multiplied by, and what is then added.
 */
typedef struct
{
  gint             width, height;
  HomPlaneMoments *moments;
  gfloat          *counts;
  gboolean         is_even;
  gfloat          *gain;
  gfloat          *bias;
} HomExposureMap;

HomExposureMap *hom_exposure_map_new          (gint                   width,
                                               gint                   height,
                                               gboolean               with_moments,
                                               GError               **error);
HomExposureMap *hom_exposure_map_copy         (const HomExposureMap  *map,
                                               GError               **error);
void            hom_exposure_map_fill         (HomExposureMap        *map,
                                               const HomExposure     *exposure);
gboolean        hom_exposure_map_match        (HomExposureMap        *map,
                                               const HomExposure     *exposure,
                                               gdouble                noise,
                                               GError               **error);
gdouble         hom_exposure_map_spread       (const HomExposureMap  *map,
                                               const HomExposure     *exposure,
                                               GError               **error);
gboolean        hom_exposure_map_gate         (HomExposureMap        *map,
                                               const HomExposure     *exposure,
                                               gdouble                noise,
                                               GError               **error);
void            hom_exposure_map_ungate       (HomExposureMap        *map);
void            hom_exposure_map_free         (HomExposureMap        *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomExposureMap, hom_exposure_map_free)

G_END_DECLS
