/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finds the frames of a PNG file (Portable Network Graphics, 3rd edition, 2025;
 * APNG before), which libpng does not.
 */

/**
 * ApngFrame:
 * @x: where the frame lies on the picture.
 * @dispose: what becomes of it before the next is drawn.
 * @is_over: whether what is transparent in it shows what was there before.
 * @start: where the chunks begin that have its pixels.
 *
 * A frame of an animation.
 */
typedef struct
{
  guint32  x, y, width, height;
  enum
  {
    APNG_STAYS,
    APNG_BECOMES_TRANSPARENT,
    APNG_BECOMES_AS_BEFORE,
  } dispose;
  gboolean is_over;
  gsize    start;
} ApngFrame;

/**
 * Apng:
 * @frames: (element-type ApngFrame): its frames; none of a still picture.
 *
 * A PNG file, its frames found.
 */
typedef struct
{
  GMappedFile *file;
  guint32      width, height;
  GArray      *frames;
} Apng;

gboolean    apng_open  (Apng         *apng,
                        const gchar  *path,
                        GError      **error);
void        apng_close (Apng         *apng);
GByteArray *apng_still (const Apng   *apng,
                        gint          frame);

G_END_DECLS
