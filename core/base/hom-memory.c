/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

#include "base/hom-memory.h"
#include "base/hom-sanitizer.h"
#include "homography/hom-error.h"

#ifdef HOM_SANITIZE_ADDRESS
#include <sanitizer/asan_interface.h>
#endif

/* Memory begins at a multiple of this: right for vectors, and with room for a
 * #Block in front.
 */
#define ALIGNMENT ((gsize) 64)

#define HUGE_PAGE ((gsize) 1 << 21)

/* From this size on, memory is aligned to huge pages and fills them. Where a
 * tool is to see what is used, no memory ends later than was asked for.
 */
#ifdef HOM_SANITIZE_ADDRESS
#define LARGE G_MAXSIZE
#else
#define LARGE (HUGE_PAGE / 2)
#endif

/* Freed blocks of at least LEAST_KEPT bytes are kept for who needs as much
 * next, up to N_KEPT blocks and MOST_KEPT bytes in all: an alignment of small
 * pictures takes a tenth of its time to be given pages, which the system
 * clears. None is kept where a tool is to see that nobody uses what is free.
 */
#define N_KEPT     16
#define LEAST_KEPT ((gsize) 1 << 16)
#ifdef HOM_SANITIZE_ADDRESS
#define MOST_KEPT 0
#else
#define MOST_KEPT ((gsize) 1 << 25)
#endif

/* This many bytes are left when a large block was given, for the small things
 * that GLib and the libraries underneath make: they end the program when they
 * get none.
 */
#define RESERVE ((gsize) 8 << 20)

/* A block of memory that the system gave. */
typedef struct
{
  gpointer base;
  gsize    size;
} Block;

static GMutex lock;
static Block  kept[N_KEPT];
static gsize  size_kept;

/* The number of blocks up to the one that is refused; 0 when none is. */
static gint left_to_refuse = 0;

/* Takes the smallest kept block of this size that wastes no more than half.
 *
 * Returns: the block, without a base where there is none.
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

/* Keeps a freed block.
 *
 * Returns: whether there was room for it.
 */
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

/* Tells whether the system would give @size bytes more. They are not touched,
 * which makes this cheap.
 */
static gboolean
is_left (gsize size)
{
#ifdef __linux__
  gpointer pages = mmap (NULL, size, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return pages != MAP_FAILED && munmap (pages, size) == 0;
#else
  gpointer memory = g_try_malloc (size);

  g_free (memory);

  return memory != NULL;
#endif
}

/* Takes memory from the system, if that leaves some. */
static gpointer
take_new (gsize size, gboolean is_clear)
{
  gpointer base = is_clear ? g_try_malloc0 (size) : g_try_malloc (size);

  if (base && size >= LEAST_KEPT && ! is_left (RESERVE))
    g_clear_pointer (&base, g_free);

  return base;
}

/* Tells whether this is the block that hom_memory_refuse() was told to refuse,
 * and counts it.
 */
static gboolean
is_refused (void)
{
  gint left = g_atomic_int_get (&left_to_refuse);

  while (left > 0 &&
         ! g_atomic_int_compare_and_exchange (&left_to_refuse, left, left - 1))
    left = g_atomic_int_get (&left_to_refuse);

  return left == 1;
}

/* Allocates @n times @size bytes. Large memory is given by huge pages where the
 * system has them: to be given many megabytes page by page takes as long as
 * what an alignment does with them.
 *
 * @is_clear: whether it is to be all zero: where it was used before, that takes
 *   the calling thread some time.
 *
 * Returns: (nullable) (transfer full): the memory, for hom_memory_free().
 */
gpointer
hom_memory_try_new (gsize n, gsize size, gboolean is_clear)
{
  gsize    alignment = ALIGNMENT;
  gsize    bytes;
  gboolean is_kept;
  Block    block;
  gchar   *memory;

  if (! g_size_checked_mul (&bytes, n, size) || bytes > G_MAXSIZE / 2 ||
      is_refused ())
    return NULL;
  if (bytes >= LARGE)
    {
      alignment = HUGE_PAGE;
      bytes     = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    }

  block   = take_kept (bytes + ALIGNMENT + alignment);
  is_kept = block.base != NULL;
  if (! is_kept)
    block.base = take_new (block.size, is_clear);
  if (! block.base)
    return NULL;

  memory = (gchar *) (((gsize) block.base + ALIGNMENT + alignment - 1) /
                      alignment * alignment);
  ((Block *) memory)[-1] = block;
#ifdef HOM_SANITIZE_ADDRESS
  ASAN_POISON_MEMORY_REGION (block.base, memory - (gchar *) block.base -
                                             sizeof (Block));
  ASAN_POISON_MEMORY_REGION (memory + bytes, (gchar *) block.base + block.size -
                                                 memory - bytes);
#endif
  if (is_kept && is_clear)
    memset (memory, 0, bytes);
#ifdef MADV_HUGEPAGE
  if (! is_kept && alignment == HUGE_PAGE)
    madvise (memory, bytes, MADV_HUGEPAGE);
#endif

  return memory;
}

/* Allocates memory as hom_memory_try_new() does, with an error.
 *
 * Returns: (nullable) (transfer full): NULL with %HOM_ERROR_MEMORY when there
 *   is not enough.
 */
gpointer
hom_memory_new (gsize n, gsize size, gboolean is_clear, GError **error)
{
  gpointer memory = hom_memory_try_new (n, size, is_clear);

  if (! memory)
    {
      g_autofree gchar *needed =
          g_format_size ((guint64) MIN ((gdouble) n * size, 1e18));

      g_set_error (error, HOM_ERROR, HOM_ERROR_MEMORY,
                   _ ("There is not enough memory: %s more would be needed."),
                   needed);
    }

  return memory;
}

/* Reports the error of a band of rows to the work that it is a part of. Bands
 * return nothing: what one of them has no memory for is an error of the work
 * that they share, which is to be looked at when all are done.
 *
 * @first: (inout): the error of that work: the one that was reported first.
 * @error: (transfer full): the band's error.
 */
void
hom_memory_report (GError **first, GError *error)
{
  if (! g_atomic_pointer_compare_and_exchange (first, NULL, error))
    g_error_free (error);
}

/* Allocates memory as hom_memory_new() does, for a band of rows.
 *
 * @first: (inout): as for hom_memory_report().
 */
gpointer
hom_memory_share (gsize n, gsize size, gboolean is_clear, GError **first)
{
  GError  *error  = NULL;
  gpointer memory = hom_memory_new (n, size, is_clear, &error);

  if (! memory)
    hom_memory_report (first, error);

  return memory;
}

/* Passes on the error of a part that the work can do without, if that is a lack
 * of memory: memory that is short changes no result.
 *
 * @own: (inout): what the part failed with; passed on to @error if it is
 *   %HOM_ERROR_MEMORY, and cleared.
 *
 * Returns: FALSE if it is.
 */
gboolean
hom_memory_pass_on (GError **own, GError **error)
{
  if (g_error_matches (*own, HOM_ERROR, HOM_ERROR_MEMORY))
    {
      g_propagate_error (error, g_steal_pointer (own));
      return FALSE;
    }

  g_clear_error (own);

  return TRUE;
}

/* Frees memory that a function of these allocated, or keeps its block.
 *
 * @memory: (nullable).
 */
void
hom_memory_free (gpointer memory)
{
  Block *block = memory;

  if (memory && ! keep (--block))
    g_free (block->base);
}

/* Refuses the @nth block from now on, as if there were no memory for it; for
 * tests.
 *
 * @nth: 1 for the next one, 0 for none.
 *
 * Returns: how many blocks were still to come before the one that was to be
 *   refused; 0 when it was.
 */
gint
hom_memory_refuse (gint nth)
{
  gint left = g_atomic_int_get (&left_to_refuse);

  g_atomic_int_set (&left_to_refuse, nth);

  return left;
}
