/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Hears what the libraries of a worker say, on GLib's log and on the standard
 * error.
 */

gboolean warnings_start (void);
gchar   *warnings_take  (void);

G_END_DECLS
