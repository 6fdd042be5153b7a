/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "ui/canvas/hom-draw.h"
#include "ui/canvas/hom-loupe.h"
#include "ui/canvas/hom-surface.h"

/* The radius of the loupe, and how far it is from the point, in pixels of the
 * widget.
 */
#define RADIUS   72
#define DISTANCE 112.0

/* A pixel of the picture has at least this size in the loupe, and is larger
 * than on the canvas.
 */
#define LEAST_SCALE 8.0

/* The middle of the caption is so far above the lower end, in pixels. */
#define CAPTION 16.0

/* The arms of the cross leave the very point free. */
#define CROSS_GAP 5.0

/* Finds a place beside the point, on the side away from @away_from, or where
 * there is room.
 */
static HomPoint
place (const HomView *view, HomPoint point, HomPoint away_from)
{
  gdouble  dx     = point.x - away_from.x;
  gdouble  dy     = point.y - away_from.y;
  gdouble  length = hypot (dx, dy);
  gdouble  room   = RADIUS + 2.0;
  HomPoint best   = { 0.0, 0.0 };
  gdouble  most   = -G_MAXDOUBLE;

  if (! (length > 1.0))
    dx = dy = length = 1.0;

  for (gint i = 0; i < 4; i++)
    {
      gdouble  turn = i * G_PI / 2.0;
      gdouble  ux   = (dx * cos (turn) - dy * sin (turn)) / length;
      gdouble  uy   = (dx * sin (turn) + dy * cos (turn)) / length;
      HomPoint c    = { point.x + DISTANCE * ux, point.y + DISTANCE * uy };
      gdouble  out  = MAX (0.0, room - c.x) + MAX (0.0, room - c.y) +
                    MAX (0.0, c.x + room - view->width) +
                    MAX (0.0, c.y + room - view->height);
      gdouble score = (i == 2 ? -30.0 : 0.0) - out;

      if (score > most)
        {
          most = score;
          best = c;
        }
    }

  /* where there is no room at all, it comes nearer */
  if (view->width > 2 * room && view->height > 2 * room)
    {
      best.x = CLAMP (best.x, room, view->width - room);
      best.y = CLAMP (best.y, room, view->height - room);
    }

  return best;
}

/* Draws cross-hairs through the middle. */
static void
draw_cross (cairo_t *cr, HomPoint centre)
{
  const GdkRGBA white = { 1.0, 1.0, 1.0, 0.9 };

  for (gint i = 0; i < 4; i++)
    {
      gdouble ux = i == 0 ? 1.0 : i == 1 ? -1.0 : 0.0;
      gdouble uy = i == 2 ? 1.0 : i == 3 ? -1.0 : 0.0;

      cairo_move_to (cr, centre.x + CROSS_GAP * ux, centre.y + CROSS_GAP * uy);
      cairo_line_to (cr, centre.x + RADIUS * ux, centre.y + RADIUS * uy);
    }
  hom_draw_stroke (cr, &white, 1.0);
}

static cairo_surface_t *
render (HomSource *source, const HomView *view, gint scale_factor)
{
  HomMatrix   w        = hom_view_matrix (view, scale_factor);
  HomSampling sampling = { HOM_INTERPOLATION_NEAREST };
  g_autoptr (HomImage)
      output = hom_image_new (view->width * scale_factor,
                              view->height * scale_factor, 4, NULL);

  if (! output || ! hom_source_render (source, &w, &sampling, output))
    return NULL;

  return hom_surface_store (NULL, output, scale_factor);
}

/* What a loupe shows.
 *
 * @point: the point of @source that comes to the middle.
 * @beside: the point of the canvas's picture beside which the loupe lies.
 * @away_from: a point of that picture, on the other side of @beside.
 * @draw_over: (nullable): draws on the pixels.
 * @caption: (nullable): tells what is shown.
 */
typedef struct
{
  HomSource   *source;
  HomPoint     point, beside, away_from;
  HomLoupeFunc draw_over;
  gpointer     data;
  const gchar *caption;
} Loupe;

static void
draw (HomCanvas *canvas, cairo_t *cr, const Loupe *loupe)
{
  const HomView   *view   = hom_canvas_get_view (canvas);
  GtkWidget       *widget = GTK_WIDGET (canvas);
  HomView          seen  = { MAX (LEAST_SCALE, 4.0 * view->scale), loupe->point,
                             2 * RADIUS, 2 * RADIUS };
  HomPoint         at    = hom_canvas_from_picture (canvas, loupe->beside);
  HomPoint         away  = hom_canvas_from_picture (canvas, loupe->away_from);
  HomPoint         c     = place (view, at, away);
  HomBox           box   = { 0, 0, 2 * RADIUS, 2 * RADIUS };
  const GdkRGBA    white = { 1.0, 1.0, 1.0, 1.0 };
  HomMatrix        h     = hom_view_matrix (&seen, 1);
  cairo_surface_t *surface = NULL;

  if (hom_matrix_invert (&h, &h, NULL))
    surface = render (loupe->source, &seen,
                      gtk_widget_get_scale_factor (widget));
  if (! surface)
    return;

  cairo_save (cr);
  cairo_translate (cr, c.x - RADIUS, c.y - RADIUS);
  cairo_arc (cr, RADIUS, RADIUS, RADIUS, 0, 2 * G_PI);
  cairo_save (cr);
  cairo_clip (cr);
  hom_surface_checker (cr, &box);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  if (loupe->draw_over)
    loupe->draw_over (cr, &h, loupe->data);
  draw_cross (cr, (HomPoint) { RADIUS, RADIUS });
  cairo_restore (cr);
  cairo_arc (cr, RADIUS, RADIUS, RADIUS, 0, 2 * G_PI);
  hom_draw_stroke (cr, &white, 2.0);
  if (loupe->caption)
    hom_draw_caption (cr, widget, loupe->caption,
                      (HomPoint) { RADIUS, 2 * RADIUS - CAPTION });
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

/**
 * hom_loupe_draw_source:
 * @source: the picture that is looked at.
 * @point: the point of @source that comes to the middle of the loupe.
 * @beside: the point of the canvas's picture beside which the loupe lies.
 * @caption: tells what is shown.
 *
 * Draws a loupe as hom_loupe_draw() does, over another picture than the canvas
 * shows.
 */
void
hom_loupe_draw_source (HomCanvas   *canvas,
                       cairo_t     *cr,
                       HomSource   *source,
                       HomPoint     point,
                       HomPoint     beside,
                       HomPoint     away_from,
                       const gchar *caption)
{
  const Loupe loupe = { source, point, beside, away_from, NULL, NULL, caption };

  draw (canvas, cr, &loupe);
}

/**
 * hom_loupe_draw:
 * @canvas: the canvas whose source is looked at; its matrix does not count.
 * @cr: has the coordinates of the widget.
 * @point: the point of the picture that comes to the middle of the loupe.
 * @away_from: a point of the picture: the loupe lies on the other side of
 *   @point where there is room.
 * @draw_over: (nullable): draws on the pixels.
 *
 * Draws the pixels around a point enlarged, beside it, with cross-hairs.
 */
void
hom_loupe_draw (HomCanvas   *canvas,
                cairo_t     *cr,
                HomPoint     point,
                HomPoint     away_from,
                HomLoupeFunc draw_over,
                gpointer     data)
{
  const Loupe loupe = { hom_canvas_get_source (canvas),
                        point,
                        point,
                        away_from,
                        draw_over,
                        data,
                        NULL };

  draw (canvas, cr, &loupe);
}
