/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <lapacke.h>

#include "base/hom-memory.h"
#include "base/hom-parallel.h"
#include "homography/hom-error.h"
#include "homography/hom-spline.h"
#include "sampling/hom-boundary.h"
#include "sampling/hom-kernel.h"

/* A factorized banded matrix B, of a spline's values at the pixel centres, that
 * takes the coefficients of a line to its pixels. It is tridiagonal but, for a
 * period, has two corners more: B = T + corner · e eᵀ with e = (1, 0, …, 0, 1),
 * where T differs from B at both ends of the diagonal too.
 */
typedef struct
{
  gint        n;
  gdouble    *lower, *diagonal, *upper, *upper2;
  lapack_int *pivots;
  gdouble     corner;
  gdouble    *correction; /* T⁻¹ e / (1 + corner · eᵀ T⁻¹ e) */
  gdouble     edge;       /* the share of the fill in the outermost pixels */
} Band;

typedef struct
{
  const Band   *band;
  HomImage     *image;
  const gfloat *fill;
  gboolean      down;
  gboolean      transposed;
  GError       *error;
} Lines;

static void
band_free (Band *band)
{
  hom_memory_free (band->lower);
  hom_memory_free (band->diagonal);
  hom_memory_free (band->upper);
  hom_memory_free (band->upper2);
  hom_memory_free (band->pivots);
  hom_memory_free (band->correction);
  g_free (band);
}

/* Adds to the matrix the coefficients that stand for the one beyond an end. */
static void
fold_end (Band *band, HomBoundary boundary, gdouble side, gint end)
{
  gint     outside = end == 0 ? -1 : band->n;
  HomTap   tap     = hom_boundary_tap (boundary, outside, band->n);
  gdouble *next    = end == 0 ? &band->upper[0] :
                                &band->lower[MAX (band->n - 2, 0)];

  if (tap.index < 0)
    {
      band->edge = side;
      return;
    }
  if (tap.index == end)
    band->diagonal[end] += side * tap.weight;
  else if (ABS (tap.index - end) == 1)
    *next += side * tap.weight;
  else
    band->corner = side;
  if (tap.slope != 0.0f)
    *next += side * tap.slope;
}

static void
solve (const Band *band, gdouble *lines, gint n_lines, gboolean transposed)
{
  gint n = band->n;

  LAPACKE_dgttrs_work (LAPACK_COL_MAJOR, transposed ? 'T' : 'N', n, n_lines,
                       band->lower, band->diagonal, band->upper, band->upper2,
                       band->pivots, lines, n);

  /* This is Sherman and Morrison's formula; with a period, B is symmetric. */
  if (band->correction)
    for (gint k = 0; k < n_lines; k++)
      {
        gdouble *line = lines + (gsize) k * n;
        gdouble  sum  = band->corner * (line[0] + line[n - 1]);

        for (gint i = 0; i < n; i++)
          line[i] -= sum * band->correction[i];
      }
}

static gboolean
add_corners (Band *band, GError **error)
{
  gint     n          = band->n;
  gdouble *correction = hom_memory_new (n, sizeof (gdouble), TRUE, error);
  gdouble  scale;

  if (! correction)
    return FALSE;

  correction[0] = correction[n - 1] = 1.0;
  solve (band, correction, 1, FALSE);
  scale = 1.0 + band->corner * (correction[0] + correction[n - 1]);
  for (gint i = 0; i < n; i++)
    correction[i] /= scale;
  band->correction = correction;

  return TRUE;
}

/* Makes room for the diagonals of @n × @n numbers. */
static gboolean
allocate (Band *band, gint n, GError **error)
{
  const gsize size = sizeof (gdouble);

  return (band->lower = hom_memory_new (n, size, FALSE, error)) &&
         (band->diagonal = hom_memory_new (n, size, FALSE, error)) &&
         (band->upper = hom_memory_new (n, size, FALSE, error)) &&
         (band->upper2 = hom_memory_new (n, size, TRUE, error)) &&
         (band->pivots = hom_memory_new (n, sizeof (lapack_int), TRUE, error));
}

static Band *
band_new (gint             n,
          HomInterpolation interpolation,
          HomBoundary      boundary,
          GError         **error)
{
  gboolean cubic = interpolation == HOM_INTERPOLATION_CUBIC_SPLINE;
  gdouble  side  = cubic ? 1.0 / 6.0 : 1.0 / 8.0;
  Band    *band  = g_new0 (Band, 1);

  band->n = n;
  if (! allocate (band, n, error))
    {
      band_free (band);
      return NULL;
    }

  for (gint i = 0; i < n; i++)
    band->diagonal[i] = 1.0 - 2.0 * side;
  for (gint i = 0; i < n - 1; i++)
    band->lower[i] = band->upper[i] = side;

  fold_end (band, boundary, side, 0);
  fold_end (band, boundary, side, n - 1);
  if (band->corner != 0.0)
    {
      band->diagonal[0] -= band->corner;
      band->diagonal[n - 1] -= band->corner;
    }
  LAPACKE_dgttrf_work (n, band->lower, band->diagonal, band->upper,
                       band->upper2, band->pivots);
  if (band->corner != 0.0 && ! add_corners (band, error))
    g_clear_pointer (&band, band_free);

  return band;
}

/* Solves for one row or column, whose channels are lines side by side. A pixel
 * that is not a finite number stays where it is, and counts as 0 for the
 * others: it would be in all of them otherwise.
 */
static void
solve_line (gint index, const Lines *lines, gdouble *buffer)
{
  const HomImage *image = lines->image;
  gint            n     = lines->band->n;
  gsize           step  = lines->down ? image->stride : (gsize) image->channels;
  gfloat         *pixels = lines->down ? hom_image_pixel (image, index, 0) :
                                         hom_image_pixel (image, 0, index);

  for (gint c = 0; c < image->channels; c++)
    {
      gdouble *line = buffer + (gsize) c * n;

      for (gint i = 0; i < n; i++)
        line[i] = isfinite (pixels[i * step + c]) ? pixels[i * step + c] : 0.0;
      if (! lines->transposed)
        {
          line[0] -= lines->band->edge * lines->fill[c];
          line[n - 1] -= lines->band->edge * lines->fill[c];
        }
    }
  solve (lines->band, buffer, image->channels, lines->transposed);
  for (gint c = 0; c < image->channels; c++)
    for (gint i = 0; i < n; i++)
      if (isfinite (pixels[i * step + c]))
        pixels[i * step + c] = buffer[(gsize) c * n + i];
}

static void
solve_lines (gint band, gint first, gint last, gpointer data)
{
  Lines                  *lines  = data;
  hom_automemory gdouble *buffer = hom_memory_share (
      lines->band->n, lines->image->channels * sizeof (gdouble), FALSE,
      &lines->error);

  for (gint i = first; buffer && i < last; i++)
    solve_line (i, lines, buffer);
}

/* Solves for all lines along one axis, in place. */
static gboolean
solve_axis (HomImage          *image,
            const HomSampling *sampling,
            gboolean           down,
            gboolean           transposed,
            GError           **error)
{
  HomBoundary boundary = hom_spline_boundary (sampling->boundary);
  gint        n        = down ? image->height : image->width;
  gint        n_lines  = down ? image->width : image->height;
  Band       *band     = band_new (n, sampling->interpolation, boundary, error);
  Lines       lines    = { band, image, sampling->fill, down, transposed };

  if (! band)
    return FALSE;

  hom_parallel_rows (n_lines, MAX (1, 65536 / n), solve_lines, &lines);
  band_free (band);
  if (lines.error)
    {
      g_propagate_error (error, lines.error);
      return FALSE;
    }

  return ! hom_parallel_set_error (error);
}

static gboolean
solve_image (const HomImage    *from,
             const HomSampling *sampling,
             HomImage          *to,
             gboolean           transposed,
             GError           **error)
{
  if (! hom_sampling_check (sampling, error) ||
      ! hom_image_check (from, "input", error) ||
      ! hom_image_matches (to, "output", from, from->channels, error))
    return FALSE;

  if (from->data != to->data)
    for (gint row = 0; row < from->height; row++)
      memcpy (hom_image_pixel (to, 0, row), hom_image_pixel (from, 0, row),
              (gsize) from->width * from->channels * sizeof (gfloat));

  return ! hom_is_spline (sampling->interpolation) ||
         (solve_axis (to, sampling, FALSE, transposed, error) &&
          solve_axis (to, sampling, TRUE, transposed, error));
}

/**
 * hom_spline_coefficients:
 * @input: the pixels, X.
 * @sampling: the spline and what lies outside; other interpolations take the
 *   pixels as they are.
 * @coefficients: (out): the B-spline coefficients C, with the box and the
 *   channels of @input. It may be @input itself.
 *
 * Applies the prefilter of a B-spline: C is such that the spline goes through
 * the pixels, where the coefficients outside follow the boundary rule. (With
 * %HOM_BOUNDARY_CLAMP and %HOM_BOUNDARY_VALID they are mirrored, and the spline
 * is only looked at inside.) The prefilter is that of Unser 1999
 * (doi:10.1109/79.799930); it is solved here as a banded system, exact at the
 * ends, also for a picture of one pixel.
 *
 * The coefficient of a pixel that is not a finite number is that pixel. Beyond
 * its reach the spline still goes through the other pixels.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT when the images do not fit together,
 *   with %HOM_ERROR_MEMORY or %G_IO_ERROR_CANCELLED as hom_warp().
 */
gboolean
hom_spline_coefficients (const HomImage    *input,
                         const HomSampling *sampling,
                         HomImage          *coefficients,
                         GError           **error)
{
  return solve_image (input, sampling, coefficients, FALSE, error);
}

/**
 * hom_spline_adjoint:
 * @dl_dc: ∂L/∂C, the gradient of a loss for the coefficients.
 * @sampling: the sampling, as for hom_spline_coefficients().
 * @dl_dx: (out): ∂L/∂X, the gradient for the pixels, with the box and the
 *   channels of @dl_dc. It may be @dl_dc itself.
 *
 * Applies the transpose of hom_spline_coefficients(), by the same
 * factorization.
 *
 * Returns: FALSE with the errors of hom_spline_coefficients().
 */
gboolean
hom_spline_adjoint (const HomImage    *dl_dc,
                    const HomSampling *sampling,
                    HomImage          *dl_dx,
                    GError           **error)
{
  return solve_image (dl_dc, sampling, dl_dx, TRUE, error);
}
