/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plugin/layers/layers.h"
#include "plugin/perspective/paper.h"
#include "plugin/perspective/perspective-compute.h"

/* Finds the corners of the sheet that become the top left, top right, bottom
 * right and bottom left ones. Nobody photographs a mirror image: corners that
 * go round the other way were given in another order.
 */
static void
choose_corners (const PerspectiveArguments *arguments,
                const HomPoint              corners[4],
                HomPoint                    quad[4])
{
  const gint step = hom_quad_is_clockwise (corners) ? 1 : 3;
  HomPoint   upright[4];

  for (gint i = 0; i < 4; i++)
    upright[i] = corners[step * ((i + 4 - arguments->turn) % 4) % 4];
  for (gint i = 0; i < 4; i++)
    quad[i] = upright[arguments->mirror ? i ^ 1 : i];
}

/* Chooses the width / height of the rectangle that the quadrilateral is to
 * become.
 */
static void
choose_ratio (const PerspectiveArguments *arguments,
              const HomPoint              quad[4],
              const HomCamera            *camera,
              GimpLayer                  *layer,
              Perspective                *perspective)
{
  HomBox box = layer_box (layer);

  perspective->origin = HOM_RATIO_GIVEN;
  if (arguments->width > 0 && arguments->height > 0)
    perspective->ratio = camera->pixel_aspect * arguments->width /
                         arguments->height;
  else if (arguments->aspect == ASPECT_CUSTOM)
    perspective->ratio = arguments->aspect_ratio;
  else if (arguments->aspect == ASPECT_KEEP)
    perspective->ratio = camera->pixel_aspect * (box.x1 - box.x0) /
                         (box.y1 - box.y0);
  else
    perspective->ratio = hom_quad_recover_ratio (quad, camera,
                                                 &perspective->origin);
}

/* Chooses the size of the rectangle, in pixels: the one that was asked for, or
 * one as large as the sides of the quadrilateral, so that no detail is lost.
 */
static void
choose_size (const PerspectiveArguments *arguments,
             const HomPoint              quad[4],
             const HomCamera            *camera,
             Perspective                *perspective,
             gdouble                    *width,
             gdouble                    *height)
{
  gdouble ratio = perspective->ratio / camera->pixel_aspect;

  perspective->resolution = 0.0;
  if (arguments->paper != PAPER_NONE)
    {
      hom_paper_pixels (paper_find (arguments->paper), perspective->ratio,
                        arguments->resolution, width, height);
      perspective->ratio      = *width / *height;
      perspective->origin     = HOM_RATIO_GIVEN;
      perspective->resolution = arguments->resolution;
      return;
    }

  hom_quad_rectangle_size (quad, ratio, width, height);
  if (arguments->width > 0)
    {
      *width  = arguments->width;
      *height = arguments->width / ratio;
    }
  else if (arguments->height > 0)
    {
      *width  = arguments->height * ratio;
      *height = arguments->height;
    }
}

/* Puts an upright rectangle of that size in place of the quadrilateral, its
 * edges between pixels.
 */
static void
place_rectangle (const HomPoint quad[4],
                 gdouble        width,
                 gdouble        height,
                 HomPoint       rectangle[4])
{
  HomPoint centre = { 0.0, 0.0 };
  HomBox   box;

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

/* Finds the matrix of the layer as it is seen of that of its own pixels. */
static gboolean
find_seen (const LayerView *view, Perspective *perspective, GError **error)
{
  HomMatrix back;

  if (! hom_matrix_invert (&view->shown, &back, error))
    return FALSE;

  perspective->h = hom_matrix_multiply (&perspective->transformation.h, &back);

  return TRUE;
}

/* Takes the corners of the layer to the quadrilateral, wherever they are seen.
 */
static gboolean
distort (const HomPoint   quad[4],
         const LayerView *view,
         GimpLayer       *layer,
         Perspective     *perspective,
         GError         **error)
{
  HomBox    box = layer_box (layer);
  HomPoint  corners[4];
  HomMatrix h;

  hom_quad_from_box (&box, corners);
  memcpy (perspective->rectangle, quad, sizeof (corners));
  perspective->ratio      = 0.0;
  perspective->origin     = HOM_RATIO_GIVEN;
  perspective->resolution = 0.0;

  return hom_matrix_from_corners (corners, quad, &h, error) &&
         transformation_init (&perspective->transformation, &h, layer, error) &&
         find_seen (view, perspective, error);
}

/* Finds the transformation of a layer.
 *
 * @corners: the corners, given or found, where they are seen.
 *
 * Returns: FALSE with a message when it cannot be transformed like that.
 */
gboolean
perspective_compute (const PerspectiveArguments *arguments,
                     const HomPoint              corners[4],
                     const LayerView            *view,
                     GimpLayer                  *layer,
                     Perspective                *perspective,
                     GError                    **error)
{
  Transformation *transformation = &perspective->transformation;
  HomPoint        quad[4], own[4];
  HomMatrix       h;
  gdouble         width, height;

  if (arguments->direction == DIRECTION_DISTORT)
    return distort (corners, view, layer, perspective, error);

  /* the camera has seen the layer's own pixels */
  choose_corners (arguments, corners, quad);
  for (gint i = 0; i < 4; i++)
    if (! layer_view_point (view, quad[i], &own[i], error))
      return FALSE;
  choose_ratio (arguments, own, &view->camera, layer, perspective);
  choose_size (arguments, quad, &view->camera, perspective, &width, &height);
  place_rectangle (quad, width, height, perspective->rectangle);
  if (! hom_matrix_from_corners (quad, perspective->rectangle, &h, error))
    return FALSE;
  h = hom_matrix_multiply (&h, &view->shown);
  if (! transformation_init (transformation, &h, layer, error) ||
      ! find_seen (view, perspective, error))
    return FALSE;

  /* so that the filter can be edited by the corners that were chosen */
  memcpy (transformation->source, own, sizeof (own));
  transformation->corners = hom_box_of_points (perspective->rectangle, 4);
  transformation->wanted  = transformation->corners;

  return TRUE;
}

/* Keeps what a filter that is composed with cuts off, unless the layer is cut
 * to the corners.
 */
void
perspective_keep_cut (const Options   *options,
                      const LayerView *view,
                      GimpLayer       *layer,
                      Perspective     *perspective)
{
  if (view->is_elsewhere && options->clipping != CLIPPING_CORNERS)
    transformation_keep_cut (&perspective->transformation, layer);
}
