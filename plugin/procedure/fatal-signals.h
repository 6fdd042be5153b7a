/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Handles the signals that end the plug-in. */

void fatal_signals_handle (void);

G_END_DECLS
