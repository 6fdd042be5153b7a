/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/quad/hom-corner-finder.h"

/* A picture is searched at this size at most, in pixels along a side: a corner
 * is found to a fraction of one of them.
 */
#define MOST 2048

/* @inside: a point that the corners must enclose, if @has_inside. */
typedef struct
{
  HomOverview    *overview;
  HomPoint        inside;
  gboolean        has_inside;
  HomFoundCorners found;
} Search;

static Search *
search_new (HomSource *source, const HomPoint *inside)
{
  Search *search = g_new0 (Search, 1);

  search->overview   = hom_source_get_overview (source, MOST);
  search->has_inside = inside != NULL;
  if (inside)
    search->inside = *inside;

  return search;
}

static void
search_free (gpointer data)
{
  Search *search = data;

  hom_overview_free (search->overview);
  g_free (search);
}

static void
set_unreadable (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       _ ("The picture cannot be read."));
}

/* Searches a picture that has been read. */
static gboolean
search_run (Search *search, GCancellable *cancellable, GError **error)
{
  const HomTile *tile   = hom_overview_get_tile (search->overview);
  const HomBox  *box    = &tile->box;
  gdouble        across = (box->x1 - box->x0) / tile->image->width;
  gdouble        down   = (box->y1 - box->y0) / tile->image->height;
  HomPoint       inside = { (search->inside.x - box->x0) / across,
                            (search->inside.y - box->y0) / down };

  if (! hom_find_quads (tile->image, search->has_inside ? &inside : NULL,
                        search->found.quads, &search->found.n, cancellable,
                        error))
    return FALSE;

  for (gint i = 0; i < search->found.n; i++)
    for (gint k = 0; k < 4; k++)
      {
        HomPoint *p = &search->found.quads[i].corners[k];

        p->x = box->x0 + p->x * across;
        p->y = box->y0 + p->y * down;
      }

  return TRUE;
}

/* Looks for the corners of a sheet, a painting or a screen, and waits for them.
 *
 * @inside: (nullable): a point that they must enclose.
 *
 * Returns: FALSE with a message when there are none.
 */
gboolean
hom_find_corners (HomSource       *source,
                  const HomPoint  *inside,
                  HomFoundCorners *found,
                  GError         **error)
{
  Search  *search  = search_new (source, inside);
  gboolean is_read = TRUE;
  gboolean is_found;

  while (is_read && ! hom_overview_is_complete (search->overview))
    is_read = hom_overview_read (search->overview, HOM_READ_TIME);
  if (! is_read)
    set_unreadable (error);

  is_found = is_read && search_run (search, NULL, error);
  *found   = search->found;
  search_free (search);

  return is_found;
}

static void
search_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      data,
                  GCancellable *cancellable)
{
  GError *error = NULL;

  if (search_run (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
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
      GError *error = NULL;

      set_unreadable (&error);
      g_task_return_error (task, error);
      return G_SOURCE_REMOVE;
    }
  if (! hom_overview_is_complete (search->overview))
    return G_SOURCE_CONTINUE;

  g_task_run_in_thread (task, search_in_thread);

  return G_SOURCE_REMOVE;
}

/* Looks for the corners of a sheet, a painting or a screen, in a thread.
 *
 * @inside: (nullable): a point that they must enclose.
 * @done: is called in the main thread.
 */
void
hom_find_corners_async (HomSource          *source,
                        const HomPoint     *inside,
                        GCancellable       *cancellable,
                        GAsyncReadyCallback done,
                        gpointer            data)
{
  GTask *task = g_task_new (source, cancellable, done, data);

  g_task_set_task_data (task, search_new (source, inside), search_free);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, read_on, task, g_object_unref);
}

/* Takes the corners that were found.
 *
 * Returns: FALSE with a message when there are none.
 */
gboolean
hom_find_corners_finish (GAsyncResult    *result,
                         HomFoundCorners *found,
                         GError         **error)
{
  const Search *search = g_task_get_task_data (G_TASK (result));

  if (! g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  *found = search->found;

  return TRUE;
}
