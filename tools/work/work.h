/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/work/outcome.h"
#include "tools/work/source.h"

G_BEGIN_DECLS

typedef void (*OutcomeFunc) (Outcome *outcome, gpointer data);

WriteFormat work_format        (const Options *options,
                                FileKind       kind);
gchar      *work_inode         (const gchar   *path);
void        work_do            (const Work    *work,
                                const Source  *source,
                                OutcomeFunc    func,
                                gpointer       data);

G_END_DECLS
