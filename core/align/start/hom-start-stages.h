/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/start/hom-keypoints.h"
#include "align/start/hom-start-finder.h"
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

struct _HomStartFinder
{
  const HomImage *grey;
  const HomImage *mask;
  HomKeypointSet *keypoints[HOM_N_START_SIZES];
  HomKeypointSet *views[HOM_N_TILTED_VIEWS];
};

struct _HomStartList
{
  HomStartFinder *finder;
  const HomImage *grey;
  const HomImage *mask;
  HomModel        model;
  HomKeypointSet *keypoints[HOM_N_START_SIZES];
  gint            stage;
  gboolean        has_enough;
};

/* Looks for candidates.
 *
 * Returns: how many it found; −1 with an error.
 */
typedef gint (*HomStartStage) (HomStartList *list,
                               HomCandidate  candidates[],
                               GCancellable *cancellable,
                               GError      **error);

#define HOM_N_START_STAGES 7

extern const HomStartStage hom_start_stages[HOM_N_START_STAGES];

G_END_DECLS
