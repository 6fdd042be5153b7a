/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimpui.h>

#include "plugin/arguments/choice.h"

G_BEGIN_DECLS

/**
 * Form:
 * @dialog: a GimpProcedureDialog.
 * @grid: the rows, of a label and a widget each.
 * @config: the arguments.
 * @n_rows: the number of rows that there are.
 *
 * A form makes widgets for the arguments of a procedure.
 */
typedef struct
{
  GtkWidget           *dialog;
  GtkGrid             *grid;
  GimpProcedureConfig *config;
  gint                 n_rows;
} Form;

Form       form_new_grid     (GtkWidget           *dialog,
                              GimpProcedureConfig *config);
GtkWidget *form_attach       (Form                *form,
                              const gchar         *label_text,
                              GtkWidget           *widget,
                              gint                 column);
GtkWidget *form_add_choice   (Form                *form,
                              const gchar         *property,
                              const Choice        *choices);
GtkWidget *form_add_widget   (Form                *form,
                              const gchar         *property);
void       form_add_sampling (Form                *form);
void       form_add_output   (Form                *form,
                              const Choice        *clippings);
void       form_add_options  (Form                *form,
                              const Choice        *clippings);

G_END_DECLS
