/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

#include "hom-memory.h"

/* For vectors, and behind the address that is kept before the memory. */
#define ALIGNMENT ((gsize) 64)

#define HUGE_PAGE ((gsize) 1 << 21)

/* From which size on memory is aligned to such a page, and of full ones. */
#define LARGE (HUGE_PAGE / 2)

/* Large memory is given by huge pages where the system has them: to be given
 * many megabytes page by page takes as long as what an alignment does with
 * them.
 *
 * @is_clear: whether it is to be all zero: where it was used before, that takes
 *   the calling thread some time.
 *
 * Returns: (nullable) (transfer full): for hom_memory_free().
 */
gpointer
hom_memory_try_new (gsize n, gsize size, gboolean is_clear)
{
  gsize    alignment = ALIGNMENT;
  gsize    bytes, all;
  gpointer base;
  gchar   *memory;

  if (! g_size_checked_mul (&bytes, n, size) || bytes > G_MAXSIZE / 2)
    return NULL;
  if (bytes >= LARGE)
    {
      alignment = HUGE_PAGE;
      bytes     = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    }

  all  = bytes + ALIGNMENT + alignment;
  base = is_clear ? g_try_malloc0 (all) : g_try_malloc (all);
  if (! base)
    return NULL;

  memory = (gchar *) (((gsize) base + ALIGNMENT + alignment - 1) / alignment *
                      alignment);
  ((gpointer *) memory)[-1] = base;
#ifdef MADV_HUGEPAGE
  if (alignment == HUGE_PAGE)
    madvise (memory, bytes, MADV_HUGEPAGE);
#endif

  return memory;
}

/* As above; ends the program when there is no memory, as g_new() does. */
gpointer
hom_memory_new (gsize n, gsize size, gboolean is_clear)
{
  gpointer memory = hom_memory_try_new (n, size, is_clear);

  if (! memory)
    g_error ("%s: no memory for %" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT
             " bytes",
             G_STRLOC, n, size);

  return memory;
}

/* @memory: (nullable). */
void
hom_memory_free (gpointer memory)
{
  if (memory)
    g_free (((gpointer *) memory)[-1]);
}
