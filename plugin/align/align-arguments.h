/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/align/alignment.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* Reads and checks the arguments of an alignment, as they arrive. */

gboolean align_check (GimpProcedureConfig *config,
                      GimpImage           *image,
                      GimpDrawable       **drawables,
                      AlignArguments      *arguments,
                      Options             *options,
                      GError             **error);

gboolean align_check_search (GimpProcedureConfig *config,
                             GimpImage           *image,
                             GimpDrawable       **drawables,
                             AlignArguments      *arguments,
                             GError             **error);

G_END_DECLS
