/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/align/alignment.h"

G_BEGIN_DECLS

/* Finds how layers lie over a reference. Nothing is changed. */

gboolean align_layers (const AlignArguments *arguments,
                       GimpImage            *image,
                       GimpDrawable        **drawables,
                       Alignment            *alignments,
                       GError              **error);

G_END_DECLS
