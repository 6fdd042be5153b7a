/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/batch/table.h"
#include "tools/work/work.h"

G_BEGIN_DECLS

/* Tells what came of the pages: on the terminal, on the standard output, in the
 * table.
 */

typedef struct _Report Report;

Report *report_new    (const Work     *work,
                       Table          *table,
                       const gboolean *wanted);
void    report_page   (guint           index,
                       Outcome        *outcome,
                       gpointer        report);
gint    report_finish (Report         *report);

G_END_DECLS
