/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a signal does that ends the plug-in. */

void death_prepare (void);

G_END_DECLS
