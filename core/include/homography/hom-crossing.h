/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "hom-image.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_find_crossing (const HomImage *image,
                            HomPoint        point,
                            gdouble         reach,
                            HomPoint       *crossing);

G_END_DECLS
