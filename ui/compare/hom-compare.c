/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "homography.h"
#include "ui/compare/hom-compare.h"

/* Nothing is shown that lies farther from the reference than this many of its
 * sides.
 */
#define FAR 1.0

/* Where colors are laid over a picture, it keeps this share of its brightness.
 */
#define DIM 0.6f

/* Returns: the luma by Rec. 709. */
static inline gfloat
luma (const gfloat *pixel)
{
  return 0.2126f * pixel[0] + 0.7152f * pixel[1] + 0.0722f * pixel[2];
}

static inline void
lay_over (gfloat *pixel, const gfloat *over, gfloat opacity)
{
  gfloat rest = 1.0f - opacity * over[3];

  for (gint c = 0; c < 4; c++)
    pixel[c] = rest * pixel[c] + opacity * over[c];
}

/* Subtracts a pixel; it is transparent where there is only one of both. */
static inline void
subtract (gfloat *pixel, const gfloat *other, gfloat factor)
{
  gfloat alpha = pixel[3] * other[3];

  for (gint c = 0; c < 3; c++)
    {
      gfloat difference = fabsf (pixel[c] * other[3] - other[c] * pixel[3]);

      pixel[c] = MIN (factor * difference, alpha);
    }
  pixel[3] = alpha;
}

/* Puts one pixel in red, the other in cyan; where there is only one, it is seen
 * in its own colour.
 */
static inline void
tint (gfloat *pixel, const gfloat *other)
{
  gfloat alpha = MAX (pixel[3], other[3]);

  pixel[0] = luma (pixel);
  pixel[1] = pixel[2] = luma (other);
  pixel[3]            = alpha;
}

/* Makes a pixel grey, and darker, so that colors stand out from it. */
static inline void
dim (gfloat *pixel)
{
  pixel[0] = pixel[1] = pixel[2] = DIM * luma (pixel);
}

static void
compare_row (HomCompareMode     mode,
             gfloat             amount,
             const HomExposure *exposure,
             const gfloat      *moving,
             gint               width,
             gfloat            *pixel)
{
  for (gint x = 0; x < width; x++, pixel += 4, moving += 4)
    {
      gfloat alike[4] = { 0.0f, 0.0f, 0.0f, moving[3] };

      for (gint c = 0; c < 3; c++)
        alike[c] = CLAMP (exposure->gain * moving[c] +
                              exposure->bias * moving[3],
                          0.0f, moving[3]);
      switch (mode)
        {
        case HOM_COMPARE_DIFFERENCE:
          subtract (pixel, alike, amount);
          break;

        case HOM_COMPARE_RED_CYAN:
          tint (pixel, alike);
          break;

        case HOM_COMPARE_MISMATCH:
          dim (pixel);
          break;

        case HOM_COMPARE_SPLIT:
          lay_over (pixel, moving, x >= amount * width ? 1.0f : 0.0f);
          break;

        default:
          lay_over (pixel, moving, amount);
        }
    }
}

/**
 * hom_compare:
 * @amount: as the mode says; for flicker 0 or 1, which of the two is seen.
 * @exposure: brings the brightness of @moving to that of the other one; only
 *   difference and red/cyan do so: the rest shows the pictures as they are.
 * @moving: the second picture, as HomReadFunc() gives them.
 * @output: (inout): the first picture, of the same size and kind, and then both
 *   together.
 *
 * Makes one picture of two.
 */
void
hom_compare (HomCompareMode     mode,
             gdouble            amount,
             const HomExposure *exposure,
             const HomImage    *moving,
             HomImage          *output)
{
  for (gint y = 0; y < output->height; y++)
    compare_row (mode, amount, exposure, hom_image_pixel (moving, 0, y),
                 output->width, hom_image_pixel (output, 0, y));
}

/* Finds the part that is worth showing.
 *
 * @reference: the box of the reference.
 * @moving: the box of the other picture, in its own coordinates.
 * @matrices: @n matrices, which take the other picture to where it is seen.
 *
 * Returns: the reference, and as much as is near it of what the other picture
 *   covers.
 */
HomBox
hom_compare_box (const HomBox    *reference,
                 const HomBox    *moving,
                 const HomMatrix *matrices,
                 gint             n)
{
  HomBox  box    = *reference;
  gdouble dx     = FAR * (box.x1 - box.x0);
  gdouble dy     = FAR * (box.y1 - box.y0);
  HomBox  within = { box.x0 - dx, box.y0 - dy, box.x1 + dx, box.y1 + dy };

  for (gint i = 0; i < n; i++)
    {
      HomBox moved;

      if (! hom_matrix_map_box (&matrices[i], moving, &within, &moved) ||
          moved.x0 >= moved.x1 || moved.y0 >= moved.y1)
        continue;
      box = hom_box_unite (&box, &moved);
    }

  return box;
}

/* Finds the part of the reference that the other picture covers.
 *
 * @reference: the box of the reference.
 * @moving: the box of the other picture, in its own coordinates.
 * @h: takes the other picture to where it is seen.
 * @overlap: (out): the box around that part.
 *
 * Returns: FALSE when there is none.
 */
gboolean
hom_compare_overlap (const HomBox    *reference,
                     const HomBox    *moving,
                     const HomMatrix *h,
                     HomBox          *overlap)
{
  return hom_matrix_map_box (h, moving, reference, overlap) &&
         overlap->x0 < overlap->x1 && overlap->y0 < overlap->y1;
}
