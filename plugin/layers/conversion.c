/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/layers/conversion.h"

/* @lock: guards @is_ready.
 * @cond: tells that @is_ready has changed.
 * @is_ready: whether the search is over.
 */
struct _Conversion
{
  const Babl *from, *to;
  GMutex      lock;
  GCond       cond;
  gboolean    is_ready;
};

static void
clear (gpointer data)
{
  Conversion *conversion = data;

  g_mutex_clear (&conversion->lock);
  g_cond_clear (&conversion->cond);
}

/* Has babl find the conversion; it keeps what it finds. */
static gpointer
find (gpointer data)
{
  Conversion *conversion = data;

  babl_fish (conversion->from, conversion->to);
  g_mutex_lock (&conversion->lock);
  conversion->is_ready = TRUE;
  g_cond_signal (&conversion->cond);
  g_mutex_unlock (&conversion->lock);
  conversion_free (conversion);

  return NULL;
}

/* Begins the search; where there is no memory for a thread, it is over when
 * this returns.
 */
Conversion *
conversion_prepare (const Babl *from, const Babl *to)
{
  Conversion *conversion = g_atomic_rc_box_new0 (Conversion);
  GThread    *thread;

  conversion->from = from;
  conversion->to   = to;
  g_mutex_init (&conversion->lock);
  g_cond_init (&conversion->cond);
  g_atomic_rc_box_acquire (conversion);
  thread = g_thread_try_new ("conversion", find, conversion, NULL);
  if (thread)
    g_thread_unref (thread);
  else
    find (conversion);

  return conversion;
}

/* Waits for the end of the search.
 *
 * @time: how long to wait at most, in microseconds.
 *
 * Returns: whether the pixels can be converted without delay.
 */
gboolean
conversion_wait (Conversion *conversion, gint64 time)
{
  gint64   end = g_get_monotonic_time () + time;
  gboolean is_ready;

  g_mutex_lock (&conversion->lock);
  while (! conversion->is_ready &&
         g_cond_wait_until (&conversion->cond, &conversion->lock, end))
    ;
  is_ready = conversion->is_ready;
  g_mutex_unlock (&conversion->lock);

  return is_ready;
}

/* Frees a conversion. A search that still goes on is left to itself. */
void
conversion_free (Conversion *conversion)
{
  g_atomic_rc_box_release_full (conversion, clear);
}
