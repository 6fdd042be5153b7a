/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "warp-coverage.h"
#include "warp-render.h"

/* The side of the squares that are rendered one by one. The larger, the less of
 * the input is read twice; this is as large as the library does alone, without
 * threads of its own. GEGL runs process() in threads already, and so converts
 * the input's pixels in them too: 12 MP of 8-bit pixels took 0.15 s on two
 * processors, and 0.20 s with the library's threads instead of GEGL's.
 */
#define BLOCK 256

/* A block that shows more of the input than this is split, which bounds the
 * memory of a thread to 32 MB, also where the horizon is near.
 */
#define LARGEST_PIECE (1 << 21)

typedef struct
{
  const WarpGeometry *geometry;
  GeglBuffer         *input;
  GeglBuffer         *output;
  const Babl         *format;
  gint                level;
  gint                channels; /* or as many floats as a pixel's bytes fill */
  gfloat             *pixels; /* of the input, for one block after the other */
  gsize               n_pixels;
  gfloat             *block;
} Render;

/* Whether pixels can be taken as they are: the library then is given their
 * bytes as floats, and the nearest of them is moved without being looked at.
 * What lies outside is all zeros, which is transparent.
 */
static gboolean
takes_bytes (const Babl *source, const HomSampling *sampling)
{
  const gint size = babl_format_get_bytes_per_pixel (source);

  return sampling->interpolation == HOM_INTERPOLATION_NEAREST &&
         sampling->boundary == HOM_BOUNDARY_FILL &&
         babl_format_has_alpha (source) && size % sizeof (gfloat) == 0 &&
         size / sizeof (gfloat) <= HOM_MAX_CHANNELS;
}

/**
 * warp_render_format:
 * @source: (nullable): the format of the picture.
 * @sampling: (nullable): how it is sampled.
 *
 * Returns: the format to sample it in. As in GEGL's own transform it is
 *   premultiplied and linear, in the space of the picture. Where no values are
 *   mixed, it is the format of the picture, if that has an alpha channel.
 */
const Babl *
warp_render_format (const Babl *source, const HomSampling *sampling)
{
  const Babl *space = source ? babl_format_get_space (source) : NULL;

  if (source && sampling && takes_bytes (source, sampling))
    return source;
  if (source && (babl_get_model_flags (source) & BABL_MODEL_FLAG_GRAY))
    return babl_format_with_space ("YaA float", space);

  return babl_format_with_space ("RaGaBaA float", space);
}

/**
 * warp_result_format:
 * @source: (nullable): the format of the picture.
 * @format: that of warp_render_format().
 * @rounded: whether the precision of @source is enough.
 *
 * Returns: the format of the result: that of the picture, if it has an alpha
 *   channel and as much precision. Whoever stores the result in a picture like
 *   that is handed its tiles. Otherwise all of them would be made once more,
 *   converted, and most of what that takes is memory that is touched for the
 *   first time.
 */
const Babl *
warp_result_format (const Babl *source, const Babl *format, gboolean rounded)
{
  if (source && babl_format_has_alpha (source) &&
      ! babl_format_is_palette (source) &&
      (babl_get_model_flags (source) &
       (BABL_MODEL_FLAG_RGB | BABL_MODEL_FLAG_GRAY)) &&
      (rounded || babl_format_get_type (source, 0) == babl_type ("float")))
    return source;

  return format;
}

static void
flip_rows (gfloat *data, gint width, gint height, gint channels, gsize stride)
{
  for (gint i = 0, j = height - 1; i < j; i++, j--)
    for (gint k = 0; k < width * channels; k++)
      {
        gfloat *a     = data + i * stride + k;
        gfloat *b     = data + j * stride + k;
        gfloat  other = *a;

        *a = *b;
        *b = other;
      }
}

static void
flip_columns (gfloat *data,
              gint    width,
              gint    height,
              gint    channels,
              gsize   stride)
{
  for (gint row = 0; row < height; row++, data += stride)
    for (gint i = 0, j = width - 1; i < j; i++, j--)
      for (gint c = 0; c < channels; c++)
        {
          gfloat other = data[i * channels + c];

          data[i * channels + c] = data[j * channels + c];
          data[j * channels + c] = other;
        }
}

/* Reads a piece of the plane that the boundary rule makes of the input. Only
 * what lies in the input's extent is asked of GEGL: the buffer may be larger or
 * smaller, so that its own idea of an edge is not ours.
 */
static HomImage
fetch (Render *render, const GeglRectangle *piece)
{
  const WarpGeometry *geometry = render->geometry;
  const gint          channels = render->channels;
  WarpSegment         across[2], down[2];
  gint                n_across, n_down;
  gsize               n_pixels = (gsize) piece->width * piece->height;
  HomImage            image    = { render->pixels,
                                   piece->x,
                                   piece->y,
                                   piece->width,
                                   piece->height,
                                   channels,
                                   (gsize) piece->width * channels };

  if (n_pixels > render->n_pixels)
    {
      g_free (render->pixels);
      render->pixels   = g_new (gfloat, n_pixels * channels);
      render->n_pixels = n_pixels;
      image.data       = render->pixels;
    }

  n_across = warp_segments (geometry->sampling.boundary, piece->x, piece->width,
                            geometry->extent.x, geometry->extent.width, across);
  n_down = warp_segments (geometry->sampling.boundary, piece->y, piece->height,
                          geometry->extent.y, geometry->extent.height, down);

  for (gint j = 0; j < n_down; j++)
    for (gint i = 0; i < n_across; i++)
      {
        GeglRectangle part = { across[i].source, down[j].source, across[i].n,
                               down[j].n };
        gfloat       *data = hom_image_pixel (&image, across[i].at, down[j].at);

        gegl_buffer_get (render->input, &part, 1.0 / (1 << render->level),
                         render->format, data, image.stride * sizeof (gfloat),
                         GEGL_ABYSS_NONE);
        if (across[i].mirrored)
          flip_columns (data, part.width, part.height, channels, image.stride);
        if (down[j].mirrored)
          flip_rows (data, part.width, part.height, channels, image.stride);
      }

  return image;
}

/* Writes a block of the output; nothing is seen there when seen is NULL. By way
 * of a buffer of its own: a GEGL iterator gives direct access to whole tiles
 * only, and is seven times slower where a region cuts them.
 */
static void
render_from (Render *render, const GeglRectangle *block, const HomImage *seen)
{
  gsize    stride = (gsize) block->width * render->channels;
  GError  *error  = NULL;
  HomImage image  = { render->block, block->x,         block->y, block->width,
                      block->height, render->channels, stride };

  if (! seen || ! hom_warp (seen, &render->geometry->w,
                            &render->geometry->sampling, &image, &error))
    memset (image.data, 0, stride * block->height * sizeof (gfloat));
  else if (render->geometry->is_cut)
    warp_coverage_cut (&image, render->geometry->quad,
                       render->geometry->sampling.interpolation ==
                           HOM_INTERPOLATION_NEAREST);

  /* GEGL has no error for this. */
  if (error)
    g_warning ("%s", error->message);
  g_clear_error (&error);

  gegl_buffer_set (render->output, block, render->level, render->format,
                   image.data, GEGL_AUTO_ROWSTRIDE);
}

static void
render_block (Render *render, const GeglRectangle *block)
{
  GeglRectangle piece;
  HomImage      seen;

  if (! warp_geometry_needed (render->geometry, block, &piece))
    {
      render_from (render, block, NULL);
    }
  else if ((gint64) piece.width * piece.height > LARGEST_PIECE &&
           (block->width > 1 || block->height > 1))
    {
      GeglRectangle first  = *block;
      GeglRectangle second = *block;

      if (block->width >= block->height)
        {
          first.width /= 2;
          second.x += first.width;
          second.width -= first.width;
        }
      else
        {
          first.height /= 2;
          second.y += first.height;
          second.height -= first.height;
        }
      render_block (render, &first);
      render_block (render, &second);
    }
  else
    {
      seen = fetch (render, &piece);
      render_from (render, block, &seen);
    }
}

/* Leaves of a region what has content, and makes the rest transparent: GEGL
 * asks for all of the box that the output is said to have.
 */
static void
clear_beyond (const WarpGeometry *geometry,
              GeglBuffer         *output,
              GeglRectangle      *roi)
{
  GeglRectangle content = warp_geometry_content (geometry);

  if (gegl_rectangle_contains (&content, roi))
    return;

  gegl_buffer_clear (output, roi);
  gegl_rectangle_intersect (roi, roi, &content);
}

/**
 * warp_render:
 * @geometry: at full size.
 * @input: the picture, as much of it as warp_geometry_required() says.
 * @output: is written to, in its own format.
 * @format: that of warp_render_format().
 * @result: where it is written to, at full size.
 * @level: of GEGL's mipmap. GEGL's command and tests may ask for previews by
 * it; GIMP 3.0.4 does not, and shows the full size made smaller.
 *
 * May run in several threads at once, for different parts.
 */
void
warp_render (const WarpGeometry  *geometry,
             GeglBuffer          *input,
             GeglBuffer          *output,
             const Babl          *format,
             const GeglRectangle *result,
             gint                 level)
{
  WarpGeometry  own    = *geometry;
  GeglRectangle roi    = *result;
  Render        render = { &own, input, output, format, level };

  render.channels = babl_format_get_bytes_per_pixel (format) /
                    (gint) sizeof (gfloat);
  if (geometry->is_limited)
    clear_beyond (geometry, output, &roi);
  if (level > 0)
    {
      warp_geometry_set_level (&own, level);
      roi = *GEGL_RECTANGLE (roi.x >> level, roi.y >> level, roi.width >> level,
                             roi.height >> level);
    }

  render.block = g_new (gfloat, BLOCK * BLOCK * render.channels);
  for (gint y = roi.y; y < roi.y + roi.height; y = (y & -BLOCK) + BLOCK)
    for (gint x = roi.x; x < roi.x + roi.width; x = (x & -BLOCK) + BLOCK)
      {
        GeglRectangle block = { x & -BLOCK, y & -BLOCK, BLOCK, BLOCK };

        gegl_rectangle_intersect (&block, &block, &roi);
        render_block (&render, &block);
      }

  g_free (render.pixels);
  g_free (render.block);
}
