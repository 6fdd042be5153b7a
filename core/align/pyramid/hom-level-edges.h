/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/pyramid/hom-pyramid.h"

G_BEGIN_DECLS

/* Private: the strength of the edges of a level. */

gboolean hom_level_edges (const HomLevel  *level,
                          HomLevel        *edges,
                          GError         **error);

G_END_DECLS
