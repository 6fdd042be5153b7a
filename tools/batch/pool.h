/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/work/work.h"

G_BEGIN_DECLS

/**
 * PoolFunc:
 * @index: of the source.
 * @outcome: of one of its pages. The function may take what it holds.
 *
 * Is told of each page, in the order in which they come to be done.
 */
typedef void (*PoolFunc) (guint index, Outcome *outcome, gpointer data);

gboolean pool_run (const Work     *work,
                   const gboolean *is_wanted,
                   PoolFunc        func,
                   gpointer        data,
                   GError        **error);

G_END_DECLS
