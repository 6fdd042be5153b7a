/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "align/normal/hom-residual-samples.h"
#include "align/normal/hom-tile-row.h"

/* The most pixels from which the noise and the tone curve are estimated; and
 * the most rows of a tile that they are taken from, but rather from many tiles:
 * what moved may be in a few.
 */
#define MAX_SAMPLES     8192
#define MAX_SAMPLE_ROWS 4

HOM_FLATTEN void
HOM_KERNEL (hom_comparison_warp_kernel) (const HomComparison *comparison,
                                         const HomMatrix     *w,
                                         const HomTile       *tile,
                                         gfloat (*planes)[HOM_TILE_PIXELS])
{
  const HomTileView view = hom_tile_view_init (comparison, w, tile);

  for (gint j = 0; j < HOM_TILE; j++)
    {
      HomTileRow row;

      hom_tile_row_locate (comparison, &view, tile, j, FALSE, &row);
      for (gint c = 0; c < comparison->reference->n_planes; c++)
        {
          const gfloat *still = tile->planes[c].value + j * HOM_TILE;
          gfloat       *out   = planes[c] + j * HOM_TILE;
          HomPlaneRow   plane;

          hom_tile_row_compare (comparison, &view, tile, j, c, FALSE, &row,
                                &plane);
          for (gint i = 0; i < HOM_TILE; i++)
            out[i] = plane.counts[i] > 0.0f &&
                             hom_residual_is_inlier (comparison, c,
                                                     plane.residual[i],
                                                     plane.gain[i]) ?
                         still[i] + plane.residual[i] :
                         NAN;
        }
    }
}

HOM_FLATTEN GArray *
HOM_KERNEL (hom_residual_samples_kernel) (const HomComparison *comparison,
                                          const HomMatrix     *w,
                                          gint                 plane)
{
  const HomReferenceTiles *tiles = comparison->reference;
  const gint               most  = MAX_SAMPLES / HOM_TILE;
  const gint n_rows = CLAMP (most / MAX (comparison->n_tiles, 1), 1,
                             MAX_SAMPLE_ROWS);
  const gint step   = MAX (1, comparison->n_tiles / most);
  const gint n_all  = (comparison->n_tiles / step + 1) * n_rows * HOM_TILE;
  GArray *samples = g_array_sized_new (FALSE, FALSE, sizeof (HomResidualSample),
                                       n_all);
  HomResidualSample *pairs = (HomResidualSample *) samples->data;

  for (gint t = 0; t < comparison->n_tiles; t += step)
    {
      const HomTile    *tile = &tiles->tiles[t];
      const HomTileView view = hom_tile_view_init (comparison, w, tile);

      for (gint k = 0; k < n_rows; k++)
        {
          const gint    j         = (k * 2 + 1) * HOM_TILE / (2 * n_rows);
          const gfloat *reference = tile->planes[plane].value + j * HOM_TILE;
          HomPlaneRow   values;
          HomTileRow    row;

          hom_tile_row_locate (comparison, &view, tile, j, FALSE, &row);
          hom_tile_row_compare (comparison, &view, tile, j, plane, FALSE, &row,
                                &values);
          for (gint i = 0; i < HOM_TILE; i++)
            if (values.counts[i] > 0.0f)
              *pairs++ = (HomResidualSample){ values.value[i], reference[i],
                                              values.gain[i],
                                              values.residual[i] };
        }
    }

  return g_array_set_size (samples,
                           pairs - (HomResidualSample *) samples->data);
}
