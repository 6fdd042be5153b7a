/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"
#include "plugin/arguments/choice.h"

G_BEGIN_DECLS

/* The options are the arguments that all procedures have in common. */

typedef enum
{
  OUTPUT_FILTER,
  OUTPUT_LAYER,
  OUTPUT_NEW_LAYER,
  OUTPUT_NONE,
} Output;

typedef enum
{
  CLIPPING_CORNERS,
  CLIPPING_ADJUST,
  CLIPPING_CLIP,
  CLIPPING_CROP,
} Clipping;

/**
 * Options:
 * @sampling: how a layer is sampled.
 * @output: what is made of the result.
 * @clipping: which part of the result is kept.
 * @keep_ratio: whether what is cropped keeps the ratio of the layer's sides.
 *
 * The options tell how a transformation is carried out.
 */
typedef struct
{
  HomSampling sampling;
  Output      output;
  Clipping    clipping;
  gboolean    keep_ratio;
} Options;

extern const Choice interpolation_choices[];
extern const Choice boundary_choices[];
extern const Choice output_choices[];
extern const Choice clipping_choices[];

/* Where no corners are given, nothing is cut to them. */
#define LAYER_CLIPPING_CHOICES (clipping_choices + 1)

/* What was set as output, while a layer has a mask: only dialogs know it. */
#define OUTPUT_REMEMBERED "output-without-mask"

void     options_add_arguments (GimpProcedure       *procedure,
                                const Choice        *clippings);
gboolean options_parse         (GimpProcedureConfig *config,
                                const Choice        *clippings,
                                Options             *options,
                                GError             **error);

G_END_DECLS
