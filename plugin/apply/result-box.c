/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "plugin/apply/result-box.h"
#include "plugin/layers/layers.h"

/* These are margins of hom_inner_pixels(). Lanczos rings as far as it reaches.
 */
static const gdouble margins[] = {
  [HOM_INTERPOLATION_NEAREST] = 0.0,
  [HOM_INTERPOLATION_LINEAR]  = 0.5,
  [HOM_INTERPOLATION_CUBIC]   = 0.5,
  [HOM_INTERPOLATION_LANCZOS] = 2.5,
};

/* A result of more than this many times the layer's area, and of more pixels
 * than a camera has, comes from a horizon that nearly touches the layer, and is
 * not what anyone wants.
 */
#define MOST_GROWTH 50.0
#define MANY_PIXELS 100e6

/* Nobody misses less of a pixel than this. */
#define SLACK 0.5

/* Returns: how far from the edge, in pixels of the layer, a sample is opaque.
 */
gdouble
result_box_margin (HomInterpolation interpolation)
{
  return margins[interpolation];
}

static gboolean
refuse (GimpLayer *layer, const gchar *reason, GError **error)
{
  g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (layer));

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0, "%s: %s", name, reason);

  return FALSE;
}

/* Rounds a box outwards. A row of pixels that it reaches into by a hundredth is
 * not worth having.
 */
void
result_box_round (HomBox *box)
{
  box->x0 = floor (box->x0 + 0.01);
  box->y0 = floor (box->y0 + 0.01);
  box->x1 = MAX (ceil (box->x1 - 0.01), box->x0 + 1.0);
  box->y1 = MAX (ceil (box->y1 - 0.01), box->y0 + 1.0);
}

/* Finds the box of the layer after a transformation.
 *
 * @after: (out): that, in the coordinates of the image; its sides are between
 *   pixels.
 *
 * Returns: FALSE with a message when nothing of the layer would be seen.
 */
gboolean
result_box (const Transformation *transformation,
            GimpLayer            *layer,
            const Options        *options,
            HomBox               *after,
            GError              **error)
{
  HomBox  before = layer_box (layer);
  gdouble ratio  = 0.0;
  gdouble margin = margins[options->sampling.interpolation];

  if (! hom_matrix_map_box (&transformation->h, &before, NULL, after))
    return refuse (layer, _ ("All of it would lie behind the horizon."), error);

  if (options->clipping == CLIPPING_CORNERS ||
      (transformation->is_cut && options->clipping == CLIPPING_ADJUST))
    *after = transformation->corners;
  if (options->clipping == CLIPPING_CORNERS ||
      options->clipping == CLIPPING_ADJUST)
    result_box_round (after);
  else if (options->clipping == CLIPPING_CLIP)
    *after = before;

  if (options->clipping != CLIPPING_CROP)
    return TRUE;

  if (options->keep_ratio)
    ratio = (before.x1 - before.x0) / (before.y1 - before.y0);
  if (! hom_inner_pixels (&transformation->h, &before, margin, ratio, after))
    return refuse (layer,
                   _ ("There is no rectangle without empty corners to crop "
                      "to. Choose another clipping."),
                   error);

  return TRUE;
}

/* Returns: whether something of the layer that comes to lie in the box @wanted
 * is cut off. hom_matrix_map_box() leaves out what is near to the horizon, and
 * so does the operation, unless it lies in the box of the rest.
 */
gboolean
result_box_cuts (const Transformation *transformation,
                 GimpLayer            *layer,
                 const HomBox         *wanted)
{
  HomBox before = layer_box (layer);
  HomBox all, kept;

  if (! hom_matrix_map_box (&transformation->h, &before, wanted, &all))
    return FALSE;
  if (! hom_matrix_map_box (&transformation->h, &before, NULL, &kept))
    return TRUE;

  return all.x0 < kept.x0 - SLACK || all.y0 < kept.y0 - SLACK ||
         all.x1 > kept.x1 + SLACK || all.y1 > kept.y1 + SLACK;
}

/* Checks the result of a transformation.
 *
 * Returns: FALSE with a message when it would be empty, absurdly large or cut
 *   off.
 */
gboolean
result_box_check (const Transformation *transformation,
                  GimpLayer            *layer,
                  const Options        *options,
                  GError              **error)
{
  HomBox            before = layer_box (layer);
  g_autofree gchar *reason = NULL;
  HomBox            after;
  gdouble           width, height, growth;

  if (! result_box (transformation, layer, options, &after, error))
    return FALSE;

  width  = after.x1 - after.x0;
  height = after.y1 - after.y0;
  growth = width * height / ((before.x1 - before.x0) * (before.y1 - before.y0));
  if (! (MAX (width, height) <= GIMP_MAX_IMAGE_SIZE &&
         (growth <= MOST_GROWTH || width * height <= MANY_PIXELS)))
    reason = g_strdup_printf (_ ("the result would be %.0f × %.0f pixels, %.0f "
                                 "times the layer. Choose corners that are "
                                 "less extreme."),
                              width, height, growth);
  else if (! (MAX (fabs (after.x0), fabs (after.y0)) <= GIMP_MAX_IMAGE_SIZE))
    reason = g_strdup_printf (_ ("the result would lie at (%.0f, %.0f), "
                                 "farther out than GIMP can go."),
                              after.x0, after.y0);
  else if (result_box_cuts (transformation, layer, &transformation->wanted))
    reason = g_strdup (_ ("the perspective is so steep that a part of the "
                          "result would be cut off. Choose corners that are "
                          "less extreme."));

  return ! reason || refuse (layer, reason, error);
}
