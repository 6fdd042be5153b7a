/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* This argument is remembered and not seen: what the user chose for an image
 * with no other layers.
 */
#define CROP_REMEMBERED "crop-alone"

/**
 * CropDefault:
 * @config: the arguments of the procedure.
 * @is_alone: whether the image has no other layer that would be cut.
 * @is_chosen: whether the user has chosen “crop-image”.
 * @updating: whether it is being set, but not by the user.
 * @idle: the idle source after a reset; 0 when there is none.
 *
 * Sets “crop-image” in a dialog until the user does.
 */
typedef struct
{
  GimpProcedureConfig *config;
  gboolean             is_alone;
  gboolean             is_chosen;
  gboolean             updating;
  guint                idle;
} CropDefault;

void crop_default_add_argument (GimpProcedure       *procedure);
void crop_default_start        (CropDefault         *crop,
                                GimpProcedureConfig *config,
                                GimpImage           *image,
                                GimpDrawable       **drawables);
void crop_default_add_layer    (CropDefault         *crop);
void crop_default_end          (CropDefault         *crop);

G_END_DECLS
