/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "base/hom-parallel.h"

#define MAX_ROWS 1000

/* ---- All rows, once ---- */

typedef struct
{
  gint rows_per_band;
  gint n_visits[MAX_ROWS];
} Visits;

static void
visit (gint band, gint first, gint last, gpointer data)
{
  Visits *visits = data;

  g_assert_cmpint (first, ==, band * visits->rows_per_band);
  g_assert_cmpint (last, <=, first + visits->rows_per_band);
  for (gint row = first; row < last; row++)
    g_atomic_int_inc (&visits->n_visits[row]);
}

static void
check_rows (gint n_rows, gint rows_per_band)
{
  Visits visits = { rows_per_band };

  hom_parallel_rows (n_rows, rows_per_band, visit, &visits);
  for (gint row = 0; row < MAX_ROWS; row++)
    g_assert_cmpint (visits.n_visits[row], ==, row < n_rows);
}

static void
test_rows (void)
{
  const gint sizes[] = { 0, 1, 2, 3, 64, 999, MAX_ROWS };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 1; j < G_N_ELEMENTS (sizes); j++)
      check_rows (sizes[i], sizes[j]);
}

static void
remember_thread (gint band, gint first, gint last, gpointer data)
{
  *(GThread **) data = g_thread_self ();
}

/* What is one band takes no other thread. */
static void
test_small (void)
{
  GThread *thread = NULL;

  hom_parallel_rows (5, 5, remember_thread, &thread);
  g_assert_true (thread == g_thread_self ());
}

/* ---- Jobs within jobs, and many at once ---- */

#define N_THREADS 8
#define N_JOBS    300

static void
check_within (gint band, gint first, gint last, gpointer data)
{
  check_rows (10 * (last - first), 1 + band % 7);
}

/* Jobs on the stack: a helper that were late would meet the next one's. */
static gpointer
check_many (gpointer data)
{
  for (gint i = 0; i < N_JOBS; i++)
    {
      check_rows (1 + i % 50, 1 + i % 3);
      if (i % 20 == 0)
        hom_parallel_rows (20, 1, check_within, NULL);
    }

  return NULL;
}

static void
test_nested (void)
{
  hom_parallel_rows (100, 3, check_within, NULL);
}

static void
test_many (void)
{
  GThread *threads[N_THREADS];

  for (gint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("caller", check_many, NULL);
  for (gint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
}

/* ---- Cancelling ---- */

typedef struct
{
  GCancellable *cancellable;
  gint          n_begun;
  gint          n_under_way;
  gint          n_within;
} Cancelling;

static void
count_within (gint band, gint first, gint last, gpointer data)
{
  Cancelling *cancelling = data;

  g_atomic_int_inc (&cancelling->n_within);
}

/* All of them cancel, as soon as one is there. */
static void
cancel (gint band, gint first, gint last, gpointer data)
{
  Cancelling *cancelling = data;

  g_atomic_int_inc (&cancelling->n_begun);
  g_atomic_int_inc (&cancelling->n_under_way);
  g_cancellable_cancel (cancelling->cancellable);
  g_usleep (1000);
  hom_parallel_rows (100, 1, count_within, cancelling);
  g_atomic_int_add (&cancelling->n_under_way, -1);
}

static void
test_cancel (void)
{
  Cancelling cancelling = { 0 };
  gint       n_begun;

  for (gint i = 0; i < 50; i++)
    {
      cancelling = (Cancelling) { .cancellable = g_cancellable_new () };
      hom_parallel_begin (cancelling.cancellable);
      hom_parallel_rows (MAX_ROWS, 1, cancel, &cancelling);
      hom_parallel_end (cancelling.cancellable);
      g_object_unref (cancelling.cancellable);

      n_begun = g_atomic_int_get (&cancelling.n_begun);
      g_assert_cmpint (cancelling.n_under_way, ==, 0);
      g_assert_cmpint (n_begun, >=, 1);
      g_assert_cmpint (n_begun, <=, g_get_num_processors ());
      /* What a band asks for is cancelled as well, in whichever thread. */
      g_assert_cmpint (cancelling.n_within, ==, 0);
    }

  /* It holds for that work only. */
  check_rows (MAX_ROWS, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/parallel/rows", test_rows);
  g_test_add_func ("/parallel/small", test_small);
  g_test_add_func ("/parallel/nested", test_nested);
  g_test_add_func ("/parallel/many", test_many);
  g_test_add_func ("/parallel/cancel", test_cancel);

  return g_test_run ();
}
