/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* The plain dialogs of the procedures. Each returns whether OK was pressed;
 * what was entered is in the configuration then.
 */

gboolean align_dialog     (GimpProcedure       *procedure,
                           GimpProcedureConfig *config,
                           gint                 n_layers);
gboolean transform_dialog (GimpProcedure       *procedure,
                           GimpProcedureConfig *config);

G_END_DECLS
