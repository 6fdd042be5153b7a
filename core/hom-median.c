/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <stdlib.h>

#include "hom-median.h"

static gint
compare_floats (gconstpointer a, gconstpointer b)
{
  gfloat p = *(const gfloat *) a;
  gfloat q = *(const gfloat *) b;

  return p < q ? -1 : p > q;
}

void
hom_sort_floats (gfloat *values, gsize n)
{
  qsort (values, n, sizeof (gfloat), compare_floats);
}

/* The values, at least one, will be sorted. */
gfloat
hom_median (gfloat *values, gsize n)
{
  hom_sort_floats (values, n);

  return values[n / 2];
}
