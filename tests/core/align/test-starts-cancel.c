/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "align/start/hom-start-finder.h"
#include "base/hom-sanitizer.h"
#include "base/hom-worker.h"
#include "test-cancel.h"
#include "test-pictures.h"

/* After this a cancelled call has returned, in microseconds: 50 ms, and what a
 * busy machine adds, which may once wake the canceller or the call too late,
 * but not three times. A sanitizer makes it ten times as long.
 */
#if defined(HOM_SANITIZE_ADDRESS) || defined(HOM_SANITIZE_THREAD)
#define LATEST 1500000
#else
#define LATEST 150000
#endif
#define TRIES 3

/* Asks for all candidates: when it has returned, the pictures are gone. Returns
 * when the last was there, or when it was cancelled.
 */
static gint64
ask_for_all (GCancellable *cancellable, GError **error)
{
  HomImage       *reference = test_image_squares (1, 3, 1500, 1100, 0, 0);
  HomImage       *moving    = test_image_squares (2, 3, 1500, 1100, 0, 0);
  HomStartFinder *starts    = hom_start_finder_new (reference, NULL);
  HomStartList   *list      = hom_start_list_new (starts, moving, NULL,
                                                  HOM_MODEL_HOMOGRAPHY);
  HomCandidate    candidates[HOM_MAX_CANDIDATES];
  gint64          time;

  while (hom_start_list_next (list, candidates, cancellable, error) > 0)
    ;
  time = g_get_monotonic_time ();

  hom_start_list_free (list);
  hom_start_finder_free (starts);
  hom_image_free (reference);
  hom_image_free (moving);

  return time;
}

/* Returns the microseconds it takes when nobody cancels it: the least of three,
 * since other work can only make it longer.
 */
static gint64
measure_duration (void)
{
  gint64 duration = G_MAXINT64;

  for (gint i = 0; i < TRIES; i++)
    {
      gint64  start = g_get_monotonic_time ();
      GError *error = NULL;
      gint64  end   = ask_for_all (NULL, &error);

      g_assert_no_error (error);
      duration = MIN (duration, end - start);
    }

  return duration;
}

/* Cancels it after so many microseconds. Returns after how many more it came
 * back, or −1 when it had come to an end before.
 */
static gint64
measure_delay (gulong delay)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GError       *error                  = NULL;
  TestCanceller canceller;
  gint64        time;

  test_canceller_start (&canceller, cancellable, delay);
  time = ask_for_all (cancellable, &error);
  time -= test_canceller_join (&canceller);
  if (! error)
    return -1;
  test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  return MAX (time, 0);
}

static void
check_delay (gulong delay)
{
  gint64 late = -1;

  for (gint i = 0; i < TRIES && (late < 0 || late > LATEST); i++)
    late = measure_delay (delay);
  g_test_message ("cancelled after %.1f ms, returned %.1f ms later",
                  delay / 1000.0, late / 1000.0);
  g_assert_cmpint (late, >=, 0);
  g_assert_cmpint (late, <, LATEST);
}

/* In each of the stages: the first one begins with SIFT of small pictures, the
 * last with that of large ones.
 */
static void
test_delays (void)
{
  /* Of the time it takes. */
  const gdouble parts[] = {
    0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7
  };
  gint64 duration = measure_duration ();

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    check_delay (parts[i] * duration);
}

typedef struct
{
  gint n_started;
  gint n_ended;
  gint n_released;
  gint duration;
} Counts;

static void
sleep_a_while (gpointer data)
{
  Counts *counts = data;

  g_atomic_int_inc (&counts->n_started);
  g_usleep (counts->duration);
  g_atomic_int_inc (&counts->n_ended);
}

static void
count_release (gpointer data)
{
  g_atomic_int_inc (&((Counts *) data)->n_released);
}

/* What is left to itself is done in the end, once, and gives back what it owns.
 */
static void
test_background (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Counts        counts                 = { .duration = 20000 };
  gpointer      data[2]                = { &counts, &counts };
  TestCanceller canceller;

  g_assert_true (hom_worker_run (sleep_a_while, data, 0, count_release, NULL));
  g_assert_cmpint (counts.n_started, ==, 0);
  g_assert_true (hom_worker_run (sleep_a_while, data, 2, count_release, NULL));
  g_assert_cmpint (counts.n_ended, ==, 2);
  g_assert_cmpint (counts.n_released, ==, 2);

  counts.duration = 400000;
  test_canceller_start (&canceller, cancellable, 10000);
  g_assert_false (hom_worker_run (sleep_a_while, data, 2, count_release,
                                  cancellable));
  g_assert_cmpint (g_atomic_int_get (&counts.n_ended), ==, 2);
  test_canceller_join (&canceller);
  for (gint i = 0; i < 100 && g_atomic_int_get (&counts.n_released) < 4; i++)
    g_usleep (50000);
  g_assert_cmpint (counts.n_started, ==, 4);
  g_assert_cmpint (counts.n_released, ==, 4);
}

gint
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/starts-cancel/delays", test_delays);
  g_test_add_func ("/starts-cancel/background", test_background);

  return g_test_run ();
}
