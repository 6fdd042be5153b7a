/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "align/start/hom-keypoints.h"
#include "align/start/hom-start-candidate.h"
#include "align/start/hom-tilted-views.h"

G_BEGIN_DECLS

/* Private to hom-start-*.c: the stages in which starts are looked for. */

/* The sizes of picture in which features are found. */
typedef enum
{
  HOM_START_QUICK,
  HOM_START_THOROUGH,
  HOM_N_START_SIZES,
} HomStartSize;

/**
 * HomStartPicture:
 * @grey: a picture: one channel, perceptual.
 * @mask: (nullable): its mask.
 * @keypoints: (nullable): its keypoints, as far as they were looked for.
 * @views: (nullable): those of views of it from the side, likewise.
 *
 * A picture, and what was found in it.
 */
typedef struct
{
  const HomImage *grey;
  const HomImage *mask;
  HomKeypointSet *keypoints[HOM_N_START_SIZES];
  HomKeypointSet *views[HOM_N_TILTED_VIEWS];
} HomStartPicture;

/**
 * HomStartPair:
 * @reference: the picture that stays.
 * @moving: the picture that moves, of which no views are kept.
 * @model: which homographies are asked for.
 * @has_enough: whether features agreed so widely that more would tell nothing
 *   new.
 *
 * The two pictures that starts are looked for.
 */
typedef struct
{
  HomStartPicture *reference;
  HomStartPicture  moving;
  HomModel         model;
  gboolean         has_enough;
} HomStartPair;

/* Looks for candidates.
 *
 * Returns: how many it found; −1 with an error.
 */
typedef gint (*HomStartStage) (HomStartPair *pair,
                               HomCandidate  candidates[],
                               GCancellable *cancellable,
                               GError      **error);

#define HOM_N_START_STAGES 7

extern const HomStartStage hom_start_stages[HOM_N_START_STAGES];

void hom_start_picture_clear (HomStartPicture *picture);

G_END_DECLS
