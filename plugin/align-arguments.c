/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "align-arguments.h"
#include "layers.h"

/* Returns: whether @item is one of @drawables. */
gboolean
align_moves (GimpDrawable **drawables, gpointer item)
{
  for (gint i = 0; drawables && drawables[i]; i++)
    if ((gpointer) drawables[i] == item)
      return TRUE;

  return FALSE;
}

/* For a user who has not chosen one: the layer below the uppermost of those
 * that move or, failing that, the lowest other one.
 */
void
align_preset_reference (GimpProcedureConfig *config,
                        GimpImage           *image,
                        GimpDrawable       **drawables)
{
  g_autofree GimpLayer **layers    = gimp_image_get_layers (image);
  GimpDrawable          *reference = NULL;

  g_object_get (config, "reference", &reference, NULL);
  if (reference && gimp_item_get_image (GIMP_ITEM (reference)) == image &&
      ! align_moves (drawables, reference))
    return;

  reference = NULL;
  for (gint i = 0; layers && layers[i]; i++)
    if (! align_moves (drawables, layers[i]))
      {
        reference = GIMP_DRAWABLE (layers[i]);
        if (i > 0 && align_moves (drawables, layers[i - 1]))
          break;
      }
  g_object_set (config, "reference", reference, NULL);
}

static gboolean
check_reference (GimpDrawable  *reference,
                 GimpImage     *image,
                 GimpDrawable **drawables,
                 GError       **error)
{
  const gchar *reason = NULL;

  if (! reference)
    reason = _ ("The argument “reference” is missing: choose the layer that "
                "stays in place.");
  else if (gimp_item_get_image (GIMP_ITEM (reference)) != image)
    reason = _ ("The argument “reference” belongs to another image.");
  else if (align_moves (drawables, reference))
    reason = _ ("The argument “reference” is also among “drawables”: a layer "
                "cannot be aligned to itself.");

  if (reason)
    g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0, reason);

  return ! reason;
}

/* Its pixels are those of the layers inside with their filters, one of which
 * may be where it was moved to before.
 */
static gboolean
check_groups (GimpDrawable **drawables, GError **error)
{
  for (gint i = 0; drawables[i]; i++)
    if (gimp_item_is_group (GIMP_ITEM (drawables[i])))
      {
        g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (drawables[i]));

        g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                     _ ("%s: A layer group cannot be aligned. Align a layer "
                        "inside it, and transform the group by the matrix that "
                        "was found."),
                     name);
        return FALSE;
      }

  return TRUE;
}

static gboolean
parse_arguments (GimpProcedureConfig *config,
                 AlignArguments      *arguments,
                 GError             **error)
{
  gint model = 0;
  gint loss  = 0;
  gint start = 0;

  if (! choice_parse (config, "model", model_choices, &model, error) ||
      ! choice_parse (config, "loss", loss_choices, &loss, error) ||
      ! choice_parse (config, "start", start_choices, &start, error))
    return FALSE;

  arguments->model = model;
  arguments->loss  = loss;
  arguments->start = start;
  g_object_get (config, "reference", &arguments->reference, "sequence",
                &arguments->sequence, "use-selection",
                &arguments->use_selection, "crop-image", &arguments->crop,
                "report", &arguments->report, NULL);

  return TRUE;
}

/* Returns: FALSE with a message when something is wrong with the arguments. */
gboolean
align_check (GimpProcedureConfig *config,
             GimpImage           *image,
             GimpDrawable       **drawables,
             AlignArguments      *arguments,
             Options             *options,
             GError             **error)
{
  return parse_arguments (config, arguments, error) &&
         options_parse (config, options, error) &&
         layers_check (drawables, options, error) &&
         check_groups (drawables, error) &&
         check_reference (arguments->reference, image, drawables, error);
}
