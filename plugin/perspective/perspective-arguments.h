/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"
#include "plugin/arguments/choice.h"

G_BEGIN_DECLS

/* Reads the arguments of plug-in-homography-perspective. */

typedef enum
{
  CORNERS_GIVEN,
  CORNERS_FIND,
} Corners;

typedef enum
{
  DIRECTION_CORRECT,
  DIRECTION_DISTORT,
} Direction;

typedef enum
{
  ASPECT_AUTO,
  ASPECT_KEEP,
  ASPECT_CUSTOM,
} Aspect;

/**
 * Turn:
 *
 * The number of quarters of a turn clockwise.
 */
typedef enum
{
  TURN_NONE,
  TURN_CLOCKWISE,
  TURN_HALF,
  TURN_COUNTERCLOCKWISE,
} Turn;

/**
 * PerspectiveArguments:
 * @corners: a #Corners.
 * @quad: the four corners, in the coordinates of the image, if they are given.
 * @inside: a point that the corners enclose, if @has_inside.
 * @least_confidence: the least confidence for corners that are found.
 * @direction: a #Direction.
 * @aspect: an #Aspect.
 * @aspect_ratio: width / height, where @aspect is ASPECT_CUSTOM.
 * @turn: a #Turn of the rectangle.
 * @mirror: whether it is mirrored.
 * @width: the width of the rectangle, in pixels; 0 where it is not given.
 * @height: its height, or 0.
 * @paper: a #Paper.
 * @resolution: that of the image where @paper is chosen, in pixels per inch.
 * @crop: whether the image is cropped to the result.
 *
 * Holds the arguments as they were given.
 */
typedef struct
{
  gint     corners;
  HomPoint quad[4];
  HomPoint inside;
  gboolean has_inside;
  gdouble  least_confidence;
  gint     direction;
  gint     aspect;
  gdouble  aspect_ratio;
  gint     turn;
  gboolean mirror;
  gint     width, height;
  gint     paper;
  gdouble  resolution;
  gboolean crop;
} PerspectiveArguments;

extern const Choice aspect_choices[];

void     perspective_add_arguments (GimpProcedure        *procedure);
gboolean perspective_parse         (GimpProcedureConfig  *config,
                                    PerspectiveArguments *arguments,
                                    GError              **error);

G_END_DECLS
