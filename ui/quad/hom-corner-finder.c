/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/quad/hom-corner-finder.h"

/* A picture is searched at this size at most, in pixels along a side: a corner
 * is found to a fraction of one of them.
 */
#define MOST 2048

typedef struct
{
  HomOverview *overview;
  HomPoint     corners[4];
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  hom_overview_free (search->overview);
  g_free (search);
}

static void
search_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  Search        *search = data;
  const HomTile *tile   = hom_overview_get_tile (search->overview);
  const HomBox  *box    = &tile->box;
  GError        *error  = NULL;

  if (! hom_find_quad (tile->image, search->corners, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (gint i = 0; i < 4; i++)
    {
      HomPoint *p = &search->corners[i];

      p->x = box->x0 + p->x * (box->x1 - box->x0) / tile->image->width;
      p->y = box->y0 + p->y * (box->y1 - box->y0) / tile->image->height;
    }
  g_task_return_boolean (task, TRUE);
}

/* Reads the picture in the main thread, when that is idle. */
static gboolean
read_on (gpointer data)
{
  GTask  *task   = data;
  Search *search = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (! hom_overview_read (search->overview, HOM_READ_TIME))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _ ("The picture cannot be read."));
      return G_SOURCE_REMOVE;
    }
  if (! hom_overview_is_complete (search->overview))
    return G_SOURCE_CONTINUE;

  g_task_run_in_thread (task, search_in_thread);

  return G_SOURCE_REMOVE;
}

/* Looks for the corners of a sheet, a painting or a screen, in a thread.
 *
 * @done: is called in the main thread.
 */
void
hom_find_corners_async (HomSource          *source,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback done,
                        gpointer            data)
{
  Search *search = g_new0 (Search, 1);
  GTask  *task   = g_task_new (source, cancellable, done, data);

  search->overview = hom_source_get_overview (source, MOST);
  g_task_set_task_data (task, search, search_free);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, read_on, task, g_object_unref);
}

/* Takes the corners that were found.
 *
 * Returns: FALSE with a message when there are none.
 */
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
