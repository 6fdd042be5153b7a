/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

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

static inline Run
make_run (gint x, gint width, gint n)
{
  Run run = { CLAMP (-x, 0, width), 0, width, x, n };

  run.last = CLAMP (n - x, run.first, width);

  return run;
}

/* Reads a row of all planes, each to @at in its place. */
static inline void
read_line (const HomPlanes *picture,
           const Run       *run,
           gint             y,
           gfloat *const   *to,
           gsize            at)
{
  const HomImage *plane = picture->planes[0];
  const gint      row   = reflect (y, plane->height);

  prefetch_row (plane, run, reflect (y + AHEAD, plane->height));
  if (picture->is_mixed)
    read_mixed_row (hom_image_pixel (plane, 0, row), run, picture->weights,
                    to[0] + at);
  else if (are_channels (picture))
    read_row (hom_image_pixel (plane, 0, row), run, 3, 3, to, at);
  else
    for (gint c = 0; c < picture->n_planes; c++)
      {
        const gfloat *from = hom_image_pixel (picture->planes[c], 0, row);

        if (plane->channels == 1)
          read_row (from, run, 1, 1, &to[c], at);
        else
          read_row (from, run, plane->channels, 1, &to[c], at);
      }
}

/* Makes planes of the picture before it is halved. */
static HomPlanes
unhalve (const HomPlanes *picture, HomImage *images)
{
  HomPlanes whole = *picture;

  for (gint c = 0; c < picture->n_planes; c++)
    {
      images[c]        = *picture->planes[c];
      images[c].width  = picture->whole_width;
      images[c].height = picture->whole_height;
      images[c].channels >>= picture->halvings;
      images[c].stride >>= picture->halvings;
      whole.planes[c] = &images[c];
    }

  return whole;
}

/* Adds the pixels of a line, @side of them to each of @to. */
static inline void
add_squares (const gfloat *line, gint side, gint width, gfloat *to)
{
  if (side == 2)
    for (gint i = 0; i < width; i++)
      to[i] += line[2 * i] + line[2 * i + 1];
  else
    for (gint i = 0; i < width; i++)
      for (gint a = 0; a < side; a++)
        to[i] += line[side * i + a];
}

/* Reads a part of a picture that is halved on the way. The mean of a square
 * leaves what two pixels tell apart to the pixels: a wider filter, as that of
 * the pyramid, takes some of it away.
 */
static inline void
read_halved (const HomPlanes *picture,
             gint             x,
             gint             y,
             gint             width,
             gint             height,
             gfloat *const   *to,
             gsize            stride)
{
  const gint      side = 1 << picture->halvings;
  HomImage        images[HOM_MAX_PLANES];
  const HomPlanes whole = unhalve (picture, images);
  const Run       run   = make_run (side * x, side * width, images[0].width);
  gfloat          lines[HOM_MAX_PLANES][HOM_LONGEST_READ << HOM_MAX_HALVINGS];
  gfloat *const   line[] = { lines[0], lines[1], lines[2] };

  for (gint j = 0; j < height; j++)
    {
      for (gint c = 0; c < picture->n_planes; c++)
        memset (to[c] + j * stride, 0, width * sizeof (gfloat));
      for (gint b = 0; b < side; b++)
        {
          read_line (&whole, &run, side * (y + j) + b, line, 0);
          for (gint c = 0; c < picture->n_planes; c++)
            add_squares (lines[c], side, width, to[c] + j * stride);
        }
      for (gint c = 0; c < picture->n_planes; c++)
        for (gint i = 0; i < width; i++)
          to[c][j * stride + i] *= 1.0f / (side * side);
    }
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
  const Run run = make_run (x, width, picture->planes[0]->width);

  if (picture->halvings > 0)
    read_halved (picture, x, y, width, height, to, stride);
  else
    for (gint j = 0; j < height; j++)
      read_line (picture, &run, y + j, to, j * stride);
}
