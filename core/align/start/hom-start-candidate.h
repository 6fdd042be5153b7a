/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-align-types.h"

G_BEGIN_DECLS

/* Private: a candidate for the start of an alignment. */

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

G_END_DECLS
