/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomReadFunc:
 * @x: the left edge of the part that is wanted, in pixels of the picture,
 *   counted from the left edge of its box.
 * @y: its top edge.
 * @width: of the part.
 * @height: of the part.
 * @to_width: pixels of the result, at most @width and 1024.
 * @to_height: pixels of the result, at most @height and 1024.
 *
 * Reads a part of a picture, reduced. Called in the main thread only.
 *
 * Returns: (transfer full) (nullable): four channels, R'G'B'A with the alpha
 *   multiplied in, perceptual, as cairo draws them.
 */
typedef HomImage *(*HomReadFunc) (gint x,
                                  gint y,
                                  gint width,
                                  gint height,
                                  gint to_width,
                                  gint to_height,
                                  gpointer data);

/**
 * HomSource:
 *
 * A picture of any size, of which only what the screen shows is in memory: all
 * of it reduced to 1024 × 1024 pixels, and a few closer parts.
 */
#define HOM_TYPE_SOURCE (hom_source_get_type ())
G_DECLARE_FINAL_TYPE (HomSource, hom_source, HOM, SOURCE, GObject)

HomSource    *hom_source_new           (const HomBox      *box,
                                        HomReadFunc        read,
                                        gpointer           data,
                                        GDestroyNotify     destroy);
HomSource    *hom_source_new_for_image (const HomImage    *image);
const HomBox *hom_source_get_box       (HomSource         *source);
gboolean      hom_source_render        (HomSource         *source,
                                        const HomMatrix   *w,
                                        const HomSampling *how,
                                        HomImage          *output);
HomImage     *hom_source_read_all      (HomSource         *source,
                                        gint               most,
                                        HomMatrix         *to_picture);

G_END_DECLS
