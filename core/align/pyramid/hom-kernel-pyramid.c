/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/pyramid/hom-pyramid.h"
#include "base/hom-memory.h"

/* The binomial filter that lies symmetrically about the corner between four
 * pixels, where the centre of the pixel of half the resolution is.
 */
static const gfloat half_filter[4] = { 0.125f, 0.375f, 0.375f, 0.125f };

/* Looks for pixels that are not finite numbers, or count less than others. */
HOM_FLATTEN void
HOM_KERNEL (
    hom_pyramid_find_holes) (gint band, gint first, gint last, gpointer data)
{
  HomPyramidJob *job       = data;
  gint           n         = job->image->width * job->image->channels;
  gint           has_holes = FALSE;

  for (gint row = first; row < last; row++)
    {
      const gfloat *pixels = hom_image_pixel (job->image, 0, row);

      for (gint i = 0; i < n; i++)
        has_holes |= pixels[i] - pixels[i] != 0.0f;
      if (job->mask)
        for (gint column = 0; column < job->image->width; column++)
          has_holes |= ! (*hom_image_pixel (job->mask, column, row) >= 1.0f);
    }

  if (has_holes)
    g_atomic_int_set (&job->has_holes, TRUE);
}

/* Sums up filter · row over the four rows about a row of the coarser level,
 * each times its mask.
 */
static void
filter_rows (const HomImage *image, const HomImage *mask, gint row, gfloat *sum)
{
  memset (sum, 0, image->width * sizeof (gfloat));
  for (gint j = 0; j < 4; j++)
    {
      gint          y      = CLAMP (2 * row + j - 1, 0, image->height - 1);
      const gfloat *values = hom_image_pixel (image, 0, y);
      const gfloat *counts = mask ? hom_image_pixel (mask, 0, y) : NULL;
      gfloat        filter = half_filter[j];

      if (counts)
        for (gint x = 0; x < image->width; x++)
          sum[x] += filter * counts[x] * values[x];
      else
        for (gint x = 0; x < image->width; x++)
          sum[x] += filter * values[x];
    }
}

/* Filters the sums along x, for the columns of the coarser level. */
static void
filter_columns (const gfloat *sum, gint width, gfloat *half, gint half_width)
{
  for (gint column = 0; column < half_width; column++)
    {
      gint x = 2 * column;

      if (x >= 1 && x + 2 < width)
        half[column] = half_filter[0] * (sum[x - 1] + sum[x + 2]) +
                       half_filter[1] * (sum[x] + sum[x + 1]);
      else
        half[column] = half_filter[0] *
                           (sum[MAX (x - 1, 0)] + sum[MIN (x + 2, width - 1)]) +
                       half_filter[1] * (sum[x] + sum[MIN (x + 1, width - 1)]);
    }
}

HOM_FLATTEN void
HOM_KERNEL (hom_pyramid_halve) (gint band, gint first, gint last, gpointer data)
{
  HomPyramidJob         *job   = data;
  const HomImage        *image = job->image;
  const HomImage        *grey  = job->level->grey;
  hom_automemory gfloat *sum = hom_memory_share (image->width, sizeof (gfloat),
                                                 FALSE, &job->error);

  for (gint row = first; sum && row < last; row++)
    {
      gfloat *values = hom_image_pixel (grey, 0, row);

      filter_rows (image, job->mask, row, sum);
      filter_columns (sum, image->width, values, grey->width);
      if (job->mask)
        {
          gfloat *counts = hom_image_pixel (job->level->mask, 0, row);

          filter_rows (job->mask, NULL, row, sum);
          filter_columns (sum, image->width, counts, grey->width);
          for (gint x = 0; x < grey->width; x++)
            values[x] = counts[x] > 0.0f ? values[x] / counts[x] : 0.0f;
        }
    }
}

/* Reads the luma of a row of a picture.
 *
 * Returns: whether a pixel of it is not a finite number.
 */
static inline gint
read_luma (const HomImage *image, gint row, gfloat *grey)
{
  gint has_holes = FALSE;

  hom_luma_row (hom_image_pixel (image, 0, row), image->channels, image->width,
                grey);
  for (gint x = 0; x < image->width; x++)
    has_holes |= grey[x] - grey[x] != 0.0f;

  return has_holes;
}

/* Halves a picture that has no holes, as far as is known, without a level of
 * its own: so its luma need not be kept, and it is read only once.
 */
HOM_FLATTEN void
HOM_KERNEL (
    hom_pyramid_halve_image) (gint band, gint first, gint last, gpointer data)
{
  HomPyramidJob         *job   = data;
  const HomImage        *image = job->image;
  const gsize            width = image->width;
  hom_automemory gfloat *rows  = hom_memory_share (width, 5 * sizeof (gfloat),
                                                   FALSE, &job->error);
  gfloat                *sum;
  gint                   read[4]   = { -1, -1, -1, -1 };
  gint                   has_holes = FALSE;

  if (! rows)
    return;

  sum = rows + 4 * width;
  for (gint row = first; row < last; row++)
    {
      const gfloat *luma[4];

      for (gint j = 0; j < 4; j++)
        {
          gint    y    = CLAMP (2 * row + j - 1, 0, image->height - 1);
          gfloat *grey = rows + y % 4 * width;

          if (read[y % 4] != y)
            has_holes |= read_luma (image, y, grey);
          read[y % 4] = y;
          luma[j]     = grey;
        }
      for (gsize x = 0; x < width; x++)
        sum[x] = half_filter[0] * (luma[0][x] + luma[3][x]) +
                 half_filter[1] * (luma[1][x] + luma[2][x]);
      filter_columns (sum, width, hom_image_pixel (job->level->grey, 0, row),
                      job->level->width);
    }
  if (has_holes)
    g_atomic_int_set (&job->has_holes, TRUE);
}
