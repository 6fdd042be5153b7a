/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-features.h"

/* Private to hom-features*.c. */

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
struct _HomFeatures
{
  HomFeature *features;
  gfloat     *descriptors;
  gint        n;
  gint        room;
  gint        n_keypoints;
};

/**
 * HomFeaturePicture:
 * @pixels: @width × @height, what is masked filled in.
 * @holes: (nullable): (@width + 1) × (@height + 1): how many masked pixels lie
 *   above and left of a corner of a pixel.
 * @reduction: pixels of the image along a side of one of these.
 *
 * A picture in the form in which keypoints are looked for: not too large, and
 * its contrast made equal.
 */
typedef struct
{
  gfloat  *pixels;
  guint32 *holes;
  gint     width, height;
  gint     reduction;
} HomFeaturePicture;

gboolean hom_feature_picture_init     (HomFeaturePicture       *picture,
                                       const HomImage          *image,
                                       const HomImage          *mask,
                                       gint                     max_pixels,
                                       GCancellable            *cancellable,
                                       GError                 **error);
void     hom_feature_picture_clear    (HomFeaturePicture       *picture);
gboolean hom_feature_picture_is_whole (const HomFeaturePicture *picture,
                                       gdouble                  x,
                                       gdouble                  y,
                                       gdouble                  radius);

HomFeatures *hom_features_new_empty (void);
gboolean     hom_features_make_room (HomFeatures  *features,
                                     gint          n_more,
                                     GError      **error);

/* The work on one picture, which is counted by reference: whoever ordered it
 * may give it up while a thread is still at it.
 */
typedef struct _HomFeatureSearch HomFeatureSearch;

HomFeatureSearch *hom_feature_search_new   (const HomImage    *image,
                                            const HomImage    *mask,
                                            gint               max_pixels,
                                            GCancellable      *cancellable,
                                            GError           **error);
void              hom_feature_search_unref (gpointer           search);
void              hom_feature_search_run   (gpointer           search);
void              hom_feature_search_stop  (HomFeatureSearch  *search);
HomFeatures      *hom_feature_search_steal (HomFeatureSearch  *search,
                                            GError           **error);
