/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/layers/rasterize.h"

/* Returns: whether the layer is pixels, and no text, link or path. */
gboolean
layer_is_raster (GimpLayer *layer)
{
#if GIMP_CHECK_VERSION(3, 2, 0)
  if (GIMP_IS_RASTERIZABLE (layer))
    return gimp_rasterizable_is_rasterized (GIMP_RASTERIZABLE (layer));
#endif

  return ! GIMP_IS_TEXT_LAYER (layer);
}

/* Makes pixels of text, links and paths, as with GIMP's own transformations.
 * (In GIMP 3.0 that is what a change of their pixels means.)
 */
void
layer_rasterize (GimpLayer *layer)
{
#if GIMP_CHECK_VERSION(3, 2, 0)
  if (! layer_is_raster (layer))
    gimp_rasterizable_rasterize (GIMP_RASTERIZABLE (layer));
#endif
}
