/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: numbers in order, and the one in the middle. */

/* The median of |r| of a normal distribution, in standard deviations. */
#define HOM_MEDIAN_ABSOLUTE 0.6744897501960817

void   hom_sort_floats (gfloat *values,
                        gsize   n,
                        gfloat *other);
gfloat hom_median      (gfloat *values,
                        gsize   n,
                        gfloat *other);

G_END_DECLS
