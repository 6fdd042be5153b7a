/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "plugin/layers/focal-length.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/perspective-compute.h"

const Choice direction_choices[] = {
  { "correct", N_ ("Straighten: the corners become a rectangle"),
    DIRECTION_CORRECT },
  { "distort", N_ ("Distort: the layer goes to the corners"),
    DIRECTION_DISTORT },
  { NULL },
};

const Choice aspect_choices[] = {
  { "auto", N_ ("True ratio, recovered from the corners"), ASPECT_AUTO },
  { "keep", N_ ("As the layer"), ASPECT_KEEP },
  { "custom", N_ ("Custom"), ASPECT_CUSTOM },
  { NULL },
};

/* Reads the arguments.
 *
 * Returns: FALSE with a message when one makes no sense.
 */
gboolean
perspective_parse (GimpProcedureConfig  *config,
                   gdouble               focal_length,
                   PerspectiveArguments *arguments,
                   GError              **error)
{
  arguments->focal_length = focal_length;
  for (gint i = 0; i < 4; i++)
    {
      gchar x[] = { 'x', '1' + i, '\0' };
      gchar y[] = { 'y', '1' + i, '\0' };

      g_object_get (config, x, &arguments->quad[i].x, y, &arguments->quad[i].y,
                    NULL);
    }
  g_object_get (config, "aspect-ratio", &arguments->aspect_ratio, NULL);

  if (! choice_parse (config, "direction", direction_choices,
                      &arguments->direction, error) ||
      ! choice_parse (config, "aspect", aspect_choices, &arguments->aspect,
                      error) ||
      ! hom_quad_check (arguments->quad, error))
    return FALSE;

  if (arguments->aspect == ASPECT_CUSTOM &&
      ! (arguments->aspect_ratio >= 0.01 && arguments->aspect_ratio <= 100.0))
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _ ("The argument “aspect-ratio” is %g; it must be between "
                      "0.01 and 100 (width divided by height)."),
                   arguments->aspect_ratio);
      return FALSE;
    }

  return TRUE;
}

static HomPoint
middle_of_image (GimpLayer *layer)
{
  GimpImage *image = gimp_item_get_image (GIMP_ITEM (layer));

  return (HomPoint) { gimp_image_get_width (image) / 2.0,
                      gimp_image_get_height (image) / 2.0 };
}

/* Recovers the ratio, by the focal length that the camera noted or, failing
 * that, the one that the perspective tells.
 */
static void
recover_ratio (const PerspectiveArguments *arguments,
               GimpLayer                  *layer,
               Perspective                *perspective)
{
  HomBox   box    = layer_box (layer);
  HomPoint middle = { (box.x0 + box.x1) / 2.0, (box.y0 + box.y1) / 2.0 };
  gdouble  width, height;

  perspective->origin = HOM_RATIO_FOCAL_LENGTH;
  if (arguments->focal_length > 0.0 &&
      focal_length_ratio (arguments->quad, middle_of_image (layer),
                          arguments->focal_length, &perspective->ratio))
    return;

  perspective->origin = HOM_RATIO_PERSPECTIVE;
  if (hom_quad_aspect_ratio (arguments->quad, middle,
                             hypot (box.x1 - box.x0, box.y1 - box.y0),
                             &perspective->ratio, NULL))
    return;

  hom_quad_mean_sides (arguments->quad, &width, &height);
  perspective->origin = HOM_RATIO_MEAN_SIDES;
  perspective->ratio  = width / height;
}

/* Chooses the width / height of the rectangle that the quadrilateral is to
 * become.
 */
static void
choose_ratio (const PerspectiveArguments *arguments,
              GimpLayer                  *layer,
              Perspective                *perspective)
{
  HomBox box = layer_box (layer);

  perspective->origin = HOM_RATIO_GIVEN;
  if (arguments->aspect == ASPECT_CUSTOM)
    perspective->ratio = arguments->aspect_ratio;
  else if (arguments->aspect == ASPECT_KEEP)
    perspective->ratio = (box.x1 - box.x0) / (box.y1 - box.y0);
  else
    recover_ratio (arguments, layer, perspective);
}

/* Chooses an upright rectangle of that ratio in place of the quadrilateral: as
 * large as its sides, so that no detail is lost, its edges between pixels.
 */
static void
choose_rectangle (const HomPoint quad[4], gdouble ratio, HomPoint rectangle[4])
{
  HomPoint centre = { 0.0, 0.0 };
  gdouble  width, height;
  HomBox   box;

  hom_quad_mean_sides (quad, &width, &height);
  if (width < height * ratio)
    width = height * ratio;
  else
    height = width / ratio;
  for (gint i = 0; i < 4; i++)
    {
      centre.x += quad[i].x / 4.0;
      centre.y += quad[i].y / 4.0;
    }

  box.x0 = round (centre.x - width / 2.0);
  box.y0 = round (centre.y - height / 2.0);
  box.x1 = box.x0 + MAX (1.0, round (width));
  box.y1 = box.y0 + MAX (1.0, round (height));
  hom_quad_from_box (&box, rectangle);
}

/* Takes the corners of the layer to the quadrilateral. */
static gboolean
distort (const PerspectiveArguments *arguments,
         GimpLayer                  *layer,
         Perspective                *perspective,
         GError                    **error)
{
  HomBox    box = layer_box (layer);
  HomPoint  corners[4];
  HomMatrix h;

  hom_quad_from_box (&box, corners);
  memcpy (perspective->rectangle, arguments->quad, sizeof (corners));
  perspective->ratio  = 0.0;
  perspective->origin = HOM_RATIO_GIVEN;

  return hom_matrix_from_corners (corners, arguments->quad, &h, error) &&
         transformation_init (&perspective->transformation, &h, layer, error);
}

/* Finds the transformation of a layer.
 *
 * Returns: FALSE with a message when it cannot be transformed like that.
 */
gboolean
perspective_compute (const PerspectiveArguments *arguments,
                     GimpLayer                  *layer,
                     Perspective                *perspective,
                     GError                    **error)
{
  Transformation *transformation = &perspective->transformation;
  HomMatrix       h;

  if (arguments->direction == DIRECTION_DISTORT)
    return distort (arguments, layer, perspective, error);

  choose_ratio (arguments, layer, perspective);
  choose_rectangle (arguments->quad, perspective->ratio,
                    perspective->rectangle);
  if (! hom_matrix_from_corners (arguments->quad, perspective->rectangle, &h,
                                 error) ||
      ! transformation_init (transformation, &h, layer, error))
    return FALSE;

  /* so that the filter can be edited by the corners that were chosen */
  memcpy (transformation->source, arguments->quad, sizeof (arguments->quad));
  transformation->wanted = (HomBox) { perspective->rectangle[0].x,
                                      perspective->rectangle[0].y,
                                      perspective->rectangle[2].x,
                                      perspective->rectangle[2].y };

  return TRUE;
}
