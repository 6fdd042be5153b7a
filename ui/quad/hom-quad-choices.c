/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-draw.h"
#include "ui/quad/hom-quad-choices.h"
#include "ui/quad/hom-quad-part.h"

/* Takes the quadrilaterals that were found; none of them is gone to yet. */
void
hom_quad_choices_init (HomQuadChoices     *choices,
                       const HomFoundQuad *found,
                       gint                n)
{
  *choices = (HomQuadChoices) { .n = n, .present = -1 };
  for (gint i = 0; i < n; i++)
    memcpy (choices->quads[i], found[i].corners, sizeof (choices->quads[i]));
}

/* Returns: the one that is exactly @quad, or -1. */
gint
hom_quad_choices_find (const HomQuadChoices *choices, const HomPoint quad[4])
{
  for (gint i = 0; i < choices->n; i++)
    if (memcmp (choices->quads[i], quad, sizeof (choices->quads[i])) == 0)
      return i;

  return -1;
}

static gdouble
area (const HomPoint quad[4])
{
  return fabs ((quad[2].x - quad[0].x) * (quad[3].y - quad[1].y) -
               (quad[3].x - quad[1].x) * (quad[2].y - quad[0].y)) /
         2.0;
}

/**
 * hom_quad_choices_at:
 * @quad: the present corners, moved or not.
 * @point: a point of the picture.
 *
 * Chooses the one that a click at @point means: the smallest around it. Inside
 * of the present corners only a smaller one is meant.
 *
 * Returns: the number of it, or -1.
 */
gint
hom_quad_choices_at (const HomQuadChoices *choices,
                     const HomPoint        quad[4],
                     HomPoint              point)
{
  gdouble least  = hom_quad_part_is_inside (quad, point) ? area (quad) :
                                                           G_MAXDOUBLE;
  gint    chosen = -1;

  for (gint i = 0; i < choices->n; i++)
    if (i != choices->present && area (choices->quads[i]) < least &&
        hom_quad_part_is_inside (choices->quads[i], point))
      {
        least  = area (choices->quads[i]);
        chosen = i;
      }

  return chosen;
}

/* Returns: the one that follows the present one, round and round; -1 where
 *   there is no other one.
 */
gint
hom_quad_choices_next (const HomQuadChoices *choices, gint step)
{
  if (choices->n == 0 || (choices->n == 1 && choices->present == 0))
    return -1;
  if (choices->present < 0)
    return step > 0 ? 0 : choices->n - 1;

  return (choices->present + choices->n + step) % choices->n;
}

/* Goes round all of them once. Tab must not be held here for good: whoever
 * works by keys comes back to the first one, and then to the corners.
 *
 * @next: (out): the one that is next.
 *
 * Returns: FALSE after the round.
 */
gboolean
hom_quad_choices_tab (HomQuadChoices *choices, gint *next)
{
  if (choices->n < 2 || choices->n_passed >= choices->n)
    return FALSE;

  choices->n_passed++;
  *next = hom_quad_choices_next (choices, 1);

  return TRUE;
}

/* Draws the outlines of those that can be gone to.
 *
 * @hovered: the one that a click would go to, or -1.
 */
void
hom_quad_choices_draw (const HomQuadChoices *choices,
                       HomCanvas            *canvas,
                       cairo_t              *cr,
                       gint                  hovered)
{
  const GdkRGBA faint    = { 1.0, 1.0, 1.0, 0.6 };
  const GdkRGBA plain    = { 1.0, 1.0, 1.0, 1.0 };
  const gdouble dashes[] = { 3.0, 5.0 };
  HomPoint      quad[4];

  cairo_save (cr);
  for (gint i = 0; i < choices->n; i++)
    if (i != choices->present)
      {
        for (gint k = 0; k < 4; k++)
          quad[k] = hom_canvas_from_picture (canvas, choices->quads[i][k]);
        cairo_set_dash (cr, dashes, i == hovered ? 0 : 2, 0.0);
        hom_draw_quad (cr, quad, i == hovered ? &plain : &faint);
      }
  cairo_restore (cr);
}
