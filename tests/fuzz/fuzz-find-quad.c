/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <gio/gio.h>

#include "fuzz.h"

static gdouble
across (HomPoint a, HomPoint b, HomPoint p)
{
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

/* A sheet with its corners near those of the picture, of one color on another,
 * and something on it.
 */
static void
draw_sheet (FuzzBytes *bytes, HomImage *image)
{
  const gfloat paper  = fuzz_byte (bytes) / 255.0f;
  const gfloat ground = fuzz_byte (bytes) / 255.0f;
  const guint  lines  = fuzz_byte (bytes) % 16;
  HomPoint     sheet[4];

  for (gint i = 0; i < 4; i++)
    {
      gdouble u = fuzz_byte (bytes) / 1024.0 + 0.02;
      gdouble v = fuzz_byte (bytes) / 1024.0 + 0.02;

      sheet[i].x = image->width * (i == 1 || i == 2 ? 1.0 - u : u);
      sheet[i].y = image->height * (i >= 2 ? 1.0 - v : v);
      fuzz_say ("  a corner at %g %g", sheet[i].x, sheet[i].y);
    }
  for (gint y = 0; y < image->height; y++)
    for (gint x = 0; x < image->width; x++)
      {
        HomPoint p     = { x + 0.5, y + 0.5 };
        gfloat   value = paper;

        for (gint i = 0; i < 4; i++)
          if (across (sheet[i], sheet[(i + 1) % 4], p) < 0.0)
            value = ground;
        if (lines > 4 && y % lines == 0)
          value = 1.0f - value;
        for (gint c = 0; c < image->channels; c++)
          hom_image_pixel (image, x, y)[c] = c == 3 ? 1.0f : value;
      }
}

void
fuzz_run (FuzzBytes *bytes)
{
  const guint   kind        = fuzz_byte (bytes);
  FuzzImage    *image       = fuzz_image (bytes, 64, 0);
  GCancellable *cancellable = NULL;
  HomFoundQuad  quads[HOM_MAX_FOUND_QUADS];
  HomPoint      corners[4], inside;
  GError       *error = NULL;
  gint          n;

  if (kind < 0xc0)
    {
      HomImage box = image->image;

      box.width  = fuzz_int (bytes, 16, 96);
      box.height = fuzz_int (bytes, 16, 96);
      image      = fuzz_output_like (bytes, &box, box.channels);
      draw_sheet (bytes, &image->image);
    }
  fuzz_spoil_image (bytes, image);
  if (kind % 16 == 15)
    {
      cancellable = g_cancellable_new ();
      g_cancellable_cancel (cancellable);
    }

  if (fuzz_result (hom_find_quad (&image->image, corners, cancellable, &error),
                   &error))
    {
      fuzz_check (fuzz_is_finite (&corners[0].x, 8));
      fuzz_check (! cancellable);
    }
  inside.x = (gdouble) image->image.x + fuzz_int (bytes, -2, 66);
  inside.y = (gdouble) image->image.y + fuzz_int (bytes, -2, 66);
  if (fuzz_result (hom_find_quads (&image->image, kind % 4 ? NULL : &inside,
                                   quads, &n, cancellable, &error),
                   &error))
    {
      fuzz_check (n >= 1 && n <= HOM_MAX_FOUND_QUADS);
      fuzz_check (! cancellable);
      for (gint i = 0; i < n; i++)
        {
          fuzz_check (fuzz_is_finite (&quads[i].corners[0].x, 8));
          fuzz_check (quads[i].confidence >= 0.0 && quads[i].confidence <= 1.0);
        }
    }
  else
    {
      fuzz_check (n == 0);
    }
  if (hom_find_crossing (&image->image, inside, kind / 8.0, &corners[0]))
    fuzz_check (hypot (corners[0].x - inside.x, corners[0].y - inside.y) <=
                kind / 8.0 + 1.001);
  g_clear_object (&cancellable);
}
