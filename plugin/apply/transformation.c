/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "homography.h"
#include "plugin/apply/transformation.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/layers.h"

/* Returns: the box of what is well in front of the horizon, where that crosses
 *   the layer; else everything.
 */
static HomBox
choose_wanted (const Transformation *transformation, const HomBox *box)
{
  HomPoint target[4];

  if (! hom_matrix_has_horizon (&transformation->h, box))
    return BOX_EVERYWHERE;

  for (gint i = 0; i < 4; i++)
    hom_matrix_apply (&transformation->h, transformation->source[i],
                      &target[i]);

  return hom_box_of_points (target, 4);
}

/* Makes a transformation of a matrix. A negative multiple of a matrix that
 * shows the layer becomes positive.
 *
 * Returns: FALSE with a message when @h is singular or shows nothing of @layer.
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

  transformation->is_cut = FALSE;
  transformation->h      = hom_matrix_face (h, &box);
  transformation->h      = hom_matrix_normalize (&transformation->h);
  hom_quad_in_front (&transformation->h, &box, transformation->source);
  transformation->wanted = choose_wanted (transformation, &box);
  if (! hom_matrix_map_box (&transformation->h, &box, NULL,
                            &transformation->corners))
    transformation->corners = box;

  return TRUE;
}

/* Keeps what a filter of ours cuts off: the layer is transformed as it is seen.
 */
void
transformation_keep_cut (Transformation *transformation, GimpLayer *layer)
{
  HomPoint source[4], target[4];

  if (! warp_filter_cuts (GIMP_DRAWABLE (layer), source))
    return;

  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (&transformation->h, source[i], &target[i]))
      return;

  memcpy (transformation->source, source, sizeof (source));
  transformation->is_cut  = TRUE;
  transformation->corners = hom_box_of_points (target, 4);
  transformation->wanted  = transformation->corners;
}

/* Takes the quadrilateral that a group is transformed by to a member's pixels.
 *
 * @shown: where the member is seen.
 */
static void
cut_as_group (const Transformation *group,
              const HomMatrix      *shown,
              Transformation       *transformation)
{
  HomMatrix back;
  HomPoint  source[4];

  if (! hom_matrix_invert (shown, &back, NULL))
    return;
  for (gint i = 0; i < 4; i++)
    if (! hom_matrix_apply (&back, group->source[i], &source[i]))
      return;

  memcpy (transformation->source, source, sizeof (source));
  transformation->corners = group->corners;
  transformation->wanted  = group->wanted;
}

/* Finds what becomes of a layer in a group that is transformed: the group is
 * what is seen of the layer, and so a filter of ours on it is composed with.
 *
 * @transformation: (out): that.
 */
void
transformation_of_member (const Transformation *group,
                          const Options        *options,
                          GimpLayer            *member,
                          Transformation       *transformation)
{
  HomMatrix shown, h;

  *transformation = *group;
  if (! warp_filter_matrix (GIMP_DRAWABLE (member), &shown))
    return;

  h = hom_matrix_multiply (&group->h, &shown);
  if (! transformation_init (transformation, &h, member, NULL))
    *transformation = *group;
  else if (options->clipping == CLIPPING_CORNERS)
    cut_as_group (group, &shown, transformation);
  else
    transformation_keep_cut (transformation, member);
}

static HomBox
shifted (HomBox box, gdouble x, gdouble y)
{
  return (HomBox){ box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y };
}

/* Moves the result. */
void
transformation_shift (Transformation *transformation, gdouble x, gdouble y)
{
  HomMatrix by = hom_matrix_translation (x, y);

  transformation->h       = hom_matrix_multiply (&by, &transformation->h);
  transformation->corners = shifted (transformation->corners, x, y);
  transformation->wanted  = shifted (transformation->wanted, x, y);
}

/* Returns: H between the layer's own pixels and those of a box of the image. */
static HomMatrix
to_layer (const HomMatrix *h, const HomBox *before, const HomBox *after)
{
  HomMatrix in      = hom_matrix_translation (before->x0, before->y0);
  HomMatrix out     = hom_matrix_translation (-after->x0, -after->y0);
  HomMatrix product = hom_matrix_multiply (h, &in);

  return hom_matrix_multiply (&out, &product);
}

/* Finds the corners of a filter: where the transformation has them and where H
 * takes them, in the coordinates of the boxes before and after.
 */
void
transformation_get_corners (const Transformation *transformation,
                            const HomBox         *before,
                            const HomBox         *after,
                            HomPoint              source[4],
                            HomPoint              target[4])
{
  HomMatrix h = to_layer (&transformation->h, before, after);

  for (gint i = 0; i < 4; i++)
    {
      source[i].x = transformation->source[i].x - before->x0;
      source[i].y = transformation->source[i].y - before->y0;
      hom_matrix_apply (&h, source[i], &target[i]);
    }
}
