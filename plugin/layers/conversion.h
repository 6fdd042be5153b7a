/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <babl/babl.h>
#include <glib.h>

G_BEGIN_DECLS

/**
 * Conversion:
 *
 * A conversion has babl find out, in a thread, how one format becomes another.
 * The first time that takes some tenths of a second, which no dialog can spare.
 */
typedef struct _Conversion Conversion;

Conversion *conversion_prepare (const Babl *from,
                                const Babl *to);
gboolean    conversion_wait    (Conversion *conversion,
                                gint64      time);
void        conversion_free    (Conversion *conversion);

G_END_DECLS
