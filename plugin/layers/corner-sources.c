/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "plugin/layers/corner-sources.h"

/* An anchor of a path stands between its two handles: six numbers. */
#define ANCHOR_NUMBERS 6

/* Brings four points into order: clockwise, from that nearest to the top left
 * of the box around them.
 */
static void
sort_corners (HomPoint corners[4])
{
  HomPoint centre = { 0.0, 0.0 };
  HomPoint sorted[4];
  gint     first = 0;

  for (gint i = 0; i < 4; i++)
    {
      centre.x += corners[i].x / 4.0;
      centre.y += corners[i].y / 4.0;
    }
  for (gint i = 1; i < 4; i++)
    for (gint j = i; j > 0; j--)
      {
        HomPoint a = corners[j - 1];
        HomPoint b = corners[j];

        if (atan2 (a.y - centre.y, a.x - centre.x) <=
            atan2 (b.y - centre.y, b.x - centre.x))
          break;
        corners[j - 1] = b;
        corners[j]     = a;
      }
  for (gint i = 1; i < 4; i++)
    if (corners[i].x + corners[i].y < corners[first].x + corners[first].y)
      first = i;

  for (gint i = 0; i < 4; i++)
    sorted[i] = corners[(first + i) % 4];
  memcpy (corners, sorted, sizeof (sorted));
}

/* Reads the anchors of a path.
 *
 * Returns: FALSE when it is not one stroke with four anchors.
 */
static gboolean
read_path (GimpPath *path, HomPoint corners[4])
{
  gsize               n_strokes = 0;
  gsize               n_numbers = 0;
  gboolean            closed;
  g_autofree gint    *strokes = gimp_path_get_strokes (path, &n_strokes);
  g_autofree gdouble *numbers = NULL;

  if (n_strokes != 1)
    return FALSE;

  gimp_path_stroke_get_points (path, strokes[0], &n_numbers, &numbers, &closed);
  if (n_numbers != 4 * ANCHOR_NUMBERS)
    return FALSE;

  for (gint i = 0; i < 4; i++)
    corners[i] = (HomPoint){ numbers[i * ANCHOR_NUMBERS + 2],
                             numbers[i * ANCHOR_NUMBERS + 3] };
  sort_corners (corners);

  return TRUE;
}

static void
take_paths (GimpImage *image, CornersFunc take, gpointer data)
{
  g_autofree GimpPath **paths = gimp_image_get_paths (image);

  for (gint i = 0; paths && paths[i]; i++)
    {
      HomPoint corners[4];

      if (read_path (paths[i], corners))
        {
          g_autofree gchar *name  = gimp_item_get_name (GIMP_ITEM (paths[i]));
          g_autofree gchar *label = g_strdup_printf (_ ("Path “%s”"), name);

          take (label, corners, data);
        }
    }
}

static void
take_selection (GimpImage *image, CornersFunc take, gpointer data)
{
  gboolean is_there;
  gint     x0, y0, x1, y1;
  HomPoint corners[4];

  if (! gimp_selection_bounds (image, &is_there, &x0, &y0, &x1, &y1) ||
      ! is_there)
    return;

  hom_quad_from_box (&(HomBox){ x0, y0, x1, y1 }, corners);
  take (_ ("Selection"), corners, data);
}

/* Calls @take for the corners of the layer, those of the selection's box, and
 * each path with four anchors.
 *
 * @own: the corners of the layer where they are seen, in any order.
 */
void
corner_sources_foreach (GimpLayer     *layer,
                        const HomPoint own[4],
                        CornersFunc    take,
                        gpointer       data)
{
  GimpImage *image = gimp_item_get_image (GIMP_ITEM (layer));
  HomPoint   sorted[4];

  memcpy (sorted, own, sizeof (sorted));
  sort_corners (sorted);
  take (_ ("Layer"), sorted, data);
  take_selection (image, take, data);
  take_paths (image, take, data);
}
