/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/canvas/hom-draw.h"
#include "ui/canvas/hom-loupe.h"
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

static void
draw_edges (cairo_t *cr, const HomMatrix *h, gpointer data)
{
  const HomPoint *corners = data;
  const GdkRGBA   white   = { 1.0, 1.0, 1.0, 0.6 };
  HomPoint        quad[4];

  for (gint i = 0; i < 4; i++)
    hom_matrix_apply (h, corners[i], &quad[i]);
  hom_draw_quad (cr, quad, &white);
}

/* Draws the pixels under a corner, enlarged.
 *
 * @quad: the corners, in pixels of the picture.
 */
void
hom_quad_draw_loupe (HomCanvas     *canvas,
                     cairo_t       *cr,
                     const HomPoint quad[4],
                     gint           corner)
{
  HomPoint middle = { 0.0, 0.0 };

  for (gint i = 0; i < 4; i++)
    {
      middle.x += quad[i].x / 4.0;
      middle.y += quad[i].y / 4.0;
    }
  hom_loupe_draw (canvas, cr, quad[corner], middle, draw_edges,
                  (gpointer) quad);
}
