/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ui/canvas/hom-surface.h"

/* The checks are as GIMP's own, squares of 8 pixels in mid tones. */
#define CHECK_SIZE  8
#define CHECK_LIGHT 0.6
#define CHECK_DARK  0.4

/* The four channels of a pixel are converted at once: that takes a third of the
 * time of one by one.
 */
typedef gfloat Floats __attribute__ ((vector_size (16)));
typedef gint32 Ints __attribute__ ((vector_size (16)));

/* Returns: @a where @mask is all ones, @b where it is zero. */
static inline Floats
choose (Ints mask, Floats a, Floats b)
{
  return (Floats) (((Ints) a & mask) | ((Ints) b & ~mask));
}

static inline guint32
quantize (const gfloat *pixel)
{
  gfloat alpha = MIN (MAX (pixel[3], 0.0f), 1.0f);
  Floats most  = { alpha, alpha, alpha, alpha };
  Floats zero  = { 0.0f };
  Floats values;
  Ints   bytes;

  memcpy (&values, pixel, sizeof (values));
  values = choose (values < most, values, most);
  values = choose (values > zero, values, zero);
  bytes  = __builtin_convertvector (values * 255.0f + 0.5f, Ints);

  return (guint32) bytes[3] << 24 | bytes[0] << 16 | bytes[1] << 8 | bytes[2];
}

/**
 * hom_surface_store:
 * @surface: (transfer full) (nullable): the surface of an earlier call.
 * @image: four channels: perceptual red, green, blue, with the alpha multiplied
 *   in, and alpha.
 * @scale_factor: pixels of the image per pixel of the widget.
 *
 * Converts an image to a surface.
 *
 * Returns: (transfer full): the image as cairo draws it, in @surface if that
 *   has the size.
 */
cairo_surface_t *
hom_surface_store (cairo_surface_t *surface,
                   const HomImage  *image,
                   gint             scale_factor)
{
  guchar *data;
  gint    stride;

  if (! surface || cairo_image_surface_get_width (surface) != image->width ||
      cairo_image_surface_get_height (surface) != image->height)
    {
      g_clear_pointer (&surface, cairo_surface_destroy);
      surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, image->width,
                                            image->height);
    }
  cairo_surface_flush (surface);
  data   = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  if (! data)
    return surface;

  for (gint y = 0; y < image->height; y++)
    {
      const gfloat *pixel = hom_image_pixel (image, 0, y);
      guint32      *row   = (guint32 *) (data + (gsize) y * stride);

      for (gint x = 0; x < image->width; x++, pixel += 4)
        row[x] = quantize (pixel);
    }
  cairo_surface_mark_dirty (surface);
  cairo_surface_set_device_scale (surface, scale_factor, scale_factor);

  return surface;
}

/* Creates a pattern of two by two squares, to be repeated. */
static cairo_pattern_t *
create_checks (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, 2 * CHECK_SIZE, 2 * CHECK_SIZE);
  cairo_t         *cr      = cairo_create (surface);
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (surface);

  cairo_set_source_rgb (cr, CHECK_LIGHT, CHECK_LIGHT, CHECK_LIGHT);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, CHECK_DARK, CHECK_DARK, CHECK_DARK);
  cairo_rectangle (cr, 0, 0, CHECK_SIZE, CHECK_SIZE);
  cairo_rectangle (cr, CHECK_SIZE, CHECK_SIZE, CHECK_SIZE, CHECK_SIZE);
  cairo_fill (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_pattern_set_filter (pattern, CAIRO_FILTER_NEAREST);

  return pattern;
}

/* Draws the checks that stand for transparency.
 *
 * @box: where, in the coordinates of @cr.
 */
void
hom_surface_checker (cairo_t *cr, const HomBox *box)
{
  cairo_pattern_t *checks = create_checks ();

  cairo_set_source (cr, checks);
  cairo_rectangle (cr, box->x0, box->y0, box->x1 - box->x0, box->y1 - box->y0);
  cairo_fill (cr);
  cairo_pattern_destroy (checks);
}
