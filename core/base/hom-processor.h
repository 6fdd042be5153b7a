/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "base/hom-sanitizer.h"

/* Private: a function that is compiled for several processors, and chosen when
 * the library is loaded. What it calls must be inlined in it. A sanitizer of
 * threads is not there yet when that is done, and would crash.
 */
#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && \
    ! defined(__clang__) && ! defined(HOM_SANITIZE_THREAD)
#define HOM_PROCESSORS \
  __attribute__ ((target_clones ("arch=x86-64-v3", "default"), flatten))
#else
#define HOM_PROCESSORS
#endif
