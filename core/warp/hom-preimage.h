/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "warp/hom-adjoint-sums.h"

G_BEGIN_DECLS

/* Private: the search for the pixels of the output that may show a patch of the
 * input.
 */

void hom_preimage_visit (const HomWarpRows    *rows,
                         const HomAdjointSums *patch,
                         gint                  first_row,
                         gint                  last_row);

G_END_DECLS
