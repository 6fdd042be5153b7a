/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* Makes use of the operation homography:warp, as a filter on a layer and on
 * pixels. A filter of ours is one of that operation.
 */

gboolean            warp_filter_is_available (GimpDrawable       *drawable,
                                              GError            **error);
GimpDrawableFilter *warp_filter_find         (GimpDrawable       *drawable);
GimpDrawableFilter *warp_filter_new          (GimpDrawable       *drawable,
                                              const gchar        *name,
                                              GError            **error);
void                warp_filter_set          (GimpDrawableFilter *filter,
                                              const HomPoint      source[4],
                                              const HomPoint      target[4],
                                              const HomSampling  *sampling);
void                warp_filter_limit        (GimpDrawableFilter *filter,
                                              const HomBox       *box);
void                warp_filter_get          (GimpDrawableFilter *filter,
                                              HomPoint            source[4],
                                              HomPoint            target[4],
                                              HomSampling        *sampling);
gboolean            warp_filter_matrix       (GimpDrawable       *drawable,
                                              HomMatrix          *h);
GimpDrawableFilter *warp_filter_prepare      (GimpDrawable       *drawable,
                                              const gchar        *name,
                                              const HomPoint      source[4],
                                              const HomPoint      target[4],
                                              const HomSampling  *sampling,
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
