/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "align/descent/hom-channel-projection.h"
#include "align/descent/hom-level-pair.h"
#include "align/pyramid/hom-level-edges.h"

/* The most pixels that are kept: those of the most contrast, for robust weights
 * and local exposures, which take many passes. Where one exposure and squares
 * do, all pixels are compared (#HomAllTiles): of 12 MP with the noise of a
 * camera, 2²² tell an alignment to .0008 px and all to .0006, in 1.5 times the
 * time, with as much memory.
 */
#define MAX_COMPARED (1 << 22)

void
hom_level_pair_clear (HomLevelPair *pair)
{
  hom_moving_tiles_free (pair->moving_tiles);
  hom_level_clear (&pair->edges[0]);
  hom_level_clear (&pair->edges[1]);
  if (pair->owns_tiles)
    hom_reference_tiles_free (pair->tiles);
}

static HomPlanes
planes_of (const HomLevel *level)
{
  return (HomPlanes){ 1, { level->grey }, level->mask };
}

/* Makes planes of the channels of a picture, at one of its levels, as views of
 * it.
 */
static HomPlanes
channels_of (const HomPrepared *prepared, gint at, HomImage *views)
{
  const HomImage *image  = prepared->picture->image;
  const HomLevel *level  = &prepared->pyramid->levels[at];
  HomPlanes       planes = { .n_planes     = image->channels,
                             .mask         = level->mask,
                             .halvings     = at,
                             .whole_width  = image->width,
                             .whole_height = image->height };

  for (gint c = 0; c < image->channels; c++)
    {
      views[c]         = (HomImage){ .data     = image->data + c,
                                     .width    = level->width,
                                     .height   = level->height,
                                     .channels = image->channels << at,
                                     .stride   = image->stride << at };
      planes.planes[c] = &views[c];
    }

  return planes;
}

static gboolean
take_edges (HomLevelPair *pair, HomLevel levels[2], GError **error)
{
  for (gint i = 0; i < 2; i++)
    if (! hom_level_edges (&levels[i], &pair->edges[i], error))
      return FALSE;

  pair->reference = planes_of (&pair->edges[0]);
  pair->moving    = planes_of (&pair->edges[1]);
  pair->tiles = hom_reference_tiles_new (&pair->reference, MAX_COMPARED, error);
  pair->owns_tiles = TRUE;

  return pair->tiles != NULL;
}

static gboolean
take_levels (HomLevelPair *pair,
             HomPrepared  *reference,
             HomPrepared  *moving,
             gboolean      by_edges,
             GError      **error)
{
  const gint      at    = pair->reference_level;
  const HomLevel *still = hom_pyramid_level (reference->pyramid, at, error);
  const HomLevel *other = still ?
                              hom_pyramid_level (moving->pyramid,
                                                 pair->moving_level, error) :
                              NULL;

  if (! other)
    return FALSE;
  if (by_edges)
    return take_edges (pair, (HomLevel[2]){ *still, *other }, error);

  pair->reference = planes_of (still);
  pair->moving    = planes_of (other);
  if (! reference->tiles[at])
    reference->tiles[at] = hom_reference_tiles_new (&pair->reference,
                                                    MAX_COMPARED, error);
  pair->tiles = reference->tiles[at];

  return pair->tiles != NULL;
}

static gboolean
take_pixels (HomLevelPair *pair,
             HomPrepared  *reference,
             HomPrepared  *moving,
             GError      **error)
{
  const gint          at    = pair->reference_level;
  HomReferenceTiles **tiles = &reference->pixel_tiles[at];

  pair->reference = channels_of (reference, at, pair->views[0]);
  pair->moving    = channels_of (moving, at, pair->views[1]);
  if (! *tiles)
    *tiles = hom_reference_tiles_new (&pair->reference, MAX_COMPARED, error);
  pair->tiles = *tiles;

  return pair->tiles != NULL;
}

/* Tells whether the pictures themselves are compared, with all of their
 * channels: at the finest level pair, where they are not too large as they are,
 * or can be halved while they are read. Holes would be part of the means.
 */
static gboolean
has_pixels (const HomLevelPair *pair,
            const HomPrepared  *reference,
            const HomPrepared  *moving)
{
  const gint at = pair->reference_level;

  return at == pair->moving_level && at <= HOM_MAX_HALVINGS &&
         (at == 0 || (! reference->pyramid->levels[at].mask &&
                      ! moving->pyramid->levels[at].mask)) &&
         reference->picture->image->channels ==
             moving->picture->image->channels;
}

static void
count_tiles (HomLevelPair *pair, const HomMatrix *w)
{
  pair->n_few  = hom_reference_tiles_n_few (pair->tiles, &pair->moving, w);
  pair->n_read = hom_reference_tiles_are_all (pair->tiles) ?
                     pair->tiles->n_tiles :
                     pair->n_few;
}

/* Makes the pair of two levels.
 *
 * @pair: (out): to be cleared, even when it could not be made.
 * @by_edges: whether the strength of the edges is compared.
 * @is_finest: whether no finer levels follow: the gradient is then taken when
 *   the noise is known, and copies are made of what the tiles see.
 * @w: the sampling matrix at which the descent begins, between the levels.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_level_pair_init (HomLevelPair    *pair,
                     HomPrepared     *reference,
                     gint             reference_level,
                     HomPrepared     *moving,
                     gint             moving_level,
                     gboolean         by_edges,
                     gboolean         is_finest,
                     const HomMatrix *w,
                     GError         **error)
{
  *pair = (HomLevelPair){ .reference_level = reference_level,
                          .moving_level    = moving_level };
  if (is_finest && ! by_edges && has_pixels (pair, reference, moving) ?
          ! take_pixels (pair, reference, moving, error) :
          ! take_levels (pair, reference, moving, by_edges, error))
    return FALSE;

  pair->all = (HomAllTiles){ &pair->reference, &pair->moving };
  count_tiles (pair, w);
  if (! is_finest || pair->tiles->gradient == HOM_TILES_FILTERED)
    hom_reference_tiles_filter (pair->tiles, &pair->reference, pair->n_few,
                                NULL);
  if (! is_finest)
    return TRUE;

  hom_reference_tiles_fill (pair->tiles, &pair->reference, pair->n_few);

  return hom_level_pair_copy_moving (pair, pair->n_few, w, error);
}

/* Tells whether the moving picture is brought to the reference by tone curves.
 */
gboolean
hom_level_pair_has_tones (const HomLevelPair *pair)
{
  for (gint c = 0; c < HOM_MAX_PLANES; c++)
    if (pair->tones[c])
      return TRUE;

  return FALSE;
}

/* Copies what the first @n_tiles tiles see of the moving picture. */
gboolean
hom_level_pair_copy_moving (HomLevelPair    *pair,
                            gint             n_tiles,
                            const HomMatrix *w,
                            GError         **error)
{
  g_clear_pointer (&pair->moving_tiles, hom_moving_tiles_free);
  pair->seen_by      = *w;
  pair->n_copied     = n_tiles;
  pair->moving_tiles = hom_moving_tiles_new (
      &pair->moving, pair->tiles, n_tiles, w,
      hom_level_pair_has_tones (pair) ? pair->tones : NULL, pair->is_spline,
      error);

  return pair->moving_tiles != NULL;
}

/* Compares one plane of each picture instead of its channels, by tiles at the
 * same places.
 *
 * @reference_weights, @moving_weights: the weights of the channels.
 */
gboolean
hom_level_pair_project (HomLevelPair    *pair,
                        const gfloat    *reference_weights,
                        const gfloat    *moving_weights,
                        const HomMatrix *w,
                        GError         **error)
{
  HomReferenceTiles *tiles;

  pair->is_projected = TRUE;
  pair->reference    = hom_channel_projection_apply (&pair->reference,
                                                     reference_weights);
  pair->moving = hom_channel_projection_apply (&pair->moving, moving_weights);
  tiles = hom_reference_tiles_like (pair->tiles, &pair->reference, error);
  if (! tiles)
    return FALSE;

  pair->tiles      = tiles;
  pair->owns_tiles = TRUE;
  count_tiles (pair, w);
  hom_reference_tiles_fill (tiles, &pair->reference, pair->n_few);

  return TRUE;
}
