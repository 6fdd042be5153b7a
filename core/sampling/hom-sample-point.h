/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * Private: one sample of an image, with its spatial gradient. Everything here
 * is inlined with a constant interpolation and number of channels, so that a
 * caller's loop is compiled for just these.
 */

#pragma once

#include <math.h>
#include <string.h>

#include "sampling/hom-boundary.h"
#include "sampling/hom-kernel.h"

/* A point this far out is as good as infinitely far, and still fits in a gint
 * together with any width of an image.
 */
#define HOM_FAR_OUT 1e9

typedef struct
{
  gfloat value[HOM_MAX_CHANNELS];
  gfloat du[HOM_MAX_CHANNELS];
  gfloat dv[HOM_MAX_CHANNELS];
} HomSample;

/**
 * HomTapPosition:
 * @i: the column of the first tap, counted from the image's first pixel.
 * @j: the row of the first tap.
 * @tu: the place of the point between the columns of taps, see hom_weights().
 * @tv: its place between their rows.
 * @moves_u: whether the taps follow u; a spline that is clamped stands still
 *   beyond the edge.
 * @moves_v: whether they follow v.
 *
 * The position of the taps of a point.
 */
typedef struct
{
  gint     i, j;
  gfloat   tu, tv;
  gboolean moves_u, moves_v;
} HomTapPosition;

/* Clamps a coordinate; written so that a NaN goes to the lower edge. */
static inline gdouble
hom_clamp (gdouble x, gdouble lower, gdouble upper)
{
  return x > lower ? MIN (x, upper) : lower;
}

static inline HomTapPosition
hom_locate_taps (const HomImage  *image,
                HomInterpolation interpolation,
                HomBoundary      boundary,
                gdouble          u,
                gdouble          v)
{
  const gint    before = (hom_taps (interpolation) - 1) / 2;
  const gdouble centre = hom_centre (interpolation);
  HomTapPosition      position  = { .moves_u = TRUE, .moves_v = TRUE };
  gdouble       fu, fv;

  u -= image->x;
  v -= image->y;
  if (boundary == HOM_BOUNDARY_CLAMP && hom_is_spline (interpolation))
    {
      position.moves_u = u >= 0.5 && u <= image->width - 0.5;
      position.moves_v = v >= 0.5 && v <= image->height - 0.5;
      u             = hom_clamp (u, 0.5, image->width - 0.5);
      v             = hom_clamp (v, 0.5, image->height - 0.5);
    }

  u        = hom_clamp (u - centre, -HOM_FAR_OUT, HOM_FAR_OUT);
  v        = hom_clamp (v - centre, -HOM_FAR_OUT, HOM_FAR_OUT);
  fu       = floor (u);
  fv       = floor (v);
  position.i  = (gint) fu - before;
  position.j  = (gint) fv - before;
  position.tu = u - fu;
  position.tv = v - fv;

  return position;
}

static inline gboolean
hom_taps_are_inside (const HomImage  *image,
                     HomInterpolation interpolation,
                     const HomTapPosition  *position)
{
  const gint taps = hom_taps (interpolation);

  return position->i >= 0 && position->j >= 0 && position->i <= image->width - taps &&
         position->j <= image->height - taps;
}

/* Tells whether the input alone determines the value at a point: the taps that
 * have a weight lie inside. A spline goes as far as the outermost pixel
 * centres.
 */
static inline gboolean
hom_point_is_valid (const HomImage  *image,
                    HomInterpolation interpolation,
                    gdouble          u,
                    gdouble          v)
{
  const gint taps   = hom_taps (interpolation);
  gdouble    margin = taps / 2 - 0.5 * (1 - taps % 2);

  if (hom_is_spline (interpolation))
    margin = 0.5;
  u -= image->x;
  v -= image->y;
  if (interpolation == HOM_INTERPOLATION_NEAREST)
    return u >= 0.0 && v >= 0.0 && u < image->width && v < image->height;

  return u >= margin && v >= margin && u <= image->width - margin &&
         v <= image->height - margin;
}

/* Mixes a pixel where the boundary rule takes it from two pixels along an axis.
 */
static inline void
hom_gather_mixed (const HomImage *image,
                  gint            channels,
                  const HomTap   *x,
                  const HomTap   *y,
                  gfloat         *pixel)
{
  for (gint c = 0; c < channels; c++)
    {
      pixel[c] = x->weight * y->weight *
                 hom_image_pixel (image, x->index, y->index)[c];
      if (x->slope != 0.0f)
        pixel[c] += x->slope * y->weight *
                    hom_image_pixel (image, x->other, y->index)[c];
      if (y->slope != 0.0f)
        pixel[c] += x->weight * y->slope *
                    hom_image_pixel (image, x->index, y->other)[c];
      if (x->slope != 0.0f && y->slope != 0.0f)
        pixel[c] += x->slope * y->slope *
                    hom_image_pixel (image, x->other, y->other)[c];
    }
}

/* Copies taps that reach over the edge to @block, where they lie side by side.
 */
static inline void
hom_gather (const HomImage    *image,
            const HomSampling *sampling,
            gint               taps,
            gint               channels,
            const HomTapPosition    *position,
            gfloat            *block)
{
  const HomBoundary boundary = hom_is_spline (sampling->interpolation)
                                 ? hom_spline_boundary (sampling->boundary)
                                 : sampling->boundary;
  HomTap            x[HOM_MAX_TAPS];

  for (gint column = 0; column < taps; column++)
    x[column] = hom_boundary_tap (boundary, position->i + column, image->width);

  for (gint row = 0; row < taps; row++)
    {
      HomTap y = hom_boundary_tap (boundary, position->j + row, image->height);

      for (gint column = 0; column < taps; column++, block += channels)
        if (x[column].index < 0 || y.index < 0)
          memcpy (block, sampling->fill, channels * sizeof (gfloat));
        else if (x[column].slope == 0.0f && y.slope == 0.0f)
          memcpy (block, hom_image_pixel (image, x[column].index, y.index),
                  channels * sizeof (gfloat));
        else
          hom_gather_mixed (image, channels, &x[column], &y, block);
    }
}

static inline void
hom_weigh_block (const gfloat    *block,
                 gsize            stride,
                 HomInterpolation interpolation,
                 gint             channels,
                 gboolean         gradient,
                 const HomTapPosition  *position,
                 HomSample       *sample)
{
  const gint taps = hom_taps (interpolation);
  gfloat     wu[HOM_MAX_TAPS], su[HOM_MAX_TAPS];
  gfloat     wv[HOM_MAX_TAPS], sv[HOM_MAX_TAPS];

  hom_weights (interpolation, position->tu, wu, su);
  hom_weights (interpolation, position->tv, wv, sv);

  for (gint c = 0; c < channels; c++)
    sample->value[c] = sample->du[c] = sample->dv[c] = 0.0f;

  for (gint row = 0; row < taps; row++, block += stride)
    for (gint c = 0; c < channels; c++)
      {
        gfloat value = 0.0f;
        gfloat slope = 0.0f;

        for (gint column = 0; column < taps; column++)
          {
            gfloat tap = block[column * channels + c];

            value += wu[column] * tap;
            if (gradient)
              slope += su[column] * tap;
          }
        sample->value[c] += wv[row] * value;
        if (gradient)
          {
            sample->du[c] += wv[row] * slope;
            sample->dv[c] += sv[row] * value;
          }
      }
}

static inline void
hom_sample_fill (const HomSampling *sampling, gint channels, HomSample *sample)
{
  memset (sample, 0, sizeof (HomSample));
  if (sampling->boundary == HOM_BOUNDARY_FILL)
    for (gint c = 0; c < channels; c++)
      sample->value[c] = sampling->fill[c];
}

/* Samples g (u, v) and, when @gradient is set, ∂g/∂u and ∂g/∂v. The image holds
 * the coefficients where the interpolation is a spline.
 */
static inline void
hom_sample_point (const HomImage    *image,
                  const HomSampling *sampling,
                  HomInterpolation   interpolation,
                  gint               channels,
                  gboolean           gradient,
                  gdouble            u,
                  gdouble            v,
                  HomSample         *sample)
{
  const gint taps  = hom_taps (interpolation);
  HomTapPosition   position = hom_locate_taps (image, interpolation, sampling->boundary,
                                     u, v);
  gfloat     block[HOM_MAX_TAPS * HOM_MAX_TAPS * HOM_MAX_CHANNELS];

  if (hom_taps_are_inside (image, interpolation, &position))
    {
      hom_weigh_block (hom_image_pixel (image, position.i, position.j),
                       image->stride, interpolation, channels, gradient,
                       &position, sample);
    }
  else if (sampling->boundary == HOM_BOUNDARY_FILL &&
           (position.i <= -taps || position.j <= -taps ||
            position.i >= image->width || position.j >= image->height))
    {
      hom_sample_fill (sampling, channels, sample);
    }
  else
    {
      hom_gather (image, sampling, taps, channels, &position, block);
      hom_weigh_block (block, (gsize) taps * channels, interpolation, channels,
                       gradient, &position, sample);
    }

  if (gradient && ! (position.moves_u && position.moves_v))
    for (gint c = 0; c < channels; c++)
      {
        sample->du[c] *= position.moves_u;
        sample->dv[c] *= position.moves_v;
      }
}

/* Samples a point with its gradient: hom_sample_point(), compiled once for each
 * interpolation, for the image's channels.
 */
typedef void (*HomSampleFunc) (const HomImage    *image,
                               const HomSampling *sampling,
                               gdouble            u,
                               gdouble            v,
                               HomSample         *sample);

extern const HomSampleFunc hom_sample_funcs[HOM_N_INTERPOLATIONS];
