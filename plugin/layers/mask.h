/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* Makes masks that lie in no layer, and sets others to them. */

GimpChannel *mask_new  (GimpLayer    *layer,
                        const HomBox *box);
GimpChannel *mask_copy (GimpLayer    *layer);
void         mask_set  (GimpChannel  *mask,
                        GimpChannel  *from);

G_END_DECLS
