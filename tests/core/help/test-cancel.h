/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a test cancels from another thread, after some time. */
typedef struct
{
  GCancellable *cancellable;
  gulong        delay;
  gint64        time;
  GThread      *thread;
} TestCanceller;

void   test_canceller_start (TestCanceller *canceller,
                             GCancellable  *cancellable,
                             gulong         delay);
gint64 test_canceller_join  (TestCanceller *canceller);

G_END_DECLS
