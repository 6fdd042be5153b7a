/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/apply/transformation.h"
#include "plugin/arguments/options.h"

G_BEGIN_DECLS

/* What becomes of a layer. A plug-in may die at any moment, by GIMP's own
 * button “Cancel”, too. Hence all that takes time or can fail is done before,
 * and the image is changed by as few calls as GIMP allows.
 */

typedef struct _Change Change;

gboolean changes_prepare  (GPtrArray            *changes,
                           GimpLayer            *layer,
                           const Transformation *transformation,
                           const Options        *options,
                           const gchar          *name,
                           GError              **error);
gboolean change_is_apart  (const Change         *change);
void     change_render    (Change               *change);
void     change_carry_out (Change               *change);
void     change_free      (gpointer              change);

G_END_DECLS
