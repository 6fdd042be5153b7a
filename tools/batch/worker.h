/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/work/work.h"

G_BEGIN_DECLS

/* A worker is a process: what is wrong with a file ends at most that one. */

typedef struct _Worker Worker;

Worker  *worker_start   (const Work *work,
                         gint        n_workers,
                         GError    **error);
gboolean worker_give    (Worker     *worker,
                         guint       index);
gboolean worker_receive (Worker     *worker,
                         Outcome    *outcome);
gint     worker_socket  (Worker     *worker);
gboolean worker_is_busy (Worker     *worker,
                         guint      *index);
gchar   *worker_end     (Worker     *worker,
                         const Work *work,
                         gboolean    is_to_die);

G_END_DECLS
