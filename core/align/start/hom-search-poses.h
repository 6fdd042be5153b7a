/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "homography/hom-image.h"
#include "homography/hom-model.h"

G_BEGIN_DECLS

/* Private: the search for the place of one picture over another when nothing is
 * known of it, and neither has features.
 */

/**
 * HomSearchPeak:
 * @h: the forward matrix H: a similarity.
 * @correlation: the correlation of the details, −1 to 1: below 0 when one
 *   picture is a negative.
 * @minus_log_nfa: −log₁₀ of the number of false alarms (NFA), which is how
 *   often so much agreement is to be expected of pictures that have nothing in
 *   common.
 * @overlap: the share of the smaller picture that lies over the other one.
 *
 * One of the places that hom_search_poses() found.
 */
typedef struct
{
  HomMatrix h;
  gdouble   correlation;
  gdouble   minus_log_nfa;
  gdouble   overlap;
} HomSearchPeak;

gint hom_search_poses (const HomImage *reference,
                       const HomImage *reference_mask,
                       const HomImage *moving,
                       const HomImage *moving_mask,
                       HomModel        model,
                       gboolean        by_edges,
                       HomSearchPeak  *peaks,
                       gint            max_peaks,
                       GCancellable   *cancellable,
                       GError        **error);

G_END_DECLS
