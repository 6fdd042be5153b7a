/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/arguments/choice.h"

/* An argument stores what people are told of it by this key: that has no words
 * for scripts in it.
 */
#define HELP g_quark_from_static_string ("homography-help")

static gchar *
list_nicks (const Choice *choices)
{
  GString *list = g_string_new (NULL);

  for (const Choice *choice = choices; choice->nick; choice++)
    g_string_append_printf (list, _ ("%s“%s”"), choice == choices ? "" : ", ",
                            choice->nick);

  return g_string_free (list, FALSE);
}

/* Adds an argument to a procedure.
 *
 * @help: a sentence; the words are added to it.
 */
void
choice_add_argument (GimpProcedure *procedure,
                     const gchar   *name,
                     const gchar   *label,
                     const gchar   *help,
                     const Choice  *choices,
                     const gchar   *default_nick)
{
  gchar *nicks = list_nicks (choices);
  gchar *blurb = g_strdup_printf (_ ("%s One of %s."), help, nicks);

  gimp_procedure_add_string_argument (procedure, name, label, blurb,
                                      default_nick, G_PARAM_READWRITE);
  g_param_spec_set_qdata_full (gimp_procedure_find_argument (procedure, name),
                               HELP, g_strdup (help), g_free);
  g_free (blurb);
  g_free (nicks);
}

/* Returns: (transfer full): what people are told of an argument, in the words
 *   of the dialog.
 */
gchar *
choice_describe (GimpProcedureConfig *config,
                 const gchar         *name,
                 const Choice        *choices)
{
  GimpProcedure *procedure = gimp_procedure_config_get_procedure (config);
  GParamSpec    *spec      = gimp_procedure_find_argument (procedure, name);
  GString       *text      = g_string_new (g_param_spec_get_qdata (spec, HELP));

  for (const Choice *choice = choices; choice->nick; choice++)
    if (choice->label && choice->help)
      g_string_append_printf (text, "\n• %s: %s", _ (choice->label),
                              _ (choice->help));

  return g_string_free (text, FALSE);
}

gboolean
choice_parse (GimpProcedureConfig *config,
              const gchar         *name,
              const Choice        *choices,
              gint                *value,
              GError             **error)
{
  const Choice *choice;
  gchar        *nick = NULL;
  gchar        *nicks;

  g_object_get (config, name, &nick, NULL);
  choice = choice_find_nick (choices, nick);
  if (choice)
    {
      *value = choice->value;
      g_free (nick);
      return TRUE;
    }

  nicks = list_nicks (choices);
  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _ ("The argument “%s” is “%s”; it must be one of %s."), name,
               nick ? nick : "", nicks);
  g_free (nicks);
  g_free (nick);

  return FALSE;
}

/* Returns: the one of @choices that stands for @value, or the end of the list.
 */
const Choice *
choice_find (const Choice *choices, gint value)
{
  while (choices->nick && choices->value != value)
    choices++;

  return choices;
}

/* @nick: (nullable): a word.
 *
 * Returns: (nullable): the one of @choices with that word.
 */
const Choice *
choice_find_nick (const Choice *choices, const gchar *nick)
{
  for (; choices->nick; choices++)
    if (g_strcmp0 (nick, choices->nick) == 0)
      return choices;

  return NULL;
}

/* Tells whether an argument is that word. */
gboolean
choice_is (GObject *config, const gchar *name, const gchar *nick)
{
  g_autofree gchar *present = NULL;

  g_object_get (config, name, &present, NULL);

  return g_strcmp0 (present, nick) == 0;
}
