/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

#include "hom-memory.h"

/* For vectors, and with room for a #Block in front. */
#define ALIGNMENT ((gsize) 64)

#define HUGE_PAGE ((gsize) 1 << 21)

/* From which size on memory is aligned to such a page, and of full ones. */
#define LARGE (HUGE_PAGE / 2)

/* What was large is kept for who needs as much next, up to so much in all: an
 * alignment of small pictures takes a tenth of its time to be given pages,
 * which the system clears. Not where a tool is to see that nobody uses what is
 * free.
 */
#define N_KEPT     16
#define LEAST_KEPT ((gsize) 1 << 16)
#ifdef __SANITIZE_ADDRESS__
#define MOST_KEPT 0
#else
#define MOST_KEPT ((gsize) 1 << 25)
#endif

/* What the system gave. */
typedef struct
{
  gpointer base;
  gsize    size;
} Block;

static GMutex lock;
static Block  kept[N_KEPT];
static gsize  size_kept;

/* Returns: the smallest kept block of this size that wastes no more than half;
 *   without a base where there is none.
 */
static Block
take_kept (gsize size)
{
  Block  block = { NULL, size };
  Block *best  = NULL;

  g_mutex_lock (&lock);
  for (gint i = 0; i < N_KEPT; i++)
    if (kept[i].base && kept[i].size >= size && kept[i].size / 2 <= size &&
        (! best || kept[i].size < best->size))
      best = &kept[i];
  if (best)
    {
      block      = *best;
      best->base = NULL;
      size_kept -= block.size;
    }
  g_mutex_unlock (&lock);

  return block;
}

/* Returns: whether there was room for it. */
static gboolean
keep (const Block *block)
{
  Block   *empty = NULL;
  gboolean is_kept;

  if (block->size < LEAST_KEPT)
    return FALSE;

  g_mutex_lock (&lock);
  for (gint i = 0; i < N_KEPT; i++)
    if (! kept[i].base)
      empty = &kept[i];
  is_kept = empty && block->size <= MOST_KEPT - size_kept;
  if (is_kept)
    {
      *empty = *block;
      size_kept += block->size;
    }
  g_mutex_unlock (&lock);

  return is_kept;
}

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
  gsize    bytes;
  gboolean is_kept;
  Block    block;
  gchar   *memory;

  if (! g_size_checked_mul (&bytes, n, size) || bytes > G_MAXSIZE / 2)
    return NULL;
  if (bytes >= LARGE)
    {
      alignment = HUGE_PAGE;
      bytes     = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    }

  block   = take_kept (bytes + ALIGNMENT + alignment);
  is_kept = block.base != NULL;
  if (! is_kept)
    block.base = is_clear ? g_try_malloc0 (block.size) :
                            g_try_malloc (block.size);
  if (! block.base)
    return NULL;

  memory = (gchar *) (((gsize) block.base + ALIGNMENT + alignment - 1) /
                      alignment * alignment);
  ((Block *) memory)[-1] = block;
  if (is_kept && is_clear)
    memset (memory, 0, bytes);
#ifdef MADV_HUGEPAGE
  if (! is_kept && alignment == HUGE_PAGE)
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
  Block *block = memory;

  if (memory && ! keep (--block))
    g_free (block->base);
}
