/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"
#include "plugin/apply/transformation.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* Makes procedures, and the values that they return. */

GimpProcedure  *procedure_new               (GimpPlugIn           *plug_in,
                                             const gchar          *name,
                                             GimpRunImageFunc      run,
                                             const gchar          *menu_label,
                                             const gchar          *blurb,
                                             const gchar          *help);
void            procedure_add_matrix_return (GimpProcedure        *procedure);
GimpValueArray *procedure_bad_argument      (GimpProcedure        *procedure,
                                             GError               *error);
GimpValueArray *procedure_failure           (GimpProcedure        *procedure,
                                             GError               *error);
GimpValueArray *procedure_carry_out         (GimpProcedure        *procedure,
                                             GimpImage            *image,
                                             GimpDrawable        **drawables,
                                             const Transformation *transformations,
                                             const Options        *options,
                                             const gchar          *name);
GimpValueArray *procedure_success           (GimpProcedure        *procedure,
                                             GimpDrawable        **drawables,
                                             const Transformation *transformations);

G_END_DECLS
