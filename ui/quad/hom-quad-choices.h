/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-canvas.h"

G_BEGIN_DECLS

/**
 * HomQuadChoices:
 * @quads: the quadrilaterals, the most likely first.
 * @n: the number of them.
 * @present: the one that was gone to last, or -1.
 * @n_passed: how many Tab has gone to.
 *
 * Holds the quadrilaterals that one can go to.
 */
typedef struct
{
  HomPoint quads[HOM_MAX_FOUND_QUADS][4];
  gint     n;
  gint     present;
  gint     n_passed;
} HomQuadChoices;

void     hom_quad_choices_init (HomQuadChoices       *choices,
                                const HomFoundQuad   *found,
                                gint                  n);
gint     hom_quad_choices_find (const HomQuadChoices *choices,
                                const HomPoint        quad[4]);
gint     hom_quad_choices_at   (const HomQuadChoices *choices,
                                const HomPoint        quad[4],
                                HomPoint              point);
gint     hom_quad_choices_next (const HomQuadChoices *choices,
                                gint                  step);
gboolean hom_quad_choices_tab  (HomQuadChoices       *choices,
                                gint                 *next);
void     hom_quad_choices_draw (const HomQuadChoices *choices,
                                HomCanvas            *canvas,
                                cairo_t              *cr,
                                gint                  hovered);

G_END_DECLS
