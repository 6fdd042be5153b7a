/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: memory whose size follows that of a picture. There may not be
 * enough, which is an error of the call that needs it. What is small, whatever
 * the picture, comes from GLib, which ends the program where nothing is left;
 * hence a large block is given only where 8 MB are left for small ones.
 */

gpointer hom_memory_try_new (gsize     n,
                             gsize     size,
                             gboolean  is_clear);
gpointer hom_memory_new     (gsize     n,
                             gsize     size,
                             gboolean  is_clear,
                             GError  **error);
void     hom_memory_free    (gpointer  memory);
gint     hom_memory_refuse  (gint      nth);
gpointer hom_memory_share   (gsize     n,
                             gsize     size,
                             gboolean  is_clear,
                             GError  **first);
void     hom_memory_report  (GError  **first,
                             GError   *error);
gboolean hom_memory_pass_on (GError  **own,
                             GError  **error);

static inline void
hom_memory_clear (gpointer at)
{
  hom_memory_free (*(gpointer *) at);
}

/* Frees the memory that a variable holds when that goes out of scope. */
#define hom_automemory __attribute__ ((cleanup (hom_memory_clear)))

G_END_DECLS
