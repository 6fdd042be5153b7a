/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/hom-align-run.h"

G_BEGIN_DECLS

/* Private: the description of an alignment in the end. */

gboolean hom_align_describe (const HomAlignSearch *search,
                             HomAlignment         *found,
                             GError              **error);
gboolean hom_align_check    (HomAlignSearch       *search,
                             const HomAlignment   *alignment,
                             GError              **error);

G_END_DECLS
