/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "corners/hom-quad-proposals.h"

gint corner_features   (const HomImage *image,
                        gint            most,
                        gdouble        *corners,
                        gdouble        *features);
gint corner_n_features (void);

/* Gives fit_corner_confidence.py the proposals of a picture and their features,
 * which the library keeps to itself.
 *
 * Returns: how many there are, at most @most; −1 after an error.
 */
__attribute__ ((visibility ("default"))) gint
corner_features (const HomImage *image,
                 gint            most,
                 gdouble        *corners,
                 gdouble        *features)
{
  g_autofree HomQuadProposals *proposals = g_new (HomQuadProposals, 1);

  if (! hom_quad_proposals_find (image, NULL, proposals, NULL, NULL))
    return -1;
  for (gint i = 0; i < MIN (proposals->n, most); i++)
    {
      for (gint k = 0; k < 4; k++)
        {
          corners[8 * i + 2 * k]     = proposals->quads[i].corners[k].x;
          corners[8 * i + 2 * k + 1] = proposals->quads[i].corners[k].y;
        }
      for (gint k = 0; k < HOM_QUAD_N_FEATURES; k++)
        features[HOM_QUAD_N_FEATURES * i + k] = proposals->quads[i].features[k];
    }

  return MIN (proposals->n, most);
}

__attribute__ ((visibility ("default"))) gint
corner_n_features (void)
{
  return HOM_QUAD_N_FEATURES;
}
