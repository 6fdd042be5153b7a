/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "homography/hom-align-types.h"

G_BEGIN_DECLS

/* Private: where an alignment could start, when it is not known. */

/* What one stage finds, at most. */
#define HOM_MAX_CANDIDATES 3

/**
 * HomCandidate:
 * @h: the forward matrix H, in the coordinates of the pictures.
 * @start: by which method it was found.
 * @model: that @h is a matrix of: at most the model asked for.
 * @is_negative: whether one picture is a negative of the other.
 * @evidence: the negative decimal logarithm of how often so much agreement is
 *   to be expected of pictures that have nothing in common.
 * @spread: for features, that of #HomRobustFit; else the overlap, as a share of
 *   the smaller picture.
 *
 * A start.
 */
typedef struct
{
  HomMatrix h;
  HomStart  start;
  HomModel  model;
  gboolean  is_negative;
  gdouble   evidence;
  gdouble   spread;
} HomCandidate;

/**
 * HomStarts:
 *
 * A reference, and what was found in it so far: for several moving pictures,
 * one after another.
 */
typedef struct _HomStarts HomStarts;

/**
 * HomStartList:
 *
 * The candidates for one moving picture, found as they are asked for.
 */
typedef struct _HomStartList HomStartList;

HomStarts    *hom_starts_new      (const HomImage  *grey,
                                   const HomImage  *mask);
void          hom_starts_free     (HomStarts       *starts);

HomStartList *hom_start_list_new  (HomStarts       *starts,
                                   const HomImage  *grey,
                                   const HomImage  *mask,
                                   HomModel         model);
void          hom_start_list_free (HomStartList    *list);
gint          hom_start_list_next (HomStartList    *list,
                                   HomCandidate     candidates[],
                                   GCancellable    *cancellable,
                                   GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomStarts, hom_starts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomStartList, hom_start_list_free)

G_END_DECLS
