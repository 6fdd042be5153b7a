/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/descent/hom-prepared.h"

/* The least shorter side of the coarsest level: fewer pixels do not tell eight
 * freedoms.
 */
#define COARSEST_SIDE 24

/* Prepares a picture.
 *
 * @surround: (nullable): what of it does not count.
 */
HomPrepared *
hom_prepared_new (const HomPicture  *picture,
                  const HomSurround *surround,
                  GError           **error)
{
  HomPrepared    *prepared = g_new0 (HomPrepared, 1);
  const HomImage *mask     = picture->mask;

  prepared->picture = picture;
  if (surround)
    mask = prepared->mask = hom_surround_mask (surround, mask, error);
  if (mask || ! surround)
    prepared->pyramid = hom_pyramid_new (picture->image, mask, COARSEST_SIDE,
                                         error);
  if (! prepared->pyramid)
    g_clear_pointer (&prepared, hom_prepared_free);

  return prepared;
}

void
hom_prepared_free (HomPrepared *prepared)
{
  if (! prepared)
    return;

  for (gint i = 0; i < HOM_ALIGN_MAX_LEVELS; i++)
    {
      hom_reference_tiles_free (prepared->tiles[i]);
      hom_reference_tiles_free (prepared->pixel_tiles[i]);
    }
  hom_pyramid_free (prepared->pyramid);
  hom_image_free (prepared->mask);
  g_free (prepared);
}

/* Makes the matrix from the coordinates of a level to those of its picture: the
 * levels start at (0, 0) and are smaller.
 */
HomMatrix
hom_prepared_out_of (const HomPrepared *prepared, gint level)
{
  const HomImage *image = prepared->picture->image;
  gdouble         scale = ldexp (1.0, level);

  return (HomMatrix){ { scale, 0, image->x, 0, scale, image->y, 0, 0, 1 } };
}

HomMatrix
hom_prepared_into (const HomPrepared *prepared, gint level)
{
  const HomImage *image = prepared->picture->image;
  gdouble         scale = ldexp (1.0, -level);

  return (HomMatrix){ { scale, 0, -scale * image->x, 0, scale,
                        -scale * image->y, 0, 0, 1 } };
}

static HomMatrix
multiply_three (const HomMatrix *a, const HomMatrix *b, const HomMatrix *c)
{
  HomMatrix product = hom_matrix_multiply (b, c);

  return hom_matrix_multiply (a, &product);
}

/* Finds the sampling matrix between two levels from the one between the
 * pictures.
 */
HomMatrix
hom_prepared_to_levels (const HomPrepared *reference,
                        gint               reference_level,
                        const HomPrepared *moving,
                        gint               moving_level,
                        const HomMatrix   *w)
{
  HomMatrix first = hom_prepared_out_of (reference, reference_level);
  HomMatrix last  = hom_prepared_into (moving, moving_level);

  return multiply_three (&last, w, &first);
}

/* Finds the sampling matrix between the pictures from the one between two
 * levels.
 */
HomMatrix
hom_prepared_from_levels (const HomPrepared *reference,
                          gint               reference_level,
                          const HomPrepared *moving,
                          gint               moving_level,
                          const HomMatrix   *w)
{
  HomMatrix first = hom_prepared_into (reference, reference_level);
  HomMatrix last  = hom_prepared_out_of (moving, moving_level);

  return multiply_three (&last, w, &first);
}
