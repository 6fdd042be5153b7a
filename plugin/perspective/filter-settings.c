/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plugin/apply/filter-options.h"
#include "plugin/layers/camera.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/filter-settings.h"
#include "plugin/perspective/layer-view.h"
#include "plugin/perspective/perspective-compute.h"

/* Rectangles have the same size when their sides have to this many pixels. */
#define SAME_SIZE 0.01

/* Tells whether the corners would become that rectangle by the given choice. */
static gboolean
comes_from (gint             aspect,
            GimpLayer       *layer,
            const HomCamera *camera,
            const HomPoint   source[4],
            const HomPoint   target[4])
{
  const PerspectiveArguments arguments = {
    .direction    = DIRECTION_CORRECT,
    .aspect       = aspect,
    .aspect_ratio = camera->pixel_aspect * (target[1].x - target[0].x) /
                    (target[3].y - target[0].y),
    .mirror = ! hom_quad_is_clockwise (source),
  };
  const LayerView view = { *camera, FALSE, HOM_MATRIX_IDENTITY };
  Perspective     perspective;
  HomPoint        corners[4];

  for (gint i = 0; i < 4; i++)
    corners[i] = source[arguments.mirror ? i ^ 1 : i];
  if (! perspective_compute (&arguments, corners, &view, layer, &perspective,
                             NULL))
    return FALSE;

  /* only the size is compared: where the rectangle lies may have been chosen
   * by that of the image
   */
  return fabs (perspective.rectangle[2].x - perspective.rectangle[0].x -
               (target[2].x - target[0].x)) < SAME_SIZE &&
         fabs (perspective.rectangle[2].y - perspective.rectangle[0].y -
               (target[2].y - target[0].y)) < SAME_SIZE;
}

/* Finds the choice that gives the size of the rectangle.
 *
 * @is_sized: (out): whether there is none, and the size itself is to be given.
 */
static gint
find_aspect (GimpLayer     *layer,
             const HomPoint source[4],
             const HomPoint target[4],
             gboolean      *is_sized)
{
  const gint aspects[] = { ASPECT_AUTO, ASPECT_KEEP, ASPECT_CUSTOM };
  HomCamera  camera    = camera_read (layer);

  *is_sized = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (aspects); i++)
    if (comes_from (aspects[i], layer, &camera, source, target))
      return aspects[i];
  *is_sized = TRUE;

  return ASPECT_CUSTOM;
}

/* Sets the arguments to those of a correction. */
static void
load_correction (GimpLayer           *layer,
                 const HomPoint       source[4],
                 const HomPoint       target[4],
                 GimpProcedureConfig *config,
                 HomPoint             corners[4])
{
  gdouble   width  = target[1].x - target[0].x;
  gdouble   height = target[3].y - target[0].y;
  gboolean  mirror = ! hom_quad_is_clockwise (source);
  gboolean  is_sized;
  gint      aspect = find_aspect (layer, source, target, &is_sized);
  HomCamera camera = camera_read (layer);

  for (gint i = 0; i < 4; i++)
    corners[i] = source[mirror ? i ^ 1 : i];
  g_object_set (config, "direction", "correct", "aspect",
                choice_find (aspect_choices, aspect)->nick, "aspect-ratio",
                camera.pixel_aspect * width / height, "turn", "none", "mirror",
                mirror, "paper", "none", "width",
                is_sized ? (gint) round (width) : 0, "height",
                is_sized ? (gint) round (height) : 0, NULL);
}

/* Sets the arguments to those of a distortion: the layer's corners go
 * somewhere.
 */
static gboolean
load_distortion (GimpLayer           *layer,
                 const HomPoint       source[4],
                 const HomPoint       target[4],
                 GimpProcedureConfig *config,
                 HomPoint             corners[4])
{
  HomBox    box = layer_box (layer);
  HomPoint  own[4];
  HomPoint  there[4];
  HomMatrix h;

  if (! hom_matrix_from_corners (source, target, &h, NULL))
    return FALSE;

  hom_quad_from_box (&box, own);
  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (&h, own[i], &there[i]))
      return FALSE;

  memcpy (corners, there, sizeof (there));
  g_object_set (config, "direction", "distort", NULL);

  return TRUE;
}

/* Sets the arguments of plug-in-homography-perspective to those that lead to
 * the filter on @layer that they have made.
 *
 * @corners: (inout): the corners, in the coordinates of the image.
 *
 * Returns: FALSE when there is none, or it cannot be told by four corners.
 */
gboolean
filter_settings_load (GimpLayer           *layer,
                      GimpProcedureConfig *config,
                      HomPoint             corners[4])
{
  HomBox       box = layer_box (layer);
  WarpSettings settings;

  if (! layer_view_edited (layer, &settings))
    return FALSE;

  for (gint i = 0; i < 4; i++)
    {
      settings.source[i].x += box.x0;
      settings.source[i].y += box.y0;
      settings.target[i].x += box.x0;
      settings.target[i].y += box.y0;
    }
  if (warp_settings_are_upright (&settings))
    load_correction (layer, settings.source, settings.target, config, corners);
  else if (! load_distortion (layer, settings.source, settings.target, config,
                              corners))
    return FALSE;

  filter_options_set (config, &settings);
  if (settings.is_clipped)
    g_object_set (config, "clipping", "corners", NULL);

  return TRUE;
}
