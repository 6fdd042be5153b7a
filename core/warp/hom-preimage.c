/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <float.h>

#include "base/hom-parallel.h"
#include "homography/hom-matrix-box.h"
#include "homography/hom-quad.h"
#include "warp/hom-output-row.h"
#include "warp/hom-preimage.h"

/* The margin of a part that is looked for, in pixels: samples of a pixel lie up
 * to half a pixel of the output from its centre, and the place of a centre has
 * a rounding.
 */
#define SLACK 2

/* The largest number of pixels of a row that are not divided any more: they are
 * worked on together, see HOM_SPAN. Rows are taken apart, since near the
 * horizon each shows another part of the input.
 */
#define LEAST_WIDTH 32

/* A part of the output, counted from its first pixel. */
typedef struct
{
  gint first_column, last_column;
  gint first_row, last_row;
} Part;

/* Places in the output that are farther out have roundings that may matter. */
#define FARTHEST 1e12

/* The search for the pixels of the output that may show a patch. */
typedef struct
{
  const HomWarpRows    *rows;
  const HomAdjointSums *patch;
  HomBoundary           boundary; /* the rule that the taps follow */
  gint                  reach;    /* a bound on a tap's distance from a point */
} Search;

/* The relation of a block to the patch along one axis. */
typedef enum
{
  SEES_NOTHING,
  SEES_SOME,
  SEES_ALL /* or no part of the block would see less */
} Sight;

static void
visit_row (const Search *search, gint row, gdouble first, gdouble last)
{
  const HomWarpRows *rows = search->rows;

  if (first < last && ! hom_parallel_cancelled ())
    rows->func (rows, row, first, last, (gpointer) search->patch);
}

/* ---- Rules that end at the edge: a box of the output ---- */

/* Tells whether W takes a part of the input back from where H takes it, to half
 * a pixel: the inverse of a matrix that is nearly singular may be mere
 * rounding.
 */
static gboolean
is_inverse (const HomMatrix *w, const HomMatrix *h, const HomBox *warped)
{
  const HomMatrix product = hom_matrix_multiply (w, h);
  const gdouble   scale   = (product.m[0] + product.m[4] + product.m[8]) / 3.0;
  const gdouble   farthest[3] = { MAX (fabs (warped->x0), fabs (warped->x1)),
                                  MAX (fabs (warped->y0), fabs (warped->y1)),
                                  1.0 };
  gdouble         error[3]    = { 0.0 };

  for (gint i = 0; i < 3; i++)
    for (gint j = 0; j < 3; j++)
      error[i] += fabs (product.m[3 * i + j] - (i == j) * scale) * farthest[j];

  return error[0] + error[1] + (farthest[0] + farthest[1]) * error[2] <
         0.5 * scale;
}

/* Tells whether the corners of a part of the input have places in the output:
 * they lie neither behind the horizon of H nor very far out.
 */
static gboolean
has_places (const HomMatrix *h, const HomBox *warped)
{
  HomPoint corners[4];

  hom_quad_from_box (warped, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p;

      if (! hom_matrix_apply (h, corners[i], &p) ||
          ! (fabs (p.x) + fabs (p.y) < FARTHEST))
        return FALSE;
    }

  return TRUE;
}

/* Finds the part of the output that may show a part of the input.
 *
 * Returns: FALSE when the inverse of W does not tell.
 */
static gboolean
find_part (const HomWarpRows *rows, const HomBox *warped, Part *part)
{
  const HomImage *output = rows->output;
  HomBox          within = hom_image_box (output);
  HomBox          box;
  HomMatrix       h;

  if (! hom_matrix_invert (&rows->w, &h, NULL) ||
      ! is_inverse (&rows->w, &h, warped) || ! has_places (&h, warped))
    return FALSE;

  *part = (Part){ 0, 0, 0, 0 };
  if (hom_matrix_map_box (&h, warped, &within, &box))
    {
      part->first_column = MAX (0, floor (box.x0 - within.x0) - SLACK);
      part->last_column  = MIN (output->width,
                                ceil (box.x1 - within.x0) + SLACK);
      part->first_row    = MAX (0, floor (box.y0 - within.y0) - SLACK);
      part->last_row = MIN (output->height, ceil (box.y1 - within.y0) + SLACK);
    }

  return TRUE;
}

/* Goes through the pixels of one row that may show a part of the input, which
 * is bounded by four straight lines.
 */
static void
visit_cut_row (const Search *search,
               const HomBox *warped,
               const Part   *part,
               gint          row)
{
  const HomWarpRows *rows  = search->rows;
  const gdouble     *m     = rows->w.m;
  const gdouble      x     = rows->output->x + 0.5;
  const gdouble      y     = (gdouble) rows->output->y + row + 0.5;
  const gdouble      a     = m[1] * y + m[2];
  const gdouble      b     = m[4] * y + m[5];
  const gdouble      z     = m[7] * y + m[8];
  gdouble            lower = x + part->first_column;
  gdouble            upper = x + part->last_column;

  hom_cut (m[0] - warped->x0 * m[6], a - warped->x0 * z, &lower, &upper);
  hom_cut (warped->x1 * m[6] - m[0], warped->x1 * z - a, &lower, &upper);
  hom_cut (m[3] - warped->y0 * m[6], b - warped->y0 * z, &lower, &upper);
  hom_cut (warped->y1 * m[6] - m[3], warped->y1 * z - b, &lower, &upper);

  visit_row (search, row, MAX (lower - x - SLACK, part->first_column),
             MIN (upper - x + SLACK, part->last_column));
}

/* Visits the pixels of some rows that may show the patch, where they lie in a
 * box. With antialias it visits each row over the width of the box, since the
 * samples of a pixel lie on both sides of its row.
 *
 * Returns: FALSE, and has visited nothing, when there is no telling the box.
 */
static gboolean
visit_box (const Search *search, gint first_row, gint last_row)
{
  const HomImage       *input = search->rows->input;
  const HomAdjointSums *patch = search->patch;
  const gint            reach = search->reach + SLACK + 1;
  const HomBox warped = { (gdouble) input->x + patch->first_column - reach,
                          (gdouble) input->y + patch->first_row - reach,
                          (gdouble) input->x + patch->last_column + reach,
                          (gdouble) input->y + patch->last_row + reach };
  Part         part;

  if (! find_part (search->rows, &warped, &part))
    return FALSE;

  first_row = MAX (first_row, part.first_row);
  last_row  = MIN (last_row, part.last_row);
  for (gint row = first_row; row < last_row; row++)
    if (search->rows->sampling.antialias)
      visit_row (search, row, part.first_column, part.last_column);
    else
      visit_cut_row (search, &warped, &part, row);

  return TRUE;
}

/* ---- Rules that fold, and other matrices: the output is divided ---- */

/* Finds the box of the input that the pixels of a block show, or their centres
 * where these are all that counts. It is the whole plane where the block
 * crosses the horizon, or comes so near to it that roundings are larger than a
 * pixel.
 *
 * Returns: FALSE when all of the block lies behind the horizon.
 */
static gboolean
see_block (const HomWarpRows *rows, const Part *block, HomBox *warped)
{
  const HomBox  everywhere = { -G_MAXDOUBLE, -G_MAXDOUBLE, G_MAXDOUBLE,
                               G_MAXDOUBLE };
  const gdouble inset      = rows->sampling.antialias ? 0.0 : 0.5;
  gint          n_behind = 0, n_vague = 0;
  HomPoint      corners[4];

  for (gint i = 0; i < 4; i++)
    {
      gdouble column = i % 2 ? block->last_column - inset :
                               block->first_column + inset;
      gdouble row = i / 2 ? block->last_row - inset : block->first_row + inset;
      HomWarpedPoint p        = hom_warp_point (rows, rows->output->x + column,
                                                rows->output->y + row);
      gdouble        rounding = 16.0 * DBL_EPSILON * p.inverse_z *
                         (rows->reach[0] + rows->reach[1] +
                          (fabs (p.u) + fabs (p.v)) * rows->reach[2]);

      n_behind += ! (p.inverse_z > 0.0);
      n_vague += ! (rounding < 1.0);
      corners[i] = (HomPoint){ p.u, p.v };
    }
  *warped = n_behind > 0 || n_vague > 0 ? everywhere :
                                          hom_box_of_points (corners, 4);

  return n_behind < 4;
}

/* Relates the stretch of the input that a block shows along an axis to the
 * patch.
 *
 * @lower, @upper: the ends of the stretch, from the input's first pixel.
 * @n: the number of pixels of the input along the axis.
 * @first, @last: the first pixel of the patch, and the one after its last.
 */
static Sight
sight_along (const Search *search,
             gdouble       lower,
             gdouble       upper,
             gint          n,
             gint          first,
             gint          last)
{
  const HomSampling *sampling = &search->rows->sampling;
  gint64             from, to;

  /* A spline that is clamped is looked at inside only. */
  if (sampling->boundary == HOM_BOUNDARY_CLAMP &&
      hom_is_spline (sampling->interpolation))
    {
      lower = hom_clamp (lower, 0.0, n);
      upper = hom_clamp (upper, 0.0, n);
    }
  from = (gint64) hom_clamp (lower, -HOM_FAR_OUT, HOM_FAR_OUT) - search->reach -
         SLACK;
  to = (gint64) hom_clamp (upper, -HOM_FAR_OUT, HOM_FAR_OUT) + search->reach +
       SLACK;

  if (! hom_boundary_may_reach (search->boundary, from, to, n, first, last))
    return SEES_NOTHING;
  if ((first == 0 && last == n) || (from >= first && to < last))
    return SEES_ALL;

  return SEES_SOME;
}

static Sight
sight_of_block (const Search *search, const Part *block)
{
  const HomImage       *input = search->rows->input;
  const HomAdjointSums *patch = search->patch;
  Sight                 across, down;
  HomBox                warped;

  if (! see_block (search->rows, block, &warped))
    return SEES_NOTHING;

  across = sight_along (search, warped.x0 - input->x, warped.x1 - input->x,
                        input->width, patch->first_column, patch->last_column);
  down   = sight_along (search, warped.y0 - input->y, warped.y1 - input->y,
                        input->height, patch->first_row, patch->last_row);

  return MIN (across, down);
}

/* Visits a block when all of it may show the patch, or when it is too small to
 * be divided. A block of which only a part may show the patch is divided, and
 * one that shows nothing of it is left out.
 */
static void
visit_block (const Search *search, const Part *block)
{
  const gint  width  = block->last_column - block->first_column;
  const gint  height = block->last_row - block->first_row;
  const Sight sight  = sight_of_block (search, block);
  Part        one = *block, other = *block;

  if (sight == SEES_NOTHING)
    return;

  if (sight == SEES_ALL || (width <= LEAST_WIDTH && height == 1))
    {
      for (gint row = block->first_row; row < block->last_row; row++)
        visit_row (search, row, block->first_column, block->last_column);
      return;
    }

  if (width > LEAST_WIDTH && width >= height)
    one.last_column = other.first_column = block->first_column + width / 2;
  else
    one.last_row = other.first_row = block->first_row + height / 2;
  visit_block (search, &one);
  visit_block (search, &other);
}

/* Calls the function of the rows for all pixels that may show the patch, with
 * the patch as data, and for some more.
 *
 * @first_row: the first row to visit, counted from the output's first.
 * @last_row: the row after the last.
 */
void
hom_preimage_visit (const HomWarpRows    *rows,
                    const HomAdjointSums *patch,
                    gint                  first_row,
                    gint                  last_row)
{
  const HomBoundary boundary = rows->sampling.boundary;
  Search            search   = { rows, patch, boundary, patch->margin + 1 };
  Part              all      = { 0, rows->output->width, first_row, last_row };

  if (hom_is_spline (rows->sampling.interpolation))
    search.boundary = hom_spline_boundary (boundary);

  if (hom_ends_at_edge (boundary) && visit_box (&search, first_row, last_row))
    return;
  if (first_row < last_row)
    visit_block (&search, &all);
}
