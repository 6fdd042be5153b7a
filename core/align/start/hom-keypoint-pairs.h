/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/start/hom-keypoints.h"
#include "base/hom-processor.h"
#include "geometry/hom-point-pairs.h"

G_BEGIN_DECLS

/* Private: pairs of keypoints of two pictures that look alike. */

HomPointPair *hom_keypoint_pairs_new (const HomKeypointSet *reference,
                                      const HomKeypointSet *moving,
                                      GCancellable         *cancellable,
                                      gsize                *n_pairs,
                                      GError              **error);

/* The descriptors are compared in blocks that stay in the processor's
 * registers.
 */
#define HOM_BLOCK_ROWS    4
#define HOM_BLOCK_COLUMNS 16

/* The kernel is compiled in hom-kernel-start.c. */
HOM_DECLARE_KERNEL (hom_keypoint_compare_block,
                    void (const gfloat *rows[HOM_BLOCK_ROWS],
                          const gfloat *block,
                          gfloat cosines[HOM_BLOCK_ROWS][HOM_BLOCK_COLUMNS]));

G_END_DECLS
