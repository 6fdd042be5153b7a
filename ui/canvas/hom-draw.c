/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-draw.h"

/* The dark border is wider than the line by this many pixels. */
#define BORDER 2.0

/* Strokes the path, and removes it. */
void
hom_draw_stroke (cairo_t *cr, const GdkRGBA *color, gdouble width)
{
  cairo_set_source_rgba (cr, 0, 0, 0, 0.45 * color->alpha);
  cairo_set_line_width (cr, width + BORDER);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
}

/* Draws the outline of a quadrilateral. */
void
hom_draw_quad (cairo_t *cr, const HomPoint quad[4], const GdkRGBA *color)
{
  for (gint i = 0; i < 4; i++)
    cairo_line_to (cr, quad[i].x, quad[i].y);
  cairo_close_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  hom_draw_stroke (cr, color, 1.5);
}

/* Draws a dashed outline over a result, and greys all out where that is of what
 * was entered before.
 */
void
hom_draw_result (cairo_t *cr, const HomPoint quad[4], gboolean is_valid)
{
  const gdouble dashes[] = { 6.0, 4.0 };
  const GdkRGBA white    = { 1.0, 1.0, 1.0, 0.8 };

  cairo_save (cr);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0.0);
  hom_draw_quad (cr, quad, &white);
  cairo_restore (cr);
  if (! is_valid)
    {
      cairo_set_source_rgba (cr, 0.5, 0.5, 0.5, 0.7);
      cairo_paint (cr);
    }
}

/* Draws the lines between @n × @n squares in the perspective of @quad, which
 * hom_quad_check() accepts.
 */
void
hom_draw_grid (cairo_t       *cr,
               const HomPoint quad[4],
               gint           n,
               const GdkRGBA *color)
{
  const HomBox unit = { 0.0, 0.0, 1.0, 1.0 };
  HomPoint     square[4];
  HomMatrix    h;

  hom_quad_from_box (&unit, square);
  if (! hom_matrix_from_corners (square, quad, &h, NULL))
    return;

  for (gint i = 1; i < n; i++)
    for (gint axis = 0; axis < 2; axis++)
      {
        gdouble  t = (gdouble) i / n;
        HomPoint a = axis ? (HomPoint){ t, 0.0 } : (HomPoint){ 0.0, t };
        HomPoint b = axis ? (HomPoint){ t, 1.0 } : (HomPoint){ 1.0, t };

        if (! hom_matrix_apply (&h, a, &a) || ! hom_matrix_apply (&h, b, &b))
          continue;
        cairo_move_to (cr, a.x, a.y);
        cairo_line_to (cr, b.x, b.y);
      }
  hom_draw_stroke (cr, color, 1.0);
}

/* Draws a disc that the pointer can take. */
void
hom_draw_handle (cairo_t       *cr,
                 HomPoint       point,
                 gdouble        radius,
                 const GdkRGBA *fill,
                 const GdkRGBA *line)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, point.x, point.y, radius, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, fill);
  cairo_fill_preserve (cr);
  hom_draw_stroke (cr, line, 1.5);
}

/* Draws white text on a dark ground. */
void
hom_draw_caption (cairo_t     *cr,
                  GtkWidget   *widget,
                  const gchar *text,
                  HomPoint     middle)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  gint         width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_rectangle (cr, middle.x - width / 2.0 - BORDER, middle.y - height / 2.0,
                   width + 2.0 * BORDER, height);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.75);
  cairo_fill (cr);
  cairo_move_to (cr, middle.x - width / 2.0, middle.y - height / 2.0);
  cairo_set_source_rgb (cr, 1, 1, 1);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}

/* Finds the color by which the theme shows what is selected. */
void
hom_draw_accent (GtkWidget *widget, GdkRGBA *color)
{
  if (! gtk_style_context_lookup_color (gtk_widget_get_style_context (widget),
                                        "theme_selected_bg_color", color))
    gdk_rgba_parse (color, "#3584e4");
}

/* Makes a label at least @n lines high, so that the widgets around it stay
 * where they are when its text changes.
 */
void
hom_draw_reserve_lines (GtkWidget *label, gint n)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (label, "X");
  gint         height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_widget_set_size_request (label, -1, n * height);
  g_object_unref (layout);
}
