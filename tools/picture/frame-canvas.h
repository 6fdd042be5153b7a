/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/apng.h"
#include "tools/picture/picture.h"

G_BEGIN_DECLS

/* Draws the frames of an animation on each other. */

typedef struct
{
  Picture  *picture; /* with alpha */
  guchar   *before;  /* its pixels before the last frame, where they return */
  ApngFrame last;
} FrameCanvas;

gboolean frame_canvas_draw  (FrameCanvas      *canvas,
                             const Apng       *apng,
                             gint              i,
                             const Picture    *drawn,
                             GError          **error);
void     frame_canvas_clear (FrameCanvas      *canvas);

G_END_DECLS
