/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"
#include "plugin/apply/warp-filter.h"
#include "ui/canvas/hom-source.h"

G_BEGIN_DECLS

/* Tells how a layer is seen that is to be straightened. A filter that this
 * command has made is edited: the layer is seen without it. One of another
 * command is composed with: the layer is seen through it.
 */

/**
 * LayerView:
 * @camera: the camera that has taken the layer.
 * @is_elsewhere: whether a filter shows the layer that is composed with.
 * @shown: its matrix, in the coordinates of the image; else the identity.
 *
 * Holds how a layer is seen.
 */
typedef struct
{
  HomCamera camera;
  gboolean  is_elsewhere;
  HomMatrix shown;
} LayerView;

LayerView  layer_view_read       (GimpLayer       *layer);
gboolean   layer_view_edited     (GimpLayer       *layer,
                                  WarpSettings    *settings);
HomSource *layer_view_source     (const LayerView *view,
                                  GimpLayer       *layer);
gboolean   layer_view_point      (const LayerView *view,
                                  HomPoint         seen,
                                  HomPoint        *own,
                                  GError         **error);
void       layer_view_corners    (const LayerView *view,
                                  GimpLayer       *layer,
                                  HomPoint         corners[4]);

G_END_DECLS
