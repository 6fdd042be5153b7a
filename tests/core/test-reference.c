/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-reference.h"

/* The column that shows in column i of a row of n, or −1 for none, step by step
 * from the outside inwards.
 */
gint
test_reference_index (HomBoundary boundary, gint i, gint n)
{
  while (i < 0 || i >= n)
    switch (boundary)
      {
      case HOM_BOUNDARY_TRANSPARENT:
        return -1;
      case HOM_BOUNDARY_CLAMP:
        i += i < 0 ? 1 : -1;
        break;
      case HOM_BOUNDARY_REFLECT:
        i = i < 0 ? -1 - i : 2 * n - 1 - i;
        break;
      case HOM_BOUNDARY_WRAP:
        i += i < 0 ? n : -n;
        break;
      }

  return i;
}

static gdouble
sinc (gdouble x)
{
  return x == 0.0 ? 1.0 : sin (G_PI * x) / (G_PI * x);
}

/* The weight of a pixel whose centre is x away. */
static gdouble
kernel (HomInterpolation interpolation, gdouble x)
{
  gdouble d = fabs (x);

  switch (interpolation)
    {
    case HOM_INTERPOLATION_NEAREST:
      return x > -0.5 && x <= 0.5;
    case HOM_INTERPOLATION_LINEAR:
      return MAX (1.0 - d, 0.0);
    case HOM_INTERPOLATION_CUBIC: /* Keys 1981, equation 15 */
      if (d < 1.0)
        return 1.5 * d * d * d - 2.5 * d * d + 1.0;
      return d < 2.0 ? -0.5 * d * d * d + 2.5 * d * d - 4.0 * d + 2.0 : 0.0;
    case HOM_INTERPOLATION_LANCZOS:
      return d < 3.0 ? sinc (d) * sinc (d / 3.0) : 0.0;
    }

  g_assert_not_reached ();
}

gdouble
test_reference_sample (const HomImage    *input,
                       const HomSampling *sampling,
                       gint               channel,
                       gdouble            u,
                       gdouble            v)
{
  gint    column  = floor (u) - input->x;
  gint    row     = floor (v) - input->y;
  gdouble sum     = 0.0;
  gdouble weights = 0.0;

  for (gint j = row - 4; j <= row + 4; j++)
    for (gint i = column - 4; i <= column + 4; i++)
      {
        gint    x = test_reference_index (sampling->boundary, i, input->width);
        gint    y = test_reference_index (sampling->boundary, j, input->height);
        gdouble weight =
            kernel (sampling->interpolation, input->x + i + 0.5 - u) *
            kernel (sampling->interpolation, input->y + j + 0.5 - v);

        weights += weight;
        if (weight != 0.0 && x >= 0 && y >= 0)
          sum += weight * hom_image_pixel (input, x, y)[channel];
      }

  return sum / weights;
}

/* Y (p) at the pixel (x, y), counted from the origin of the plane. */
gdouble
test_reference_pixel (const HomImage    *input,
                      const HomMatrix   *w,
                      const HomSampling *sampling,
                      gint               channel,
                      gint               x,
                      gint               y)
{
  const gdouble *m = w->m;
  gdouble        a = m[0] * (x + 0.5) + m[1] * (y + 0.5) + m[2];
  gdouble        b = m[3] * (x + 0.5) + m[4] * (y + 0.5) + m[5];
  gdouble        z = m[6] * (x + 0.5) + m[7] * (y + 0.5) + m[8];

  if (z <= 0.0)
    return 0.0;

  return test_reference_sample (input, sampling, channel, a / z, b / z);
}
