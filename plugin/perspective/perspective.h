/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

#define PERSPECTIVE_PROC "plug-in-homography-perspective"

GimpProcedure *perspective_create (GimpPlugIn *plug_in);

G_END_DECLS
