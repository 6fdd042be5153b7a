/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "plugin/apply/transformation.h"
#include "plugin/layers/layers.h"
#include "ui/canvas/hom-box.h"

/* Where the horizon crosses the layer, what is well in front of it; else all.
 */
static HomBox
choose_wanted (const Transformation *transformation, const HomBox *box)
{
  HomBox wanted = BOX_EVERYWHERE;

  if (! hom_matrix_has_horizon (&transformation->h, box))
    return wanted;

  for (gint i = 0; i < 4; i++)
    {
      HomPoint p;
      HomBox   point;

      hom_matrix_apply (&transformation->h, transformation->source[i], &p);
      point  = (HomBox) { p.x, p.y, p.x, p.y };
      wanted = i ? hom_box_unite (&wanted, &point) : point;
    }

  return wanted;
}

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
  transformation->wanted = choose_wanted (transformation, &box);

  return TRUE;
}
