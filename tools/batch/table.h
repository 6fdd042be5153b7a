/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/work/outcome.h"

G_BEGIN_DECLS

/* The table of what came of each page, as comma-separated values (RFC 4180). */

typedef struct _Table Table;

Table   *table_open    (const gchar   *path,
                        gboolean       goes_on,
                        GError       **error);
void     table_add     (Table         *table,
                        const Outcome *outcome);
gboolean table_is_done (const Table   *table,
                        const gchar   *name);
gboolean table_close   (Table         *table,
                        GError       **error);
void     table_format_number (gdouble  number,
                              gint     digits,
                              gchar   *text);

G_END_DECLS
