/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/apply/transformation.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* Carries out a transformation on layers. */

/**
 * CanvasChange:
 * @box: what the image is cropped to, if @is_cropped.
 * @resolution: the resolution that the image is given, in pixels per inch; 0
 *   for the one that it has.
 *
 * Tells what becomes of the image beside its layers.
 */
typedef struct
{
  HomBox   box;
  gboolean is_cropped;
  gdouble  resolution;
} CanvasChange;

gboolean apply_check (GimpDrawable        **drawables,
                      const Transformation *transformations,
                      const Options        *options,
                      GError              **error);
gboolean apply       (GimpImage            *image,
                      GimpDrawable        **drawables,
                      const Transformation *transformations,
                      const Options        *options,
                      const gchar          *name,
                      const CanvasChange   *canvas,
                      GError              **error);

G_END_DECLS
