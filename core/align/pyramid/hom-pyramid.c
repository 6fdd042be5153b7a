/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/pyramid/hom-pyramid.h"
#include "base/hom-memory.h"
#include "base/hom-parallel.h"

#define ROWS_PER_BAND 32

/* A cubic sample reaches this far from the pixel that it falls on. */
#define REACH 2

typedef struct
{
  const HomImage *from;
  const HomImage *to;
} Erosion;

void
hom_level_clear (HomLevel *level)
{
  g_clear_pointer (&level->grey, hom_image_free);
  g_clear_pointer (&level->mask, hom_image_free);
}

static gboolean
level_init (HomLevel *level, gboolean with_mask, GError **error)
{
  level->grey = hom_image_new (level->width, level->height, 1, error);
  if (level->grey && with_mask)
    level->mask = hom_image_new (level->width, level->height, 1, error);
  if (level->grey && (level->mask || ! with_mask))
    return TRUE;

  hom_level_clear (level);

  return FALSE;
}

/* Fills a level with the luma, and with 0 where a channel is not a finite
 * number.
 */
static void
make_grey (gint band, gint first, gint last, gpointer data)
{
  const HomPyramidJob *job   = data;
  gint                 width = job->image->width;

  for (gint row = first; row < last; row++)
    {
      gfloat *grey = hom_image_pixel (job->level->grey, 0, row);

      hom_luma_row (hom_image_pixel (job->image, 0, row), job->image->channels,
                    width, grey);
      for (gint column = 0; column < width; column++)
        grey[column] = isfinite (grey[column]) ? grey[column] : 0.0f;
    }
}

static void
make_mask (gint band, gint first, gint last, gpointer data)
{
  const HomPyramidJob *job      = data;
  gint                 channels = job->image->channels;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->image->width; column++)
      {
        gfloat weight = 1.0f;

        if (job->mask)
          weight = *hom_image_pixel (job->mask, column, row);
        if (isfinite (hom_luma (hom_image_pixel (job->image, column, row),
                                channels)) &&
            weight > 0.0f)
          *hom_image_pixel (job->level->mask, column, row) = MIN (weight, 1.0f);
      }
}

/* Replaces each pixel by the least of the pixels in reach, along x. Rows become
 * columns, so that the next pass is along y and turns them back.
 */
static void
erode_and_transpose (gint band, gint first, gint last, gpointer data)
{
  const Erosion *erosion = data;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < erosion->from->width; column++)
      {
        gint   end   = MIN (column + REACH, erosion->from->width - 1);
        gfloat least = 1.0f;

        for (gint x = MAX (column - REACH, 0); x <= end; x++)
          least = MIN (least, *hom_image_pixel (erosion->from, x, row));
        *hom_image_pixel (erosion->to, row, column) = least;
      }
}

/* Grows the holes of a mask: a sample beside a masked pixel would mix that in,
 * so pixels in reach of one do not count either.
 */
static gboolean
grow_holes (HomImage *mask, GError **error)
{
  g_autoptr (HomImage)
      transposed  = hom_image_new (mask->height, mask->width, 1, error);
  Erosion along_x = { mask, transposed };
  Erosion along_y = { transposed, mask };

  if (! transposed)
    return FALSE;

  hom_parallel_rows (mask->height, ROWS_PER_BAND, erode_and_transpose,
                     &along_x);
  hom_parallel_rows (mask->width, ROWS_PER_BAND, erode_and_transpose, &along_y);

  return TRUE;
}

/* Finds a level, and makes its grey picture where it has none yet.
 *
 * Returns: (transfer none): the level; NULL when there is no memory for its
 *   picture.
 */
const HomLevel *
hom_pyramid_level (HomPyramid *pyramid, gint number, GError **error)
{
  HomLevel     *level = &pyramid->levels[number];
  HomPyramidJob job   = { pyramid->image, NULL, level };

  if (level->grey)
    return level;

  level->grey = hom_image_new (level->width, level->height, 1, error);
  if (! level->grey)
    return NULL;
  hom_parallel_rows (level->height, ROWS_PER_BAND, make_grey, &job);

  return level;
}

static gboolean
may_grow (const HomPyramid *pyramid, gint coarsest_side)
{
  const HomLevel *level = &pyramid->levels[pyramid->n_levels - 1];

  return pyramid->n_levels < HOM_ALIGN_MAX_LEVELS &&
         MIN (level->width, level->height) >= 2 * coarsest_side;
}

/* Adds a level of half the resolution.
 *
 * @has_holes: (out) (nullable): whether holes were found in the picture itself.
 */
static gboolean
grow (HomPyramid *pyramid, gboolean *has_holes, GError **error)
{
  gint          last   = pyramid->n_levels - 1;
  HomLevel     *fine   = &pyramid->levels[last];
  HomLevel     *coarse = &pyramid->levels[last + 1];
  HomPyramidJob job    = { pyramid->image, NULL, coarse };
  gboolean      is_raw = last == 0 && ! fine->mask && ! fine->grey;

  coarse->width  = (fine->width + 1) / 2;
  coarse->height = (fine->height + 1) / 2;
  if (! level_init (coarse, fine->mask != NULL, error) ||
      (! is_raw && ! hom_pyramid_level (pyramid, last, error)))
    return FALSE;

  if (! is_raw)
    {
      job.image = fine->grey;
      job.mask  = fine->mask;
    }
  hom_parallel_rows (coarse->height, ROWS_PER_BAND,
                     is_raw ? hom_kernel (hom_pyramid_halve_image) :
                              hom_kernel (hom_pyramid_halve),
                     &job);
  if (job.error)
    {
      hom_level_clear (coarse);
      g_propagate_error (error, job.error);
      return FALSE;
    }
  if (has_holes)
    *has_holes = job.has_holes;
  pyramid->n_levels++;

  return TRUE;
}

/* Makes the mask of the picture itself, where not all of it counts. */
static gboolean
make_level_mask (HomPyramid *pyramid, const HomImage *mask, GError **error)
{
  const HomImage *image = pyramid->image;
  HomLevel       *level = &pyramid->levels[0];
  HomPyramidJob   job   = { image, mask, level };

  hom_parallel_rows (image->height, ROWS_PER_BAND,
                     hom_kernel (hom_pyramid_find_holes), &job);
  if (! job.has_holes)
    return TRUE;

  level->mask = hom_image_new (image->width, image->height, 1, error);
  if (! level->mask)
    return FALSE;
  hom_parallel_rows (image->height, ROWS_PER_BAND, make_mask, &job);

  return grow_holes (level->mask, error);
}

/* Makes the first levels and the mask. Most pictures have no holes: these are
 * looked for while the picture is halved.
 */
static gboolean
begin (HomPyramid     *pyramid,
       const HomImage *mask,
       gint            coarsest_side,
       GError        **error)
{
  gboolean has_holes = FALSE;

  if (! mask && may_grow (pyramid, coarsest_side))
    {
      if (! grow (pyramid, &has_holes, error))
        return FALSE;
      if (! has_holes)
        return TRUE;
      hom_level_clear (&pyramid->levels[--pyramid->n_levels]);
    }

  return make_level_mask (pyramid, mask, error);
}

/* Makes the pyramid of a picture.
 *
 * @image: one channel, or R'G'B'; it must live as long as the result.
 * @mask: (nullable): one channel.
 * @coarsest_side: the shorter side of the coarsest level, at least.
 */
HomPyramid *
hom_pyramid_new (const HomImage *image,
                 const HomImage *mask,
                 gint            coarsest_side,
                 GError        **error)
{
  HomPyramid *pyramid = g_new0 (HomPyramid, 1);
  gboolean    success;

  pyramid->image            = image;
  pyramid->n_levels         = 1;
  pyramid->levels[0].width  = image->width;
  pyramid->levels[0].height = image->height;

  success = begin (pyramid, mask, coarsest_side, error);
  while (success && may_grow (pyramid, coarsest_side))
    success = grow (pyramid, NULL, error);
  if (! success)
    g_clear_pointer (&pyramid, hom_pyramid_free);

  return pyramid;
}

void
hom_pyramid_free (HomPyramid *pyramid)
{
  if (! pyramid)
    return;

  for (gint i = 0; i < HOM_ALIGN_MAX_LEVELS; i++)
    hom_level_clear (&pyramid->levels[i]);
  g_free (pyramid);
}
