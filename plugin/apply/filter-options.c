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
