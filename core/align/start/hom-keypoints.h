/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-box.h"

G_BEGIN_DECLS

/* Private: SIFT keypoints of a picture, with their descriptors. */

/* The length of a SIFT descriptor: 4 × 4 cells of 8 directions. */
#define HOM_DESCRIPTOR_LENGTH 128

/**
 * HomKeypoint:
 * @point: its position, in the picture's coordinates.
 * @scale: its blur (standard deviation), in pixels of the picture.
 * @detection: its number. Where two directions are equally strong, a keypoint
 *   makes two features.
 *
 * A keypoint, as one of its features has it.
 */
typedef struct
{
  HomPoint point;
  gdouble  scale;
  gint     detection;
} HomKeypoint;

/**
 * HomKeypointSet:
 * @keypoints: the keypoint of each feature.
 * @descriptors: %HOM_DESCRIPTOR_LENGTH numbers for each feature, of norm 1.
 * @n: how many features there are.
 * @room: for how many there is memory.
 * @n_detections: how many keypoints made them.
 *
 * The features of a picture.
 */
typedef struct
{
  HomKeypoint *keypoints;
  gfloat      *descriptors;
  gint         n;
  gint         room;
  gint         n_detections;
} HomKeypointSet;

HomKeypointSet *hom_keypoint_set_new       (void);
gboolean        hom_keypoint_set_make_room (HomKeypointSet       *keypoints,
                                            gint                  n_more,
                                            GError              **error);
HomKeypointSet *hom_keypoint_set_negate    (const HomKeypointSet *keypoints,
                                            GError              **error);
void            hom_keypoint_set_free      (HomKeypointSet       *keypoints);
gsize           hom_keypoint_set_count     (const HomKeypointSet *keypoints);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomKeypointSet, hom_keypoint_set_free)

G_END_DECLS
