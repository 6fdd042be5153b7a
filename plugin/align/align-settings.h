/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/arguments/form.h"

G_BEGIN_DECLS

void     align_settings_add      (Form                *form,
                                  GimpImage           *image,
                                  GimpDrawable       **drawables);
void     align_settings_add_more (Form                *form);
gboolean align_settings_has_more (GimpProcedureConfig *config);

G_END_DECLS
