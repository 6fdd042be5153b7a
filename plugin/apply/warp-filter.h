/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* Makes use of the operation homography:warp, as a filter on a layer and on
 * pixels. A filter of ours is one of that operation.
 */

/**
 * WarpSettings:
 * @source: the quadrilateral that is moved, in the coordinates of the layer.
 * @target: where it is moved to.
 * @sampling: how the layer is sampled; of what is read from a filter, cubic
 *   where it is an interpolation that only the operation has.
 * @is_clipped: whether nothing is seen outside of @target.
 * @limit: the box of the result, in the coordinates of the layer, if
 * @is_limited; else it has the one that comes about.
 *
 * Holds the settings of a filter of ours.
 */
typedef struct
{
  HomPoint    source[4], target[4];
  HomSampling sampling;
  gboolean    is_clipped;
  gboolean    is_limited;
  HomBox      limit;
} WarpSettings;

gboolean            warp_settings_are_whole  (const WarpSettings *settings,
                                              GimpDrawable       *drawable);
gboolean            warp_settings_are_upright
                                             (const WarpSettings *settings);
gboolean            warp_filter_is_available (GimpDrawable       *drawable,
                                              GError            **error);
GimpDrawableFilter *warp_filter_find         (GimpDrawable       *drawable);
GimpDrawableFilter *warp_filter_new          (GimpDrawable       *drawable,
                                              const gchar        *name,
                                              GError            **error);
void                warp_filter_set          (GimpDrawableFilter *filter,
                                              GimpDrawable       *drawable,
                                              const WarpSettings *settings);
void                warp_filter_round        (GimpDrawableFilter *filter);
void                warp_filter_get          (GimpDrawableFilter *filter,
                                              GimpDrawable       *drawable,
                                              WarpSettings       *settings);
gboolean            warp_filter_matrix       (GimpDrawable       *drawable,
                                              HomMatrix          *h);
gboolean            warp_filter_cuts         (GimpDrawable       *drawable,
                                              HomPoint            source[4]);
GimpDrawableFilter *warp_filter_prepare      (GimpDrawable       *drawable,
                                              const gchar        *name,
                                              const WarpSettings *settings,
                                              GimpDrawableFilter **old,
                                              GError            **error);
void                warp_filter_put          (GimpDrawable       *drawable,
                                              GimpDrawableFilter *filter,
                                              GimpDrawableFilter *old);
void                warp_filter_remove       (GimpDrawable       *drawable);
void                warp_buffer              (GeglBuffer         *input,
                                              const HomPoint      source[4],
                                              const HomPoint      target[4],
                                              const HomSampling  *sampling,
                                              GeglBuffer         *output);

G_END_DECLS
