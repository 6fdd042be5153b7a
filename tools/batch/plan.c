/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "tools/batch/plan.h"

static void
source_free (gpointer data)
{
  Source *source = data;

  g_free (source->path);
  g_free (source->stem);
  g_free (source->page_stem);
  g_free (source->problem);
  g_free (source);
}

/* Takes the ending off a name. A name that is nothing but an ending stays. */
static gchar *
stem_of (const gchar *path)
{
  gchar *name = g_path_get_basename (path);
  gchar *dot  = strrchr (name, '.');

  if (dot && dot != name)
    *dot = '\0';

  return name;
}

/* Says what is wrong with a file by its first bytes.
 *
 * Returns: (transfer full) (nullable): NULL when nothing is.
 */
static gchar *
problem_of (const gchar *path, FileKind *kind)
{
  const gchar *name        = NULL;
  g_autoptr (GError) error = NULL;

  *kind = file_kind_of (path, &name, &error);
  if (error)
    return g_strdup (error->message);
  switch (*kind)
    {
    case FILE_UNKNOWN:
      return g_strdup (_ ("This is no picture."));
    case FILE_EMPTY:
      return g_strdup (_ ("The file is empty."));
    case FILE_FOREIGN:
      return g_strdup_printf (_ ("Files of the kind %s are not read here. "
                                 "Convert the file, to TIFF for example, or "
                                 "open it in GIMP."),
                              name);
    default:
      return NULL;
    }
}

static Source *
source_new (const gchar *path)
{
  Source *source = g_new0 (Source, 1);

  source->path      = g_strdup (path);
  source->stem      = stem_of (path);
  source->page_stem = g_strdup (source->stem);
  source->problem   = problem_of (path, &source->kind);

  return source;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

static void
say_empty (const gchar *folder)
{
  g_autofree gchar *name = g_filename_display_name (folder);

  g_printerr (_ ("%s: There are no pictures in this folder. Folders inside of "
                 "it are not entered.\n"),
              name);
}

/* Adds the pictures of a folder, by name. What systems leave in folders is
 * passed over, and so is what is no picture and is not named like one. Folders
 * inside are not entered.
 */
static gboolean
add_folder (Work *work, const gchar *folder, GError **error)
{
  GDir        *dir = g_dir_open (folder, 0, NULL);
  GPtrArray   *names;
  const gchar *name;
  guint        n_before = work->sources->len;

  if (! dir)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }

  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)))
    if (! file_kind_is_stray (name))
      g_ptr_array_add (names, g_strdup (name));
  g_dir_close (dir);
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree gchar *path = g_build_filename (folder, names->pdata[i], NULL);
      Source           *source;

      if (! g_file_test (path, G_FILE_TEST_IS_REGULAR) &&
          ! (g_file_test (path, G_FILE_TEST_IS_SYMLINK) &&
             ! g_file_test (path, G_FILE_TEST_EXISTS)))
        continue;
      source = source_new (path);
      if (source->problem && ! file_kind_is_named (path))
        source_free (source);
      else
        g_ptr_array_add (work->sources, source);
    }
  g_ptr_array_free (names, TRUE);
  if (work->sources->len == n_before && ! work->options->quiet)
    say_empty (folder);

  return TRUE;
}

static gboolean
may_have_pages (FileKind kind)
{
  return kind == FILE_TIFF || kind == FILE_GIF || kind == FILE_PDF ||
         kind == FILE_JPEG || kind == FILE_PNG || kind == FILE_WEBP;
}

/* Tells whether a name could be that of a page of another file: scan-2 of scan,
 * whose pages are scan-1, scan-2 and so on.
 *
 * Returns: (transfer full) (nullable): the other's name.
 */
static gchar *
page_of (const gchar *stem)
{
  const gchar *dash = strrchr (stem, '-');

  if (! dash || ! dash[1] ||
      strspn (dash + 1, "0123456789") < strlen (dash + 1))
    return NULL;

  return g_strndup (stem, dash - stem);
}

static gchar *
result_name (const Options *options, const Source *source, const gchar *stem)
{
  return g_strconcat (
      stem, write_format_ending (work_format (options, source->kind)), NULL);
}

/* Keeps results apart. The pages of a file keep its ending, where another file
 * is named like one of them; a file whose result would have the name of an
 * earlier one's has a problem.
 */
static void
part_results (Work *work)
{
  g_autoptr (GHashTable)
      pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable)
      names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < work->sources->len; i++)
    {
      Source           *source = work->sources->pdata[i];
      g_autofree gchar *whole  = page_of (source->stem);

      if (whole)
        g_hash_table_add (pages, result_name (work->options, source, whole));
    }
  for (guint i = 0; i < work->sources->len; i++)
    {
      Source *source = work->sources->pdata[i];
      gchar  *name   = result_name (work->options, source, source->stem);
      Source *twin;

      if (may_have_pages (source->kind) && g_hash_table_contains (pages, name))
        {
          g_free (source->page_stem);
          source->page_stem = g_path_get_basename (source->path);
        }
      twin = g_hash_table_lookup (names, name);
      if (twin && ! source->problem)
        {
          g_autofree gchar *other = g_filename_display_name (twin->path);

          source->problem = g_strdup_printf (_ ("It would become the same page "
                                                "as %s. Rename one, or do them "
                                                "with another --output."),
                                             other);
        }
      if (source->problem)
        g_free (name);
      else
        g_hash_table_insert (names, name, source);
    }
}

static void
note_inode (Work *work, const gchar *path)
{
  gchar *inode = work_inode (path);

  if (inode)
    g_hash_table_add (work->inodes, inode);
}

/* Refuses a reference that cannot be read at all, before each file is. */
static gboolean
take_reference (Work *work, const gchar *path, GError **error)
{
  FileKind          kind;
  g_autofree gchar *problem = problem_of (path, &kind);
  g_autofree gchar *name    = g_filename_display_name (path);

  work->reference = path;
  if (! problem)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: %s", name,
               problem);

  return FALSE;
}

/* Lists what there is to do.
 *
 * Returns: FALSE when nothing of it can be begun.
 */
gboolean
plan_make (Work *work, const Options *options, GError **error)
{
  gboolean is_align = options->command == COMMAND_ALIGN;

  *work         = (Work){ .options = options };
  work->sources = g_ptr_array_new_with_free_func (source_free);
  work->inodes  = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (is_align && ! take_reference (work, options->files[0], error))
    return FALSE;

  for (gchar **file = options->files + is_align; *file; file++)
    if (! g_file_test (*file, G_FILE_TEST_IS_DIR))
      g_ptr_array_add (work->sources, source_new (*file));
    else if (! add_folder (work, *file, error))
      return FALSE;

  for (guint i = 0; i < work->sources->len; i++)
    note_inode (work, ((Source *) work->sources->pdata[i])->path);
  if (work->reference)
    note_inode (work, work->reference);
  if (options->command != COMMAND_CORNERS)
    {
      part_results (work);
      if (g_mkdir_with_parents (options->output, 0777) ||
          g_access (options->output, W_OK | X_OK))
        {
          g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                       _ ("The folder of the results, “%s”, cannot be used: "
                          "%s. Name another one by --output."),
                       options->output, g_strerror (errno));
          return FALSE;
        }
    }

  return TRUE;
}

void
plan_clear (Work *work)
{
  g_clear_pointer (&work->sources, g_ptr_array_unref);
  g_clear_pointer (&work->inodes, g_hash_table_unref);
}
