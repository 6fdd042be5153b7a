/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "plugin/apply/transformation.h"
#include "plugin/arguments/options.h"
#include "plugin/perspective/layer-view.h"
#include "plugin/perspective/perspective-arguments.h"

G_BEGIN_DECLS

/* Makes a transformation of the arguments of plug-in-homography-perspective. */

/**
 * Perspective:
 * @transformation: what is done to the layer.
 * @h: the forward matrix of the layer as it is seen.
 * @rectangle: where the corners go or, to distort, those of the layer.
 * @ratio: width / height of the rectangle itself, whatever the shape of the
 *   pixels; 0 to distort.
 * @origin: where @ratio comes from.
 * @resolution: the resolution that the image gets; 0 for its own.
 *
 * Holds what the arguments lead to for a layer.
 */
typedef struct
{
  Transformation transformation;
  HomMatrix      h;
  HomPoint       rectangle[4];
  gdouble        ratio;
  HomRatioOrigin origin;
  gdouble        resolution;
} Perspective;

gboolean perspective_compute  (const PerspectiveArguments *arguments,
                               const HomPoint              corners[4],
                               const LayerView            *view,
                               GimpLayer                  *layer,
                               Perspective                *perspective,
                               GError                    **error);
void     perspective_keep_cut (const Options              *options,
                               const LayerView            *view,
                               GimpLayer                  *layer,
                               Perspective                *perspective);

G_END_DECLS
