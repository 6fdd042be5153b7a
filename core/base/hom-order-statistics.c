/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "base/hom-order-statistics.h"

/* The bits that one pass sorts by. Two passes are the upper 22 bits of a float:
 * the sign, the exponent and 13 of the mantissa.
 */
#define DIGIT_BITS 11
#define N_VALUES   (1 << DIGIT_BITS)

/* Turns the bits of a float into a number that rises with it. */
static inline guint32
key_of (gfloat value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof (bits));

  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

/* Sorts floats by one digit of their keys, leaving equal ones in their order.
 */
static void
sort_digit (const gfloat *from, gsize n, gint shift, gfloat *to)
{
  gsize starts[N_VALUES + 1] = { 0 };

  for (gsize i = 0; i < n; i++)
    starts[(key_of (from[i]) >> shift) % N_VALUES + 1]++;
  for (gint k = 0; k < N_VALUES; k++)
    starts[k + 1] += starts[k];
  for (gsize i = 0; i < n; i++)
    to[starts[(key_of (from[i]) >> shift) % N_VALUES]++] = from[i];
}

/* Sorts floats by radix: qsort() calls a function for each comparison. Values
 * that differ by less than a part in 8,000 stay in the order they are in. What
 * is not a number is last, or first where its sign is set.
 *
 * @other: room for @n floats.
 */
void
hom_sort_floats (gfloat *values, gsize n, gfloat *other)
{
  sort_digit (values, n, 32 - 2 * DIGIT_BITS, other);
  sort_digit (other, n, 32 - DIGIT_BITS, values);
}

/* Finds the median of at least one value, and sorts the values for it.
 *
 * @other: room for @n floats.
 */
gfloat
hom_median (gfloat *values, gsize n, gfloat *other)
{
  hom_sort_floats (values, n, other);

  return values[n / 2];
}
