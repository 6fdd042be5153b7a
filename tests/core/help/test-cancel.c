/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "test-cancel.h"

static gpointer
cancel_later (gpointer data)
{
  TestCanceller *canceller = data;

  g_usleep (canceller->delay);
  canceller->time = g_get_monotonic_time ();
  g_cancellable_cancel (canceller->cancellable);

  return NULL;
}

/* Cancels after @delay microseconds. */
void
test_canceller_start (TestCanceller *canceller,
                      GCancellable  *cancellable,
                      gulong         delay)
{
  *canceller        = (TestCanceller){ cancellable, delay };
  canceller->thread = g_thread_new ("cancel", cancel_later, canceller);
}

/* Waits for it.
 *
 * Returns: when it cancelled, as g_get_monotonic_time().
 */
gint64
test_canceller_join (TestCanceller *canceller)
{
  g_thread_join (canceller->thread);

  return canceller->time;
}
