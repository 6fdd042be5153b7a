/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tools/picture/read-error.h"

/* clang-format off */
G_DEFINE_QUARK (homography-read-error-quark, read_error)
