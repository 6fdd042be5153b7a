/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>

#include <glib/gstdio.h>

#include "plugin/arguments/presets.h"

#define ENDING ".preset"

/* Beside letters and digits, names of files hold these and what is not ASCII;
 * all else is escaped, a slash among it.
 */
#define PLAIN " ()"

/* Returns: (transfer full): the folder of the procedure's presets. */
static GFile *
get_folder (GimpProcedureConfig *config)
{
  GimpProcedure *procedure = gimp_procedure_config_get_procedure (config);

  return gimp_directory_file ("plug-in-settings", "homography",
                              gimp_procedure_get_name (procedure), NULL);
}

static GFile *
get_file (GimpProcedureConfig *config, const gchar *name)
{
  g_autoptr (GFile) folder  = get_folder (config);
  g_autofree gchar *escaped = g_uri_escape_string (name, PLAIN, TRUE);
  g_autofree gchar *file    = g_strconcat (escaped, ENDING, NULL);

  return g_file_get_child (folder, file);
}

/* Returns: (nullable): the name of the preset that is in a file. */
static gchar *
read_name (const gchar *file)
{
  g_autofree gchar *escaped = NULL;

  if (! g_str_has_suffix (file, ENDING))
    return NULL;

  escaped = g_strndup (file, strlen (file) - strlen (ENDING));

  return g_uri_unescape_string (escaped, NULL);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const gchar *const *) a, *(const gchar *const *) b);
}

/* Returns: (transfer full): the names of the presets, sorted. */
GStrv
presets_list (GimpProcedureConfig *config)
{
  g_autoptr (GFile) folder = get_folder (config);
  g_autoptr (GDir) files   = g_dir_open (g_file_peek_path (folder), 0, NULL);
  GPtrArray   *names       = g_ptr_array_new ();
  const gchar *file;

  while (files && (file = g_dir_read_name (files)))
    {
      gchar *name = read_name (file);

      if (name)
        g_ptr_array_add (names, name);
    }
  g_ptr_array_sort (names, compare);
  g_ptr_array_add (names, NULL);

  return (GStrv) g_ptr_array_free (names, FALSE);
}

/* Copies the settings that belong to all pictures. */
static void
copy (GimpProcedureConfig *from,
      GimpProcedureConfig *to,
      const gchar *const  *own)
{
  guint                   n;
  g_autofree GParamSpec **specs = g_object_class_list_properties (
      G_OBJECT_GET_CLASS (to), &n);

  g_object_freeze_notify (G_OBJECT (to));
  for (guint i = 0; i < n; i++)
    {
      GValue value = G_VALUE_INIT;

      if (! (specs[i]->flags & G_PARAM_WRITABLE) ||
          (specs[i]->flags & G_PARAM_CONSTRUCT_ONLY) ||
          g_strv_contains (own, specs[i]->name))
        continue;
      g_value_init (&value, specs[i]->value_type);
      g_object_get_property (G_OBJECT (from), specs[i]->name, &value);
      g_object_set_property (G_OBJECT (to), specs[i]->name, &value);
      g_value_unset (&value);
    }
  g_object_thaw_notify (G_OBJECT (to));
}

/* Takes the settings of a preset.
 *
 * @own: the settings that belong to one picture, and are left as they are.
 *
 * Returns: FALSE with a message, and the settings as they were, when the file
 *   cannot be read.
 */
gboolean
presets_load (GimpProcedureConfig *config,
              const gchar         *name,
              const gchar *const  *own,
              GError             **error)
{
  GimpProcedure *procedure = gimp_procedure_config_get_procedure (config);
  g_autoptr (GFile) file   = get_file (config, name);
  g_autoptr (GimpProcedureConfig)
      loaded = gimp_procedure_create_config (procedure);

  if (! gimp_config_deserialize_file (GIMP_CONFIG (loaded), file, NULL, error))
    return FALSE;

  copy (loaded, config, own);

  return TRUE;
}

/* Stores the settings. */
gboolean
presets_save (GimpProcedureConfig *config, const gchar *name, GError **error)
{
  g_autoptr (GFile) folder = get_folder (config);
  g_autoptr (GFile) file   = get_file (config, name);

  if (g_mkdir_with_parents (g_file_peek_path (folder), 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   "%s: %s", g_file_peek_path (folder), g_strerror (errno));
      return FALSE;
    }

  return gimp_config_serialize_to_file (GIMP_CONFIG (config), file, "settings",
                                        "end of settings", NULL, error);
}

gboolean
presets_remove (GimpProcedureConfig *config, const gchar *name, GError **error)
{
  g_autoptr (GFile) file = get_file (config, name);

  return g_file_delete (file, NULL, error);
}
