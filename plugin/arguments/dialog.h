/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimpui.h>

G_BEGIN_DECLS

/* Makes the window of a dialog: with Help, Presets and Apply. */

GtkWidget *dialog_new  (GimpProcedure       *procedure,
                        GimpProcedureConfig *config,
                        const gchar         *title,
                        const gchar *const  *own);
void       dialog_fill (GtkWidget           *dialog,
                        GtkWidget           *panel);

G_END_DECLS
