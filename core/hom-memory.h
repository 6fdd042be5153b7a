/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: memory for many pixels. */

gpointer hom_memory_try_new (gsize    n,
                             gsize    size,
                             gboolean is_clear);
gpointer hom_memory_new     (gsize    n,
                             gsize    size,
                             gboolean is_clear);
void     hom_memory_free    (gpointer memory);

G_END_DECLS
