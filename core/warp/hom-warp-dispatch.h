/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: what is done to a run of pixels, compiled for each interpolation and
 * number of channels.
 */

#pragma once

#include "warp/hom-warp-rows.h"

typedef enum
{
  HOM_WARP_KERNEL_WARP,
  HOM_WARP_KERNEL_GRADIENT,
  HOM_WARP_KERNEL_DERIVATIVE,
  HOM_WARP_KERNEL_ADJOINT,
} HomWarpKernel;

#define HOM_N_WARP_KERNELS (HOM_WARP_KERNEL_ADJOINT + 1)

typedef HomRunFunc HomRunFuncs[HOM_N_INTERPOLATIONS][HOM_MAX_CHANNELS];

gboolean hom_warp_dispatch_use    (const gchar  *processor);
void     hom_warp_dispatch_choose (HomWarpRows  *rows,
                                   HomWarpKernel kind);

/* Those that do any pixel, one after the other. */
extern const HomRunFuncs hom_warp_any, hom_gradient_any;
extern const HomRunFuncs hom_derivative_any, hom_adjoint_any;

/* Those that do what is inside of the input by vectors, and leave the rest to
 * the others. The build compiles them several times, with HOM_PROCESSOR as the
 * name of what they are for.
 */
#define HOM_RUN_TABLE_NAME(name, processor) hom_##name##_##processor
#define HOM_RUN_TABLE(name, processor) HOM_RUN_TABLE_NAME (name, processor)

#define HOM_DECLARE_RUN_TABLES(processor)                    \
  extern const HomRunFuncs HOM_RUN_TABLE (warp, processor),  \
      HOM_RUN_TABLE (gradient, processor),                   \
      HOM_RUN_TABLE (derivative, processor),                 \
      HOM_RUN_TABLE (adjoint, processor)

/* HOM_RUN_FUNCS (table, name) compiles the inline function
 *
 *     name (rows, row, first, last, interpolation, channels, data)
 *
 * for each interpolation and number of channels, and makes of the results a
 * table.
 */
#define HOM_RUN_FUNC(name, interpolation, channels)                            \
  static void name##_##interpolation##_##channels (                            \
      const HomWarpRows *rows, gint row, gint first, gint last, gpointer data)     \
  {                                                                            \
    name (rows, row, first, last, HOM_INTERPOLATION_##interpolation, channels, \
          data);                                                               \
  }

#define HOM_RUN_FUNCS_OF(name, interpolation) \
  HOM_RUN_FUNC (name, interpolation, 1)       \
  HOM_RUN_FUNC (name, interpolation, 2)       \
  HOM_RUN_FUNC (name, interpolation, 3)       \
  HOM_RUN_FUNC (name, interpolation, 4)

#define HOM_RUN_TABLE_OF(name, interpolation)                                 \
  [HOM_INTERPOLATION_##interpolation] = {                                     \
    name##_##interpolation##_1, name##_##interpolation##_2,                   \
    name##_##interpolation##_3, name##_##interpolation##_4                    \
  }

#define HOM_RUN_FUNCS(table, name)               \
  HOM_RUN_FUNCS_OF (name, NEAREST)               \
  HOM_RUN_FUNCS_OF (name, LINEAR)                \
  HOM_RUN_FUNCS_OF (name, CUBIC)                 \
  HOM_RUN_FUNCS_OF (name, LANCZOS)               \
  HOM_RUN_FUNCS_OF (name, QUADRATIC_SPLINE)      \
  HOM_RUN_FUNCS_OF (name, CUBIC_SPLINE)          \
  HOM_RUN_FUNCS_OF (name, LANCZOS2)              \
  HOM_RUN_FUNCS_OF (name, LANCZOS4)              \
                                                 \
  const HomRunFuncs table = {                    \
    HOM_RUN_TABLE_OF (name, NEAREST),            \
    HOM_RUN_TABLE_OF (name, LINEAR),             \
    HOM_RUN_TABLE_OF (name, CUBIC),              \
    HOM_RUN_TABLE_OF (name, LANCZOS),            \
    HOM_RUN_TABLE_OF (name, QUADRATIC_SPLINE),   \
    HOM_RUN_TABLE_OF (name, CUBIC_SPLINE),       \
    HOM_RUN_TABLE_OF (name, LANCZOS2),           \
    HOM_RUN_TABLE_OF (name, LANCZOS4)            \
  }
