/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "warp/hom-warp-dispatch.h"

typedef const HomRunFuncs *KindTables[HOM_N_WARP_KERNELS];

#define KIND_TABLES(processor)                                             \
  {                                                                        \
    [HOM_WARP_KERNEL_WARP]       = &HOM_RUN_TABLE (warp, processor),       \
    [HOM_WARP_KERNEL_GRADIENT]   = &HOM_RUN_TABLE (gradient, processor),   \
    [HOM_WARP_KERNEL_DERIVATIVE] = &HOM_RUN_TABLE (derivative, processor), \
    [HOM_WARP_KERNEL_ADJOINT]    = &HOM_RUN_TABLE (adjoint, processor)     \
  }

HOM_DECLARE_RUN_TABLES (generic);

static const KindTables any_tables     = KIND_TABLES (any);
static const KindTables generic_tables = KIND_TABLES (generic);

#ifdef HOM_X86_64_LEVELS
HOM_DECLARE_RUN_TABLES (v3);
HOM_DECLARE_RUN_TABLES (v4);

static const KindTables v3_tables = KIND_TABLES (v3);
static const KindTables v4_tables = KIND_TABLES (v4);
#endif

typedef struct
{
  const gchar      *name;
  const KindTables *tables;
} Processor;

/* Those that can run here: the last one is the best. */
static gint
list_processors (Processor processors[4])
{
  gint n = 0;

  processors[n++] = (Processor){ "any", &any_tables };
  processors[n++] = (Processor){ "generic", &generic_tables };
#ifdef HOM_X86_64_LEVELS
  __builtin_cpu_init ();
  if (__builtin_cpu_supports ("x86-64-v3"))
    processors[n++] = (Processor){ "x86-64-v3", &v3_tables };
  if (__builtin_cpu_supports ("x86-64-v4"))
    processors[n++] = (Processor){ "x86-64-v4", &v4_tables };
#endif

  return n;
}

static const KindTables *current = NULL;

/* For tests, and to compare them: what is made for @processor, from now on, or
 * the best there is, for NULL. Not while a warp is under way.
 *
 * Returns: FALSE where it cannot run.
 */
gboolean
hom_warp_dispatch_use (const gchar *processor)
{
  Processor processors[4];
  gint      n = list_processors (processors);

  for (gint i = n - 1; i >= 0; i--)
    if (! processor || strcmp (processor, processors[i].name) == 0)
      {
        current = processors[i].tables;
        return TRUE;
      }

  return FALSE;
}

/* The functions for the sampling and the channels of @rows. The environment's
 * HOM_PROCESSOR may ask for those of another processor.
 */
void
hom_warp_dispatch_choose (HomWarpRows *rows, HomWarpKernel kind)
{
  static gsize           is_chosen     = 0;
  const HomInterpolation interpolation = rows->sampling.interpolation;
  const gint             channels      = rows->input->channels;

  if (g_once_init_enter (&is_chosen))
    {
      if (! current && ! hom_warp_dispatch_use (g_getenv ("HOM_PROCESSOR")))
        hom_warp_dispatch_use (NULL);
      g_once_init_leave (&is_chosen, 1);
    }

  rows->func     = (*(*current)[kind])[interpolation][channels - 1];
  rows->any_func = (*any_tables[kind])[interpolation][channels - 1];
}
