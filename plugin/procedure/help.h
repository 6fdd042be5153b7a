/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

void help_register (GimpPlugIn *plug_in);

G_END_DECLS
