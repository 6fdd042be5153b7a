/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

/* Declares what the library exports; all else is hidden. */
#if defined(_WIN32) && defined(HOM_COMPILATION)
#define HOM_PUBLIC __declspec (dllexport)
#elif defined(__GNUC__)
#define HOM_PUBLIC __attribute__ ((visibility ("default")))
#else
#define HOM_PUBLIC
#endif
