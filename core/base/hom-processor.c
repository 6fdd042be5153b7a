/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "base/hom-processor.h"

typedef struct
{
  const gchar *name, *short_name;
} Names;

static const Names names[] = {
  [HOM_PROCESSOR_ANY_PIXEL] = { "any", "any" },
  [HOM_PROCESSOR_GENERIC]   = { "generic", "generic" },
  [HOM_PROCESSOR_V3]        = { "x86-64-v3", "v3" },
  [HOM_PROCESSOR_V4]        = { "x86-64-v4", "v4" },
};

#define NOT_CHOSEN (-1)

/* The chosen #HomProcessor, or NOT_CHOSEN. */
static gint chosen = NOT_CHOSEN;

/* Returns the highest level that this processor has. */
static HomProcessor
find_best (void)
{
#ifdef HOM_HAS_PROCESSOR_LEVELS
  __builtin_cpu_init ();
  if (__builtin_cpu_supports ("x86-64-v4"))
    return HOM_PROCESSOR_V4;
  if (__builtin_cpu_supports ("x86-64-v3"))
    return HOM_PROCESSOR_V3;
#endif

  return HOM_PROCESSOR_GENERIC;
}

/* Returns the level of that name, or the best one for NULL; NOT_CHOSEN where
 * this processor has no such level.
 */
static gint
find_processor (const gchar *name)
{
  const gint best = find_best ();

  if (! name)
    return best;

  for (gint level = HOM_PROCESSOR_ANY_PIXEL; level <= best; level++)
    if (strcmp (name, names[level].name) == 0 ||
        strcmp (name, names[level].short_name) == 0)
      return level;

  return NOT_CHOSEN;
}

/* Returns the level whose kernels run: the best one, or the one that the
 * environment variable HOM_PROCESSOR names.
 */
HomProcessor
hom_processor (void)
{
  gint level = g_atomic_int_get (&chosen);

  if (level == NOT_CHOSEN)
    {
      level = find_processor (g_getenv ("HOM_PROCESSOR"));
      if (level == NOT_CHOSEN)
        level = find_best ();
      g_atomic_int_compare_and_exchange (&chosen, NOT_CHOSEN, level);
    }

  return level;
}

/* Makes the kernels of another level run from now on, or those of the best one,
 * for NULL. It is for tests, and not to be called while a kernel runs.
 *
 * Returns: FALSE where this processor has no such level.
 */
gboolean
hom_processor_use (const gchar *name)
{
  const gint level = find_processor (name);

  if (level == NOT_CHOSEN)
    return FALSE;

  g_atomic_int_set (&chosen, level);

  return TRUE;
}
