/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "apply.h"
#include "layers.h"
#include "warp-filter.h"

/* A result of more than this many times the layer's area, and of more pixels
 * than a camera has, comes from a horizon that nearly touches the layer, and is
 * not what anyone wants.
 */
#define MOST_GROWTH 50.0
#define MANY_PIXELS 100e6

/* Returns: FALSE with a message when @h is singular or shows nothing of @layer.
 * A negative multiple of a matrix that shows it becomes positive.
 */
gboolean
transformation_init (Transformation  *transformation,
                     const HomMatrix *h,
                     GimpLayer       *layer,
                     GError         **error)
{
  HomBox    box = layer_box (layer);
  HomMatrix inverse;

  if (! hom_matrix_invert (h, &inverse, error))
    return FALSE;

  transformation->h = hom_matrix_face (h, &box);
  transformation->h = hom_matrix_normalize (&transformation->h);
  hom_quad_in_front (&transformation->h, &box, transformation->source);

  return TRUE;
}

/* The box of the layer afterwards, in the coordinates of the image, its sides
 * between pixels.
 */
static HomBox
result_box (const Transformation *transformation,
            GimpLayer            *layer,
            const Options        *options)
{
  HomBox before = layer_box (layer);
  HomBox after;

  if (options->clipping == CLIPPING_CLIP)
    return before;

  /* What a hundredth of a pixel reaches into is not worth a row of its own. */
  hom_matrix_map_box (&transformation->h, &before, NULL, &after);
  after.x0 = floor (after.x0 + 0.01);
  after.y0 = floor (after.y0 + 0.01);
  after.x1 = MAX (ceil (after.x1 - 0.01), after.x0 + 1.0);
  after.y1 = MAX (ceil (after.y1 - 0.01), after.y0 + 1.0);

  return after;
}

static gboolean
check_size (GimpDrawable         *drawable,
            const Transformation *transformation,
            const Options        *options,
            GError              **error)
{
  HomBox  before = layer_box (GIMP_LAYER (drawable));
  HomBox  after  = result_box (transformation, GIMP_LAYER (drawable), options);
  gdouble width  = after.x1 - after.x0;
  gdouble height = after.y1 - after.y0;
  gdouble growth = width * height /
                   ((before.x1 - before.x0) * (before.y1 - before.y0));
  g_autofree gchar *name = NULL;

  name = gimp_item_get_name (GIMP_ITEM (drawable));
  if (! (MAX (width, height) <= GIMP_MAX_IMAGE_SIZE &&
         (growth <= MOST_GROWTH || width * height <= MANY_PIXELS)))
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _ ("%s: the result would be %.0f × %.0f pixels, %.0f times "
                    "the layer. Choose corners that are less extreme."),
                 name, width, height, growth);
  else if (! (MAX (fabs (after.x0), fabs (after.y0)) <= GIMP_MAX_IMAGE_SIZE))
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _ ("%s: the result would lie at (%.0f, %.0f), farther out "
                    "than GIMP can go."),
                 name, after.x0, after.y0);
  else
    return TRUE;

  return FALSE;
}

/* All that can fail is asked here, before anything is changed.
 *
 * Returns: FALSE with a message when a result would be absurdly large, or the
 *   operation is missing.
 */
gboolean
apply_check (GimpDrawable        **drawables,
             const Transformation *transformations,
             const Options        *options,
             GError              **error)
{
  if (options->output == OUTPUT_NONE)
    return TRUE;

  for (gint i = 0; drawables[i]; i++)
    if (! check_size (drawables[i], &transformations[i], options, error))
      return FALSE;

  return warp_filter_is_available (error);
}

/* H between the layer's own pixels and those of a box of the image. */
static HomMatrix
to_layer (const HomMatrix *h, GimpLayer *layer, const HomBox *after)
{
  HomBox    before  = layer_box (layer);
  HomMatrix in      = hom_matrix_translation (before.x0, before.y0);
  HomMatrix out     = hom_matrix_translation (-after->x0, -after->y0);
  HomMatrix product = hom_matrix_multiply (h, &in);

  return hom_matrix_multiply (&out, &product);
}

/* The corners of the filter: @source and where H takes it, in the coordinates
 * of the layer before and of a box of the image.
 */
static void
filter_corners (const Transformation *transformation,
                GimpLayer            *layer,
                const HomBox         *after,
                HomPoint              source[4],
                HomPoint              target[4])
{
  HomBox    before = layer_box (layer);
  HomMatrix h      = to_layer (&transformation->h, layer, after);

  for (gint i = 0; i < 4; i++)
    {
      source[i].x = transformation->source[i].x - before.x0;
      source[i].y = transformation->source[i].y - before.y0;
      hom_matrix_apply (&h, source[i], &target[i]);
    }
}

static gboolean
apply_filter (GimpLayer            *layer,
              const Transformation *transformation,
              const Options        *options,
              const gchar          *name,
              GError              **error)
{
  HomBox              box    = layer_box (layer);
  GimpDrawableFilter *filter = warp_filter_find (GIMP_DRAWABLE (layer));
  gboolean            is_new = filter == NULL;
  HomPoint            source[4];
  HomPoint            target[4];

  filter_corners (transformation, layer, &box, source, target);
  if (is_new)
    filter = warp_filter_new (GIMP_DRAWABLE (layer), name, error);
  if (! filter)
    return FALSE;

  warp_filter_set (filter, source, target, options->interpolation);
  if (is_new)
    gimp_drawable_append_filter (GIMP_DRAWABLE (layer), filter);
  else
    gimp_drawable_filter_update (filter);

  return TRUE;
}

/* GIMP renders a filter inside the layer's box. Hence the layer is first put
 * where the result will be, and made large enough for the pixels of both; after
 * the filter it is cut to the result.
 */
static gboolean
apply_in_place (GimpLayer            *layer,
                const Transformation *transformation,
                const Options        *options,
                const gchar          *name,
                GError              **error)
{
  GimpDrawable       *drawable    = GIMP_DRAWABLE (layer);
  GimpLayerMask      *mask        = gimp_layer_get_mask (layer);
  HomBox              after       = result_box (transformation, layer, options);
  gint                width       = (gint) (after.x1 - after.x0);
  gint                height      = (gint) (after.y1 - after.y0);
  GimpDrawableFilter *filter      = warp_filter_new (drawable, name, error);
  GeglBuffer         *mask_buffer = NULL;
  HomPoint            source[4];
  HomPoint            target[4];
  gint                x, y;

  if (! filter)
    return FALSE;

  filter_corners (transformation, layer, &after, source, target);
  if (mask)
    mask_buffer = warp_mask (mask, source, target, options->interpolation,
                             width, height);

  gimp_layer_set_offsets (layer, (gint) after.x0, (gint) after.y0);
  gimp_layer_resize (layer, MAX (width, gimp_drawable_get_width (drawable)),
                     MAX (height, gimp_drawable_get_height (drawable)), 0, 0);
  warp_filter_set (filter, source, target, options->interpolation);
  gimp_drawable_merge_filter (drawable, filter);

  gimp_drawable_get_offsets (drawable, &x, &y);
  gimp_layer_resize (layer, width, height, x - (gint) after.x0,
                     y - (gint) after.y0);
  if (mask)
    warp_mask_store (mask, mask_buffer);

  return TRUE;
}

static GimpLayer *
copy_layer (GimpImage *image, GimpLayer *layer, const gchar *name)
{
  GimpLayer *copy       = gimp_layer_copy (layer);
  GimpItem  *parent     = gimp_item_get_parent (GIMP_ITEM (layer));
  gchar     *layer_name = gimp_item_get_name (GIMP_ITEM (layer));
  gchar     *copy_name  = g_strdup_printf ("%s (%s)", layer_name, name);

  gimp_image_insert_layer (image, copy, GIMP_LAYER (parent),
                           gimp_image_get_item_position (image,
                                                         GIMP_ITEM (layer)));
  gimp_item_set_name (GIMP_ITEM (copy), copy_name);
  gimp_item_set_lock_content (GIMP_ITEM (copy), FALSE);
  gimp_item_set_lock_position (GIMP_ITEM (copy), FALSE);
  g_free (copy_name);
  g_free (layer_name);

  return copy;
}

static gboolean
apply_to_layer (GimpImage            *image,
                GimpLayer            *layer,
                const Transformation *transformation,
                const Options        *options,
                const gchar          *name,
                GError              **error)
{
  if (options->output == OUTPUT_NEW_LAYER)
    layer = copy_layer (image, layer, name);

  if (! gimp_drawable_has_alpha (GIMP_DRAWABLE (layer)))
    gimp_layer_add_alpha (layer);

  if (options->output == OUTPUT_FILTER)
    return apply_filter (layer, transformation, options, name, error);

  return apply_in_place (layer, transformation, options, name, error);
}

/* A filter works on the selected part of a layer only; a transformation here
 * moves all of it. Returns the selection, to be given to restore_selection().
 */
static GimpChannel *
put_selection_aside (GimpImage *image)
{
  GimpChannel *saved;

  if (gimp_selection_is_empty (image))
    return NULL;

  saved = GIMP_CHANNEL (gimp_selection_save (image));
  gimp_selection_none (image);

  return saved;
}

static void
restore_selection (GimpImage *image, GimpChannel *saved)
{
  if (! saved)
    return;

  gimp_image_select_item (image, GIMP_CHANNEL_OP_REPLACE, GIMP_ITEM (saved));
  gimp_image_remove_channel (image, saved);
}

/* Transforms each of @drawables, all of them layers that layers_check() has
 * accepted, in one undo step.
 *
 * @name: what the filter, or the copy of the layer, is called.
 */
gboolean
apply (GimpImage            *image,
       GimpDrawable        **drawables,
       const Transformation *transformations,
       const Options        *options,
       const gchar          *name,
       GError              **error)
{
  GimpChannel *selection;
  GList       *selected_layers;
  gboolean     success = TRUE;

  if (options->output == OUTPUT_NONE)
    return TRUE;

  gimp_image_undo_group_start (image);
  selected_layers = gimp_image_list_selected_layers (image);
  selection       = put_selection_aside (image);
  for (gint i = 0; drawables[i] && success; i++)
    success = apply_to_layer (image, GIMP_LAYER (drawables[i]),
                              &transformations[i], options, name, error);
  restore_selection (image, selection);
  gimp_image_take_selected_layers (image, selected_layers);
  gimp_image_undo_group_end (image);

  return success;
}
