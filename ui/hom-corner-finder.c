/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "hom-corner-finder.h"

/* A picture is searched at this size at most, in pixels along a side: a corner
 * is found to a fraction of one of them.
 */
#define MOST 2048

/* @to_picture: takes a pixel of @image to the picture. */
typedef struct
{
  HomImage *image;
  HomMatrix to_picture;
  HomPoint  corners[4];
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  hom_image_free (search->image);
  g_free (search);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  GError *error  = NULL;

  if (! hom_find_quad (search->image, search->corners, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (gint i = 0; i < 4; i++)
    hom_matrix_apply (&search->to_picture, search->corners[i],
                      &search->corners[i]);
  g_task_return_boolean (task, TRUE);
}

/* Looks for the corners of a sheet, a painting or a screen, in a thread.
 *
 * @done: called in the main thread.
 */
void
hom_find_corners_async (HomSource          *source,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback done,
                        gpointer            data)
{
  Search *search         = g_new0 (Search, 1);
  g_autoptr (GTask) task = g_task_new (source, cancellable, done, data);

  search->image = hom_source_read_all (source, MOST, &search->to_picture);
  g_task_set_task_data (task, search, search_free);
  if (search->image)
    g_task_run_in_thread (task, run);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                             _ ("The picture cannot be read."));
}

/* Returns: FALSE with a message when nothing was found. */
gboolean
hom_find_corners_finish (GAsyncResult *result,
                         HomPoint      corners[4],
                         GError      **error)
{
  const Search *search = g_task_get_task_data (G_TASK (result));

  if (! g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  memcpy (corners, search->corners, sizeof (search->corners));

  return TRUE;
}
