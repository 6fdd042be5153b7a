/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/pyramid/hom-pair-moments.h"
#include "base/hom-processor.h"
#include "homography/hom-loss-types.h"

G_BEGIN_DECLS

/* Private: the gains and biases that bring the brightness and contrast of one
 * picture to those of another, from place to place.
 */

/* The side of a cell, in pixels. */
#define HOM_CELL 8

/**
 * HomGainMap:
 * @width, @height: its size in cells of the reference, the first of which
 *   begins at the reference's pixel (0, 0).
 * @moments: (nullable): the moments of the pixels of each cell.
 * @counts: (nullable): 0 for each cell that shows something else in one picture
 *   than in the other, and 1 for the others. Without it, all count.
 * @is_even: whether gain and bias are the same everywhere.
 * @gain, @bias: the gain and bias at the middle of each cell, with one more
 *   column and row all around.
 *
 * A map of the gain that the moving picture is multiplied by, and of the bias
 * that is then added.
 */
typedef struct
{
  gint            width, height;
  HomPairMoments *moments;
  gfloat         *counts;
  gboolean        is_even;
  gfloat         *gain;
  gfloat         *bias;
} HomGainMap;

HomGainMap *hom_gain_map_new    (gint               width,
                                 gint               height,
                                 gboolean           with_moments,
                                 GError           **error);
HomGainMap *hom_gain_map_copy   (const HomGainMap  *map,
                                 GError           **error);
void        hom_gain_map_fill   (HomGainMap        *map,
                                 const HomExposure *exposure);
gboolean    hom_gain_map_match  (HomGainMap        *map,
                                 const HomExposure *exposure,
                                 gdouble            noise,
                                 GError           **error);
gdouble     hom_gain_map_spread (const HomGainMap  *map,
                                 const HomExposure *exposure,
                                 GError           **error);
gboolean    hom_gain_map_gate   (HomGainMap        *map,
                                 const HomExposure *exposure,
                                 gdouble            noise,
                                 GError           **error);
void        hom_gain_map_ungate (HomGainMap        *map);
void        hom_gain_map_free   (HomGainMap        *map);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomGainMap, hom_gain_map_free)

/* The half of a binomial filter of a standard deviation of one cell, along each
 * axis. With the cell itself, that is a window of a standard deviation of 8.3
 * px: local normalization measured best with about 8.
 */
#define HOM_GAIN_REACH 2

/* The kernel is compiled in hom-kernel-tiles.c. */
HOM_DECLARE_KERNEL (hom_gain_filter_lines,
                    void (const gdouble *const lines[2 * HOM_GAIN_REACH + 1],
                          gsize                n,
                          gdouble             *out));

G_END_DECLS
