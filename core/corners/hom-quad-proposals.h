/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "corners/hom-quad-confidence.h"
#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: the quadrilaterals of a picture, the most probable first. */

#define HOM_QUAD_MAX_PROPOSALS 128

/**
 * HomQuadProposal:
 * @corners: in pixels of the picture, from its first one.
 * @is_border: for the side from each corner to the next, whether it is a border
 *   of the picture.
 * @reduction: how many pixels of the picture there were for one in which it was
 *   found.
 * @rounded: how far its rounded corners reach along a side, as a share of that.
 * @features: what is known of it.
 * @logit: log (p / (1 − p)) for the probability p that it is right.
 *
 * A quadrilateral that may be the outline of something.
 */
typedef struct
{
  HomPoint corners[4];
  gboolean is_border[4];
  gint     reduction;
  gdouble  rounded;
  gdouble  features[HOM_QUAD_N_FEATURES];
  gdouble  logit;
} HomQuadProposal;

/**
 * HomQuadProposals:
 * @quads: the quadrilaterals, the most probable first.
 * @n: how many there are.
 *
 * The quadrilaterals of a picture.
 */
typedef struct
{
  HomQuadProposal quads[HOM_QUAD_MAX_PROPOSALS];
  gint            n;
} HomQuadProposals;

gboolean hom_quad_proposals_find (const HomImage    *image,
                                  const HomPoint    *inside,
                                  HomQuadProposals  *proposals,
                                  GCancellable      *cancellable,
                                  GError           **error);

G_END_DECLS
