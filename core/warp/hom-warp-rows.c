/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <float.h>
#include <math.h>

#include <glib/gi18n-lib.h>
#ifdef __SSE2__
#include <xmmintrin.h>
#endif

#include "base/hom-parallel.h"
#include "homography/hom-error.h"
#include "warp/hom-warp-rows.h"

/* The number of pixels of a band: enough work to be worth the start of a
 * thread, and little enough for all processors to have some.
 */
#define PIXELS_PER_BAND 65536

/* The largest number of floats, 16 MB of them, that still fit into the share of
 * a cache that a thread may hope for.
 */
#define LARGE (1 << 22)

/* The least z in front of the horizon, well above those whose 1/z is not
 * finite.
 */
#define LEAST_HORIZON 1e-300

/* The largest exponent of a coefficient whose products with the pixels'
 * coordinates are finite.
 */
#define LARGEST_EXPONENT 960

/* The number of columns that are gone through from top to bottom before the
 * next ones: the part of the input that they show stays in the processor's
 * cache from one row to the next, also where the input lies on its side.
 */
#ifndef BLOCK_WIDTH
#define BLOCK_WIDTH 512
#endif

typedef struct
{
  const HomWarpRows *rows;
  guint8            *band_data;
  gsize              band_size;
} Bands;

/* Returns the most that the terms of a row of W can add up to in a box. */
static gdouble
reach (const HomMatrix *w, gint row, const HomBox *box)
{
  const gdouble *m = &w->m[3 * row];
  gdouble        x = MAX (fabs (box->x0), fabs (box->x1));
  gdouble        y = MAX (fabs (box->y0), fabs (box->y1));

  return fabs (m[0]) * x + fabs (m[1]) * y + fabs (m[2]);
}

/* Returns the z above which the roundings of u and v together are less than
 * HOM_MARGIN. u is a quotient of sums a / z of three terms: it is off by a few
 * roundings of the terms of a and u times those of z, divided by z.
 */
static gdouble
firm (const HomWarpRows *rows, const HomBox *input)
{
  gdouble u = MAX (fabs (input->x0), fabs (input->x1));
  gdouble v = MAX (fabs (input->y0), fabs (input->y1));

  return 16.0 * DBL_EPSILON / HOM_MARGIN *
         (rows->reach[0] + rows->reach[1] + (u + v) * rows->reach[2]);
}

/* Returns the exponent of the largest of some coefficients. */
static gint
exponent_of (const gdouble *m, gint n)
{
  gdouble largest = 0.0;
  gint    exponent;

  for (gint i = 0; i < n; i++)
    largest = MAX (largest, fabs (m[i]));
  frexp (largest, &exponent);

  return exponent;
}

/* Fills in the matrix, and the fields that follow from it. */
static void
take_matrix (HomWarpRows *rows, const HomMatrix *w)
{
  HomBox input  = hom_image_box (rows->input);
  HomBox output = hom_image_box (rows->output);

  rows->exponent = MAX (exponent_of (&w->m[6], 3),
                        exponent_of (w->m, 9) - LARGEST_EXPONENT);
  for (gint i = 0; i < 9; i++)
    rows->w.m[i] = ldexp (w->m[i], -rows->exponent);

  for (gint i = 0; i < 3; i++)
    rows->reach[i] = reach (&rows->w, i, &output);
  rows->horizon = MAX (1e-12 * rows->reach[2], LEAST_HORIZON);
  rows->firm    = MAX (firm (rows, &input), rows->horizon);
}

/* Checks that all coefficients of a matrix are finite.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when one is not.
 */
gboolean
hom_warp_check_matrix (const HomMatrix *matrix, GError **error)
{
  if (hom_matrix_is_finite (matrix))
    return TRUE;

  g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                       _ ("The matrix has a coefficient that is not a finite "
                          "number."));

  return FALSE;
}

gboolean
hom_warp_rows_init (HomWarpRows       *rows,
                    const HomImage    *input,
                    const HomMatrix   *w,
                    const HomSampling *sampling,
                    const HomImage    *output,
                    const gchar       *output_name,
                    GError           **error)
{
  if (! hom_image_check (input, "input", error) ||
      ! hom_image_check (output, output_name, error) ||
      ! hom_sampling_check (sampling, error))
    return FALSE;

  if (output->channels != input->channels)
    {
      g_set_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                   _ ("The image “%s” has %d channels; it must have %d, as the "
                      "input has."),
                   output_name, output->channels, input->channels);
      return FALSE;
    }
  if (! hom_warp_check_matrix (w, error))
    return FALSE;

  *rows              = (HomWarpRows){ .input    = input,
                                      .output   = output,
                                      .sampling = *sampling,
                                      .is_large = output->stride * output->height > LARGE };
  rows->most_samples = MIN ((gint64) input->width * input->height,
                            HOM_MAX_SUBPIXELS * HOM_MAX_SUBPIXELS);
  take_matrix (rows, w);

  return TRUE;
}

/* Turns a derivative by the matrix of the rows into one by W, or a change of W
 * into one of that matrix: both are divided by the same power of two.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when the result is not finite.
 */
gboolean
hom_warp_rows_scale (const HomWarpRows *rows, HomMatrix *matrix, GError **error)
{
  const gboolean was_finite = hom_matrix_is_finite (matrix);

  for (gint i = 0; i < 9; i++)
    matrix->m[i] = ldexp (matrix->m[i], -rows->exponent);
  if (was_finite && ! hom_matrix_is_finite (matrix))
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                           _ ("The coefficients of the matrix are so small "
                              "that "
                              "derivatives by them are not finite. Use a "
                              "multiple of the matrix."));
      return FALSE;
    }

  return TRUE;
}

static gint
rows_per_band (const HomWarpRows *rows)
{
  return MAX (1, PIXELS_PER_BAND / rows->output->width);
}

gint
hom_warp_rows_n_bands (const HomWarpRows *rows)
{
  return hom_parallel_n_bands (rows->output->height, rows_per_band (rows));
}

static void
do_band (gint band, gint first, gint last, gpointer data)
{
  const Bands       *bands = data;
  const HomWarpRows *rows  = bands->rows;
  const gint         end   = rows->output->width;
  guint8            *own   = bands->band_data;

  if (own)
    own += (gsize) band * bands->band_size;

  /* A row of means of many samples each may take long. */
  for (gint column = 0; column < end; column += BLOCK_WIDTH)
    for (gint row = first; row < last && ! hom_parallel_cancelled (); row++)
      rows->func (rows, row, column, MIN (column + BLOCK_WIDTH, end), own);

#ifdef __SSE2__
  /* Data written past the caches is there for all threads from here on. */
  _mm_sfence ();
#endif
}

/* Calls the function of the rows for all pixels of the output, by bands.
 *
 * @band_data: (nullable): @band_size bytes for each of hom_warp_rows_n_bands()
 *   bands, which the function gets as its data.
 *
 * Returns: FALSE with %G_IO_ERROR_CANCELLED when cancelled.
 */
gboolean
hom_warp_rows_run (const HomWarpRows *rows,
                   gpointer           band_data,
                   gsize              band_size,
                   GError           **error)
{
  Bands bands = { rows, band_data, band_size };

  hom_parallel_rows (rows->output->height, rows_per_band (rows), do_band,
                     &bands);

  return ! hom_parallel_set_error (error);
}
