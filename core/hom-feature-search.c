/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>

#include <vl/sift.h>

#include "hom-features-private.h"

/* Lowe 2004 (doi:10.1023/B:VISI.0000029664.99615.94): scales per octave, and
 * the largest ratio of the curvatures, above which a keypoint can slide along
 * an edge.
 */
#define LEVELS_PER_OCTAVE 3
#define EDGE_THRESHOLD    10.0

/* The least difference of Gaussians at a keypoint, of a brightness range of
 * 255. Lowe's is 3.4 of 255; a lower one also finds the keypoints of a matt
 * part of the picture, and the grid takes the strongest anyway.
 */
#define PEAK_THRESHOLD 1.5

/* A picture of which so many times the pixels are still within the limit is
 * doubled first: its smallest details make most of its keypoints.
 */
#define DOUBLED 4

/* Shorter sides hold no octave. */
#define LEAST_SIDE 8

/* Keypoints of the first octave, at most, and of all others together. There are
 * four times fewer in each octave than in the one before; by halving the number
 * that may stay, those that are still there in a picture of a quarter of the
 * size stay.
 */
#define MAX_KEYPOINTS 2000

/* Cells along each side of the picture, over which the keypoints are balanced:
 * texture in one corner leaves room for the rest.
 */
#define GRID 10

/* What a keypoint looks at, in units of its scale: the difference of Gaussians
 * reaches as far. Its descriptor looks farther, but in the outer cells alone.
 */
#define REACH 3.0

/* The most directions that VLFeat gives a keypoint. */
#define MAX_DIRECTIONS 4

/* One keypoint of an octave, and why it should stay. */
typedef struct
{
  gint    index;
  gint    cell;
  gint    rank;
  gdouble strength;
} Candidate;

/* @sift: while it runs, for its own thread alone.
 * @is_doubled: whether the picture is doubled first.
 */
struct _HomFeatureSearch
{
  HomFeaturePicture picture;
  VlSiftFilt       *sift;
  gboolean          is_doubled;
  HomPoint          origin;
  HomFeatures      *features;
  gint              is_stopped;
};

static gint
compare_in_cell (gconstpointer a, gconstpointer b)
{
  const Candidate *p = a;
  const Candidate *q = b;

  if (p->cell != q->cell)
    return p->cell - q->cell;
  if (p->strength != q->strength)
    return p->strength < q->strength ? 1 : -1;

  return p->index - q->index;
}

static gint
compare_in_picture (gconstpointer a, gconstpointer b)
{
  const Candidate *p = a;
  const Candidate *q = b;

  if (p->rank != q->rank)
    return p->rank - q->rank;
  if (p->strength != q->strength)
    return p->strength < q->strength ? 1 : -1;

  return p->index - q->index;
}

/* The difference of Gaussians at the pixel nearest to a keypoint. */
static gdouble
strength_of (const VlSiftFilt *sift, const VlSiftKeypoint *key)
{
  gsize width  = sift->octave_width;
  gsize height = sift->octave_height;
  gsize level  = key->is - sift->s_min;

  return fabsf (sift->dog[(level * height + key->iy) * width + key->ix]);
}

/* The keypoints of the octave that nothing masked takes part in. */
static GArray *
list_candidates (const HomFeatureSearch *search)
{
  const VlSiftKeypoint *keys = vl_sift_get_keypoints (search->sift);
  gint                  n    = vl_sift_get_nkeypoints (search->sift);
  GArray               *list = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (gint i = 0; i < n; i++)
    {
      gdouble   x         = keys[i].x + 0.5;
      gdouble   y         = keys[i].y + 0.5;
      gint      column    = x * GRID / search->picture.width;
      gint      row       = y * GRID / search->picture.height;
      Candidate candidate = { i, 0, 0, strength_of (search->sift, &keys[i]) };

      candidate.cell = CLAMP (row, 0, GRID - 1) * GRID +
                       CLAMP (column, 0, GRID - 1);
      if (hom_feature_picture_is_whole (&search->picture, x, y,
                                        REACH * keys[i].sigma))
        g_array_append_val (list, candidate);
    }

  return list;
}

/* The best of each cell first, then the second best of each, and so on. */
static GArray *
choose_keypoints (const HomFeatureSearch *search, guint most)
{
  GArray *list = list_candidates (search);

  g_array_sort (list, compare_in_cell);
  for (guint i = 1; i < list->len; i++)
    {
      const Candidate *previous  = &g_array_index (list, Candidate, i - 1);
      Candidate       *candidate = &g_array_index (list, Candidate, i);

      if (candidate->cell == previous->cell)
        candidate->rank = previous->rank + 1;
    }
  g_array_sort (list, compare_in_picture);
  if (list->len > most)
    g_array_set_size (list, most);

  return list;
}

/* RootSIFT: the Euclidean distance between the roots is the Hellinger distance
 * of the histograms (Arandjelović & Zisserman 2012,
 * doi:10.1109/CVPR.2012.6248018). Returns FALSE where there is nothing to
 * describe.
 */
static gboolean
take_roots (gfloat descriptor[HOM_DESCRIPTOR_LENGTH])
{
  gfloat sum = 0.0f;

  for (gint i = 0; i < HOM_DESCRIPTOR_LENGTH; i++)
    sum += descriptor[i];
  if (! (sum > 0.0f))
    return FALSE;

  for (gint i = 0; i < HOM_DESCRIPTOR_LENGTH; i++)
    descriptor[i] = sqrtf (descriptor[i] / sum);

  return TRUE;
}

/* VLFeat has pixel centres at integers. */
static void
describe_keypoint (HomFeatureSearch *search, const VlSiftKeypoint *key)
{
  gdouble    reduction = search->picture.reduction;
  HomFeature feature   = { { search->origin.x + (key->x + 0.5) * reduction,
                             search->origin.y + (key->y + 0.5) * reduction },
                           key->sigma * reduction,
                           search->features->n_keypoints++ };
  gdouble    angles[MAX_DIRECTIONS];
  gint n_angles = vl_sift_calc_keypoint_orientations (search->sift, angles,
                                                      key);

  for (gint i = 0; i < n_angles; i++)
    {
      /* VLFeat leaves it as it is for a keypoint on the last row. */
      gfloat descriptor[HOM_DESCRIPTOR_LENGTH] = { 0.0f };

      vl_sift_calc_keypoint_descriptor (search->sift, descriptor, key,
                                        angles[i]);
      if (take_roots (descriptor))
        {
          g_array_append_val (search->features->features, feature);
          g_array_append_vals (search->features->descriptors, descriptor,
                               HOM_DESCRIPTOR_LENGTH);
        }
    }
}

static void
search_octave (HomFeatureSearch *search, guint most)
{
  g_autoptr (GArray) chosen = NULL;
  const VlSiftKeypoint *keys;

  vl_sift_detect (search->sift);
  keys   = vl_sift_get_keypoints (search->sift);
  chosen = choose_keypoints (search, most);
  for (guint i = 0; i < chosen->len; i++)
    {
      if (g_atomic_int_get (&search->is_stopped))
        return;
      describe_keypoint (search,
                         &keys[g_array_index (chosen, Candidate, i).index]);
    }
}

/* Takes 72 bytes for a pixel. It fills a table that all share, with the same
 * values each time.
 */
static VlSiftFilt *
new_sift (const HomFeatureSearch *search)
{
  /* −1: as many octaves as there are. */
  VlSiftFilt *sift = vl_sift_new (search->picture.width, search->picture.height,
                                  -1, LEVELS_PER_OCTAVE,
                                  search->is_doubled ? -1 : 0);

  vl_sift_set_peak_thresh (sift, PEAK_THRESHOLD);
  vl_sift_set_edge_thresh (sift, EDGE_THRESHOLD);

  return sift;
}

static void
search_clear (gpointer data)
{
  HomFeatureSearch *search = data;

  hom_feature_picture_clear (&search->picture);
  g_clear_pointer (&search->features, hom_features_free);
}

/* Copies what it needs of the images. */
HomFeatureSearch *
hom_feature_search_new (const HomImage *image,
                        const HomImage *mask,
                        gint            max_pixels,
                        GCancellable   *cancellable,
                        GError        **error)
{
  HomFeatureSearch *search = g_atomic_rc_box_new0 (HomFeatureSearch);

  if (! hom_feature_picture_init (&search->picture, image, mask, max_pixels,
                                  cancellable, error))
    {
      hom_feature_search_unref (search);
      return NULL;
    }

  search->is_doubled = DOUBLED * (gint64) search->picture.width *
                           search->picture.height <=
                       max_pixels;
  search->origin   = (HomPoint) { image->x, image->y };
  search->features = hom_features_new_empty ();

  return search;
}

void
hom_feature_search_unref (gpointer search)
{
  if (search)
    g_atomic_rc_box_release_full (search, search_clear);
}

/* In any thread, once. */
void
hom_feature_search_run (gpointer data)
{
  HomFeatureSearch        *search  = data;
  const HomFeaturePicture *picture = &search->picture;
  guint                    most    = MAX_KEYPOINTS;
  gint                     status;

  if (! picture->pixels || MIN (picture->width, picture->height) < LEAST_SIDE ||
      g_atomic_int_get (&search->is_stopped))
    return;

  search->sift = new_sift (search);
  status       = vl_sift_process_first_octave (search->sift, picture->pixels);
  while (status == VL_ERR_OK && ! g_atomic_int_get (&search->is_stopped))
    {
      search_octave (search, most);
      most   = MAX (most / 2, 1);
      status = vl_sift_process_next_octave (search->sift);
    }
  g_clear_pointer (&search->sift, vl_sift_delete);
}

/* Ends a run in another thread, after the octave that it is at. */
void
hom_feature_search_stop (HomFeatureSearch *search)
{
  g_atomic_int_set (&search->is_stopped, TRUE);
}

/* The result of a run that has ended. */
HomFeatures *
hom_feature_search_steal (HomFeatureSearch *search)
{
  return g_steal_pointer (&search->features);
}
