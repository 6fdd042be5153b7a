/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

HomBox hom_box_unite (const HomBox *a,
                      const HomBox *b);

G_END_DECLS
