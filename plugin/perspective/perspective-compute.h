/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "plugin/apply/transformation.h"
#include "plugin/perspective/perspective-arguments.h"

G_BEGIN_DECLS

/* Makes a transformation of the arguments of plug-in-homography-perspective. */

/**
 * Perspective:
 * @transformation: what is done to the layer.
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
  HomPoint       rectangle[4];
  gdouble        ratio;
  HomRatioOrigin origin;
  gdouble        resolution;
} Perspective;

gboolean perspective_compute (const PerspectiveArguments *arguments,
                              const HomPoint              corners[4],
                              const HomCamera            *camera,
                              GimpLayer                  *layer,
                              Perspective                *perspective,
                              GError                    **error);

G_END_DECLS
