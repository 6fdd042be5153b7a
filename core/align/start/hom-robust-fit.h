/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/start/hom-consensus.h"

G_BEGIN_DECLS

/* Private: the matrix that most pairs of points agree on, whatever the others
 * say.
 */

gboolean hom_robust_fit (const HomPointPair *pairs,
                         gsize               n_pairs,
                         HomModel            model,
                         const HomBox       *reference,
                         const HomBox       *moving,
                         GCancellable       *cancellable,
                         gboolean           *inliers,
                         HomRobustFit       *fit,
                         GError            **error);

G_END_DECLS
