/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "homography.h"
#include "plugin/apply/apply.h"

G_BEGIN_DECLS

/* The procedures, and what their run functions have in common. */

#define PERSPECTIVE_PROC "plug-in-homography-perspective"
#define ALIGN_PROC       "plug-in-homography-align"
#define TRANSFORM_PROC   "plug-in-homography-transform"

GimpProcedure  *perspective_create (GimpPlugIn *plug_in);
GimpProcedure  *align_create       (GimpPlugIn *plug_in);
GimpProcedure  *transform_create   (GimpPlugIn *plug_in);

GimpProcedure  *procedure_new      (GimpPlugIn        *plug_in,
                                    const gchar       *name,
                                    GimpRunImageFunc   run,
                                    const gchar       *menu_label,
                                    const gchar       *blurb,
                                    const gchar       *help);
void            add_matrix_return  (GimpProcedure     *procedure);
gint            count_drawables    (GimpDrawable     **drawables);
GimpValueArray *bad_argument       (GimpProcedure     *procedure,
                                    GError            *error);
GimpValueArray *failure            (GimpProcedure     *procedure,
                                    GError            *error);
GimpValueArray *carry_out          (GimpProcedure     *procedure,
                                    GimpImage         *image,
                                    GimpDrawable     **drawables,
                                    const Transformation *transformations,
                                    const Options     *options,
                                    const gchar       *name);
GimpValueArray *success            (GimpProcedure     *procedure,
                                    GimpDrawable     **drawables,
                                    const Transformation *transformations);

G_END_DECLS
