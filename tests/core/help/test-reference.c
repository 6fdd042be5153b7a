/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "test-reference.h"

static gboolean
is_spline (HomInterpolation interpolation)
{
  return interpolation == HOM_INTERPOLATION_QUADRATIC_SPLINE ||
         interpolation == HOM_INTERPOLATION_CUBIC_SPLINE;
}

/* The column that shows in column i of a row of n, or −1 for none or for more
 * than one, step by step from the outside inwards.
 */
gint
test_reference_index (HomBoundary boundary, gint i, gint n)
{
  while (i < 0 || i >= n)
    switch (boundary)
      {
      case HOM_BOUNDARY_FILL:
      case HOM_BOUNDARY_VALID:
      case HOM_BOUNDARY_CONTINUE:
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
      case HOM_BOUNDARY_MIRROR:
        if (n == 1)
          return 0;
        i = i < 0 ? -i : 2 * (n - 1) - i;
        break;
      }

  return i;
}

/* From the outside inwards, each pixel being twice the next less the one after:
 * a · X[i] + b · X[next] stays the same.
 */
static void
add_continued (gint i, gint n, gdouble weight, gdouble *weights)
{
  gint    step = i < 0 ? 1 : -1;
  gdouble a    = weight;
  gdouble b    = 0.0;

  if (n == 1)
    {
      weights[0] += weight;
      return;
    }

  for (; i < 0 || i >= n; i += step)
    {
      gdouble next = b + 2.0 * a;

      b = -a;
      a = next;
    }
  weights[i] += a;
  weights[i + step] += b;
}

static gdouble
sinc (gdouble x)
{
  return x == 0.0 ? 1.0 : sin (G_PI * x) / (G_PI * x);
}

static gdouble
lanczos (gdouble d, gint a)
{
  return d < a ? sinc (d) * sinc (d / a) : 0.0;
}

/* How far a kernel reaches. */
static gdouble
support (HomInterpolation interpolation)
{
  const gdouble supports[HOM_N_INTERPOLATIONS] = { 0.5, 1.0, 2.0, 3.0,
                                                   1.5, 2.0, 2.0, 4.0 };

  return supports[interpolation];
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
    case HOM_INTERPOLATION_QUADRATIC_SPLINE:
      if (d < 0.5)
        return 0.75 - d * d;
      return d < 1.5 ? 0.5 * pow (1.5 - d, 2.0) : 0.0;
    case HOM_INTERPOLATION_CUBIC_SPLINE: /* Unser 1999, equation 6 */
      if (d < 1.0)
        return 2.0 / 3.0 - d * d + 0.5 * d * d * d;
      return d < 2.0 ? pow (2.0 - d, 3.0) / 6.0 : 0.0;
    case HOM_INTERPOLATION_LANCZOS:
      return lanczos (d, 3);
    case HOM_INTERPOLATION_LANCZOS2:
      return lanczos (d, 2);
    case HOM_INTERPOLATION_LANCZOS4:
      return lanczos (d, 4);
    }

  g_assert_not_reached ();
}

/* The weights of the n values of a line for a point that lies x behind its
 * start, and whether those outside have no part in it.
 */
static gboolean
weigh_values (const HomSampling *sampling, gdouble x, gint n, gdouble *weights)
{
  HomBoundary boundary = sampling->boundary;
  gboolean    inside   = TRUE;
  gdouble     sum      = 0.0;

  /* The coefficients of these two are mirrored, and only seen inside. */
  if (is_spline (sampling->interpolation) &&
      (boundary == HOM_BOUNDARY_CLAMP || boundary == HOM_BOUNDARY_VALID))
    {
      inside   = x >= 0.5 && x <= n - 0.5;
      x        = CLAMP (x, 0.5, n - 0.5);
      boundary = HOM_BOUNDARY_MIRROR;
    }

  memset (weights, 0, n * sizeof (gdouble));
  for (gint i = floor (x) - 5; i <= floor (x) + 5; i++)
    {
      gdouble distance = i + 0.5 - x;
      gdouble weight   = kernel (sampling->interpolation, distance);
      gint    index    = test_reference_index (boundary, i, n);

      if (weight == 0.0 &&
          ! (fabs (distance) < support (sampling->interpolation)))
        continue;
      sum += weight;
      if (index >= 0)
        weights[index] += weight;
      else if (boundary == HOM_BOUNDARY_CONTINUE)
        add_continued (i, n, weight, weights);
      else
        inside = FALSE;
    }
  for (gint i = 0; i < n; i++)
    weights[i] /= sum;

  return inside;
}

static void
add_row (gdouble *to, const gdouble *from, gdouble factor, gint n)
{
  for (gint i = 0; i < n; i++)
    to[i] += factor * from[i];
}

/* Gauss and Jordan, without pivots: all of these matrices have a diagonal that
 * outweighs the rest of its row.
 */
static void
invert (gdouble *matrix, gdouble *inverse, gint n)
{
  for (gint i = 0; i < n; i++)
    {
      gdouble pivot = matrix[i * n + i];

      g_assert_cmpfloat (fabs (pivot), >, 0.1);
      add_row (&matrix[i * n], &matrix[i * n], 1.0 / pivot - 1.0, n);
      add_row (&inverse[i * n], &inverse[i * n], 1.0 / pivot - 1.0, n);
      for (gint j = 0; j < n; j++)
        if (j != i)
          {
            gdouble factor = -matrix[j * n + i];

            add_row (&matrix[j * n], &matrix[i * n], factor, n);
            add_row (&inverse[j * n], &inverse[i * n], factor, n);
          }
    }
}

/* What takes a line's pixels to its coefficients: the inverse of what takes the
 * coefficients to the values at the pixel centres.
 */
static gdouble *
prefilter (const HomSampling *sampling, gint n)
{
  g_autofree gdouble *matrix  = g_new (gdouble, n * n);
  gdouble            *inverse = g_new0 (gdouble, n * n);

  for (gint i = 0; i < n; i++)
    {
      weigh_values (sampling, i + 0.5, n, &matrix[i * n]);
      inverse[i * n + i] = 1.0;
    }
  invert (matrix, inverse, n);

  return inverse;
}

/* The same for the n pixels of a line, whose values go through the prefilter.
 */
static gboolean
weigh_pixels (const HomSampling *sampling,
              const gdouble     *inverse,
              gdouble            x,
              gint               n,
              gdouble           *weights)
{
  gboolean inside = weigh_values (sampling, x, n, weights);

  if (inverse)
    {
      g_autofree gdouble *of_values = g_memdup2 (weights, n * sizeof (gdouble));

      memset (weights, 0, n * sizeof (gdouble));
      for (gint i = 0; i < n; i++)
        if (of_values[i] != 0.0)
          add_row (weights, &inverse[i * n], of_values[i], n);
    }

  return inside;
}

TestReference *
test_reference_new (const HomImage *input, const HomSampling *sampling)
{
  TestReference *reference = g_new0 (TestReference, 1);
  gsize          row_size  = (gsize) input->width * input->channels;

  reference->sampling = *sampling;
  reference->box      = *input;
  reference->values   = g_new (gdouble, row_size * input->height);
  for (gint row = 0; row < input->height; row++)
    for (gsize i = 0; i < row_size; i++)
      reference->values[row * row_size + i] = hom_image_pixel (input, 0,
                                                               row)[i];

  reference->wu = g_new (gdouble, input->width);
  reference->wv = g_new (gdouble, input->height);
  if (is_spline (sampling->interpolation) && ! sampling->coefficients)
    {
      reference->inverse_u = prefilter (sampling, input->width);
      reference->inverse_v = prefilter (sampling, input->height);
    }

  return reference;
}

void
test_reference_free (TestReference *reference)
{
  g_free (reference->values);
  g_free (reference->inverse_u);
  g_free (reference->inverse_v);
  g_free (reference->wu);
  g_free (reference->wv);
  g_free (reference);
}

gdouble *
test_reference_value (const TestReference *reference,
                      gint                 channel,
                      gint                 column,
                      gint                 row)
{
  return &reference->values[(row * reference->box.width + column) *
                                reference->box.channels +
                            channel];
}

/* Adds g (u, v). Returns FALSE where the boundary rule leaves nothing. */
static gboolean
add_sample (const TestReference *reference,
            gdouble              u,
            gdouble              v,
            gdouble              values[HOM_MAX_CHANNELS])
{
  const HomSampling *sampling = &reference->sampling;
  const HomImage    *box      = &reference->box;
  gboolean           filled   = sampling->boundary == HOM_BOUNDARY_FILL;
  gboolean           inside;

  inside = weigh_pixels (sampling, reference->inverse_u, u - box->x, box->width,
                         reference->wu);
  inside &= weigh_pixels (sampling, reference->inverse_v, v - box->y,
                          box->height, reference->wv);

  /* What is left of a sum of 1 is the fill's. */
  for (gint c = 0; c < box->channels; c++)
    {
      gdouble fill = filled ? sampling->fill[c] : 0.0;

      values[c] += fill;
      for (gint j = 0; j < box->height; j++)
        for (gint i = 0; i < box->width; i++)
          if (reference->wu[i] != 0.0 && reference->wv[j] != 0.0)
            values[c] += reference->wu[i] * reference->wv[j] *
                         (*test_reference_value (reference, c, i, j) - fill);
    }

  return inside || sampling->boundary != HOM_BOUNDARY_VALID;
}

gdouble
test_reference_sample (const TestReference *reference,
                       gint                 channel,
                       gdouble              u,
                       gdouble              v)
{
  gdouble values[HOM_MAX_CHANNELS] = { 0.0 };

  return add_sample (reference, u, v, values) ? values[channel] : 0.0;
}

static gboolean
look (const HomMatrix *w, gdouble x, gdouble y, HomPoint *seen)
{
  const gdouble *m = w->m;
  gdouble        z = m[6] * x + m[7] * y + m[8];

  seen->x = (m[0] * x + m[1] * y + m[2]) / z;
  seen->y = (m[3] * x + m[4] * y + m[5]) / z;

  return z > 0.0;
}

/* How long the input's image of a step along one side of a pixel is: how many
 * samples it takes.
 */
static gint
count_samples (const HomMatrix *w, gdouble x, gdouble y, gdouble dx, gdouble dy)
{
  HomPoint before, behind;
  gdouble  length;

  if (! look (w, x - 1e-5 * dx, y - 1e-5 * dy, &before) ||
      ! look (w, x + 1e-5 * dx, y + 1e-5 * dy, &behind))
    return 1;
  length = hypot (behind.x - before.x, behind.y - before.y) / 2e-5;

  return CLAMP (floor (length + 0.5), 1, 64);
}

/* What is seen at a point of the output; behind the horizon that is the fill.
 */
static gboolean
add_seen (const TestReference *reference,
          const HomMatrix     *w,
          gdouble              x,
          gdouble              y,
          gdouble              values[HOM_MAX_CHANNELS])
{
  HomBoundary boundary = reference->sampling.boundary;
  HomPoint    seen;

  if (look (w, x, y, &seen))
    return add_sample (reference, seen.x, seen.y, values);

  if (boundary == HOM_BOUNDARY_FILL)
    for (gint c = 0; c < HOM_MAX_CHANNELS; c++)
      values[c] += reference->sampling.fill[c];

  return boundary != HOM_BOUNDARY_VALID;
}

/* Y (p) at the pixel (x, y), counted from the origin of the plane. A pixel that
 * is not told by the input in all of its parts is not told.
 */
static void
find_pixel (const TestReference *reference,
            const HomMatrix     *w,
            gint                 x,
            gint                 y,
            gdouble              values[HOM_MAX_CHANNELS])
{
  gboolean is_told = TRUE;
  gint     nx      = 1;
  gint     ny      = 1;
  HomPoint seen;

  if (reference->sampling.antialias && look (w, x + 0.5, y + 0.5, &seen))
    {
      nx = count_samples (w, x + 0.5, y + 0.5, 1.0, 0.0);
      ny = count_samples (w, x + 0.5, y + 0.5, 0.0, 1.0);
    }

  memset (values, 0, HOM_MAX_CHANNELS * sizeof (gdouble));
  for (gint i = 0; i < nx; i++)
    for (gint j = 0; j < ny; j++)
      is_told &= add_seen (reference, w, x + (i + 0.5) / nx, y + (j + 0.5) / ny,
                           values);
  for (gint c = 0; c < HOM_MAX_CHANNELS; c++)
    values[c] = is_told ? values[c] / (nx * ny) : 0.0;
}

gdouble
test_reference_pixel (const TestReference *reference,
                      const HomMatrix     *w,
                      gint                 channel,
                      gint                 x,
                      gint                 y)
{
  gdouble values[HOM_MAX_CHANNELS];

  find_pixel (reference, w, x, y, values);

  return values[channel];
}

/* Σ dL/dY ∘ Y (X, W): a loss that is linear in Y. */
gdouble
test_reference_product (const TestReference *reference,
                        const HomMatrix     *w,
                        const HomImage      *dl_dy)
{
  gdouble sum = 0.0;

  for (gint row = 0; row < dl_dy->height; row++)
    for (gint column = 0; column < dl_dy->width; column++)
      {
        gdouble values[HOM_MAX_CHANNELS];

        find_pixel (reference, w, dl_dy->x + column, dl_dy->y + row, values);
        for (gint c = 0; c < dl_dy->channels; c++)
          sum += values[c] * hom_image_pixel (dl_dy, column, row)[c];
      }

  return sum;
}
