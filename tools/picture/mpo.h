/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds the pictures of a JPEG file that has several, as stereo cameras write
 * them, one behind the other with an index (Multi-Picture Format, CIPA
 * DC-007).
 */

#define MPO_MOST_PAGES 256

typedef struct
{
  gint  n;
  gsize offsets[MPO_MOST_PAGES];
} MpoPages;

gboolean mpo_find_pages (const gchar  *path,
                         MpoPages     *pages,
                         GError      **error);

G_END_DECLS
