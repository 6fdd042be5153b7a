/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "homography/hom-error.h"

G_DEFINE_QUARK (hom - error - quark, hom_error)
