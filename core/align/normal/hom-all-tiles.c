/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "align/normal/hom-all-tiles.h"
#include "homography/hom-quad.h"

/* The tiles of a block along each side: so few that the processor's cache holds
 * their pixels, so many that little of the moving picture is read twice. To
 * keep all tiles would take 16 bytes a pixel, and more time to write than to
 * sum up.
 */
#define COLUMNS 16
#define ROWS    8

/* The pixels around what a block sees that its sums depend on: those that a
 * cubic kernel and the filter of the spline reach.
 */
#define MARGIN (3 + HOM_LARGEST_HALF)

/* A part of the moving picture.
 *
 * @w: the sampling matrix to it.
 */
typedef struct
{
  HomPlanes planes;
  HomImage  images[HOM_MAX_PLANES], mask;
  HomMatrix w;
} Part;

/* Finds the box of what a block sees.
 *
 * Returns: FALSE when the block reaches the horizon.
 */
static gboolean
find_seen (const HomPlanes *moving,
           const HomBox    *block,
           const HomMatrix *w,
           HomBox          *seen)
{
  const HomImage *plane = moving->planes[0];
  HomPoint        corners[4];

  hom_quad_from_box (block, corners);
  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (w, corners[i], &corners[i]))
      return FALSE;
  *seen    = hom_box_of_points (corners, 4);
  seen->x0 = MAX (floor (seen->x0) - MARGIN, 0.0);
  seen->y0 = MAX (floor (seen->y0) - MARGIN, 0.0);
  seen->x1 = MIN (ceil (seen->x1) + MARGIN, plane->width);
  seen->y1 = MIN (ceil (seen->y1) + MARGIN, plane->height);

  return TRUE;
}

static HomImage
crop (const HomImage *image, const HomBox *box)
{
  HomImage part = *image;

  part.data   = (gfloat *) hom_image_pixel (image, box->x0, box->y0);
  part.width  = box->x1 - box->x0;
  part.height = box->y1 - box->y0;

  return part;
}

static void
take_part (const HomPlanes *moving,
           const HomBox    *box,
           const HomMatrix *w,
           Part            *part)
{
  const HomMatrix shift  = { { 1, 0, -box->x0, 0, 1, -box->y0, 0, 0, 1 } };
  HomPlanes      *planes = &part->planes;

  *planes = *moving;
  part->w = hom_matrix_multiply (&shift, w);
  for (gint c = 0; c < moving->n_planes; c++)
    {
      part->images[c]   = crop (moving->planes[c], box);
      planes->planes[c] = &part->images[c];
    }
  if (moving->mask)
    {
      part->mask   = crop (moving->mask, box);
      planes->mask = &part->mask;
    }
  planes->whole_width -= (gint) box->x0 << moving->halvings;
  planes->whole_height -= (gint) box->y0 << moving->halvings;
  planes->whole_width  = MIN (planes->whole_width,
                              part->images[0].width << moving->halvings);
  planes->whole_height = MIN (planes->whole_height,
                              part->images[0].height << moving->halvings);
}

/* Adds the sums of a block of tiles, as it sees a part of the moving picture.
 */
static gboolean
add_block (const HomAllTiles   *all,
           const HomComparison *comparison,
           const Part          *part,
           HomReferenceTiles   *tiles,
           HomNormalEquations  *normal,
           GError             **error)
{
  HomComparison      block = *comparison;
  HomNormalEquations sums;

  g_autoptr (HomMovingTiles)
      moving = hom_moving_tiles_new (&part->planes, tiles, tiles->n_tiles,
                                     &part->w, all->tones,
                                     comparison->is_spline, error);

  if (! moving)
    return FALSE;

  hom_reference_tiles_filter (tiles, all->reference, tiles->n_tiles,
                              &all->filter);
  block.reference    = tiles;
  block.n_tiles      = tiles->n_tiles;
  block.moving       = &part->planes;
  block.moving_tiles = moving;
  if (! hom_normal_equations_compute (&block, &part->w, &sums, error))
    return FALSE;
  hom_normal_equations_add (normal, &sums);

  return TRUE;
}

/* Sums up the normal equations over all tiles, a block at a time.
 *
 * @comparison: how they are compared, whatever its own tiles: by exposures that
 *   need no moments of each place.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_all_tiles_compute (const HomAllTiles   *all,
                       const HomComparison *comparison,
                       const HomMatrix     *w,
                       HomNormalEquations  *normal,
                       GError             **error)
{
  const HomImage *plane = all->reference->planes[0];
  const gint      width = COLUMNS * HOM_TILE, height = ROWS * HOM_TILE;

  memset (normal, 0, sizeof (HomNormalEquations));
  for (gint y = 0; y < plane->height; y += height)
    for (gint x = 0; x < plane->width; x += width)
      {
        HomBox block = { x, y, MIN (x + width, plane->width),
                         MIN (y + height, plane->height) };
        HomBox seen  = { 0, 0, all->moving->planes[0]->width,
                         all->moving->planes[0]->height };
        Part   part;
        g_autoptr (HomReferenceTiles) tiles = NULL;

        if (find_seen (all->moving, &block, w, &seen) &&
            ! (seen.x1 > seen.x0 && seen.y1 > seen.y0))
          continue;
        take_part (all->moving, &seen, w, &part);
        tiles = hom_reference_tiles_part (all->reference, &block, error);
        if (! tiles ||
            ! add_block (all, comparison, &part, tiles, normal, error))
          return FALSE;
      }

  return TRUE;
}
