/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "hom-memory.h"

/* Of all sizes, small and large: zeros, aligned, and writable to the last byte.
 */
static void
test_zeros (void)
{
  const gsize sizes[] = { 0, 1, 63, 1 << 12, (1 << 20) - 1, 1 << 20, 5000001 };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    for (gint turn = 0; turn < 3; turn++)
      {
        guchar *memory = hom_memory_new (sizes[k], 1, TRUE);

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/memory/zeros", test_zeros);
  g_test_add_func ("/core/memory/too-much", test_too_much);

  return g_test_run ();
}
