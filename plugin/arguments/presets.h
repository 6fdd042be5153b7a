/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* Keeps settings of a procedure by names, each in a file of the user's GIMP
 * folder.
 */

GStrv    presets_list   (GimpProcedureConfig *config);
gboolean presets_load   (GimpProcedureConfig *config,
                         const gchar         *name,
                         const gchar *const  *own,
                         GError             **error);
gboolean presets_save   (GimpProcedureConfig *config,
                         const gchar         *name,
                         GError             **error);
gboolean presets_remove (GimpProcedureConfig *config,
                         const gchar         *name,
                         GError             **error);

G_END_DECLS
