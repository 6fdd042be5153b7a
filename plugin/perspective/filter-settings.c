/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "plugin/apply/filter-options.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/focal-length.h"
#include "plugin/layers/layers.h"
#include "plugin/perspective/filter-settings.h"
#include "plugin/perspective/perspective-compute.h"

/* A rectangle is upright when its sides are to this many pixels: XCF files keep
 * corners as floats.
 */
#define UPRIGHT 0.01

static gboolean
is_rectangle (const HomPoint quad[4])
{
  return fabs (quad[0].y - quad[1].y) < UPRIGHT &&
         fabs (quad[1].x - quad[2].x) < UPRIGHT &&
         fabs (quad[2].y - quad[3].y) < UPRIGHT &&
         fabs (quad[3].x - quad[0].x) < UPRIGHT &&
         quad[1].x - quad[0].x > UPRIGHT && quad[3].y - quad[0].y > UPRIGHT;
}

/* Returns: whether the corners would become that rectangle by the given choice.
 */
static gboolean
comes_from (gint           aspect,
            GimpLayer     *layer,
            const HomPoint source[4],
            const HomPoint target[4])
{
  PerspectiveArguments arguments = { .direction = DIRECTION_CORRECT,
                                     .aspect    = aspect };
  Perspective          perspective;

  memcpy (arguments.quad, source, sizeof (arguments.quad));
  arguments.focal_length = focal_length_read (
      gimp_item_get_image (GIMP_ITEM (layer)));
  if (! perspective_compute (&arguments, layer, &perspective, NULL))
    return FALSE;

  for (gint i = 0; i < 4; i++)
    if (hypot (perspective.rectangle[i].x - target[i].x,
               perspective.rectangle[i].y - target[i].y) > UPRIGHT)
      return FALSE;

  return TRUE;
}

/* Sets the arguments to those of a correction, by the choice that gives the
 * ratio of the rectangle.
 */
static void
load_correction (GimpLayer           *layer,
                 const HomPoint       source[4],
                 const HomPoint       target[4],
                 GimpProcedureConfig *config,
                 HomPoint             corners[4])
{
  gint    aspect = ASPECT_CUSTOM;
  gdouble ratio  = (target[1].x - target[0].x) / (target[3].y - target[0].y);

  memcpy (corners, source, 4 * sizeof (HomPoint));
  if (comes_from (ASPECT_AUTO, layer, source, target))
    aspect = ASPECT_AUTO;
  else if (comes_from (ASPECT_KEEP, layer, source, target))
    aspect = ASPECT_KEEP;
  g_object_set (config, "direction", "correct", "aspect",
                choice_find (aspect_choices, aspect)->nick, "aspect-ratio",
                ratio, NULL);
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
 * the filter of ours on @layer.
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
  GimpDrawableFilter *filter = warp_filter_find (GIMP_DRAWABLE (layer));
  HomBox              box    = layer_box (layer);
  HomPoint            source[4];
  HomPoint            target[4];
  HomSampling         sampling;

  if (! filter)
    return FALSE;

  warp_filter_get (filter, source, target, &sampling);
  for (gint i = 0; i < 4; i++)
    {
      source[i].x += box.x0;
      source[i].y += box.y0;
      target[i].x += box.x0;
      target[i].y += box.y0;
    }
  if (is_rectangle (target))
    load_correction (layer, source, target, config, corners);
  else if (! load_distortion (layer, source, target, config, corners))
    return FALSE;

  filter_options_set (config, &sampling);

  return TRUE;
}
