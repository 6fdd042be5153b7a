/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

/* Private: which sanitizer this is compiled with. GCC and Clang say so in different
 * ways.
 */
#ifdef __has_feature
#define HOM_HAS_FEATURE(feature) __has_feature (feature)
#else
#define HOM_HAS_FEATURE(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || HOM_HAS_FEATURE (address_sanitizer)
#define HOM_SANITIZE_ADDRESS
#endif

#if defined(__SANITIZE_THREAD__) || HOM_HAS_FEATURE (thread_sanitizer)
#define HOM_SANITIZE_THREAD
#endif
