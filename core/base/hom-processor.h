/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

/* Private: kernels, the innermost loops, which the build compiles once for each
 * level of processors. The build names the level by HOM_PROCESSOR, and one that
 * this processor has is chosen when the first kernel runs.
 *
 * A kernel lies in a file of kernel_sources, see core/meson.build. What it
 * calls in its own file is compiled for the same level; nothing else of what it
 * calls is. A header declares the kernel:
 *
 *     HOM_DECLARE_KERNEL (hom_add, void (const gfloat *a, gfloat *sum));
 *
 * Its file defines it:
 *
 *     void
 *     HOM_KERNEL (hom_add) (const gfloat *a, gfloat *sum)
 *     …
 *
 * Any file calls it:
 *
 *     hom_kernel (hom_add) (a, &sum);
 *
 * All of the levels contract a·b + c to one rounding where they have an
 * instruction for it, as -ffp-contract=fast tells the whole project: x86-64-v3
 * and x86-64-v4 do, and have the same results; x86-64 has none.
 */

typedef enum
{
  HOM_PROCESSOR_ANY_PIXEL, /* warps go pixel by pixel, for tests */
  HOM_PROCESSOR_GENERIC,
  HOM_PROCESSOR_V3,
  HOM_PROCESSOR_V4,
} HomProcessor;

HomProcessor hom_processor     (void);
gboolean     hom_processor_use (const gchar *name);

#define HOM_KERNEL_OF_LEVEL(name, level) name##_##level
#define HOM_KERNEL_OF(name, level)       HOM_KERNEL_OF_LEVEL (name, level)

/* The name of a kernel in the file that defines it, and in others of the same
 * level.
 */
#define HOM_KERNEL(name) HOM_KERNEL_OF (name, HOM_PROCESSOR)

/* A function with this attribute has all that it calls inlined, for the
 * constants that it is called with.
 */
#define HOM_FLATTEN __attribute__ ((flatten))

#define HOM_DECLARE_LEVEL(name, level, ...) \
  extern __typeof__ (__VA_ARGS__) HOM_KERNEL_OF (name, level)

#ifdef HOM_HAS_PROCESSOR_LEVELS

#define HOM_DECLARE_KERNEL(name, ...)            \
  HOM_DECLARE_LEVEL (name, generic, __VA_ARGS__); \
  HOM_DECLARE_LEVEL (name, v3, __VA_ARGS__)

/* Declares a kernel that gains from vectors of 512 bits, or a table of such
 * kernels.
 */
#define HOM_DECLARE_WIDE_KERNEL(name, ...)  \
  HOM_DECLARE_KERNEL (name, __VA_ARGS__); \
  HOM_DECLARE_LEVEL (name, v4, __VA_ARGS__)

#define hom_kernel(name) \
  (*(hom_processor () >= HOM_PROCESSOR_V3 ? &name##_v3 : &name##_generic))

#define hom_wide_kernel(name) \
  (*(hom_processor () >= HOM_PROCESSOR_V4 ? &name##_v4 : &hom_kernel (name)))

#else

#define HOM_DECLARE_KERNEL(name, ...) \
  HOM_DECLARE_LEVEL (name, generic, __VA_ARGS__)
#define HOM_DECLARE_WIDE_KERNEL(name, ...) \
  HOM_DECLARE_KERNEL (name, __VA_ARGS__)

#define hom_kernel(name)      name##_generic
#define hom_wide_kernel(name) name##_generic

#endif
