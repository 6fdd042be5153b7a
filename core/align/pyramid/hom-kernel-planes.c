/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "align/pyramid/hom-planes.h"

/* Rows are asked for this many rows before they are read. */
#define AHEAD      8
#define CACHE_LINE 64

/* Reflects an index at the edges, half-sample symmetric; far beyond, it becomes
 * that of the last pixel.
 */
static inline gint
reflect (gint i, gint n)
{
  i = i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i;

  return CLAMP (i, 0, n - 1);
}

/* Tells whether the planes are channels that lie side by side in one image: it
 * is read only once.
 */
static gboolean
are_channels (const HomPlanes *picture)
{
  const HomImage *const *planes = picture->planes;

  return picture->n_planes == 3 && planes[0]->channels == 3 &&
         planes[1]->data == planes[0]->data + 1 &&
         planes[2]->data == planes[0]->data + 2;
}

typedef struct
{
  gint first, last, end; /* pixels first … last − 1 are inside */
  gint x, n;
} Run;

/* Reads a row of @n_planes planes, whose pixels are @channels apart. */
static inline void
read_row (const gfloat  *row,
          const Run     *run,
          gint           channels,
          gint           n_planes,
          gfloat *const *to,
          gsize          at)
{
  for (gint c = 0; c < n_planes; c++)
    for (gint i = 0; i < run->first; i++)
      to[c][at + i] = row[reflect (run->x + i, run->n) * channels + c];
  for (gint i = run->first; i < run->last; i++)
    for (gint c = 0; c < n_planes; c++)
      to[c][at + i] = row[(run->x + i) * channels + c];
  for (gint c = 0; c < n_planes; c++)
    for (gint i = run->last; i < run->end; i++)
      to[c][at + i] = row[reflect (run->x + i, run->n) * channels + c];
  for (gint c = 0; c < n_planes; c++)
    for (gint i = 0; i < run->end; i++)
      if (to[c][at + i] - to[c][at + i] != 0.0f)
        to[c][at + i] = 0.0f;
}

static inline gfloat
mix (const gfloat *pixel, const gfloat *weights)
{
  return weights[0] * pixel[0] + weights[1] * pixel[1] + weights[2] * pixel[2];
}

static inline void
read_mixed_row (const gfloat *row,
                const Run    *run,
                const gfloat *weights,
                gfloat       *to)
{
  for (gint i = 0; i < run->first; i++)
    to[i] = mix (row + 3 * reflect (run->x + i, run->n), weights);
  for (gint i = run->first; i < run->last; i++)
    to[i] = mix (row + 3 * (run->x + i), weights);
  for (gint i = run->last; i < run->end; i++)
    to[i] = mix (row + 3 * reflect (run->x + i, run->n), weights);
  for (gint i = 0; i < run->end; i++)
    if (to[i] - to[i] != 0.0f)
      to[i] = 0.0f;
}

/* Asks for the pixels of a row that will be read. A part of a picture is so
 * little of each row that the processor does not foresee it.
 */
static inline void
prefetch_row (const HomImage *plane, const Run *run, gint row)
{
  const gint   x     = CLAMP (run->x, 0, run->n - 1);
  const gchar *first = (const gchar *) hom_image_pixel (plane, x, row);
  const gsize  size  = (run->last - run->first) * plane->channels *
                     sizeof (gfloat);

  for (gsize i = 0; i < size; i += CACHE_LINE)
    __builtin_prefetch (first + i);
}

HOM_FLATTEN void
HOM_KERNEL (hom_planes_read_kernel) (const HomPlanes *picture,
                                     gint             x,
                                     gint             y,
                                     gint             width,
                                     gint             height,
                                     gfloat *const   *to,
                                     gsize            stride)
{
  const HomImage *plane = picture->planes[0];
  const gboolean  all   = are_channels (picture);
  Run             run   = { CLAMP (-x, 0, width), 0, width, x, plane->width };

  run.last = CLAMP (plane->width - x, run.first, width);
  for (gint j = 0; j < height; j++)
    {
      const gint  row = reflect (y + j, plane->height);
      const gsize at  = j * stride;

      prefetch_row (plane, &run, reflect (y + j + AHEAD, plane->height));
      if (picture->is_mixed)
        read_mixed_row (hom_image_pixel (plane, 0, row), &run, picture->weights,
                        to[0] + at);
      else if (all)
        read_row (hom_image_pixel (plane, 0, row), &run, 3, 3, to, at);
      else
        for (gint c = 0; c < picture->n_planes; c++)
          {
            const gfloat *from = hom_image_pixel (picture->planes[c], 0, row);

            if (plane->channels == 1)
              read_row (from, &run, 1, 1, &to[c], at);
            else
              read_row (from, &run, plane->channels, 1, &to[c], at);
          }
    }
}
