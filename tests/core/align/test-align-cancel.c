/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/hom-sanitizer.h"
#include "test-cancel.h"
#include "test-pictures.h"

#define WIDTH  2000
#define HEIGHT 1500

/* After this a cancelled call has returned, in microseconds: 50 ms, and what a
 * busy machine adds, which may once wake the canceller or the call too late,
 * but not three times. A sanitizer makes it ten times as long.
 */
#if defined(HOM_SANITIZE_ADDRESS) || defined(HOM_SANITIZE_THREAD)
#define LATEST 2500000
#else
#define LATEST 250000
#endif
#define TRIES 3

/* Two pictures that match, and a third that has nothing in common with them. */
typedef struct
{
  HomImage   *images[3];
  HomPicture  pictures[3];
  HomAligner *aligner;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->images[0] = test_image_squares (1, 5, WIDTH, HEIGHT, 0, 0);
  f->images[1] = test_image_squares (1, 5, WIDTH, HEIGHT, 7, 3);
  f->images[2] = test_image_squares (2, 5, WIDTH, HEIGHT, 0, 0);
  for (gint i = 0; i < 3; i++)
    f->pictures[i] = (HomPicture){ f->images[i], NULL };
  f->aligner = hom_aligner_new (&f->pictures[0], NULL);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  hom_aligner_free (f->aligner);
  for (gint i = 0; i < 3; i++)
    hom_image_free (f->images[i]);
}

/* ---- Cancelling ---- */

/* Returns the microseconds that an alignment takes when nobody cancels it, so
 * that a fast processor is cancelled on the way as a slow one is: the least of
 * three, since other work can only make it longer.
 */
static gint64
measure_duration (Fixture *f, gint which)
{
  const HomAlignOptions options  = { .model = HOM_MODEL_HOMOGRAPHY };
  gint64                duration = G_MAXINT64;
  HomAlignment          alignment;

  for (gint i = 0; i < TRIES; i++)
    {
      gint64 start = g_get_monotonic_time ();

      hom_aligner_run (f->aligner, &f->pictures[which], &options, NULL,
                       &alignment, NULL);
      duration = MIN (duration, g_get_monotonic_time () - start);
    }

  return duration;
}

/* Cancels an alignment after so many microseconds. Returns: after how many more
 * it came back, or −1 when it had come to an end before.
 */
static gint64
measure_delay (Fixture *f, gint which, gulong delay)
{
  const HomAlignOptions options        = { .model = HOM_MODEL_HOMOGRAPHY };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GError       *error                  = NULL;
  TestCanceller canceller;
  HomAlignment  alignment;
  gboolean      success;
  gint64        time;

  test_canceller_start (&canceller, cancellable, delay);
  success = hom_aligner_run (f->aligner, &f->pictures[which], &options,
                             cancellable, &alignment, &error);
  time    = g_get_monotonic_time ();
  time -= test_canceller_join (&canceller);

  if (success || g_error_matches (error, HOM_ERROR, HOM_ERROR_ALIGNMENT))
    {
      g_clear_error (&error);
      return -1;
    }
  test_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  return MAX (time, 0);
}

static void
check_delay (Fixture *f, gint which, gulong delay)
{
  gint64 late = -1;

  for (gint i = 0; i < TRIES && (late < 0 || late > LATEST); i++)
    late = measure_delay (f, which, delay);
  g_test_message ("cancelled after %.1f ms, returned %.1f ms later",
                  delay / 1000.0, late / 1000.0);
  g_assert_cmpint (late, >=, 0);
  g_assert_cmpint (late, <, LATEST);
}

static void
align (HomAligner *aligner, const HomPicture *moving, HomAlignment *alignment)
{
  const HomAlignOptions options = { .model = HOM_MODEL_HOMOGRAPHY };
  GError               *error   = NULL;

  g_assert_true (hom_aligner_run (aligner, moving, &options, NULL, alignment,
                                  &error));
  g_assert_no_error (error);
}

/* Of pictures that match, and of a search that finds nothing. What was
 * cancelled leaves nothing behind.
 */
static void
test_delays (Fixture *f, gconstpointer data)
{
  /* Of the time it takes. */
  const gdouble parts[] = { 0.0, 0.05, 0.15, 0.3, 0.5, 0.7 };
  HomAligner   *fresh   = hom_aligner_new (&f->pictures[0], NULL);
  HomAlignment  expected, alignment;

  align (fresh, &f->pictures[1], &expected);
  hom_aligner_free (fresh);
  for (gint which = 1; which <= 2; which++)
    {
      gint64 duration = measure_duration (f, which);

      for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
        check_delay (f, which, parts[i] * duration);
    }

  align (f->aligner, &f->pictures[1], &alignment);
  for (gint i = 0; i < 9; i++)
    g_assert_cmpfloat (alignment.h.m[i], ==, expected.h.m[i]);
  g_assert_cmpfloat (alignment.residual, ==, expected.residual);
}

/* ---- Progress ---- */

typedef struct
{
  GThread      *thread;
  GCancellable *cancellable;
  gdouble       limit;
  gdouble       last;
  gint          n;
} Progress;

static void
on_progress (gdouble fraction, gpointer data)
{
  Progress *progress = data;

  g_assert_true (g_thread_self () == progress->thread);
  g_assert_cmpfloat (fraction, >, progress->last);
  g_assert_cmpfloat (fraction, <=, 1.0);
  progress->last = fraction;
  progress->n++;
  if (fraction >= progress->limit)
    g_cancellable_cancel (progress->cancellable);
}

/* Cancels as soon as so much is done. Returns whether that comes before the
 * end.
 */
static gboolean
run_to (Fixture *f, gint which, gdouble limit, Progress *progress)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  HomAlignOptions options              = { .model         = HOM_MODEL_HOMOGRAPHY,
                                           .progress      = on_progress,
                                           .progress_data = progress };
  GError         *error                = NULL;
  HomAlignment    alignment;

  *progress = (Progress){ g_thread_self (), cancellable, limit, 0.0, 0 };
  if (hom_aligner_run (f->aligner, &f->pictures[which], &options, cancellable,
                       &alignment, &error))
    return FALSE;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  return TRUE;
}

/* It rises to 1; and whoever is told of it may cancel. */
static void
test_progress (Fixture *f, gconstpointer data)
{
  const gdouble limits[] = { 0.05, 0.15, 0.4, 0.41, 0.6 };
  Progress      progress;

  g_assert_false (run_to (f, 1, 2.0, &progress));
  g_assert_cmpfloat (progress.last, ==, 1.0);
  g_assert_cmpint (progress.n, >=, 4);
  g_test_message ("%d reports", progress.n);
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_assert_true (run_to (f, 1, limits[i], &progress));
      g_assert_cmpfloat (progress.last, <, 1.0);
    }
  g_assert_true (run_to (f, 2, 0.2, &progress));
}

#define ADD(name, func)                                                \
  g_test_add ("/core/align-cancel/" name, Fixture, NULL, set_up, func, \
              tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("delays", test_delays);
  ADD ("progress", test_progress);

  return g_test_run ();
}
