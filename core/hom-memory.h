/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: memory for many pixels. */

void hom_memory_use_huge_pages (gpointer memory,
                                gsize    size);

G_END_DECLS
