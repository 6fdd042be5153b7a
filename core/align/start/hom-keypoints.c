/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "align/start/hom-keypoints.h"
#include "base/hom-memory.h"

#define N_CELLS      (HOM_DESCRIPTOR_LENGTH / N_DIRECTIONS)
#define N_DIRECTIONS 8

HomKeypointSet *
hom_keypoint_set_new (void)
{
  return g_new0 (HomKeypointSet, 1);
}

/* Makes room for @n_more features, and at least for as many again as there are,
 * where there is not enough.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_keypoint_set_make_room (HomKeypointSet *keypoints,
                            gint            n_more,
                            GError        **error)
{
  const gsize                 size = HOM_DESCRIPTOR_LENGTH * sizeof (gfloat);
  const gint                  room = keypoints->n + MAX (n_more, keypoints->n);
  hom_automemory HomKeypoint *larger      = NULL;
  hom_automemory gfloat      *descriptors = NULL;

  if (n_more <= keypoints->room - keypoints->n)
    return TRUE;

  larger = hom_memory_new (room, sizeof (HomKeypoint), FALSE, error);
  if (larger)
    descriptors = hom_memory_new (room, size, FALSE, error);
  if (! descriptors)
    return FALSE;

  if (keypoints->n > 0)
    {
      memcpy (larger, keypoints->keypoints,
              keypoints->n * sizeof (HomKeypoint));
      memcpy (descriptors, keypoints->descriptors, keypoints->n * size);
    }
  hom_memory_free (keypoints->keypoints);
  hom_memory_free (keypoints->descriptors);
  keypoints->keypoints   = g_steal_pointer (&larger);
  keypoints->descriptors = g_steal_pointer (&descriptors);
  keypoints->room        = room;

  return TRUE;
}

/**
 * hom_keypoint_set_negate:
 *
 * Makes the features of the negative of a picture, without another search. Its
 * keypoints are the same, but all gradients point the other way: so does each
 * keypoint, and its 4 × 4 cells come in the opposite order; the directions in
 * them, which count from that of the keypoint, stay.
 *
 * Returns: (transfer full): the features; NULL with %HOM_ERROR_MEMORY.
 */
HomKeypointSet *
hom_keypoint_set_negate (const HomKeypointSet *keypoints, GError **error)
{
  HomKeypointSet *negative = hom_keypoint_set_new ();
  gsize           n        = (gsize) keypoints->n * HOM_DESCRIPTOR_LENGTH;

  if (! hom_keypoint_set_make_room (negative, keypoints->n, error))
    {
      hom_keypoint_set_free (negative);
      return NULL;
    }

  for (gint i = 0; i < keypoints->n; i++)
    negative->keypoints[i] = keypoints->keypoints[i];
  negative->n            = keypoints->n;
  negative->n_detections = keypoints->n_detections;
  for (gsize i = 0; i < n; i++)
    {
      gsize first = i - i % HOM_DESCRIPTOR_LENGTH;
      gsize cell  = i % HOM_DESCRIPTOR_LENGTH / N_DIRECTIONS;

      negative->descriptors[first + (N_CELLS - 1 - cell) * N_DIRECTIONS +
                            i % N_DIRECTIONS] = keypoints->descriptors[i];
    }

  return negative;
}

void
hom_keypoint_set_free (HomKeypointSet *keypoints)
{
  if (keypoints)
    {
      hom_memory_free (keypoints->keypoints);
      hom_memory_free (keypoints->descriptors);
      g_free (keypoints);
    }
}

/**
 * hom_keypoint_set_count:
 *
 * Counts the keypoints, each of them once.
 *
 * Returns: how many there are.
 */
gsize
hom_keypoint_set_count (const HomKeypointSet *keypoints)
{
  return keypoints->n_detections;
}
