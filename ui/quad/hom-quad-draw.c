/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/canvas/hom-draw.h"
#include "ui/quad/hom-quad-draw.h"

/* The radius of a corner's handle, in pixels of the widget. */
#define HANDLE_RADIUS   6.0
#define SELECTED_RADIUS 8.0

/* The grid has this many squares along each side. */
#define N_SQUARES 6

static void
draw_handles (GtkWidget     *widget,
              cairo_t       *cr,
              const HomPoint quad[4],
              HomQuadPart    selected,
              HomQuadPart    hovered,
              const GdkRGBA *line)
{
  const GdkRGBA plain  = { 1.0, 1.0, 1.0, 0.25 };
  const GdkRGBA bright = { 1.0, 1.0, 1.0, 0.75 };
  GdkRGBA       accent;

  hom_draw_accent (widget, &accent);
  for (gint i = 0; i < 4; i++)
    if ((gint) selected == HOM_QUAD_CORNER + i)
      hom_draw_handle (cr, quad[i], SELECTED_RADIUS, &accent, line);
    else
      hom_draw_handle (cr, quad[i], HANDLE_RADIUS,
                       hom_quad_part_moves (hovered, i) ? &bright : &plain,
                       line);
}

/* Draws the quadrilateral with a grid in its perspective and handles, or in the
 * color of a warning where hom_quad_check() refuses it.
 *
 * @quad: the corners, in pixels of the widget.
 */
void
hom_quad_draw (GtkWidget     *widget,
               cairo_t       *cr,
               const HomPoint quad[4],
               HomQuadPart    selected,
               HomQuadPart    hovered)
{
  const GdkRGBA grid = { 1.0, 1.0, 1.0, 0.45 };
  GdkRGBA       line = { 1.0, 1.0, 1.0, 1.0 };

  if (hom_quad_check (quad, NULL))
    hom_draw_grid (cr, quad, N_SQUARES, &grid);
  else
    line = HOM_DRAW_WARNING;
  hom_draw_quad (cr, quad, &line);
  draw_handles (widget, cr, quad, selected, hovered, &line);
}
