/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* Tells which drawables layers can be laid over. */

gboolean align_reference_check  (GimpDrawable         *reference,
                                 GimpImage            *image,
                                 GimpDrawable        **drawables,
                                 GError              **error);
void     align_reference_preset (GimpProcedureConfig  *config,
                                 GimpImage            *image,
                                 GimpDrawable        **drawables);

G_END_DECLS
