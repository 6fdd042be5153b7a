/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/apply/apply.h"
#include "plugin/perspective/perspective-compute.h"

G_BEGIN_DECLS

/* Straightens, or distorts, some layers of an image. */

/**
 * Straightening:
 * @n: the number of the layers.
 * @transformations: one for each layer, as are the others.
 * @corners: the corners that were given or found, and how sure they are.
 * @perspectives: what they lead to.
 * @canvas: what becomes of the image.
 *
 * Holds what is done to the layers.
 */
typedef struct
{
  gint            n;
  Transformation *transformations;
  HomFoundQuad   *corners;
  Perspective    *perspectives;
  CanvasChange    canvas;
} Straightening;

void     straightening_init    (Straightening              *straightening,
                                GimpDrawable              **drawables);
void     straightening_clear   (Straightening              *straightening);
gboolean straightening_find    (const PerspectiveArguments *arguments,
                                GimpDrawable              **drawables,
                                Straightening              *straightening,
                                GError                    **error);
gboolean straightening_compute (const PerspectiveArguments *arguments,
                                GimpDrawable              **drawables,
                                const Options              *options,
                                Straightening              *straightening,
                                GError                    **error);
gboolean straightening_apply   (GimpImage                  *image,
                                GimpDrawable              **drawables,
                                const Options              *options,
                                const Straightening        *straightening,
                                GError                    **error);

G_END_DECLS
