/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#ifdef __linux__
#include <sys/resource.h>
#endif

#include "base/hom-memory.h"
#include "base/hom-sanitizer.h"
#include "homography/hom-error.h"

/* Of all sizes, small and large: zeros, aligned, and writable to the last byte.
 */
static void
test_zeros (void)
{
  const gsize sizes[] = { 0, 1, 63, 1 << 12, (1 << 20) - 1, 1 << 20, 5000001 };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    for (gint turn = 0; turn < 3; turn++)
      {
        guchar *memory = hom_memory_new (sizes[k], 1, TRUE, NULL);

        g_assert_cmpuint ((gsize) memory % 64, ==, 0);
        for (gsize i = 0; i < sizes[k]; i++)
          g_assert_cmpuint (memory[i], ==, 0);
        memset (memory, 255, sizes[k]);
        hom_memory_free (memory);
      }
  hom_memory_free (NULL);
}

static void
test_too_much (void)
{
  g_assert_null (hom_memory_try_new (G_MAXSIZE, 2, FALSE));
  g_assert_null (hom_memory_try_new (G_MAXSIZE, 1, TRUE));
  g_assert_null (hom_memory_try_new (G_MAXSIZE - (1 << 21), 1, FALSE));
  g_assert_null (hom_memory_try_new (G_MAXSIZE / 4, 1, TRUE));
}

/* The message says how much was wanted. */
static void
test_error (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (hom_memory_new (G_MAXSIZE / 8, 2, FALSE, &error));
  g_assert_error (error, HOM_ERROR, HOM_ERROR_MEMORY);
  g_assert_nonnull (strstr (error->message, "EB"));
}

/* A test may have any block refused, and no other. */
static void
test_refused (void)
{
  for (gint nth = 1; nth <= 3; nth++)
    {
      hom_memory_refuse (nth);
      for (gint k = 1; k <= 4; k++)
        {
          hom_automemory gfloat *memory = hom_memory_new (1, 4, FALSE, NULL);

          g_assert_true ((memory == NULL) == (k == nth));
        }
      g_assert_cmpint (hom_memory_refuse (0), ==, 0);
    }

  hom_memory_refuse (5);
  hom_memory_free (hom_memory_new (1, 4, FALSE, NULL));
  g_assert_cmpint (hom_memory_refuse (0), ==, 4);
}

#ifdef __linux__
/* What is given leaves something for small things, which end the program when
 * they get nothing.
 */
static void
test_reserve (void)
{
#if defined(HOM_SANITIZE_ADDRESS) || defined(HOM_SANITIZE_THREAD)
  g_test_skip ("a sanitizer takes more addresses than are left here");
  return;
#endif
  if (g_test_subprocess ())
    {
      const gsize   part = 1 << 20;
      struct rlimit limit;
      gpointer      small[64];
      gint          n = 0;

      getrlimit (RLIMIT_AS, &limit);
      limit.rlim_cur = (rlim_t) 512 << 20;
      g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
      while (n < 1000 && hom_memory_try_new (1, part, FALSE))
        n++;
      g_assert_cmpint (n, >, 100);
      g_assert_cmpint (n, <, 512);
      for (gint i = 0; i < 64; i++)
        small[i] = g_malloc0 (1 << 16);
      for (gint i = 0; i < 64; i++)
        g_free (small[i]);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}
#endif

#define N_SLOTS 24

/* Takes and gives back blocks of all sizes in any order: nobody else writes to
 * what is taken.
 */
static gpointer
take_and_give (gpointer seed)
{
  g_autoptr (GRand) rand  = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
  guchar *blocks[N_SLOTS] = { NULL };
  gsize   sizes[N_SLOTS]  = { 0 };

  for (gint turn = 0; turn < 2000; turn++)
    {
      gint   k    = g_rand_int_range (rand, 0, N_SLOTS);
      guchar mark = (k * 7 + GPOINTER_TO_UINT (seed)) % 256;

      for (gsize i = 0; i < sizes[k]; i += 61)
        g_assert_cmpuint (blocks[k][i], ==, mark);
      if (sizes[k] > 0)
        g_assert_cmpuint (blocks[k][sizes[k] - 1], ==, mark);
      hom_memory_free (blocks[k]);

      sizes[k]  = exp2 (g_rand_double_range (rand, 0.0, 21.0));
      blocks[k] = hom_memory_new (sizes[k], 1, turn % 2, NULL);
      g_assert_cmpuint (turn % 2 ? blocks[k][sizes[k] / 2] : 0, ==, 0);
      memset (blocks[k], mark, sizes[k]);
    }
  for (gint k = 0; k < N_SLOTS; k++)
    hom_memory_free (blocks[k]);

  return NULL;
}

static void
test_kept (void)
{
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, take_and_give, GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/memory/zeros", test_zeros);
  g_test_add_func ("/core/memory/kept", test_kept);
  g_test_add_func ("/core/memory/too-much", test_too_much);
  g_test_add_func ("/core/memory/error", test_error);
  g_test_add_func ("/core/memory/refused", test_refused);
#ifdef __linux__
  g_test_add_func ("/core/memory/reserve", test_reserve);
#endif

  return g_test_run ();
}
