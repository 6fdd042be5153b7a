/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-canvas.h"

G_BEGIN_DECLS

gboolean hom_quad_snap (HomCanvas *canvas,
                        HomPoint   point,
                        HomPoint  *snapped);

G_END_DECLS
