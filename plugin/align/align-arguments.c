/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/align/align-arguments.h"
#include "plugin/align/align-reference.h"
#include "plugin/layers/layers.h"

/* Refuses layer groups: the pixels of one are those of the layers inside with
 * their filters, by one of which a layer may be seen where it was moved to
 * before.
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

/* Reads and checks what it takes to find where layers belong, whatever is made
 * of them then.
 *
 * Returns: FALSE with a message when something is wrong with it.
 */
gboolean
align_check_search (GimpProcedureConfig *config,
                    GimpImage           *image,
                    GimpDrawable       **drawables,
                    AlignArguments      *arguments,
                    GError             **error)
{
  const Options any = { .output = OUTPUT_NONE };

  return parse_arguments (config, arguments, error) &&
         layers_check (image, drawables, &any, error) &&
         check_groups (drawables, error) &&
         align_reference_check (arguments->reference, image, drawables, error);
}

/* Reads and checks the arguments.
 *
 * Returns: FALSE with a message when something is wrong with them.
 */
gboolean
align_check (GimpProcedureConfig *config,
             GimpImage           *image,
             GimpDrawable       **drawables,
             AlignArguments      *arguments,
             Options             *options,
             GError             **error)
{
  return parse_arguments (config, arguments, error) &&
         options_parse (config, LAYER_CLIPPING_CHOICES, options, error) &&
         layers_check (image, drawables, options, error) &&
         check_groups (drawables, error) &&
         align_reference_check (arguments->reference, image, drawables, error);
}
