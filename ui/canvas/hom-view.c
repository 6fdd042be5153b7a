/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/canvas/hom-view.h"

#define LEAST_SCALE (1.0 / 256.0)
#define MOST_SCALE  64.0

/**
 * hom_view_to_picture:
 * @point: a point of the widget, in its pixels.
 *
 * Returns: the point of the picture that is seen there.
 */
HomPoint
hom_view_to_picture (const HomView *view, HomPoint point)
{
  return (HomPoint) {
    view->centre.x + (point.x - view->width / 2.0) / view->scale,
    view->centre.y + (point.y - view->height / 2.0) / view->scale,
  };
}

/**
 * hom_view_from_picture:
 * @point: a point of the picture.
 *
 * Returns: the point of the widget where it is seen, in its pixels.
 */
HomPoint
hom_view_from_picture (const HomView *view, HomPoint point)
{
  return (HomPoint) {
    view->width / 2.0 + (point.x - view->centre.x) * view->scale,
    view->height / 2.0 + (point.y - view->centre.y) * view->scale,
  };
}

/**
 * hom_view_matrix:
 * @scale_factor: pixels of the screen per pixel of the widget.
 *
 * Returns: the matrix that takes a pixel of the screen to the picture.
 */
HomMatrix
hom_view_matrix (const HomView *view, gint scale_factor)
{
  HomPoint origin = hom_view_to_picture (view, (HomPoint) { 0.0, 0.0 });
  gdouble  step   = 1.0 / (view->scale * scale_factor);

  return (HomMatrix) { { step, 0, origin.x, 0, step, origin.y, 0, 0, 1 } };
}

/**
 * hom_view_fit:
 * @box: a part of the picture.
 * @margin: the space around it, in pixels of the widget.
 *
 * Shows the box as large as it fits.
 */
void
hom_view_fit (HomView *view, const HomBox *box, gdouble margin)
{
  gdouble width  = MAX (view->width - 2.0 * margin, 1.0);
  gdouble height = MAX (view->height - 2.0 * margin, 1.0);

  view->centre.x = (box->x0 + box->x1) / 2.0;
  view->centre.y = (box->y0 + box->y1) / 2.0;
  view->scale    = CLAMP (MIN (width / MAX (box->x1 - box->x0, 1.0),
                               height / MAX (box->y1 - box->y0, 1.0)),
                          LEAST_SCALE, MOST_SCALE);
}

/**
 * hom_view_zoom:
 * @scale: the new scale; it is kept within 1/256 and 64.
 * @anchor: a point of the widget; the point of the picture there stays there.
 *
 * Sets the scale.
 */
void
hom_view_zoom (HomView *view, gdouble scale, HomPoint anchor)
{
  HomPoint point = hom_view_to_picture (view, anchor);

  view->scale    = CLAMP (scale, LEAST_SCALE, MOST_SCALE);
  view->centre.x = point.x - (anchor.x - view->width / 2.0) / view->scale;
  view->centre.y = point.y - (anchor.y - view->height / 2.0) / view->scale;
}

/**
 * hom_view_pan:
 * @dx: the way to the right, in pixels of the widget.
 * @dy: the way downwards.
 * @box: the box of the picture. The middle of the widget does not go farther
 *   from it than its own size.
 *
 * Moves the picture.
 */
void
hom_view_pan (HomView *view, gdouble dx, gdouble dy, const HomBox *box)
{
  gdouble width  = box->x1 - box->x0;
  gdouble height = box->y1 - box->y0;

  view->centre.x = CLAMP (view->centre.x - dx / view->scale, box->x0 - width,
                          box->x1 + width);
  view->centre.y = CLAMP (view->centre.y - dy / view->scale, box->y0 - height,
                          box->y1 + height);
}
