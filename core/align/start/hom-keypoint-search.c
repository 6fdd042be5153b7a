/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <vl/sift.h>

#include "align/start/hom-keypoint-picture.h"
#include "align/start/hom-keypoint-search.h"
#include "base/hom-memory.h"

/* The number of scales per octave, and the ratio of the curvatures above which
 * a keypoint can slide along an edge: as Lowe 2004
 * (doi:10.1023/B:VISI.0000029664.99615.94).
 */
#define LEVELS_PER_OCTAVE 3
#define EDGE_THRESHOLD    10.0

/* The least difference of Gaussians at a keypoint, of a brightness range of
 * 255. Lowe's is 3.4 of 255; a lower one also finds the keypoints of a matt
 * part of the picture, and the grid takes the strongest anyway.
 */
#define PEAK_THRESHOLD 1.5

/* A picture is doubled first when this many times its pixels are still within
 * the limit: its smallest details make most of its keypoints.
 */
#define DOUBLED 4

/* Shorter sides hold no octave. */
#define LEAST_SIDE 8

/* The most keypoints of the first octave, and of all others together. There are
 * four times fewer in each octave than in the one before; by halving the number
 * that may stay, those that are still there in a picture of a quarter of the
 * size stay.
 */
#define MAX_KEYPOINTS 2000

/* The number of cells along each side of the picture, over which the keypoints
 * are balanced: texture in one corner leaves room for the rest.
 */
#define GRID 10

/* The reach of a keypoint, in units of its scale: that of the difference of
 * Gaussians. Its descriptor reaches farther, but in the outer cells alone.
 */
#define REACH 3.0

/* The most directions that VLFeat gives a keypoint. */
#define MAX_DIRECTIONS 4

/* The alignment of the parts of VLFeat's memory, for vectors. */
#define ALIGNMENT 64

/* One keypoint of an octave, and what speaks for it. */
typedef struct
{
  gint    index;
  gint    cell;
  gint    rank;
  gdouble strength;
} Candidate;

/* The search of one picture.
 *
 * @sift: VLFeat's filter, while the search runs, for its own thread alone.
 * @memory: the memory in which that works.
 * @is_doubled: whether the picture is doubled first.
 * @error: the error that it ended with.
 */
struct _HomKeypointSearch
{
  HomKeypointPicture picture;
  VlSiftFilt        *sift;
  gchar             *memory;
  gboolean           is_doubled;
  HomPoint           origin;
  HomKeypointSet    *keypoints;
  gint               is_stopped;
  GError            *error;
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

/* Returns the size of the difference of Gaussians at the pixel nearest to a
 * keypoint.
 */
static gdouble
strength_of (const VlSiftFilt *sift, const VlSiftKeypoint *key)
{
  gsize width  = sift->octave_width;
  gsize height = sift->octave_height;
  gsize level  = key->is - sift->s_min;

  return fabsf (sift->dog[(level * height + key->iy) * width + key->ix]);
}

/* Lists the keypoints of the octave that no masked pixel takes part in.
 *
 * Returns: (nullable): for hom_memory_free().
 */
static Candidate *
list_candidates (HomKeypointSearch *search, gint *n_candidates)
{
  const VlSiftKeypoint *keys = vl_sift_get_keypoints (search->sift);
  gint                  n    = vl_sift_get_nkeypoints (search->sift);
  Candidate            *list = hom_memory_new (n, sizeof (Candidate), FALSE,
                                               &search->error);

  *n_candidates = 0;
  for (gint i = 0; list && i < n; i++)
    {
      gdouble   x         = keys[i].x + 0.5;
      gdouble   y         = keys[i].y + 0.5;
      gint      column    = x * GRID / search->picture.width;
      gint      row       = y * GRID / search->picture.height;
      Candidate candidate = { i, 0, 0, strength_of (search->sift, &keys[i]) };

      candidate.cell = CLAMP (row, 0, GRID - 1) * GRID +
                       CLAMP (column, 0, GRID - 1);
      if (hom_keypoint_picture_is_whole (&search->picture, x, y,
                                         REACH * keys[i].sigma))
        list[(*n_candidates)++] = candidate;
    }

  return list;
}

/* Chooses keypoints: the best of each cell first, then the second best of each,
 * and so on.
 */
static Candidate *
choose_keypoints (HomKeypointSearch *search, gint most, gint *n)
{
  Candidate *list = list_candidates (search, n);

  if (! list)
    return NULL;

  qsort (list, *n, sizeof (Candidate), compare_in_cell);
  for (gint i = 1; i < *n; i++)
    if (list[i].cell == list[i - 1].cell)
      list[i].rank = list[i - 1].rank + 1;
  qsort (list, *n, sizeof (Candidate), compare_in_picture);
  *n = MIN (*n, most);

  return list;
}

/* Turns a descriptor into RootSIFT's: the Euclidean distance between the roots
 * is the Hellinger distance of the histograms (Arandjelović & Zisserman 2012,
 * doi:10.1109/CVPR.2012.6248018).
 *
 * Returns: FALSE where the descriptor is empty.
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

/* Adds the features of a keypoint, one for each direction, for all of which
 * there is room. VLFeat has pixel centres at integers.
 */
static void
describe_keypoint (HomKeypointSearch *search, const VlSiftKeypoint *key)
{
  HomKeypointSet *keypoints = search->keypoints;
  gdouble         reduction = search->picture.reduction;
  HomKeypoint     keypoint  = { { search->origin.x + (key->x + 0.5) * reduction,
                                  search->origin.y + (key->y + 0.5) * reduction },
                                key->sigma * reduction,
                                keypoints->n_detections++ };
  gdouble         angles[MAX_DIRECTIONS];
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
          memcpy (keypoints->descriptors +
                      (gsize) keypoints->n * HOM_DESCRIPTOR_LENGTH,
                  descriptor, sizeof (descriptor));
          keypoints->keypoints[keypoints->n++] = keypoint;
        }
    }
}

static void
search_octave (HomKeypointSearch *search, gint most)
{
  hom_automemory Candidate *chosen = NULL;
  const VlSiftKeypoint     *keys;
  gint                      n;

  vl_sift_detect (search->sift);
  keys   = vl_sift_get_keypoints (search->sift);
  chosen = choose_keypoints (search, most, &n);
  if (! chosen ||
      ! hom_keypoint_set_make_room (search->keypoints, n, &search->error))
    return;

  for (gint i = 0; i < n; i++)
    {
      if (g_atomic_int_get (&search->is_stopped) ||
          ! hom_keypoint_set_make_room (search->keypoints, MAX_DIRECTIONS,
                                        &search->error))
        return;
      describe_keypoint (search, &keys[chosen[i].index]);
    }
}

/* Takes a part of the memory, for @n things of @size bytes each. */
static gpointer
take_part (HomKeypointSearch *search, gsize *at, gsize n, gsize size)
{
  gpointer part = search->memory ? search->memory + *at : NULL;

  *at += (n * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;

  return part;
}

/* Lays out VLFeat's memory for a picture: for each pixel of the first octave,
 * one number to smooth by, all levels of the octave, their differences, and the
 * gradients of those levels that have keypoints; and room for all keypoints
 * that there can be. These are strictly the highest or the lowest of their
 * neighbours in all three dimensions: of each kind, there is at most one in
 * four pixels and two levels.
 *
 * Returns: how many bytes it takes, also before there are any.
 */
static gsize
lay_out_sift (HomKeypointSearch *search, VlSiftFilt *sift)
{
  const gint  doubled  = search->is_doubled ? 4 : 1;
  const gsize n        = (gsize) sift->width * sift->height * doubled;
  const gsize n_levels = sift->s_max - sift->s_min + 1;
  gsize       at       = 0;

  G_STATIC_ASSERT (LEVELS_PER_OCTAVE <= 4);
  sift->temp   = take_part (search, &at, n, sizeof (vl_sift_pix));
  sift->octave = take_part (search, &at, n * n_levels, sizeof (vl_sift_pix));
  sift->dog = take_part (search, &at, n * (n_levels - 1), sizeof (vl_sift_pix));
  sift->grad     = take_part (search, &at, n * (n_levels - 3),
                              2 * sizeof (vl_sift_pix));
  sift->keys     = take_part (search, &at, n, sizeof (VlSiftKeypoint));
  sift->keys_res = n;

  return at;
}

/* Makes VLFeat's filter. VLFeat does not look whether it is given memory.
 * Functions of the library that give it some could only be set for all threads
 * of the program, and could not tell it that there is none; and memory that was
 * there when it was looked for may be another thread's when VLFeat asks. So the
 * filter is made for a single pixel, and then told of the picture, in memory of
 * the library: 104 bytes for a pixel, of which a picture hardly touches the 32
 * for its keypoints. VLFeat still takes less than 1 kB itself. It fills a table
 * that all threads share, with the same values each time.
 *
 * Returns: FALSE with an error of the search.
 */
static gboolean
begin_sift (HomKeypointSearch *search)
{
  const gint  first = search->is_doubled ? -1 : 0;
  const gint  side  = MIN (search->picture.width, search->picture.height);
  /* As many octaves as VLFeat would take by itself. */
  const gint  n     = g_bit_storage (side / LEAST_SIDE) - 1 - first;
  VlSiftFilt *sift  = vl_sift_new (1, 1, MAX (n, 1), LEVELS_PER_OCTAVE, first);

  vl_sift_set_peak_thresh (sift, PEAK_THRESHOLD);
  vl_sift_set_edge_thresh (sift, EDGE_THRESHOLD);
  vl_free (sift->temp);
  vl_free (sift->octave);
  vl_free (sift->dog);
  vl_free (sift->grad);

  sift->width    = search->picture.width;
  sift->height   = search->picture.height;
  search->sift   = sift;
  search->memory = hom_memory_new (1, lay_out_sift (search, sift), FALSE,
                                   &search->error);
  lay_out_sift (search, sift);

  return search->memory != NULL;
}

/* Frees VLFeat's filter, which would free its parts, too. */
static void
end_sift (HomKeypointSearch *search)
{
  VlSiftFilt *sift = search->sift;

  sift->temp = sift->octave = sift->dog = sift->grad = NULL;
  sift->keys                                         = NULL;
  g_clear_pointer (&search->sift, vl_sift_delete);
  g_clear_pointer (&search->memory, hom_memory_free);
}

static void
search_clear (gpointer data)
{
  HomKeypointSearch *search = data;

  hom_keypoint_picture_clear (&search->picture);
  g_clear_pointer (&search->keypoints, hom_keypoint_set_free);
  g_clear_error (&search->error);
}

/* Makes a search. It copies what it needs of the images.
 *
 * Returns: (nullable): NULL with %HOM_ERROR_MEMORY, with %G_IO_ERROR_CANCELLED.
 */
HomKeypointSearch *
hom_keypoint_search_new (const HomImage *image,
                         const HomImage *mask,
                         gint            max_pixels,
                         GCancellable   *cancellable,
                         GError        **error)
{
  HomKeypointSearch *search = g_atomic_rc_box_new0 (HomKeypointSearch);

  if (! hom_keypoint_picture_init (&search->picture, image, mask, max_pixels,
                                   cancellable, error))
    {
      hom_keypoint_search_unref (search);
      return NULL;
    }

  search->is_doubled = DOUBLED * (gint64) search->picture.width *
                           search->picture.height <=
                       max_pixels;
  search->origin    = (HomPoint){ image->x, image->y };
  search->keypoints = hom_keypoint_set_new ();

  return search;
}

void
hom_keypoint_search_unref (gpointer search)
{
  if (search)
    g_atomic_rc_box_release_full (search, search_clear);
}

/* Runs a search; in any thread, once. */
void
hom_keypoint_search_run (gpointer data)
{
  HomKeypointSearch        *search  = data;
  const HomKeypointPicture *picture = &search->picture;
  gint                      most    = MAX_KEYPOINTS;
  gint                      status  = VL_ERR_OK;

  if (! picture->pixels || MIN (picture->width, picture->height) < LEAST_SIDE ||
      g_atomic_int_get (&search->is_stopped))
    return;

  if (begin_sift (search))
    status = vl_sift_process_first_octave (search->sift, picture->pixels);
  while (status == VL_ERR_OK && ! search->error &&
         ! g_atomic_int_get (&search->is_stopped))
    {
      search_octave (search, most);
      most   = MAX (most / 2, 1);
      status = vl_sift_process_next_octave (search->sift);
    }
  end_sift (search);
}

/* Ends a run in another thread, after the octave that it is at. */
void
hom_keypoint_search_stop (HomKeypointSearch *search)
{
  g_atomic_int_set (&search->is_stopped, TRUE);
}

/* Takes the result of a run that has ended.
 *
 * Returns: (transfer full): NULL with %HOM_ERROR_MEMORY.
 */
HomKeypointSet *
hom_keypoint_search_steal (HomKeypointSearch *search, GError **error)
{
  if (search->error)
    {
      g_propagate_error (error, g_steal_pointer (&search->error));
      return NULL;
    }

  return g_steal_pointer (&search->keypoints);
}
