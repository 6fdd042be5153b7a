/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tools/picture/frame-canvas.h"

/* Makes a canvas, transparent, of the kind of the first frame. */
static gboolean
begin (FrameCanvas   *canvas,
       const Apng    *apng,
       const Picture *drawn,
       GError       **error)
{
  canvas->picture = picture_new ((gint) apng->width, (gint) apng->height,
                                 (drawn->channels + 1) / 2 * 2, drawn->depth,
                                 drawn->profile, error);
  if (! canvas->picture)
    return FALSE;

  canvas->picture->ppi_x    = drawn->ppi_x;
  canvas->picture->ppi_y    = drawn->ppi_y;
  canvas->picture->metadata = drawn->metadata ? g_object_ref (drawn->metadata) :
                                                NULL;
  canvas->last.dispose      = APNG_STAYS;

  return TRUE;
}

static gsize
pixel_size (const Picture *picture)
{
  return (gsize) picture->channels * picture_sample_size (picture->depth);
}

/* Returns: where a pixel of a frame lies on the canvas. */
static guchar *
pixel_at (const FrameCanvas *canvas,
          const ApngFrame   *frame,
          guint32            x,
          guint32            y)
{
  return canvas->picture->pixels +
         (frame->y + y) * picture_stride (canvas->picture) +
         (frame->x + x) * pixel_size (canvas->picture);
}

/* Does with the last frame what it says, before the next is drawn. */
static void
dispose (FrameCanvas *canvas)
{
  const ApngFrame *last = &canvas->last;
  gsize size = picture_stride (canvas->picture) * canvas->picture->height;

  if (last->dispose == APNG_BECOMES_AS_BEFORE && canvas->before)
    memcpy (canvas->picture->pixels, canvas->before, size);
  else if (last->dispose != APNG_STAYS)
    for (guint32 y = 0; y < last->height; y++)
      memset (pixel_at (canvas, last, 0, y), 0,
              last->width * pixel_size (canvas->picture));
  g_clear_pointer (&canvas->before, g_free);
}

static gdouble
read_sample (const guchar *pixel, gint c, PictureDepth depth)
{
  return depth == PICTURE_8_BITS ? pixel[c] / 255.0 :
                                   ((const guint16 *) pixel)[c] / 65535.0;
}

static void
write_sample (guchar *pixel, gint c, PictureDepth depth, gdouble value)
{
  if (depth == PICTURE_8_BITS)
    pixel[c] = (guchar) round (255.0 * value);
  else
    ((guint16 *) pixel)[c] = (guint16) round (65535.0 * value);
}

/* Draws a pixel, or lays it over what is there. */
static void
draw_pixel (const Picture *drawn,
            const guchar  *from,
            gboolean       is_over,
            gint           channels,
            guchar        *to)
{
  const PictureDepth depth = drawn->depth;
  gint               alpha = channels - 1;
  gdouble above = drawn->channels % 2 ? 1.0 : read_sample (from, alpha, depth);
  gdouble below = is_over ? (1.0 - above) * read_sample (to, alpha, depth) :
                            0.0;

  for (gint c = 0; c < alpha; c++)
    {
      gdouble value = read_sample (from, c, depth);

      if (below > 0.0)
        value = (above * value + below * read_sample (to, c, depth)) /
                (above + below);
      write_sample (to, c, depth, value);
    }
  write_sample (to, alpha, depth, above + below);
}

/* Draws the next frame.
 *
 * @canvas: all zero before the first.
 * @i: the number of the frame; those before have been drawn.
 * @drawn: the frame alone.
 */
gboolean
frame_canvas_draw (FrameCanvas   *canvas,
                   const Apng    *apng,
                   gint           i,
                   const Picture *drawn,
                   GError       **error)
{
  const ApngFrame *frame = &g_array_index (apng->frames, ApngFrame, i);

  if (! canvas->picture && ! begin (canvas, apng, drawn, error))
    return FALSE;

  dispose (canvas);
  if (frame->dispose == APNG_BECOMES_AS_BEFORE && i > 0)
    canvas->before = g_memdup2 (canvas->picture->pixels,
                                picture_stride (canvas->picture) *
                                    canvas->picture->height);
  for (guint32 y = 0; y < frame->height; y++)
    for (guint32 x = 0; x < frame->width; x++)
      draw_pixel (drawn,
                  drawn->pixels + y * picture_stride (drawn) +
                      x * pixel_size (drawn),
                  frame->is_over, canvas->picture->channels,
                  pixel_at (canvas, frame, x, y));
  canvas->last = *frame;

  return TRUE;
}

void
frame_canvas_clear (FrameCanvas *canvas)
{
  g_clear_pointer (&canvas->picture, picture_free);
  g_clear_pointer (&canvas->before, g_free);
}
