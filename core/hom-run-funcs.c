/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "hom-run-funcs.h"

typedef const HomRunFuncs *KindTables[HOM_N_ROWS_KINDS];

#define KIND_TABLES(processor)                                      \
  { [HOM_ROWS_WARP]       = &HOM_RUN_TABLE (warp, processor),       \
    [HOM_ROWS_GRADIENT]   = &HOM_RUN_TABLE (gradient, processor),   \
    [HOM_ROWS_DERIVATIVE] = &HOM_RUN_TABLE (derivative, processor), \
    [HOM_ROWS_ADJOINT]    = &HOM_RUN_TABLE (adjoint, processor) }

HOM_DECLARE_RUN_TABLES (generic);

static const KindTables any_tables     = KIND_TABLES (any);
static const KindTables generic_tables = KIND_TABLES (generic);

#ifdef HOM_X86_64_LEVELS
HOM_DECLARE_RUN_TABLES (v3);
HOM_DECLARE_RUN_TABLES (v4);

static const KindTables v3_tables = KIND_TABLES (v3);
static const KindTables v4_tables = KIND_TABLES (v4);
#endif

/* What is best for this processor, or what the environment's HOM_PROCESSOR asks
 * for, where that can run: for tests, and to compare them.
 */
static const KindTables *
choose_tables (void)
{
  const gchar      *wanted = g_getenv ("HOM_PROCESSOR");
  const KindTables *best   = &generic_tables;

  if (g_strcmp0 (wanted, "any") == 0)
    return &any_tables;
  if (g_strcmp0 (wanted, "generic") == 0)
    return &generic_tables;

#ifdef HOM_X86_64_LEVELS
  __builtin_cpu_init ();
  if (__builtin_cpu_supports ("x86-64-v3"))
    best = &v3_tables;
  if (__builtin_cpu_supports ("x86-64-v4") &&
      g_strcmp0 (wanted, "x86-64-v3") != 0)
    best = &v4_tables;
#endif

  return best;
}

/* The functions for the sampling and the channels of @rows. */
void
hom_rows_choose (HomRows *rows, HomRowsKind kind)
{
  static const KindTables *tables        = NULL;
  const HomInterpolation   interpolation = rows->sampling.interpolation;
  const gint               channels      = rows->input->channels;

  if (g_once_init_enter (&tables))
    g_once_init_leave (&tables, (gpointer) choose_tables ());

  rows->func     = (*(*tables)[kind])[interpolation][channels - 1];
  rows->any_func = (*any_tables[kind])[interpolation][channels - 1];
}
