/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "align/start/hom-keypoint-pairs.h"
#include "base/hom-memory.h"
#include "base/hom-parallel.h"

/* The largest ratio of the distances to the nearest descriptor and to the next
 * one of another keypoint: above it, more pairs are wrong than right (Lowe
 * 2004, doi:10.1023/B:VISI.0000029664.99615.94).
 */
#define LARGEST_RATIO 0.8

#define ROWS_PER_BAND 128

/* The feature of the other picture that is nearest to one, and the largest
 * cosines.
 */
typedef struct
{
  gfloat best;
  gfloat second;
  gint   index;
} Nearest;

/* The comparison of all features with all.
 *
 * @blocks: the reference's descriptors, HOM_BLOCK_COLUMNS of them side by side.
 * @of_moving: for each feature of the moving picture, the nearest of the
 *   reference.
 * @of_reference: for each band of the moving picture and each feature of the
 *   reference, the nearest in that band.
 */
typedef struct
{
  const HomKeypointSet *reference;
  const HomKeypointSet *moving;
  gint                  n_reference;
  gint                  n_moving;
  gfloat               *blocks;
  Nearest              *of_moving;
  Nearest              *of_reference;
  GCancellable         *cancellable;
} Comparison;

static const HomKeypoint *
keypoint_at (const HomKeypointSet *keypoints, gint i)
{
  return &keypoints->keypoints[i];
}

static const gfloat *
descriptor_at (const HomKeypointSet *keypoints, gint i)
{
  return keypoints->descriptors + (gsize) i * HOM_DESCRIPTOR_LENGTH;
}

static gint
count_blocks (gint n)
{
  return n / HOM_BLOCK_COLUMNS + (n % HOM_BLOCK_COLUMNS > 0);
}

/* Lays the descriptors out in blocks. The rest of the last block is zero, which
 * is farther than any.
 */
static gfloat *
make_blocks (const HomKeypointSet *keypoints, gint n, GError **error)
{
  gfloat *blocks = hom_memory_new (
      count_blocks (n),
      HOM_BLOCK_COLUMNS * HOM_DESCRIPTOR_LENGTH * sizeof (gfloat), TRUE, error);

  for (gint i = 0; blocks && i < n; i++)
    {
      const gfloat *descriptor = descriptor_at (keypoints, i);
      gfloat       *block      = blocks + (gsize) (i / HOM_BLOCK_COLUMNS) *
                                   HOM_BLOCK_COLUMNS * HOM_DESCRIPTOR_LENGTH;

      for (gint k = 0; k < HOM_DESCRIPTOR_LENGTH; k++)
        block[k * HOM_BLOCK_COLUMNS + i % HOM_BLOCK_COLUMNS] = descriptor[k];
    }

  return blocks;
}

/* Considers feature @i as the nearest, or as the second best. The latter is one
 * of another keypoint: the same one in another direction is no rival.
 */
static inline void
consider (Nearest              *nearest,
          const HomKeypointSet *keypoints,
          gint                  i,
          gfloat                cosine)
{
  gint detection;

  if (! (cosine > nearest->second))
    return;

  detection = keypoint_at (keypoints, i)->detection;
  if (cosine > nearest->best)
    {
      if (nearest->index >= 0 &&
          keypoint_at (keypoints, nearest->index)->detection != detection)
        nearest->second = nearest->best;
      nearest->best  = cosine;
      nearest->index = i;
    }
  else if (keypoint_at (keypoints, nearest->index)->detection != detection)
    {
      nearest->second = cosine;
    }
}

static void
consider_block (Comparison  *comparison,
                Nearest     *of_reference,
                gint         first_row,
                gint         n_rows,
                gint         first_column,
                const gfloat cosines[HOM_BLOCK_ROWS][HOM_BLOCK_COLUMNS])
{
  gint n_columns = MIN (HOM_BLOCK_COLUMNS,
                        comparison->n_reference - first_column);

  for (gint row = 0; row < n_rows; row++)
    for (gint column = 0; column < n_columns; column++)
      {
        gfloat   cosine = cosines[row][column];
        Nearest *other  = &of_reference[first_column + column];

        consider (&comparison->of_moving[first_row + row],
                  comparison->reference, first_column + column, cosine);
        if (cosine > other->best)
          {
            other->best  = cosine;
            other->index = first_row + row;
          }
      }
}

static void
compare_rows (gint band, gint first, gint last, gpointer data)
{
  Comparison *comparison   = data;
  gint        n_blocks     = count_blocks (comparison->n_reference);
  Nearest    *of_reference = comparison->of_reference +
                          (gsize) band * comparison->n_reference;
  gfloat cosines[HOM_BLOCK_ROWS][HOM_BLOCK_COLUMNS];

  for (gint row = first; row < last; row += HOM_BLOCK_ROWS)
    {
      gint          n_rows = MIN (HOM_BLOCK_ROWS, last - row);
      const gfloat *rows[HOM_BLOCK_ROWS];

      if (g_cancellable_is_cancelled (comparison->cancellable))
        return;
      for (gint i = 0; i < HOM_BLOCK_ROWS; i++)
        rows[i] = descriptor_at (comparison->moving, row + MIN (i, n_rows - 1));
      for (gint i = 0; i < n_blocks; i++)
        {
          hom_kernel (hom_keypoint_compare_block) (
              rows,
              comparison->blocks +
                  (gsize) i * HOM_BLOCK_COLUMNS * HOM_DESCRIPTOR_LENGTH,
              cosines);
          consider_block (comparison, of_reference, row, n_rows,
                          i * HOM_BLOCK_COLUMNS,
                          (const gfloat (*)[HOM_BLOCK_COLUMNS]) cosines);
        }
    }
}

static Nearest *
new_nearest (gsize n, GError **error)
{
  Nearest *nearest = hom_memory_new (n, sizeof (Nearest), FALSE, error);

  for (gsize i = 0; nearest && i < n; i++)
    nearest[i] = (Nearest){ -1.0f, -1.0f, -1 };

  return nearest;
}

/* Merges what the bands found. Of two features that are equally near, the first
 * one counts.
 */
static void
merge_bands (Comparison *comparison, gint n_bands)
{
  Nearest *merged = comparison->of_reference;
  gint     n      = comparison->n_reference;

  for (gint band = 1; band < n_bands; band++)
    for (gint i = 0; i < n; i++)
      if (merged[(gsize) band * n + i].best > merged[i].best)
        merged[i] = merged[(gsize) band * n + i];
}

/* Returns the distance of two unit vectors with that cosine. */
static gdouble
distance_of (gfloat cosine)
{
  return sqrt (MAX (2.0 - 2.0 * cosine, 0.0));
}

/* Makes a pair of feature @i of the moving picture and its counterpart.
 *
 * Returns: FALSE when it has none.
 */
static gboolean
take_pair (const Comparison *comparison, gint i, HomPointPair *pair)
{
  const Nearest     *nearest = &comparison->of_moving[i];
  const HomKeypoint *source, *target;
  gdouble            ratio;

  if (nearest->index < 0 || comparison->of_reference[nearest->index].index != i)
    return FALSE;

  /* A lone feature has no rival: nothing speaks for it. */
  ratio = distance_of (nearest->best) /
          MAX (distance_of (nearest->second), G_MINDOUBLE);
  if (! (nearest->second >= 0.0f && ratio <= LARGEST_RATIO))
    return FALSE;

  source = keypoint_at (comparison->moving, i);
  target = keypoint_at (comparison->reference, nearest->index);
  *pair  = (HomPointPair){ source->point, target->point, source->scale,
                           target->scale, 1.0 - ratio };

  return TRUE;
}

/* Tells whether two pairs are the same: a keypoint in two directions makes a
 * pair twice, one after the other.
 */
static gboolean
is_same_pair (const HomPointPair *a, const HomPointPair *b)
{
  return a->source.x == b->source.x && a->source.y == b->source.y &&
         a->target.x == b->target.x && a->target.y == b->target.y;
}

static HomPointPair *
list_pairs (const Comparison *comparison, gsize *n_pairs, GError **error)
{
  HomPointPair *pairs = hom_memory_new (comparison->n_moving,
                                        sizeof (HomPointPair), FALSE, error);
  gsize         n     = 0;
  HomPointPair  pair;

  for (gint i = 0; pairs && i < comparison->n_moving; i++)
    {
      if (! take_pair (comparison, i, &pair))
        continue;
      if (n > 0 && is_same_pair (&pair, &pairs[n - 1]))
        pairs[n - 1].quality = MAX (pairs[n - 1].quality, pair.quality);
      else
        pairs[n++] = pair;
    }
  *n_pairs = n;

  return pairs;
}

/**
 * hom_keypoint_pairs_new:
 * @n_pairs: (out): how many pairs there are.
 *
 * Pairs the features that are each other's nearest by their descriptors, and
 * much nearer than the next: all are compared with all.
 *
 * Returns: (transfer full): the pairs, maybe none, in the order of the moving
 *   picture's features, for hom_memory_free(); NULL with %HOM_ERROR_MEMORY,
 *   with %G_IO_ERROR_CANCELLED.
 */
HomPointPair *
hom_keypoint_pairs_new (const HomKeypointSet *reference,
                        const HomKeypointSet *moving,
                        GCancellable         *cancellable,
                        gsize                *n_pairs,
                        GError              **error)
{
  gint          n_reference = reference->n;
  gint          n_moving    = moving->n;
  gint          n_bands     = hom_parallel_n_bands (n_moving, ROWS_PER_BAND);
  Comparison    comparison  = { reference, moving, n_reference, n_moving };
  HomPointPair *pairs       = NULL;

  comparison.cancellable = cancellable;
  comparison.blocks      = make_blocks (reference, n_reference, error);
  if (comparison.blocks)
    comparison.of_moving = new_nearest (n_moving, error);
  if (comparison.of_moving)
    comparison.of_reference = new_nearest ((gsize) n_bands * n_reference,
                                           error);
  if (comparison.of_reference)
    {
      hom_parallel_rows (n_moving, ROWS_PER_BAND, compare_rows, &comparison);
      if (! g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          merge_bands (&comparison, n_bands);
          pairs = list_pairs (&comparison, n_pairs, error);
        }
    }

  hom_memory_free (comparison.blocks);
  hom_memory_free (comparison.of_moving);
  hom_memory_free (comparison.of_reference);

  return pairs;
}
