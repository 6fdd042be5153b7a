/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "hom-image.h"

G_BEGIN_DECLS

/**
 * HOM_MAX_FOUND_QUADS:
 *
 * The number of quadrilaterals that hom_find_quads() finds at most.
 *
 * Since: 0.9
 */
#define HOM_MAX_FOUND_QUADS 8

/**
 * HomFoundQuad:
 * @corners: top left, top right, bottom right, bottom left, in pixels, by the
 *   place of the image in the plane.
 * @confidence: how probable it is that these are the corners of a sheet, a
 *   painting, a screen: 0 to 1. docs/find-corners.md says how it was measured.
 *
 * A quadrilateral that hom_find_quads() proposes.
 *
 * Since: 0.9
 */
typedef struct
{
  HomPoint corners[4];
  gdouble  confidence;
} HomFoundQuad;

HOM_PUBLIC
gboolean hom_find_quad  (const HomImage *image,
                         HomPoint        corners[4],
                         GCancellable   *cancellable,
                         GError        **error);
HOM_PUBLIC
gboolean hom_find_quads (const HomImage *image,
                         const HomPoint *inside,
                         HomFoundQuad    quads[HOM_MAX_FOUND_QUADS],
                         gint           *n_quads,
                         GCancellable   *cancellable,
                         GError        **error);

G_END_DECLS
