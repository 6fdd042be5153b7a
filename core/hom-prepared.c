/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "hom-parallel.h"
#include "hom-prepared.h"

/* The shorter side of the coarsest level, at least: fewer pixels do not tell
 * eight freedoms.
 */
#define COARSEST_SIDE 24

typedef struct
{
  const HomPicture *picture;
  HomImage        **planes;
} SplitJob;

/* The channels, and 0 where one is not a finite number. */
static void
split_band (gint band, gint first, gint last, gpointer data)
{
  const SplitJob *job = data;

  for (gint row = first; row < last; row++)
    {
      const gfloat *pixel = hom_image_pixel (job->picture->image, 0, row);

      for (gint c = 0; c < HOM_MAX_PLANES; c++)
        {
          gfloat *out = hom_image_pixel (job->planes[c], 0, row);

          for (gint column = 0; column < job->picture->image->width; column++)
            {
              gfloat value = pixel[column * HOM_MAX_PLANES + c];

              out[column] = isfinite (value) ? value : 0.0f;
            }
        }
    }
}

static gboolean
split_channels (HomPrepared *prepared, GError **error)
{
  const HomImage *image = prepared->picture->image;
  SplitJob        job   = { prepared->picture, prepared->colours };

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    {
      prepared->colours[c] = hom_image_new (image->width, image->height, 1,
                                            error);
      if (! prepared->colours[c])
        return FALSE;
    }
  hom_parallel_rows (image->height, 64, split_band, &job);

  return TRUE;
}

HomPrepared *
hom_prepared_new (const HomPicture *picture, GError **error)
{
  HomPrepared    *prepared = g_new0 (HomPrepared, 1);
  const HomImage *image    = picture->image;
  HomPyramid     *pyramid;

  prepared->picture = picture;
  prepared->pyramid = pyramid = hom_pyramid_new (image, picture->mask, error);
  if (! pyramid ||
      (image->channels == HOM_MAX_PLANES && ! split_channels (prepared, error)))
    {
      hom_prepared_free (prepared);
      return NULL;
    }

  while (pyramid->n_levels < HOM_MAX_LEVELS)
    {
      const HomImage *grey = pyramid->levels[pyramid->n_levels - 1].grey;

      if (MIN (grey->width, grey->height) < 2 * COARSEST_SIDE)
        break;
      if (! hom_pyramid_grow (pyramid, error))
        {
          hom_prepared_free (prepared);
          return NULL;
        }
    }

  return prepared;
}

void
hom_prepared_free (HomPrepared *prepared)
{
  if (! prepared)
    return;

  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    hom_image_free (prepared->colours[c]);
  for (gint i = 0; i < HOM_MAX_LEVELS; i++)
    hom_tiles_free (prepared->tiles[i]);
  hom_tiles_free (prepared->colour_tiles);
  hom_pyramid_free (prepared->pyramid);
  g_free (prepared);
}
