/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

/* Private: work that cannot be interrupted, but can be left to itself. */

typedef void (*HomWorkFunc) (gpointer data);

gboolean hom_worker_run (HomWorkFunc    func,
                         gpointer      *data,
                         gint           n,
                         GDestroyNotify release,
                         GCancellable  *cancellable);
