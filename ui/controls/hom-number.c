/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/controls/hom-number.h"

/* Finds how many decimals a number is to be shown with: of a large one, nobody
 * asks for as many as of a small one.
 *
 * @digits: the digits that are told of a number of 1 or more; of one below 1,
 * as many decimals as of 1.
 */
gint
hom_number_decimals (gdouble number, gint digits)
{
  gint decimals = digits - 1;

  for (gdouble most = 10.0; decimals > 0; most *= 10.0)
    {
      /* 9.996 is rounded to 10.0 */
      if (fabs (number) < most - 0.5 * pow (10.0, -decimals))
        break;
      decimals--;
    }

  return decimals;
}
