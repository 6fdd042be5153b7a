/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <string.h>

#include "base/hom-processor.h"
#include "homography/hom-align-types.h"

G_BEGIN_DECLS

/* Private: grey pictures of half the size each, with what counts of them. */

/**
 * HomLevel:
 * @width, @height: its size in pixels.
 * @grey: one channel; a finite number everywhere.
 * @mask: (nullable): one channel: how much each pixel counts, 0 to 1. Without
 *   it, all count.
 *
 * A level of a pyramid. Level l is 2⁻ˡ times the size. Its pixel (0, 0) covers
 * the first 2ˡ × 2ˡ pixels, and its coordinates start there at (0, 0), wherever
 * the picture itself is.
 */
typedef struct
{
  gint      width, height;
  HomImage *grey;
  HomImage *mask;
} HomLevel;

/**
 * HomPyramid:
 * @image: the picture.
 * @levels: the levels. The first, the largest, has no grey picture before
 *   hom_pyramid_level() is asked for it.
 * @n_levels: how many there are.
 *
 * The pyramid of a picture.
 */
typedef struct
{
  const HomImage *image;
  HomLevel        levels[HOM_ALIGN_MAX_LEVELS];
  gint            n_levels;
} HomPyramid;

HomPyramid     *hom_pyramid_new   (const HomImage    *image,
                                   const HomImage    *mask,
                                   gint               coarsest_side,
                                   GError           **error);
const HomLevel *hom_pyramid_level (HomPyramid        *pyramid,
                                   gint               number,
                                   GError           **error);
void            hom_pyramid_free  (HomPyramid        *pyramid);

void            hom_level_clear   (HomLevel          *level);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomPyramid, hom_pyramid_free)

/* What the kernels in hom-kernel-pyramid.c work on. */
typedef struct
{
  const HomImage *image;
  const HomImage *mask;
  const HomLevel *level;
  gint            has_holes;
  GError         *error;
} HomPyramidJob;

HOM_DECLARE_KERNEL (hom_pyramid_find_holes,
                    void (gint band, gint first, gint last, gpointer job));
HOM_DECLARE_KERNEL (hom_pyramid_halve,
                    void (gint band, gint first, gint last, gpointer job));
HOM_DECLARE_KERNEL (hom_pyramid_halve_image,
                    void (gint band, gint first, gint last, gpointer job));

/* Returns the luma by the weights of ITU-R BT.709. */
static inline gfloat
hom_luma (const gfloat *pixel, gint channels)
{
  return channels == 1 ?
             pixel[0] :
             0.2126f * pixel[0] + 0.7152f * pixel[1] + 0.0722f * pixel[2];
}

static inline void
hom_luma_row (const gfloat *pixels, gint channels, gint width, gfloat *grey)
{
  if (channels == 1)
    memcpy (grey, pixels, width * sizeof (gfloat));
  else
    for (gint column = 0; column < width; column++)
      grey[column] = hom_luma (pixels + column * 3, 3);
}

G_END_DECLS
