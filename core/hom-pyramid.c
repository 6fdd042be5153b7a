/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-parallel.h"
#include "hom-pyramid.h"

#define ROWS_PER_BAND 64

/* How far a cubic sample reaches from the pixel that it falls on. */
#define REACH 2

typedef struct
{
  const HomImage *image;
  const HomImage *mask;
  const HomLevel *level;
  gint            has_holes;
} Job;

typedef struct
{
  const HomImage *from;
  const HomImage *to;
} Erosion;

/* The binomial filter that lies symmetrically about the corner between four
 * pixels, where the centre of the pixel of half the resolution is.
 */
static const gfloat half_filter[4] = { 0.125f, 0.375f, 0.375f, 0.125f };

static gboolean
level_init (HomLevel *level, gint width, gint height, GError **error)
{
  level->grey = hom_image_new (width, height, 1, error);
  if (level->grey)
    level->mask = hom_image_new (width, height, 1, error);

  return level->mask != NULL;
}

static void
level_clear (HomLevel *level)
{
  g_clear_pointer (&level->grey, hom_image_free);
  g_clear_pointer (&level->mask, hom_image_free);
}

/* Luma by the weights of ITU-R BT.709, and nothing where a channel is not a
 * finite number.
 */
static void
make_grey (gint band, gint first, gint last, gpointer data)
{
  Job     *job       = data;
  gboolean has_holes = FALSE;

  for (gint row = first; row < last; row++)
    {
      gfloat *grey = hom_image_pixel (job->level->grey, 0, row);
      gfloat *mask = hom_image_pixel (job->level->mask, 0, row);

      for (gint column = 0; column < job->image->width; column++)
        {
          const gfloat *pixel  = hom_image_pixel (job->image, column, row);
          gfloat        value  = pixel[0];
          gfloat        weight = 1.0f;

          if (job->image->channels == 3)
            value = 0.2126f * pixel[0] + 0.7152f * pixel[1] +
                    0.0722f * pixel[2];
          if (job->mask)
            weight = *hom_image_pixel (job->mask, column, row);

          if (isfinite (value) && weight > 0.0f)
            {
              grey[column] = value;
              mask[column] = MIN (weight, 1.0f);
            }
          if (! (mask[column] >= 1.0f))
            has_holes = TRUE;
        }
    }

  if (has_holes)
    g_atomic_int_set (&job->has_holes, TRUE);
}

/* The least of the pixels in reach, along x. Rows become columns, so that the
 * next pass is along y and turns them back.
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

/* A sample beside a masked pixel would mix in what is masked, so what lies in
 * reach of one does not count either.
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

static void
halve (gint band, gint first, gint last, gpointer data)
{
  const Job      *job   = data;
  const HomImage *image = job->image;

  for (gint row = first; row < last; row++)
    for (gint column = 0; column < job->level->grey->width; column++)
      {
        gfloat sum     = 0.0f;
        gfloat weights = 0.0f;

        for (gint j = 0; j < 4; j++)
          for (gint i = 0; i < 4; i++)
            {
              gint   x      = CLAMP (2 * column + i - 1, 0, image->width - 1);
              gint   y      = CLAMP (2 * row + j - 1, 0, image->height - 1);
              gfloat weight = half_filter[i] * half_filter[j] *
                              *hom_image_pixel (job->mask, x, y);

              sum += weight * *hom_image_pixel (image, x, y);
              weights += weight;
            }

        if (weights > 0.0f)
          {
            *hom_image_pixel (job->level->grey, column, row) = sum / weights;
            *hom_image_pixel (job->level->mask, column, row) = weights;
          }
      }
}

/* @image: one channel, or R'G'B'. @mask: (nullable): one channel. */
HomPyramid *
hom_pyramid_new (const HomImage *image, const HomImage *mask, GError **error)
{
  HomPyramid *pyramid = g_new0 (HomPyramid, 1);
  Job         job     = { image, mask, &pyramid->levels[0] };

  pyramid->n_levels = 1;
  if (level_init (&pyramid->levels[0], image->width, image->height, error))
    {
      hom_parallel_rows (image->height, ROWS_PER_BAND, make_grey, &job);
      if (! job.has_holes || grow_holes (pyramid->levels[0].mask, error))
        return pyramid;
    }
  hom_pyramid_free (pyramid);

  return NULL;
}

/* Adds a level of half the resolution. */
gboolean
hom_pyramid_grow (HomPyramid *pyramid, GError **error)
{
  HomLevel *fine   = &pyramid->levels[pyramid->n_levels - 1];
  HomLevel *coarse = &pyramid->levels[pyramid->n_levels];
  Job       job    = { fine->grey, fine->mask, coarse };

  if (! level_init (coarse, (fine->grey->width + 1) / 2,
                    (fine->grey->height + 1) / 2, error))
    {
      level_clear (coarse);
      return FALSE;
    }
  hom_parallel_rows (coarse->grey->height, ROWS_PER_BAND, halve, &job);
  pyramid->n_levels++;

  return TRUE;
}

void
hom_pyramid_free (HomPyramid *pyramid)
{
  if (! pyramid)
    return;

  for (gint i = 0; i < HOM_MAX_LEVELS; i++)
    level_clear (&pyramid->levels[i]);
  g_free (pyramid);
}
