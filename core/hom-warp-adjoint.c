/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "hom-line.h"
#include "hom-parallel.h"
#include "hom-patch.h"
#include "hom-run-funcs.h"
#include "hom-spline.h"

/* The side of the patches of the input that are added up one by one: 140 KB of
 * doubles of four channels, which stay in a processor's own cache.
 */
#define PATCH_SIDE 64

/* Samples of a pixel lie up to half a pixel of the output from its centre, and
 * the place of a centre has a rounding.
 */
#define SLACK 2

typedef struct
{
  HomRows   rows; /* the output is dL/dY */
  HomImage *dl_dx;
  gint      side; /* of the patches */
} Adjoint;

static inline void
add_tap (const HomPatch *patch,
         gint            column,
         gint            row,
         gdouble         weight,
         const gfloat   *dl_dy,
         gint            channels)
{
  gdouble *sums;

  if (row < patch->first_row || row >= patch->last_row ||
      column < patch->first_column || column >= patch->last_column)
    return;

  sums = hom_patch_pixel (patch, column, row, channels);
  for (gint c = 0; c < channels; c++)
    sums[c] += weight * dl_dy[c];
}

/* The transpose of hom_gather() and hom_weigh_block(). */
static inline void
scatter (const HomRows   *rows,
         HomInterpolation interpolation,
         gint             channels,
         const HomSeen   *seen,
         const gfloat    *dl_dy,
         const HomPatch  *patch)
{
  const HomImage   *image    = rows->input;
  const gint        taps     = hom_taps (interpolation);
  const HomBoundary boundary = hom_is_spline (interpolation) ?
                                   hom_spline_boundary (
                                       rows->sampling.boundary) :
                                   rows->sampling.boundary;
  HomPlace          place    = hom_find_place (image, interpolation,
                                               rows->sampling.boundary, seen->u, seen->v);
  gfloat            wu[HOM_MAX_TAPS], wv[HOM_MAX_TAPS], slopes[HOM_MAX_TAPS];

  hom_weights (interpolation, place.tu, wu, slopes);
  hom_weights (interpolation, place.tv, wv, slopes);

  for (gint row = 0; row < taps; row++)
    {
      HomTap y = hom_boundary_tap (boundary, place.j + row, image->height);

      for (gint column = 0; column < taps; column++)
        {
          HomTap  x      = hom_boundary_tap (boundary, place.i + column,
                                             image->width);
          gdouble weight = (gdouble) seen->weight * wu[column] * wv[row];

          if (x.index < 0 || y.index < 0)
            continue;
          add_tap (patch, x.index, y.index, weight * x.weight * y.weight, dl_dy,
                   channels);
          if (x.slope != 0.0f)
            add_tap (patch, x.other, y.index, weight * x.slope * y.weight,
                     dl_dy, channels);
          if (y.slope != 0.0f)
            add_tap (patch, x.index, y.other, weight * x.weight * y.slope,
                     dl_dy, channels);
          if (x.slope != 0.0f && y.slope != 0.0f)
            add_tap (patch, x.other, y.other, weight * x.slope * y.slope, dl_dy,
                     channels);
        }
    }
}

static inline void
scatter_pixel (const HomRows   *rows,
               gint             column,
               gint             row,
               HomInterpolation interpolation,
               gint             channels,
               const HomPatch  *patch)
{
  const gfloat *dl_dy = hom_image_pixel (rows->output, column, row);
  HomFootprint  footprint;
  HomSeen       centre = hom_look_at_pixel (rows, interpolation, column, row,
                                            &footprint);

  for (gint k = 0; k < footprint.nx * footprint.ny; k++)
    {
      HomSeen seen = hom_look_within (rows, &centre, &footprint, k);

      if (seen.inverse_z > 0.0)
        scatter (rows, interpolation, channels, &seen, dl_dy, patch);
    }
}

HOM_ALWAYS_INLINE void
adjoint_any (const HomRows   *rows,
             gint             row,
             gint             first,
             gint             last,
             HomInterpolation interpolation,
             gint             channels,
             gpointer         data)
{
  for (gint column = first; column < last; column++)
    scatter_pixel (rows, column, row, interpolation, channels, data);
}

HOM_RUN_FUNCS (hom_adjoint_any, adjoint_any);

/* A part of the output, counted from its first pixel. */
typedef struct
{
  gint first_column, last_column;
  gint first_row, last_row;
} Part;

/* What of the output may show a part of the input. Without an inverse of W, all
 * of it may.
 */
static Part
find_part (const HomRows *rows, const HomBox *seen)
{
  const HomImage *output = rows->output;
  Part            part   = { 0, output->width, 0, output->height };
  HomBox          within = hom_image_box (output);
  HomBox          box;
  HomMatrix       h;

  if (! hom_ends_at_edge (rows->sampling.boundary) ||
      ! hom_matrix_invert (&rows->w, &h, NULL))
    return part;

  hom_matrix_map_box (&h, seen, &within, &box);
  part.first_column = MAX (0, (gint) floor (box.x0 - output->x) - SLACK);
  part.last_column  = MIN (output->width,
                           (gint) ceil (box.x1 - output->x) + SLACK);
  part.first_row    = MAX (0, (gint) floor (box.y0 - output->y) - SLACK);
  part.last_row     = MIN (output->height,
                           (gint) ceil (box.y1 - output->y) + SLACK);

  return part;
}

/* Goes through the pixels of one row that may show a part of the input, which
 * is bounded by four straight lines.
 */
static void
add_row (const HomRows *rows,
         HomPatch      *patch,
         const HomBox  *seen,
         const Part    *part,
         gint           row)
{
  const gdouble *m     = rows->w.m;
  const gdouble  x     = rows->output->x + 0.5;
  const gdouble  y     = (gdouble) rows->output->y + row + 0.5;
  const gdouble  a     = m[1] * y + m[2];
  const gdouble  b     = m[4] * y + m[5];
  const gdouble  z     = m[7] * y + m[8];
  gdouble        lower = x + part->first_column;
  gdouble        upper = x + part->last_column;

  hom_cut (m[0] - seen->x0 * m[6], a - seen->x0 * z, &lower, &upper);
  hom_cut (seen->x1 * m[6] - m[0], seen->x1 * z - a, &lower, &upper);
  hom_cut (m[3] - seen->y0 * m[6], b - seen->y0 * z, &lower, &upper);
  hom_cut (seen->y1 * m[6] - m[3], seen->y1 * z - b, &lower, &upper);

  lower = MAX (lower - x - SLACK, part->first_column);
  upper = MIN (upper - x + SLACK, part->last_column);
  if (lower < upper)
    rows->func (rows, row, lower, upper, patch);
}

/* Goes through all pixels of the output that may show the patch. With rules
 * that repeat or stretch the input these lie anywhere; with antialias, the
 * samples of a pixel lie on both sides of its row.
 */
static void
add_up (const HomRows *rows, HomPatch *patch)
{
  const gint      reach = patch->margin + 1 + SLACK;
  const HomImage *input = rows->input;
  const HomBox    seen  = { (gdouble) input->x + patch->first_column - reach,
                            (gdouble) input->y + patch->first_row - reach,
                            (gdouble) input->x + patch->last_column + reach,
                            (gdouble) input->y + patch->last_row + reach };
  const Part      part  = find_part (rows, &seen);

  for (gint row = part.first_row; row < part.last_row; row++)
    if (hom_ends_at_edge (rows->sampling.boundary) &&
        ! rows->sampling.antialias)
      add_row (rows, patch, &seen, &part, row);
    else
      rows->func (rows, row, part.first_column, part.last_column, patch);
}

static void
store (const HomPatch *patch, HomImage *dl_dx)
{
  const gint n = (patch->last_column - patch->first_column) * dl_dx->channels;

  for (gint row = patch->first_row; row < patch->last_row; row++)
    {
      const gdouble *sums  = hom_patch_pixel (patch, patch->first_column, row,
                                              dl_dx->channels);
      gfloat        *pixel = hom_image_pixel (dl_dx, patch->first_column, row);

      for (gint i = 0; i < n; i++)
        pixel[i] = sums[i];
    }
}

static void
add_stripe (gint band, gint first, gint last, gpointer data)
{
  const Adjoint *adjoint = data;
  HomImage      *dl_dx   = adjoint->dl_dx;
  HomPatch       patch   = { .first_row = first, .last_row = last };
  gsize          n;

  patch.margin      = hom_taps (adjoint->rows.sampling.interpolation) - 1;
  patch.last_column = MIN (adjoint->side, dl_dx->width);
  n = hom_patch_stride (&patch) * (last - first + 2 * patch.margin) *
      dl_dx->channels;
  patch.sums = g_new (gdouble, n);
  for (gint column = 0; column < dl_dx->width; column += adjoint->side)
    {
      patch.first_column = column;
      patch.last_column  = MIN (column + adjoint->side, dl_dx->width);
      memset (patch.sums, 0, n * sizeof (gdouble));
      add_up (&adjoint->rows, &patch);
      store (&patch, dl_dx);
    }
  g_free (patch.sums);
}

/**
 * hom_warp_adjoint:
 * @dl_dy: ∂L/∂Y, the gradient of any loss L of Y = hom_warp (X, W).
 * @w: the sampling matrix W.
 * @sampling: as for hom_warp(); with its @coefficients set, X are those.
 * @dl_dx: (out): ∂L/∂X, the gradient for the input: its fields say where the
 *   input lies. As many channels as @dl_dy.
 *
 * The adjoint of the warp, which is linear in X but for the fill:
 * Σ ∂L/∂Y ∘ hom_warp (X, W) = Σ ∂L/∂X ∘ X for all X, where the fill is 0.
 *
 * Each thread adds up rows of the input, from all pixels of the output that
 * show them, so that the sums do not depend on the number of threads.
 *
 * Returns: FALSE with %HOM_ERROR_ARGUMENT, and @dl_dx untouched, when an
 * argument has a value that makes no sense.
 */
gboolean
hom_warp_adjoint (const HomImage    *dl_dy,
                  const HomMatrix   *w,
                  const HomSampling *sampling,
                  HomImage          *dl_dx,
                  GError           **error)
{
  Adjoint adjoint = { .dl_dx = dl_dx };

  if (! hom_rows_init (&adjoint.rows, dl_dx, w, sampling, dl_dy, "dL/dY",
                       error))
    return FALSE;

  hom_rows_choose (&adjoint.rows, HOM_ROWS_ADJOINT);
  adjoint.side = hom_ends_at_edge (sampling->boundary) ?
                     PATCH_SIDE :
                     MAX (dl_dx->width, dl_dx->height);
  hom_parallel_rows (dl_dx->height, adjoint.side, add_stripe, &adjoint);

  return sampling->coefficients ||
         hom_spline_adjoint (dl_dx, sampling, dl_dx, error);
}
