/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-source.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HomFoundCorners:
 * @quads: what was found, in the coordinates of the image, the most likely
 *   first.
 * @n: the number of them.
 *
 * Holds what a search for corners has found.
 */
typedef struct
{
  HomFoundQuad quads[HOM_MAX_FOUND_QUADS];
  gint         n;
} HomFoundCorners;

gboolean hom_find_corners        (HomSource           *source,
                                  const HomPoint      *inside,
                                  HomFoundCorners     *found,
                                  GError             **error);
void     hom_find_corners_async  (HomSource           *source,
                                  const HomPoint      *inside,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  done,
                                  gpointer             data);
gboolean hom_find_corners_finish (GAsyncResult        *result,
                                  HomFoundCorners     *found,
                                  GError             **error);

G_END_DECLS
