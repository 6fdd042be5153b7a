/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/apply/filter-options.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/arguments/options.h"

/* Sets the options to those of a filter that is to be edited. */
void
filter_options_set (GimpProcedureConfig *config, const WarpSettings *settings)
{
  const HomSampling *sampling = &settings->sampling;

  g_object_set (
      config, "output", "filter", "clipping", "adjust", "interpolation",
      choice_find (interpolation_choices, sampling->interpolation)->nick,
      "boundary", choice_find (boundary_choices, sampling->boundary)->nick,
      NULL);
}

/* Sets the options to those of the filter of ours on @drawable, if there is
 * one.
 */
void
filter_options_load (GimpDrawable *drawable, GimpProcedureConfig *config)
{
  GimpDrawableFilter *filter = warp_filter_find (drawable);
  WarpSettings        settings;

  if (! filter)
    return;

  warp_filter_get (filter, drawable, &settings);
  filter_options_set (config, &settings);
}

static gboolean
has_mask (GimpDrawable **drawables)
{
  for (gint i = 0; drawables[i]; i++)
    if (gimp_layer_get_mask (GIMP_LAYER (drawables[i])))
      return TRUE;

  return FALSE;
}

/* Changes the pixels where the output would be a filter, which moves no mask
 * along. For the next layers without one, the output is what it was before.
 */
void
filter_options_heed_masks (GimpDrawable       **drawables,
                           GimpProcedureConfig *config)
{
  g_autofree gchar *before = NULL;

  g_object_get (config, OUTPUT_REMEMBERED, &before, NULL);
  if (has_mask (drawables))
    {
      if (choice_is (G_OBJECT (config), "output", "filter"))
        g_object_set (config, "output", "layer", OUTPUT_REMEMBERED, "filter",
                      NULL);
    }
  else if (before && *before)
    {
      if (choice_is (G_OBJECT (config), "output", "layer"))
        g_object_set (config, "output", before, NULL);
      g_object_set (config, OUTPUT_REMEMBERED, "", NULL);
    }
}
