/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/* A choice is an argument that takes one of a few words.
 *
 * GIMP has an argument type for that, GimpChoice, but a word it does not know
 * becomes the default on the caller's side, and the procedure never learns of
 * it. A string arrives as it was written, and can be refused.
 */

/**
 * Choice:
 * @nick: the word, never translated; NULL ends a list.
 * @label: (nullable): the text in the dialog, to be translated; NULL where it
 *   is not offered there.
 * @value: the value that the word stands for.
 * @help: (nullable): what the choice leads to, to be translated: a half
 *   sentence after the label.
 *
 * A choice is one of the words that an argument can be.
 */
typedef struct
{
  const gchar *nick;
  const gchar *label;
  gint         value;
  const gchar *help;
} Choice;

void          choice_add_argument (GimpProcedure       *procedure,
                                   const gchar         *name,
                                   const gchar         *label,
                                   const gchar         *help,
                                   const Choice        *choices,
                                   const gchar         *default_nick);
gboolean      choice_parse        (GimpProcedureConfig *config,
                                   const gchar         *name,
                                   const Choice        *choices,
                                   gint                *value,
                                   GError             **error);
const Choice *choice_find         (const Choice        *choices,
                                   gint                 value);
gboolean      choice_is           (GObject             *config,
                                   const gchar         *name,
                                   const gchar         *nick);
gchar        *choice_describe     (GimpProcedureConfig *config,
                                   const gchar         *name,
                                   const Choice        *choices);
const Choice *choice_find_nick    (const Choice        *choices,
                                   const gchar         *nick);

G_END_DECLS
