/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include "warp/hom-warp-dispatch.h"
#include "warp/hom-warp-span.h"

/* The number of doubles that a vector of the processor holds. Vectors of the
 * other types have as many elements.
 */
#if defined(__AVX512F__)
#define LANES 8
#elif defined(__AVX__)
#define LANES 4
#else
#define LANES 2
#endif

/* The place where a pixel is seen is worked out in doubles on purpose: in a
 * wide picture a float has no digits left for the place between two pixels. The
 * fraction that is left of a place after its first tap, and all weights, are
 * floats.
 */
typedef gdouble Doubles __attribute__ ((vector_size (8 * LANES)));
typedef gint64  Longs __attribute__ ((vector_size (8 * LANES)));
typedef gint    Ints __attribute__ ((vector_size (4 * LANES)));
typedef gfloat  Floats __attribute__ ((vector_size (4 * LANES)));

/* The integers that one instruction converts doubles to. */
#ifdef __AVX512DQ__
typedef Longs Wholes;
#else
typedef Ints Wholes;
#endif

/* The places where as many pixels of a span as a vector holds are seen. */
typedef struct
{
  Doubles z, inverse_z;
  Doubles at_u, at_v;
} Places;

/* Stores a vector of any type at any address, aligned or not. */
#define STORE(to, vector)                    \
  G_STMT_START                               \
  {                                          \
    __auto_type vector_ = (vector);          \
    memcpy ((to), &vector_, sizeof vector_); \
  }                                          \
  G_STMT_END

HOM_ALWAYS_INLINE Longs
all_lanes (gint64 value)
{
  return value - (Longs){ 0 };
}

/* Returns the number of each lane: 0, 1, 2 … */
HOM_ALWAYS_INLINE Doubles
lane_numbers (void)
{
  Doubles numbers;

  for (gint lane = 0; lane < LANES; lane++)
    numbers[lane] = lane;

  return numbers;
}

/* Tells whether a coordinate of a point lies where all taps are inside of the
 * input; are_beyond() tells whether it lies where none is. It counts from where
 * the first tap is the first pixel.
 */
HOM_ALWAYS_INLINE Longs
are_inside (Doubles at, gint n, gint taps)
{
  return (at >= 0.0) & (at < (gdouble) n - taps + 1.0);
}

HOM_ALWAYS_INLINE Longs
are_beyond (Doubles at, gint n, gint taps)
{
  return (at < 1.0 - taps) | (at >= (gdouble) n);
}

/* Finds the places where a vector of pixels is seen, with the same roundings in
 * every span.
 */
HOM_ALWAYS_INLINE Places
find_places (const HomOutputRow *line, gdouble first_x)
{
  Doubles x = first_x + lane_numbers ();
  Places  places;

  places.z         = line->z[0] * x + line->z[1];
  places.inverse_z = 1.0 / places.z;
  places.at_u = (line->u[0] * x + line->u[1]) * places.inverse_z - line->left;
  places.at_v = (line->v[0] * x + line->v[1]) * places.inverse_z - line->top;

  return places;
}

/* Splits places inside of the input into the first tap and the fraction that is
 * left, and stores what the kernel asks for. To store the rest would take as
 * long as to copy a nearest pixel.
 */
HOM_ALWAYS_INLINE void
store_places (const Places   *places,
              const HomImage *input,
              HomSpanParts    parts,
              gint            k,
              HomSpan        *span)
{
  const Wholes  i = __builtin_convertvector(places->at_u, Wholes);
  const Wholes  j = __builtin_convertvector(places->at_v, Wholes);
  const Doubles u = places->at_u - __builtin_convertvector(i, Doubles);
  const Doubles v = places->at_v - __builtin_convertvector(j, Doubles);

  if (parts != HOM_SPAN_NEAREST)
    {
      STORE (&span->tu[k], __builtin_convertvector(u, Floats));
      STORE (&span->tv[k], __builtin_convertvector(v, Floats));
    }
  if (parts == HOM_SPAN_NEAREST || parts == HOM_SPAN_TAPS)
    {
      STORE (&span->i[k], __builtin_convertvector(i, Ints));
      STORE (&span->j[k], __builtin_convertvector(j, Ints));
    }
  if (parts == HOM_SPAN_TAPS)
    return;

  STORE (&span->offset[k],
         __builtin_convertvector(j, Longs) * (gint64) input->stride +
             __builtin_convertvector(i, Longs) * input->channels);
  if (parts == HOM_SPAN_SLOPES)
    {
      STORE (&span->at_u[k], places->at_u);
      STORE (&span->at_v[k], places->at_v);
      STORE (&span->inverse_z[k], places->inverse_z);
    }
}

/* Marks pixels that are means of several samples as %HOM_SPAN_EDGE, which
 * leaves them to the any-pixel kernels.
 */
HOM_ALWAYS_INLINE void
find_means (const HomWarpRows  *rows,
            const HomOutputRow *line,
            gdouble             first_x,
            HomSpan            *span)
{
  for (gint k = 0; k < span->n; k++)
    {
      HomWarpedPoint centre    = hom_warp_point (rows, first_x + k, line->y);
      HomFootprint   footprint = hom_footprint (rows, &centre);

      if (footprint.nx > 1 || footprint.ny > 1)
        span->kind[k] = HOM_SPAN_EDGE;
    }
}

/* Locates the pixels of a span of which it is not known how they are seen, and
 * finds the kind of each.
 */
HOM_ALWAYS_INLINE void
locate_any (const HomWarpRows  *rows,
            const HomOutputRow *line,
            gdouble             first_x,
            HomSpanParts        parts,
            HomSpan            *span)
{
  const HomImage *input = rows->input;
  const gint      taps  = hom_taps (rows->sampling.interpolation);
  const gint64    ends  = -hom_ends_at_edge (rows->sampling.boundary);
  Longs           same  = all_lanes (-1);
  Longs           first = all_lanes (0);

  for (gint k = 0; k < HOM_SPAN; k += LANES)
    {
      Places places    = find_places (line, first_x + k);
      Longs  in_front  = places.z > rows->horizon;
      Longs  is_inside = in_front &
                        are_inside (places.at_u, input->width, taps) &
                        are_inside (places.at_v, input->height, taps);
      Longs is_beyond = are_beyond (places.at_u, input->width, taps) |
                        are_beyond (places.at_v, input->height, taps);
      Longs is_nothing = ~in_front | (ends & is_beyond);
      Longs kind       = HOM_SPAN_EDGE - is_inside + is_nothing;

      places.at_u      = (Doubles) ((Longs) places.at_u & is_inside);
      places.at_v      = (Doubles) ((Longs) places.at_v & is_inside);
      places.inverse_z = (Doubles) ((Longs) places.inverse_z & in_front);
      store_places (&places, input, parts, k, span);
      STORE (&span->kind[k], __builtin_convertvector(kind, Ints));
      if (k == 0)
        first = all_lanes (kind[0]);
      same &= kind == first;
    }

  if (rows->sampling.antialias)
    find_means (rows, line, first_x, span);

  span->is_uniform = ! rows->sampling.antialias;
  for (gint lane = 0; lane < LANES; lane++)
    span->is_uniform &= same[lane] != 0;
}

HOM_ALWAYS_INLINE void
locate_inside (const HomWarpRows  *rows,
               const HomOutputRow *line,
               gdouble             first_x,
               HomSpanParts        parts,
               HomSpan            *span)
{
  for (gint k = 0; k < HOM_SPAN; k += LANES)
    {
      Places places = find_places (line, first_x + k);

      store_places (&places, rows->input, parts, k, span);
    }
  for (gint k = 0; k < HOM_SPAN; k++)
    span->kind[k] = HOM_SPAN_INSIDE;
  span->is_uniform = TRUE;
}

HOM_ALWAYS_INLINE void
locate (const HomWarpRows  *rows,
        const HomOutputRow *line,
        gint                column,
        gint                n,
        HomSpanParts        parts,
        HomSpan            *span)
{
  const gdouble first_x = (gdouble) rows->output->x + column + 0.5;

  span->n = n;
  if (column >= line->first_inside && column + HOM_SPAN <= line->last_inside)
    locate_inside (rows, line, first_x, parts, span);
  else
    locate_any (rows, line, first_x, parts, span);
}

#define LOCATE_FUNC(name, parts)                                       \
  static void name (const HomWarpRows *rows, const HomOutputRow *line, \
                    gint column, gint n, HomSpan *span)                \
  {                                                                    \
    locate (rows, line, column, n, parts, span);                       \
  }

LOCATE_FUNC (locate_nearest, HOM_SPAN_NEAREST)
LOCATE_FUNC (locate_values, HOM_SPAN_VALUES)
LOCATE_FUNC (locate_slopes, HOM_SPAN_SLOPES)
LOCATE_FUNC (locate_taps, HOM_SPAN_TAPS)

HOM_ALWAYS_INLINE void
weigh_along (HomInterpolation interpolation,
             gboolean         with_slopes,
             const gfloat     t[HOM_SPAN],
             gfloat           w[HOM_MAX_TAPS][HOM_SPAN],
             gfloat           s[HOM_MAX_TAPS][HOM_SPAN])
{
  for (gint k = 0; k < HOM_SPAN; k++)
    {
      gfloat weights[HOM_MAX_TAPS], slopes[HOM_MAX_TAPS];

      hom_weights (interpolation, t[k], weights, slopes);
      for (gint tap = 0; tap < hom_taps (interpolation); tap++)
        {
          w[tap][k] = weights[tap];
          if (with_slopes)
            s[tap][k] = slopes[tap];
        }
    }
}

/* Defines two functions that find the weights of the taps of all pixels of a
 * span, the second one with their derivatives.
 */
#define WEIGH_FUNC(interpolation)                                              \
  static void weights_##interpolation (HomSpan *span)                          \
  {                                                                            \
    weigh_along (HOM_INTERPOLATION_##interpolation, FALSE, span->tu, span->wu, \
                 span->su);                                                    \
    weigh_along (HOM_INTERPOLATION_##interpolation, FALSE, span->tv, span->wv, \
                 span->sv);                                                    \
  }                                                                            \
                                                                               \
  static void slopes_##interpolation (HomSpan *span)                           \
  {                                                                            \
    weigh_along (HOM_INTERPOLATION_##interpolation, TRUE, span->tu, span->wu,  \
                 span->su);                                                    \
    weigh_along (HOM_INTERPOLATION_##interpolation, TRUE, span->tv, span->wv,  \
                 span->sv);                                                    \
  }

WEIGH_FUNC (CUBIC)
WEIGH_FUNC (LANCZOS)
WEIGH_FUNC (QUADRATIC_SPLINE)
WEIGH_FUNC (CUBIC_SPLINE)
WEIGH_FUNC (LANCZOS2)
WEIGH_FUNC (LANCZOS4)

#define WEIGH_FUNCS(name)                                           \
  {                                                                 \
    [HOM_INTERPOLATION_CUBIC]            = name##_CUBIC,            \
    [HOM_INTERPOLATION_LANCZOS]          = name##_LANCZOS,          \
    [HOM_INTERPOLATION_QUADRATIC_SPLINE] = name##_QUADRATIC_SPLINE, \
    [HOM_INTERPOLATION_CUBIC_SPLINE]     = name##_CUBIC_SPLINE,     \
    [HOM_INTERPOLATION_LANCZOS2]         = name##_LANCZOS2,         \
    [HOM_INTERPOLATION_LANCZOS4]         = name##_LANCZOS4          \
  }

const HomSpanFuncs HOM_KERNEL (hom_span_funcs) = {
  .locate = {
    [HOM_SPAN_NEAREST] = locate_nearest,
    [HOM_SPAN_VALUES]  = locate_values,
    [HOM_SPAN_SLOPES]  = locate_slopes,
    [HOM_SPAN_TAPS]    = locate_taps,
  },
  .weigh = {
    [HOM_SPAN_VALUES] = WEIGH_FUNCS (weights),
    [HOM_SPAN_SLOPES] = WEIGH_FUNCS (slopes),
    [HOM_SPAN_TAPS]   = WEIGH_FUNCS (weights),
  },
};
