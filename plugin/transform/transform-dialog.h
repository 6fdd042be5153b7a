/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* Shows a plain dialog. It returns whether OK was pressed; what was entered is
 * in the configuration then.
 */

gboolean transform_dialog (GimpProcedure       *procedure,
                           GimpProcedureConfig *config);

G_END_DECLS
