/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "hom-image.h"
#include "hom-loss-types.h"
#include "hom-model.h"

G_BEGIN_DECLS

/**
 * HomPicture:
 * @image: one channel, or R'G'B' (perceptual, not linear light). Its x and y
 *   say where it lies: the matrices are in these coordinates.
 * @mask: (nullable): an image of one channel with the same box: how much a
 *   pixel counts, 0 to 1. A pixel that is not a finite number never counts.
 *
 * One of the two pictures of an alignment.
 */
typedef struct
{
  const HomImage *image;
  const HomImage *mask;
} HomPicture;

/**
 * HomAlignLoss:
 * @HOM_ALIGN_AUTO: LOCAL or, where that explains little and they are surer,
 *   EDGES; at the end ROBUST, where one exposure does, and ZNCC, where nothing
 *   else differs but noise.
 * @HOM_ALIGN_SSD: the squared difference of the pictures as they are: for the
 *   same exposure, and nothing that moved.
 * @HOM_ALIGN_ZNCC: zero-mean normalized cross-correlation: the squared
 *   difference for the best gain and bias.
 * @HOM_ALIGN_ROBUST: the best gain and bias, and Tukey's biweight: what differs
 *   by more than noise does not count.
 * @HOM_ALIGN_LOCAL: ROBUST with a gain and bias of each place: for vignetting,
 *   another gamma, clipping, other light. The gain may be negative.
 * @HOM_ALIGN_EDGES: ROBUST on the strength of the edges: for different sensors
 *   and colour channels.
 *
 * How an alignment compares two pictures.
 */
typedef enum
{
  HOM_ALIGN_AUTO,
  HOM_ALIGN_SSD,
  HOM_ALIGN_ZNCC,
  HOM_ALIGN_ROBUST,
  HOM_ALIGN_LOCAL,
  HOM_ALIGN_EDGES,
} HomAlignLoss;

/**
 * HomStart:
 * @HOM_START_GIVEN: #HomAlignOptions.start, or where the pictures lie.
 * @HOM_START_FEATURES: where the SIFT features of both pictures say that they
 *   lie.
 * @HOM_START_SEARCH: the best of many shifts and rotations.
 *
 * The start of the descent that led to the result.
 */
typedef enum
{
  HOM_START_GIVEN,
  HOM_START_FEATURES,
  HOM_START_SEARCH,
} HomStart;

/**
 * HomProgressFunc:
 * @fraction: how much is done, 0 to 1; never falls.
 *
 * Tells how far an alignment is. It is called in the thread of the alignment,
 * some times a second.
 */
typedef void (*HomProgressFunc) (gdouble fraction, gpointer data);

/**
 * HomAlignStep:
 * @level: the level of the reference's pyramid; level 0 is the picture itself.
 *   It falls until the next start is tried.
 * @n_levels: the number of levels.
 * @iteration: how many steps were tried at this level before.
 * @loss: how much the pictures differ where they count for the loss: 1 minus
 *   their zero-mean normalized cross-correlation, 0 at best. It can be compared
 *   between the steps of a level.
 * @h: the forward matrix H there.
 *
 * The state of an alignment on its way.
 */
typedef struct
{
  gint      level;
  gint      n_levels;
  gint      iteration;
  gdouble   loss;
  HomMatrix h;
} HomAlignStep;

/**
 * HomAlignObserver:
 * @step: valid during the call only.
 *
 * Observes an alignment. It is called in the thread of the alignment, at the
 * begin of each level and after each step that was taken; it had better be
 * quick.
 */
typedef void (*HomAlignObserver) (const HomAlignStep *step, gpointer data);

/**
 * HomAlignOptions:
 * @model: the homographies that are tried.
 * @loss: how the pictures are compared.
 * @start: (nullable): the forward matrix H to start from; the result is a
 *   matrix of @model times this one. Without it, the search starts from where
 *   the pictures lie and, when that does not lead to a match that can be
 *   trusted, from other starts.
 * @also_search: whether other starts are tried with @start, too; the result may
 *   then be a matrix of @model alone.
 * @keep_model: whether all freedoms of @model are used even where the data
 *   cannot tell them from fewer.
 * @allow_horizon: whether the moving picture may go on beyond the horizon, as
 *   long as the part of it that lies on the reference does not: for a part that
 *   is looked for in a picture, where the rest need not be warped.
 * @progress: (nullable): told how far the work is.
 * @progress_data: for @progress.
 * @observer: (nullable): told of each step.
 * @observer_data: for @observer.
 *
 * The options of an alignment. A field that is left out of an initializer is 0:
 * the model then is a translation.
 */
typedef struct
{
  HomModel         model;
  HomAlignLoss     loss;
  const HomMatrix *start;
  gboolean         also_search;
  gboolean         keep_model;
  gboolean         allow_horizon;
  HomProgressFunc  progress;
  gpointer         progress_data;
  HomAlignObserver observer;
  gpointer         observer_data;
} HomAlignOptions;

#define HOM_ALIGN_MAX_LEVELS 16

/**
 * HomCovariance:
 *
 * The covariance of the error of a point, in px².
 */
typedef struct
{
  gdouble xx, xy, yy;
} HomCovariance;

/**
 * HomAlignment:
 * @h: the forward matrix H: takes the moving picture to where it lies over the
 *   reference.
 * @model: the model of the matrix, relative to the start: one with fewer
 *   freedoms than asked for where the data cannot tell the difference.
 * @loss: the loss that led here; never AUTO.
 * @start: where its descent began.
 * @exposure: brings the brightness of the moving picture to the reference's,
 *   over all of the overlap.
 * @correlation: zero-mean normalized cross-correlation over the overlap, of
 *   luma; for EDGES, of the strength of the edges.
 * @correlation_before: the correlation at the start.
 * @agreement: how well the details match, 1 at best: the mean of the
 *   correlations in small windows, so that neither light nor what moved counts
 *   for much. Pictures that have nothing in common are near 0.
 * @agreement_before: the agreement at the start.
 * @overlap: the share of the moving picture that lies on the reference.
 * @residual: the root of the mean squared difference, in the reference's units,
 *   without what does not count for the loss.
 * @displacement: the farthest that a corner of the moving picture goes, from
 *   where it is to where @h takes it, in pixels.
 * @corners: how uncertain the corners of the moving picture are where @h takes
 *   them, from the noise and the Hessian.
 * @n_levels: the number of levels of the pyramids; level 0 is the pictures
 *   themselves.
 * @iterations: the number of trial steps at each level.
 *
 * The alignment that hom_align() found.
 */
typedef struct
{
  HomMatrix     h;
  HomModel      model;
  HomAlignLoss  loss;
  HomStart      start;
  HomExposure   exposure;
  gdouble       correlation;
  gdouble       correlation_before;
  gdouble       agreement;
  gdouble       agreement_before;
  gdouble       overlap;
  gdouble       residual;
  gdouble       displacement;
  HomCovariance corners[4];
  gint          n_levels;
  gint          iterations[HOM_ALIGN_MAX_LEVELS];
} HomAlignment;

G_END_DECLS
