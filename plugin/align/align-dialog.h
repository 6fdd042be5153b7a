/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/align/alignment.h"

G_BEGIN_DECLS

gboolean align_dialog (GimpProcedure       *procedure,
                       GimpProcedureConfig *config,
                       GimpImage           *image,
                       GimpDrawable       **drawables,
                       Alignment           *alignments,
                       GError             **error);

G_END_DECLS
