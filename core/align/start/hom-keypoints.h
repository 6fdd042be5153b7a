/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-box.h"

G_BEGIN_DECLS

/* Private: SIFT keypoints of a picture, with their descriptors. */

/* A SIFT descriptor: 4 × 4 cells of 8 directions. */
#define HOM_DESCRIPTOR_LENGTH 128

/**
 * HomFeature:
 * @point: in the picture's coordinates.
 * @scale: the blur (standard deviation), in pixels of the picture.
 * @keypoint: its number. Where two directions are equally strong, a keypoint
 *   makes two features.
 */
typedef struct
{
  HomPoint point;
  gdouble  scale;
  gint     keypoint;
} HomFeature;

/**
 * HomFeatures:
 * @features: @n of them.
 * @descriptors: %HOM_DESCRIPTOR_LENGTH numbers for each feature, of norm 1.
 * @room: for so many there is memory.
 * @n_keypoints: how many keypoints made them.
 */
typedef struct
{
  HomFeature *features;
  gfloat     *descriptors;
  gint        n;
  gint        room;
  gint        n_keypoints;
} HomFeatures;

HomFeatures *hom_features_new_empty (void);
gboolean     hom_features_make_room (HomFeatures       *features,
                                     gint               n_more,
                                     GError           **error);
HomFeatures *hom_features_negate    (const HomFeatures *features,
                                     GError           **error);
void         hom_features_free      (HomFeatures       *features);
gsize        hom_features_count     (const HomFeatures *features);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomFeatures, hom_features_free)

G_END_DECLS
