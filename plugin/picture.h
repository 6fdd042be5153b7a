/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"

G_BEGIN_DECLS

/* A layer's pixels as hom_align() takes them. */

HomPicture *picture_new  (GimpDrawable *drawable,
                          gboolean      with_filters,
                          GError      **error);
void        picture_free (HomPicture   *picture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HomPicture, picture_free)

G_END_DECLS
