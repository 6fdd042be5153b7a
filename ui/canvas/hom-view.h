/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomView:
 * @scale: pixels of the widget per pixel of the picture.
 * @centre: the point of the picture in the middle of the widget.
 * @width: the width of the widget, in its pixels.
 * @height: the height of the widget.
 *
 * A view tells which part of a picture a widget shows, and how large.
 */
typedef struct
{
  gdouble  scale;
  HomPoint centre;
  gint     width, height;
} HomView;

HomPoint  hom_view_to_picture   (const HomView *view,
                                 HomPoint       point);
HomPoint  hom_view_from_picture (const HomView *view,
                                 HomPoint       point);
HomMatrix hom_view_matrix       (const HomView *view,
                                 gint           scale_factor);
void      hom_view_fit          (HomView       *view,
                                 const HomBox  *box,
                                 gdouble        margin);
void      hom_view_zoom         (HomView       *view,
                                 gdouble        scale,
                                 HomPoint       anchor);
void      hom_view_pan          (HomView       *view,
                                 gdouble        dx,
                                 gdouble        dy,
                                 const HomBox  *box);

G_END_DECLS
