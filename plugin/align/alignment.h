/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"
#include "plugin/align/align-choices.h"

G_BEGIN_DECLS

/* A layer of which no corner would go this far, in pixels, stays where it is:
 * nobody sees the difference, and resampling softens.
 */
#define LEAST_DISPLACEMENT 0.02

/**
 * AlignArguments:
 * @reference: the layer that stays in place.
 * @model: the movements that are considered.
 * @loss: how the pictures are compared.
 * @start: where the search starts.
 * @sequence: whether each layer is laid over the one before it, and only the
 *   first over the reference.
 * @use_selection: whether only what is selected is compared.
 * @crop: whether the image is cropped to what all layers cover.
 * @report: whether the user is told what was found; the dialog does so anyway.
 *
 * The arguments tell how layers are aligned.
 */
typedef struct
{
  GimpDrawable *reference;
  HomModel      model;
  HomAlignLoss  loss;
  AlignStart    start;
  gboolean      sequence;
  gboolean      use_selection;
  gboolean      crop;
  gboolean      report;
} AlignArguments;

/**
 * Alignment:
 * @found: the alignment of the layer with what it was laid over: in a sequence,
 *   that is the layer before it. Its matrix and covariances are in the
 *   coordinates of the image.
 * @shown: the matrix by which a filter of ours shows the layer now; the
 *   identity, if there is none.
 * @h: the matrix that lays the layer over the reference, in the coordinates of
 *   the image.
 * @displacement: how far the farthest of the layer's corners goes from where it
 *   is seen, in pixels.
 * @uncertainty: the largest standard deviation of a corner in any direction,
 *   between the layer and what it was laid over, in pixels.
 * @is_relative: whether the model is of the movement from where the layer was
 *   shown or put by hand, and not from where it lies.
 * @is_by_hand: whether the user has put the layer there; nothing was found
 *   then.
 * @is_void: whether nothing was found, or the layer was left out: it stays as
 *   it is seen, and the rest is zero.
 *
 * An alignment tells what is known of a layer.
 */
typedef struct
{
  HomAlignment found;
  HomMatrix    shown;
  HomMatrix    h;
  gdouble      displacement;
  gdouble      uncertainty;
  gboolean     is_relative;
  gboolean     is_by_hand;
  gboolean     is_void;
} Alignment;

gdouble align_displacement (const HomMatrix *from,
                            const HomMatrix *to,
                            GimpLayer       *layer);

G_END_DECLS
