/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/align/alignment.h"

G_BEGIN_DECLS

/* Makes the values that an alignment returns to scripts. */

void            align_add_returns (GimpProcedure   *procedure);
GimpValueArray *align_set_returns (GimpValueArray  *values,
                                   gint             n,
                                   const Alignment *alignments);

G_END_DECLS
