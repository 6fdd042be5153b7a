/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/apply/apply.h"
#include "plugin/apply/change-plan.h"
#include "plugin/apply/result-box.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/layers.h"
#include "plugin/layers/mask.h"

static gboolean
check_layer (GimpLayer            *layer,
             const Transformation *transformation,
             const Options        *options,
             GError              **error)
{
  g_autofree GimpItem **children = NULL;
  gboolean              success  = TRUE;

  if (! gimp_item_is_group (GIMP_ITEM (layer)))
    return result_box_check (transformation, layer, options, error);

  children = gimp_item_get_children (GIMP_ITEM (layer));
  for (gint i = 0; success && children && children[i]; i++)
    {
      GimpLayer     *child = GIMP_LAYER (children[i]);
      Transformation inner;

      transformation_of_member (transformation, options, child, &inner);
      success = check_layer (child, &inner, options, error);
    }

  return success;
}

/* Checks all that can fail, before anything is changed.
 *
 * Returns: FALSE with a message when a result would be empty, absurdly large or
 *   cut off, or the operation is missing.
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
    if (! check_layer (GIMP_LAYER (drawables[i]), &transformations[i], options,
                       error))
      return FALSE;

  return warp_filter_is_available (drawables[0], error);
}

/* Copies the selection. A filter works on the selected part of a layer only; a
 * transformation here moves all of it. Hence the selection is put aside, in a
 * channel that is not in the image. (When one comes and goes in an undo, GIMP
 * 3.2 leaves no layer selected.)
 *
 * Returns: (nullable): the copy; NULL when nothing is selected.
 */
static GimpChannel *
copy_selection (GimpImage *image)
{
  if (gimp_selection_is_empty (image))
    return NULL;

  return gimp_channel_copy (GIMP_CHANNEL (gimp_image_get_selection (image)));
}

/* Renders the layers that are in no image yet, before the image is changed. If
 * something is selected, that would count for them, too.
 */
static void
render_apart (GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    if (change_is_apart (g_ptr_array_index (changes, i)))
      change_render (g_ptr_array_index (changes, i));
}

static HomBox
image_box (GimpImage *image)
{
  return (HomBox){ 0.0, 0.0, gimp_image_get_width (image),
                   gimp_image_get_height (image) };
}

/* Changes the image beside its layers. These keep their pixels: those outside
 * can be had back.
 */
static void
change_canvas (GimpImage *image, const CanvasChange *canvas)
{
  HomBox before = image_box (image);

  if (canvas->is_cropped && ! box_is_same (&canvas->box, &before))
    gimp_image_resize (image, (gint) (canvas->box.x1 - canvas->box.x0),
                       (gint) (canvas->box.y1 - canvas->box.y0),
                       -(gint) canvas->box.x0, -(gint) canvas->box.y0);
  if (canvas->resolution > 0.0)
    gimp_image_set_resolution (image, canvas->resolution, canvas->resolution);
}

static void
carry_out_all (GimpImage *image, GPtrArray *changes, const CanvasChange *canvas)
{
  GList       *selected_layers = gimp_image_list_selected_layers (image);
  GimpChannel *selection       = copy_selection (image);

  if (! selection)
    render_apart (changes);

  gimp_image_undo_group_start (image);
  if (selection)
    gimp_selection_none (image);
  for (guint i = 0; i < changes->len; i++)
    change_carry_out (g_ptr_array_index (changes, i));
  if (selection)
    mask_set (GIMP_CHANNEL (gimp_image_get_selection (image)), selection);
  gimp_image_take_selected_layers (image, selected_layers);
  if (canvas)
    change_canvas (image, canvas);
  gimp_image_undo_group_end (image);

  if (selection)
    gimp_item_delete (GIMP_ITEM (selection));
}

/* Transforms each of @drawables, all of them layers that layers_check() has
 * accepted, in one undo step. If this process is killed meanwhile, GIMP closes
 * the undo step: what of it has been done can be undone.
 *
 * @name: the name of the filter, or of the copy of the layer.
 * @canvas: (nullable): what becomes of the image afterwards.
 *
 * Returns: FALSE with a message, and the image as it was, when GIMP refuses.
 */
gboolean
apply (GimpImage            *image,
       GimpDrawable        **drawables,
       const Transformation *transformations,
       const Options        *options,
       const gchar          *name,
       const CanvasChange   *canvas,
       GError              **error)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (change_free);
  HomBox after = canvas && canvas->is_cropped ? canvas->box : image_box (image);
  gboolean success = TRUE;

  for (gint i = 0; options->output != OUTPUT_NONE && drawables[i] && success;
       i++)
    {
      ChangePlan plan = { changes, &transformations[i], options, name, after };

      success = change_plan_add (&plan, GIMP_LAYER (drawables[i]), error);
    }
  if (success && (changes->len > 0 || canvas))
    carry_out_all (image, changes, canvas);
  /* a filter goes before the copy that it was made for */
  while (changes->len > 0)
    g_ptr_array_remove_index (changes, changes->len - 1);
  g_ptr_array_unref (changes);

  return success;
}
