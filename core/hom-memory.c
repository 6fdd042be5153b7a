/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

#include "hom-memory.h"

#define PAGE      ((gsize) 4096)
#define HUGE_PAGE ((gsize) 1 << 21)

/* For memory that was just allocated, and will be written to everywhere: to be
 * given many megabytes page by page takes as long as what an alignment does
 * with them. What is small, or a system without such pages, is left as it is.
 */
void
hom_memory_use_huge_pages (gpointer memory, gsize size)
{
#ifdef MADV_HUGEPAGE
  gsize first = ((gsize) memory + PAGE - 1) / PAGE * PAGE;
  gsize last  = ((gsize) memory + size) / PAGE * PAGE;

  if (memory && size >= 2 * HUGE_PAGE)
    madvise ((gpointer) first, last - first, MADV_HUGEPAGE);
#endif
}
