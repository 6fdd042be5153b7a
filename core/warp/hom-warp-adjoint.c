/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "base/hom-memory.h"
#include "base/hom-parallel.h"
#include "homography/hom-spline.h"
#include "homography/hom-warp-adjoint.h"
#include "warp/hom-preimage.h"
#include "warp/hom-warp-run.h"

/* The side of the patches of the input that are added up one by one: 140 KB of
 * doubles of four channels, which stay in a processor's own cache.
 */
#define PATCH_SIDE 64

/* The largest number of patches, about, with rules that fold. Pixels of the
 * output near the horizon may then show any part of the input, and are looked
 * at once for each patch. Hence patches are larger in a large input.
 */
#define MOST_FOLDED 64

/* Where there are few patches, the output is divided into chunks, so that all
 * processors have some work: up to LEAST_UNITS pairs of a patch and a chunk. It
 * is not divided where it is small: a chunk has PIXELS_PER_CHUNK pixels or
 * more.
 */
#define LEAST_UNITS      8
#define PIXELS_PER_CHUNK 65536

/**
 * Adjoint:
 * @rows: the rows of the warp, whose output is dL/dY.
 * @dl_dx: the gradient for the input.
 * @side: the side of a patch, in pixels.
 * @n_across: the number of patches along a row.
 * @n_patches: the number of all patches.
 * @n_chunks: the number of parts of the output that are added up on their own.
 * @patch_size: the number of sums of a patch.
 * @sums: (nullable): the sums of all patches and chunks, where there are
 *   several chunks.
 * @error: the error of a thread that got no memory.
 *
 * The adjoint of one warp, at work.
 */
typedef struct
{
  HomWarpRows rows;
  HomImage   *dl_dx;
  gint        side, n_across, n_patches, n_chunks;
  gsize       patch_size;
  gdouble    *sums;
  GError     *error;
} Adjoint;

static inline void
add_pixel (const HomAdjointSums *patch,
           gint                  column,
           gint                  row,
           gdouble               weight,
           const gfloat         *dl_dy,
           gint                  channels)
{
  gdouble *sums;

  if (! hom_adjoint_sums_holds (patch, column, row))
    return;

  sums = hom_adjoint_sums_pixel (patch, column, row, channels);
  for (gint c = 0; c < channels; c++)
    sums[c] += weight * dl_dy[c];
}

/* Adds ∂L/∂Y to the pixels that stand for a tap, by the weight of each. */
static inline void
add_tap (const HomAdjointSums *patch,
         const HomTap         *x,
         const HomTap         *y,
         gdouble               weight,
         const gfloat         *dl_dy,
         gint                  channels)
{
  if (x->index < 0 || y->index < 0)
    return;

  add_pixel (patch, x->index, y->index, weight * x->weight * y->weight, dl_dy,
             channels);
  if (x->slope != 0.0f)
    add_pixel (patch, x->other, y->index, weight * x->slope * y->weight, dl_dy,
               channels);
  if (y->slope != 0.0f)
    add_pixel (patch, x->index, y->other, weight * x->weight * y->slope, dl_dy,
               channels);
  if (x->slope != 0.0f && y->slope != 0.0f)
    add_pixel (patch, x->other, y->other, weight * x->slope * y->slope, dl_dy,
               channels);
}

/* Tells whether a pixel of the patch stands for one of the taps. */
static inline gboolean
reaches (const HomAdjointSums *patch,
         const HomTap         *x,
         const HomTap         *y,
         gint                  taps)
{
  gboolean across = FALSE, down = FALSE;

  for (gint tap = 0; tap < taps; tap++)
    {
      across |= hom_adjoint_sums_has_column (patch, x[tap].index) ||
                (x[tap].slope != 0.0f &&
                 hom_adjoint_sums_has_column (patch, x[tap].other));
      down |= hom_adjoint_sums_has_row (patch, y[tap].index) ||
              (y[tap].slope != 0.0f &&
               hom_adjoint_sums_has_row (patch, y[tap].other));
    }

  return across && down;
}

/* Adds ∂L/∂Y of one sample to the pixels that stand for its taps: the transpose
 * of hom_gather() and hom_weigh_block().
 */
static inline void
scatter (const HomWarpRows    *rows,
         HomInterpolation      interpolation,
         gint                  channels,
         const HomWarpedPoint *warped,
         const gfloat         *dl_dy,
         const HomAdjointSums *patch)
{
  const HomImage   *image    = rows->input;
  const gint        taps     = hom_taps (interpolation);
  const HomBoundary boundary = hom_is_spline (interpolation) ?
                                   hom_spline_boundary (
                                       rows->sampling.boundary) :
                                   rows->sampling.boundary;
  HomTapPosition    position = hom_locate_taps (
         image, interpolation, rows->sampling.boundary, warped->u, warped->v);
  HomTap x[HOM_MAX_TAPS], y[HOM_MAX_TAPS];
  gfloat wu[HOM_MAX_TAPS], wv[HOM_MAX_TAPS], slopes[HOM_MAX_TAPS];

  for (gint tap = 0; tap < taps; tap++)
    {
      x[tap] = hom_boundary_tap (boundary, position.i + tap, image->width);
      y[tap] = hom_boundary_tap (boundary, position.j + tap, image->height);
    }
  if (! reaches (patch, x, y, taps))
    return;

  hom_weights (interpolation, position.tu, wu, slopes);
  hom_weights (interpolation, position.tv, wv, slopes);
  for (gint row = 0; row < taps; row++)
    for (gint column = 0; column < taps; column++)
      add_tap (patch, &x[column], &y[row],
               (gdouble) warped->weight * wu[column] * wv[row], dl_dy,
               channels);
}

static inline void
scatter_pixel (const HomWarpRows    *rows,
               gint                  column,
               gint                  row,
               HomInterpolation      interpolation,
               gint                  channels,
               const HomAdjointSums *patch)
{
  const gfloat  *dl_dy = hom_image_pixel (rows->output, column, row);
  HomFootprint   footprint;
  HomWarpedPoint centre = hom_warp_pixel_centre (rows, interpolation, column,
                                                 row, &footprint);

  for (gint k = 0; k < footprint.nx * footprint.ny; k++)
    {
      HomWarpedPoint warped = hom_warp_subpixel (rows, &centre, &footprint, k);

      if (warped.inverse_z > 0.0)
        scatter (rows, interpolation, channels, &warped, dl_dy, patch);
    }
}

HOM_ALWAYS_INLINE void
adjoint_any (const HomWarpRows *rows,
             gint               row,
             gint               first,
             gint               last,
             HomInterpolation   interpolation,
             gpointer           data)
{
  for (gint column = first; column < last; column++)
    scatter_pixel (rows, column, row, interpolation, hom_warp_channels (rows),
                   data);
}

HOM_ANY_FUNCS (hom_adjoint_any, adjoint_any);

/* Adds up a patch from the rows of a chunk of the output. */
static void
add_up (const Adjoint *adjoint, const HomAdjointSums *patch, gint chunk)
{
  const gint64 height = adjoint->rows.output->height;

  hom_preimage_visit (&adjoint->rows, patch, height * chunk / adjoint->n_chunks,
                      height * (chunk + 1) / adjoint->n_chunks);
}

static void
store (const Adjoint *adjoint, const HomAdjointSums *patch)
{
  HomImage  *dl_dx = adjoint->dl_dx;
  const gint n = (patch->last_column - patch->first_column) * dl_dx->channels;

  for (gint row = patch->first_row; row < patch->last_row; row++)
    {
      const gdouble *sums  = hom_adjoint_sums_pixel (patch, patch->first_column,
                                                     row, dl_dx->channels);
      gfloat        *pixel = hom_image_pixel (dl_dx, patch->first_column, row);

      for (gint i = 0; i < n; i++)
        pixel[i] = sums[i];
    }
}

static HomAdjointSums
find_patch (const Adjoint *adjoint, gint index, gdouble *sums)
{
  const HomImage *dl_dx  = adjoint->dl_dx;
  const gint      side   = adjoint->side;
  const gint      column = index % adjoint->n_across * side;
  const gint      row    = index / adjoint->n_across * side;

  return (HomAdjointSums){
    .values       = sums,
    .first_column = column,
    .last_column  = column + MIN (side, dl_dx->width - column),
    .first_row    = row,
    .last_row     = row + MIN (side, dl_dx->height - row),
    .margin       = hom_taps (adjoint->rows.sampling.interpolation) - 1,
  };
}

static void
add_patches (gint band, gint first, gint last, gpointer data)
{
  Adjoint                *adjoint = data;
  hom_automemory gdouble *sums    = hom_memory_share (
         adjoint->patch_size, sizeof (gdouble), FALSE, &adjoint->error);

  for (gint i = first; sums && i < last; i++)
    {
      HomAdjointSums patch = find_patch (adjoint, i, sums);

      memset (sums, 0, adjoint->patch_size * sizeof (gdouble));
      add_up (adjoint, &patch, 0);
      store (adjoint, &patch);
    }
}

static void
add_chunks (gint band, gint first, gint last, gpointer data)
{
  const Adjoint *adjoint = data;

  for (gint i = first; i < last; i++)
    {
      HomAdjointSums patch = find_patch (adjoint, i / adjoint->n_chunks,
                                         adjoint->sums +
                                             i * adjoint->patch_size);

      add_up (adjoint, &patch, i % adjoint->n_chunks);
    }
}

/* Adds the chunks of each patch to its first, and stores the patch. */
static void
store_chunks (const Adjoint *adjoint)
{
  const gsize size = adjoint->patch_size;

  for (gint i = 0; i < adjoint->n_patches; i++)
    {
      gdouble       *sums  = adjoint->sums + i * adjoint->n_chunks * size;
      HomAdjointSums patch = find_patch (adjoint, i, sums);

      for (gint chunk = 1; chunk < adjoint->n_chunks; chunk++)
        for (gsize k = 0; k < size; k++)
          sums[k] += sums[chunk * size + k];
      store (adjoint, &patch);
    }
}

static void
lay_out (Adjoint *adjoint)
{
  const HomImage *dl_dx    = adjoint->dl_dx;
  const HomImage *dl_dy    = adjoint->rows.output;
  const gdouble   n_pixels = (gdouble) dl_dy->width * dl_dy->height;
  const gint      margin = hom_taps (adjoint->rows.sampling.interpolation) - 1;

  adjoint->side = PATCH_SIDE;
  if (! hom_ends_at_edge (adjoint->rows.sampling.boundary))
    adjoint->side = MAX (PATCH_SIDE, ceil (sqrt ((gdouble) dl_dx->width *
                                                 dl_dx->height / MOST_FOLDED)));
  adjoint->n_across  = 1 + (dl_dx->width - 1) / adjoint->side;
  adjoint->n_patches = adjoint->n_across *
                       (1 + (dl_dx->height - 1) / adjoint->side);
  adjoint->n_chunks = CLAMP (n_pixels / PIXELS_PER_CHUNK, 1,
                             MAX (1, LEAST_UNITS / adjoint->n_patches));
  adjoint->patch_size =
      ((gsize) MIN (adjoint->side, dl_dx->width) + 2 * margin) *
      ((gsize) MIN (adjoint->side, dl_dx->height) + 2 * margin) *
      dl_dx->channels;
}

/* Adds up all patches. Those that lie side by side are given to a thread
 * together, as many as are worth the time that it takes to start with them.
 */
static gboolean
add_all (Adjoint *adjoint, GError **error)
{
  const gint n = adjoint->n_patches * adjoint->n_chunks;

  if (adjoint->n_chunks == 1)
    {
      hom_parallel_rows (n, CLAMP (adjoint->n_across / 4, 1, 16), add_patches,
                         adjoint);
      if (adjoint->error)
        {
          g_propagate_error (error, adjoint->error);
          return FALSE;
        }
    }
  else
    {
      adjoint->sums = hom_memory_new (n, adjoint->patch_size * sizeof (gdouble),
                                      TRUE, error);
      if (! adjoint->sums)
        return FALSE;
      hom_parallel_rows (n, 1, add_chunks, adjoint);
      store_chunks (adjoint);
      hom_memory_free (adjoint->sums);
    }

  return ! hom_parallel_set_error (error);
}

/**
 * hom_warp_adjoint:
 * @dl_dy: ∂L/∂Y, the gradient of any loss L of Y = hom_warp (X, W).
 * @w: the sampling matrix W.
 * @sampling: the sampling, as for hom_warp(). With its @coefficients set, X
 *   stands for the coefficients.
 * @dl_dx: (out): ∂L/∂X, the gradient for the input, with as many channels as
 *   @dl_dy. Its fields say where the input lies.
 *
 * Applies the adjoint of the warp, which is linear in X but for the fill:
 * Σ ∂L/∂Y ∘ hom_warp (X, W) = Σ ∂L/∂X ∘ X for all X, where the fill is 0.
 *
 * Each thread adds up a patch of the input, from all pixels of the output that
 * show it, so that the sums do not depend on the number of threads.
 *
 * Returns: FALSE with the errors of hom_warp().
 */
gboolean
hom_warp_adjoint (const HomImage    *dl_dy,
                  const HomMatrix   *w,
                  const HomSampling *sampling,
                  HomImage          *dl_dx,
                  GError           **error)
{
  Adjoint    adjoint = { .dl_dx = dl_dx };
  HomWarpRun run;

  if (! hom_warp_run_begin (&run, HOM_WARP_KERNEL_ADJOINT, dl_dx, w, sampling,
                            dl_dy, "dL/dY", error))
    return FALSE;

  adjoint.rows = run.rows;
  lay_out (&adjoint);

  return add_all (&adjoint, error) &&
         (sampling->coefficients ||
          hom_spline_adjoint (dl_dx, sampling, dl_dx, error));
}
