/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* Tells by what camera a layer was taken, in the coordinates of the image. */

HomCamera camera_read (GimpLayer *layer);

G_END_DECLS
