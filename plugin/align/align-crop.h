/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "plugin/apply/transformation.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* Finds the part of an image that all aligned layers cover. */

gboolean align_crop_find (GimpImage            *image,
                          GimpDrawable         *reference,
                          GimpDrawable        **drawables,
                          const Transformation *transformations,
                          const Options        *options,
                          HomBox               *common,
                          GError              **error);

G_END_DECLS
