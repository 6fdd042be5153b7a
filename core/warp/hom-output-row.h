/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: the values that are the same for all pixels of a row of the output.
 */

#pragma once

#include "warp/hom-warp-rows.h"

/* The largest distance in the input, in pixels, to what the next row's pixel
 * shows: a larger one is cut to it, since pixels that lie farther apart share
 * nothing.
 */
#define HOM_FARTHEST 1000.0

/**
 * HomOutputRow:
 * @y: the y of the row's pixel centres.
 * @left: the offset that is subtracted from a u to count from where the first
 *   tap is the first pixel of the input.
 * @top: the offset that is subtracted from a v likewise.
 * @u: the coefficients of u z, which is u[0] x + u[1] for a point x of the row.
 * @v: the coefficients of v z.
 * @z: the coefficients of z.
 * @first_inside: the first of the columns that are one sample each, and see
 *   points whose taps all lie inside of the input.
 * @last_inside: the column after the last of them.
 * @next_row: the distance from a pixel's first tap to the pixels that the next
 *   row will need, in floats; nothing is wrong when it lies outside.
 *
 * The values that are the same for all pixels of a row of the output.
 */
struct _HomOutputRow
{
  gdouble y, left, top;
  gdouble u[2], v[2], z[2];
  gint    first_inside, last_inside;
  gssize  next_row;
};

/* Narrows an interval to those x where slope · x + constant ≥ 0. */
static inline void
hom_cut (gdouble slope, gdouble constant, gdouble *lower, gdouble *upper)
{
  const gdouble root = -constant / slope;

  if (slope > 0.0 && root > *lower)
    *lower = root;
  else if (slope < 0.0 && root < *upper)
    *upper = root;
  else if (slope == 0.0 && constant < 0.0)
    *upper = -G_MAXDOUBLE;
}

/* Narrows an interval to those x where least · z ≤ a ≤ most · z, where a is u z
 * or v z, given by its coefficients.
 */
static inline void
hom_output_row_cut (const HomOutputRow *line,
              const gdouble  a[2],
              gdouble        least,
              gdouble        most,
              gdouble       *lower,
              gdouble       *upper)
{
  hom_cut (a[0] - least * line->z[0], a[1] - least * line->z[1], lower, upper);
  hom_cut (most * line->z[0] - a[0], most * line->z[1] - a[1], lower, upper);
}

/* Finds the columns whose taps all lie inside of the input: one run of them,
 * since straight lines bound it. The margin is more than all roundings together
 * where z is larger than @rows' firm.
 */
static inline void
hom_output_row_find_inside (const HomWarpRows *rows,
                      HomOutputRow       *line,
                      gint           first,
                      gint           last,
                      gint           taps)
{
  const HomImage *input = rows->input;
  const gdouble   x     = rows->output->x + 0.5;
  gdouble         lower = x + first;
  gdouble         upper = x + last - 1;

  line->first_inside = line->last_inside = first;
  if (rows->sampling.antialias || ! isfinite (rows->firm))
    return;

  hom_cut (line->z[0], line->z[1] - rows->firm, &lower, &upper);
  hom_output_row_cut (line, line->u, line->left + HOM_MARGIN,
                line->left + input->width - taps + 1 - HOM_MARGIN, &lower,
                &upper);
  hom_output_row_cut (line, line->v, line->top + HOM_MARGIN,
                line->top + input->height - taps + 1 - HOM_MARGIN, &lower,
                &upper);
  if (lower <= upper)
    {
      line->first_inside = ceil (lower - x);
      line->last_inside  = floor (upper - x) + 1;
    }
}

/* Finds the distance in memory, in floats, from a pixel's first tap to that tap
 * of the next row's pixel that is not in a cache yet: one of the last row of
 * taps on the way down, of the first on the way up.
 */
static inline gssize
hom_output_row_find_next (const HomWarpRows *rows,
                        const HomOutputRow *line,
                        gint           column,
                        gint           taps)
{
  const HomImage *input = rows->input;
  const gdouble  *m     = rows->w.m;
  const HomWarpedPoint warped = hom_warp_point (rows, (gdouble) rows->output->x + column + 0.5,
                                 line->y);
  const gdouble du   = (m[1] - warped.u * m[7]) * warped.inverse_z;
  const gdouble dv   = (m[4] - warped.v * m[7]) * warped.inverse_z;
  const gint    last = dv > 0.0 ? taps - 1 : 0;

  return ((gssize) hom_clamp (dv + 0.5, -HOM_FARTHEST, HOM_FARTHEST) + last) *
             (gssize) input->stride +
         (gssize) hom_clamp (du + 0.5, -HOM_FARTHEST, HOM_FARTHEST) *
             input->channels;
}

/* Returns the values for the pixels from first to last − 1 of a row. */
static inline HomOutputRow
hom_output_row (const HomWarpRows *rows, gint row, gint first, gint last)
{
  const HomInterpolation interpolation = rows->sampling.interpolation;

  const gdouble *m      = rows->w.m;
  const gint     taps   = hom_taps (interpolation);
  const gdouble  centre = hom_centre (interpolation) + (taps - 1) / 2;
  HomOutputRow        line;
  gint           middle;

  line.y    = (gdouble) rows->output->y + row + 0.5;
  line.left = (gdouble) rows->input->x + centre;
  line.top  = (gdouble) rows->input->y + centre;
  line.z[0] = m[6];
  line.z[1] = m[7] * line.y + m[8];
  line.u[0] = m[0];
  line.u[1] = m[1] * line.y + m[2];
  line.v[0] = m[3];
  line.v[1] = m[4] * line.y + m[5];

  hom_output_row_find_inside (rows, &line, first, last, taps);
  middle = line.first_inside + (line.last_inside - line.first_inside) / 2;
  line.next_row = hom_output_row_find_next (rows, &line, middle, taps);

  return line;
}
