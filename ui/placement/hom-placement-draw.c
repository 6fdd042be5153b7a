/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/canvas/hom-draw.h"
#include "ui/canvas/hom-loupe.h"
#include "ui/placement/hom-placement-draw.h"

/* The radius of a pin, in pixels of the widget. */
#define RADIUS          6.0
#define SELECTED_RADIUS 8.0

/* The number of a pin stands this far from its middle. */
#define NUMBER_OFFSET 10.0

static HomPoint
on_widget (HomCompareView *view, HomPoint point)
{
  return hom_canvas_from_picture (HOM_CANVAS (view), point);
}

/* Draws the layer's outline. */
static void
draw_outline (HomCompareView     *view,
              cairo_t            *cr,
              const HomPlacement *placement,
              const GdkRGBA      *line)
{
  HomPoint quad[4];

  for (gint i = 0; i < 4; i++)
    quad[i] = on_widget (view, hom_placement_get_pin (placement, i)->target);
  hom_draw_quad (cr, quad, line);
}

/* Draws a line from where the point of the layer is to where it is held, when
 * it is not there, and the number of the point.
 */
static void
draw_point (HomCompareView     *view,
            cairo_t            *cr,
            const HomPlacement *placement,
            gint                i,
            const GdkRGBA      *line)
{
  const HomPin *pin = hom_placement_get_pin (placement, i);
  HomPoint      at  = on_widget (view, pin->target);
  HomPoint      seen;
  gchar         number[16];

  if (hom_matrix_apply (hom_placement_get_matrix (placement), pin->source,
                        &seen))
    {
      seen = on_widget (view, seen);
      cairo_move_to (cr, seen.x, seen.y);
      cairo_line_to (cr, at.x, at.y);
      hom_draw_stroke (cr, line, 1.5);
    }
  g_snprintf (number, sizeof (number), "%d", i + 1);
  cairo_move_to (cr, at.x + NUMBER_OFFSET, at.y - NUMBER_OFFSET);
  cairo_text_path (cr, number);
  cairo_set_source_rgba (cr, 0.0, 0.0, 0.0, 0.7);
  cairo_set_line_width (cr, 3.0);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, line);
  cairo_fill (cr);
}

/* Draws the pins, and the outline of a layer whose corners they are, in the
 * color of a warning where they are not followed.
 *
 * @grip: the grip that was taken, as #HomPlacementEditor has it.
 * @hover: the grip that is under the pointer.
 */
void
hom_placement_draw (HomCompareView     *view,
                    cairo_t            *cr,
                    const HomPlacement *placement,
                    gint                grip,
                    gint                hover)
{
  gboolean has_corners = hom_placement_get_mode (placement) ==
                         HOM_PLACEMENT_CORNERS;
  const GdkRGBA plain  = { 1.0, 1.0, 1.0, 0.25 };
  const GdkRGBA bright = { 1.0, 1.0, 1.0, 0.75 };
  GdkRGBA       line   = { 1.0, 1.0, 1.0, 1.0 };
  GdkRGBA       accent;

  hom_draw_accent (GTK_WIDGET (view), &accent);
  if (hom_placement_get_problem (placement))
    line = HOM_DRAW_WARNING;
  if (has_corners)
    draw_outline (view, cr, placement, &line);
  for (gint i = 0; i < hom_placement_get_n_pins (placement); i++)
    {
      HomPoint at         = on_widget (view,
                                       hom_placement_get_pin (placement, i)->target);
      gboolean is_hovered = hom_placement_moves (placement, hover, i);

      if (! has_corners)
        draw_point (view, cr, placement, i, &line);
      hom_draw_handle (cr, at, i == grip ? SELECTED_RADIUS : RADIUS,
                       i == grip  ? &accent :
                       is_hovered ? &bright :
                                    &plain,
                       &line);
    }
}

/* Draws a loupe over the reference where the pin is held, on one side, and one
 * over the layer where it is set, on the other: the same is to be seen in both.
 */
void
hom_placement_draw_loupes (HomCompareView     *view,
                           cairo_t            *cr,
                           const HomPlacement *placement,
                           gint                pin)
{
  const HomPin *p      = hom_placement_get_pin (placement, pin);
  HomCanvas    *canvas = HOM_CANVAS (view);
  HomSource    *moving = hom_compare_view_get_moving (view);
  HomPoint      left   = { p->target.x - 1e3, p->target.y };
  HomPoint      right  = { p->target.x + 1e3, p->target.y };

  hom_loupe_draw_source (canvas, cr, hom_canvas_get_source (canvas), p->target,
                         p->target, left, _ ("Reference"));
  if (moving)
    hom_loupe_draw_source (canvas, cr, moving, p->source, p->target, right,
                           _ ("Layer"));
}
