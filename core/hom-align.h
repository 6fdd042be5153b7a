/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "hom-image.h"
#include "hom-loss.h"
#include "hom-model.h"

G_BEGIN_DECLS

/**
 * HomPicture:
 * @image: one channel, or R'G'B' (perceptual, not linear light). Its x and y
 *   say where it lies: the matrices are in these coordinates.
 * @mask: (nullable): the same box, one channel: a pixel counts where it is 1. A
 *   pixel that is not a finite number never counts.
 *
 * One of the two pictures of an alignment.
 */
typedef struct
{
  const HomImage *image;
  const HomImage *mask;
} HomPicture;

/**
 * HomAlignment:
 * @h: the forward matrix H: takes the moving picture to where it lies over the
 *   reference.
 * @exposure: brings the brightness of the moving picture to the reference's.
 * @correlation: zero-mean normalized cross-correlation over the overlap.
 * @correlation_before: the same at the start.
 * @overlap: the share of the moving picture that lies on the reference.
 * @residual: root of the mean squared difference, in the reference's units.
 * @iterations: trial steps at all levels together.
 *
 * What hom_align() found.
 */
typedef struct
{
  HomMatrix   h;
  HomExposure exposure;
  gdouble     correlation;
  gdouble     correlation_before;
  gdouble     overlap;
  gdouble     residual;
  gint        iterations;
} HomAlignment;

gboolean hom_align (const HomPicture *reference,
                    const HomPicture *moving,
                    HomModel          model,
                    const HomMatrix  *start,
                    GCancellable     *cancellable,
                    HomAlignment     *alignment,
                    GError          **error);

G_END_DECLS
