/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

gboolean parse_number  (const gchar  *text,
                        gdouble       least,
                        gdouble       most,
                        gdouble      *number,
                        GError      **error);
gboolean parse_corners (const gchar  *text,
                        HomPoint      corners[4],
                        GError      **error);
gboolean parse_size    (const gchar  *text,
                        gint         *width,
                        gint         *height,
                        GError      **error);
gboolean parse_paper   (const gchar  *text,
                        HomPaper     *paper,
                        GError      **error);

G_END_DECLS
