/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

gboolean filter_settings_load (GimpLayer           *layer,
                               GimpProcedureConfig *config,
                               HomPoint             corners[4]);

G_END_DECLS
