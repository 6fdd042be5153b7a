/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

gboolean transform_dialog (GimpProcedure       *procedure,
                           GimpProcedureConfig *config,
                           GimpImage           *image,
                           GimpDrawable       **drawables,
                           GError             **error);

G_END_DECLS
