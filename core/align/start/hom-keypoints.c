/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "align/start/hom-keypoints.h"
#include "base/hom-memory.h"

#define N_CELLS      (HOM_DESCRIPTOR_LENGTH / N_DIRECTIONS)
#define N_DIRECTIONS 8

HomFeatures *
hom_features_new_empty (void)
{
  return g_new0 (HomFeatures, 1);
}

/* Makes room for some more features; at least for as many again as there are.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY.
 */
gboolean
hom_features_make_room (HomFeatures *features, gint n_more, GError **error)
{
  const gsize                size   = HOM_DESCRIPTOR_LENGTH * sizeof (gfloat);
  const gint                 room   = features->n + MAX (n_more, features->n);
  hom_automemory HomFeature *larger = NULL;
  hom_automemory gfloat     *descriptors = NULL;

  if (n_more <= features->room - features->n)
    return TRUE;

  larger = hom_memory_new (room, sizeof (HomFeature), FALSE, error);
  if (larger)
    descriptors = hom_memory_new (room, size, FALSE, error);
  if (! descriptors)
    return FALSE;

  if (features->n > 0)
    {
      memcpy (larger, features->features, features->n * sizeof (HomFeature));
      memcpy (descriptors, features->descriptors, features->n * size);
    }
  hom_memory_free (features->features);
  hom_memory_free (features->descriptors);
  features->features    = g_steal_pointer (&larger);
  features->descriptors = g_steal_pointer (&descriptors);
  features->room        = room;

  return TRUE;
}

/**
 * hom_features_negate:
 *
 * The features of the negative of the same picture, without another search. Its
 * keypoints are the same, but all gradients point the other way: so does each
 * keypoint, and its 4 × 4 cells come in the opposite order; the directions in
 * them, which count from that of the keypoint, stay.
 *
 * Returns: (transfer full): the features; NULL with %HOM_ERROR_MEMORY.
 */
HomFeatures *
hom_features_negate (const HomFeatures *features, GError **error)
{
  HomFeatures *negative = hom_features_new_empty ();
  gsize        n        = (gsize) features->n * HOM_DESCRIPTOR_LENGTH;

  if (! hom_features_make_room (negative, features->n, error))
    {
      hom_features_free (negative);
      return NULL;
    }

  for (gint i = 0; i < features->n; i++)
    negative->features[i] = features->features[i];
  negative->n           = features->n;
  negative->n_keypoints = features->n_keypoints;
  for (gsize i = 0; i < n; i++)
    {
      gsize first = i - i % HOM_DESCRIPTOR_LENGTH;
      gsize cell  = i % HOM_DESCRIPTOR_LENGTH / N_DIRECTIONS;

      negative->descriptors[first + (N_CELLS - 1 - cell) * N_DIRECTIONS +
                            i % N_DIRECTIONS] = features->descriptors[i];
    }

  return negative;
}

void
hom_features_free (HomFeatures *features)
{
  if (features)
    {
      hom_memory_free (features->features);
      hom_memory_free (features->descriptors);
      g_free (features);
    }
}

/**
 * hom_features_count:
 *
 * Returns: how many keypoints there are.
 */
gsize
hom_features_count (const HomFeatures *features)
{
  return features->n_keypoints;
}
