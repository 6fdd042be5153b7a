/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "plugin/perspective/perspective-arguments.h"

G_BEGIN_DECLS

/* Chooses the corners of a layer: those that were given, or found ones. */

gboolean perspective_corners (const PerspectiveArguments *arguments,
                              GimpLayer                  *layer,
                              HomFoundQuad               *corners,
                              GError                    **error);

G_END_DECLS
