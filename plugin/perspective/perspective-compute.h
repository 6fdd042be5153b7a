/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "plugin/apply/transformation.h"
#include "plugin/arguments/choice.h"
#include "ui/perspective/hom-perspective.h"

G_BEGIN_DECLS

/* Makes a transformation of the arguments of plug-in-homography-perspective. */

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
 * PerspectiveArguments:
 * @quad: the four corners, in the coordinates of the image.
 * @direction: a #Direction.
 * @aspect: an #Aspect.
 * @aspect_ratio: width / height, where @aspect is ASPECT_CUSTOM.
 * @focal_length: the focal length of the image, in pixels, by
 *   focal_length_read().
 *
 * Holds the arguments as they were given.
 */
typedef struct
{
  HomPoint quad[4];
  gint     direction;
  gint     aspect;
  gdouble  aspect_ratio;
  gdouble  focal_length;
} PerspectiveArguments;

/**
 * Perspective:
 * @transformation: what is done to the layer.
 * @rectangle: where the corners go or, to distort, those of the layer.
 * @ratio: width / height of the rectangle; 0 to distort.
 * @origin: where @ratio comes from.
 *
 * Holds what the arguments lead to for a layer.
 */
typedef struct
{
  Transformation transformation;
  HomPoint       rectangle[4];
  gdouble        ratio;
  HomRatioOrigin origin;
} Perspective;

extern const Choice direction_choices[];
extern const Choice aspect_choices[];

gboolean perspective_parse   (GimpProcedureConfig        *config,
                              gdouble                     focal_length,
                              PerspectiveArguments       *arguments,
                              GError                    **error);
gboolean perspective_compute (const PerspectiveArguments *arguments,
                              GimpLayer                  *layer,
                              Perspective                *perspective,
                              GError                    **error);

G_END_DECLS
