/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: the tables of the warp's kernels, and the choice of those that a
 * warp uses.
 */

#pragma once

#include "base/hom-processor.h"
#include "warp/hom-warp-rows.h"

typedef enum
{
  HOM_WARP_KERNEL_WARP,
  HOM_WARP_KERNEL_GRADIENT,
  HOM_WARP_KERNEL_DERIVATIVE,
  HOM_WARP_KERNEL_ADJOINT,
} HomWarpKernel;

void hom_warp_dispatch_choose (HomWarpRows *rows, HomWarpKernel kind);

/* The any-pixel kernels do one pixel after the other, wherever it is seen, with
 * sums in doubles on purpose: a mean may be that of thousands of samples, and
 * the vector kernels are tested by them. Those that sample within their loops
 * are compiled for each interpolation; instances for each number of channels
 * gain nothing.
 */
typedef HomRunFunc HomAnyFuncs[HOM_N_INTERPOLATIONS];

extern const HomAnyFuncs hom_warp_any, hom_adjoint_any;

void hom_gradient_any   (const HomWarpRows *rows,
                         gint               row,
                         gint               first,
                         gint               last,
                         gpointer           data);
void hom_derivative_any (const HomWarpRows *rows,
                         gint               row,
                         gint               first,
                         gint               last,
                         gpointer           data);

/* The vector kernels do the pixels that are one sample whose taps all lie
 * inside of the input, and those that see nothing of it. They leave the rest to
 * the any-pixel kernels. They are compiled for each number of taps and of
 * channels.
 */
typedef HomRunFunc HomTapsFuncs[HOM_MAX_TAPS + 1][HOM_MAX_CHANNELS];

HOM_DECLARE_KERNEL (hom_warp_taps, const HomTapsFuncs);
HOM_DECLARE_WIDE_KERNEL (hom_gradient_taps, const HomTapsFuncs);
HOM_DECLARE_WIDE_KERNEL (hom_derivative_taps, const HomTapsFuncs);
HOM_DECLARE_KERNEL (hom_adjoint_taps, const HomTapsFuncs);

/* HOM_ANY_FUNCS (table, name) compiles the inline function
 *
 *     name (rows, row, first, last, interpolation, data)
 *
 * for each interpolation, and makes a table of the results.
 */
#define HOM_ANY_FUNC(name, interpolation)                                      \
  static void name##_##interpolation (                                         \
      const HomWarpRows *rows, gint row, gint first, gint last, gpointer data) \
  {                                                                            \
    name (rows, row, first, last, HOM_INTERPOLATION_##interpolation, data);    \
  }

#define HOM_ANY_TABLE_OF(name, interpolation) \
  [HOM_INTERPOLATION_##interpolation] = name##_##interpolation

#define HOM_ANY_FUNCS(table, name)               \
  HOM_ANY_FUNC (name, NEAREST)                   \
  HOM_ANY_FUNC (name, LINEAR)                    \
  HOM_ANY_FUNC (name, CUBIC)                     \
  HOM_ANY_FUNC (name, LANCZOS)                   \
  HOM_ANY_FUNC (name, QUADRATIC_SPLINE)          \
  HOM_ANY_FUNC (name, CUBIC_SPLINE)              \
  HOM_ANY_FUNC (name, LANCZOS2)                  \
  HOM_ANY_FUNC (name, LANCZOS4)                  \
                                                 \
  const HomAnyFuncs table = {                    \
    HOM_ANY_TABLE_OF (name, NEAREST),            \
    HOM_ANY_TABLE_OF (name, LINEAR),             \
    HOM_ANY_TABLE_OF (name, CUBIC),              \
    HOM_ANY_TABLE_OF (name, LANCZOS),            \
    HOM_ANY_TABLE_OF (name, QUADRATIC_SPLINE),   \
    HOM_ANY_TABLE_OF (name, CUBIC_SPLINE),       \
    HOM_ANY_TABLE_OF (name, LANCZOS2),           \
    HOM_ANY_TABLE_OF (name, LANCZOS4)            \
  }

/* HOM_TAPS_FUNCS (table, name) compiles the inline function
 *
 *     name (rows, row, first, last, taps, channels, data)
 *
 * for each number of taps and of channels, and makes a table of the results.
 */
#define HOM_TAPS_FUNC(name, taps, channels)                                    \
  static void name##_##taps##_##channels (                                     \
      const HomWarpRows *rows, gint row, gint first, gint last, gpointer data) \
  {                                                                            \
    name (rows, row, first, last, taps, channels, data);                       \
  }

#define HOM_TAPS_FUNCS_OF(name, taps) \
  HOM_TAPS_FUNC (name, taps, 1)       \
  HOM_TAPS_FUNC (name, taps, 2)       \
  HOM_TAPS_FUNC (name, taps, 3)       \
  HOM_TAPS_FUNC (name, taps, 4)

#define HOM_TAPS_TABLE_OF(name, taps)                        \
  [taps] = { name##_##taps##_1, name##_##taps##_2,           \
             name##_##taps##_3, name##_##taps##_4 }

#define HOM_TAPS_FUNCS(table, name)        \
  HOM_TAPS_FUNCS_OF (name, 1)              \
  HOM_TAPS_FUNCS_OF (name, 2)              \
  HOM_TAPS_FUNCS_OF (name, 3)              \
  HOM_TAPS_FUNCS_OF (name, 4)              \
  HOM_TAPS_FUNCS_OF (name, 6)              \
  HOM_TAPS_FUNCS_OF (name, 8)              \
                                           \
  const HomTapsFuncs HOM_KERNEL (table) = { \
    HOM_TAPS_TABLE_OF (name, 1),           \
    HOM_TAPS_TABLE_OF (name, 2),           \
    HOM_TAPS_TABLE_OF (name, 3),           \
    HOM_TAPS_TABLE_OF (name, 4),           \
    HOM_TAPS_TABLE_OF (name, 6),           \
    HOM_TAPS_TABLE_OF (name, 8)            \
  }
