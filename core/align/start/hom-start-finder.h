/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "homography/hom-align-types.h"

G_BEGIN_DECLS

/* Private: candidates for the start of an alignment, when that is not known. */

/* The most candidates that one stage finds. */
#define HOM_MAX_CANDIDATES 3

/**
 * HomCandidate:
 * @h: the forward matrix H, in the coordinates of the pictures.
 * @start: the method by which it was found.
 * @model: the model that @h is a matrix of: at most the model asked for.
 * @is_negative: whether one picture is a negative of the other.
 * @by_edges: whether it was found by the edges, whichever side is brighter.
 * @minus_log_nfa: −log₁₀ of the number of false alarms (NFA), which is how
 *   often so much agreement is to be expected of pictures that have nothing in
 *   common.
 * @spread: for features, the spread of #HomRobustFit; else the overlap, as a
 *   share of the smaller picture.
 *
 * A candidate for the start of an alignment.
 */
typedef struct
{
  HomMatrix h;
  HomStart  start;
  HomModel  model;
  gboolean  is_negative;
  gboolean  by_edges;
  gdouble   minus_log_nfa;
  gdouble   spread;
} HomCandidate;

/**
 * HomStartFinder:
 *
 * A reference and the keypoints found in it so far, for several moving
 * pictures, one after another.
 */
typedef struct _HomStartFinder HomStartFinder;

/**
 * HomStartList:
 *
 * The candidates for one moving picture, found as they are asked for.
 */
typedef struct _HomStartList HomStartList;

HomStartFinder *hom_start_finder_new  (const HomImage *grey,
                                       const HomImage *mask);
void            hom_start_finder_free (HomStartFinder *finder);

HomStartList *hom_start_list_new  (HomStartFinder *finder,
                                   const HomImage *grey,
                                   const HomImage *mask,
                                   HomModel        model);
void          hom_start_list_free (HomStartList   *list);
gint          hom_start_list_next (HomStartList   *list,
                                   HomCandidate    candidates[],
                                   GCancellable   *cancellable,
                                   GError        **error);
gint          hom_start_list_quick (HomStartList  *list,
                                    HomCandidate   candidates[],
                                    GCancellable  *cancellable,
                                    GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomStartFinder, hom_start_finder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomStartList, hom_start_list_free)

G_END_DECLS
