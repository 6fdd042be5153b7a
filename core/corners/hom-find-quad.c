/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/hom-parallel.h"
#include "corners/hom-hough-lines.h"
#include "corners/hom-quad-search.h"
#include "corners/hom-quad-sides.h"
#include "homography/hom-error.h"
#include "homography/hom-find-quad.h"

/* Puts the corners in order: clockwise on the screen, from the corner at which
 * the top side begins, which is the side whose direction, with that of the
 * opposite one, is nearest to that of x.
 */
static void
put_in_order (HomPoint quad[4])
{
  HomPoint given[4] = { quad[0], quad[1], quad[2], quad[3] };
  gdouble  area = 0.0, most = -G_MAXDOUBLE;
  gint     step, first      = 0;

  for (gint i = 0; i < 4; i++)
    area += given[i].x * given[(i + 1) % 4].y -
            given[(i + 1) % 4].x * given[i].y;
  step = area > 0.0 ? 1 : 3;
  for (gint i = 0; i < 4; i++)
    {
      HomPoint a = given[i], b = given[(i + step) % 4];
      HomPoint c = given[(i + 2) % 4], d = given[(i + 3 * step) % 4];
      gdouble  x = b.x - a.x + c.x - d.x;
      gdouble  y = b.y - a.y + c.y - d.y;

      if (x / hypot (x, y) > most)
        {
          most  = x / hypot (x, y);
          first = i;
        }
    }
  for (gint i = 0; i < 4; i++)
    quad[i] = given[(first + i * step) % 4];
}

static gboolean
find (const HomImage *image,
      HomPoint        corners[4],
      GCancellable   *cancellable,
      GError        **error)
{
  g_autoptr (HomEdgeMap) map = hom_edge_map_new (image, cancellable, error);
  g_autoptr (HomHoughLines) lines = NULL;

  if (map)
    lines = hom_hough_lines_find (map, cancellable, error);
  if (! lines)
    return FALSE;

  if (! hom_quad_search (map, lines, cancellable, corners))
    {
      if (! g_cancellable_set_error_if_cancelled (cancellable, error))
        g_set_error_literal (error, HOM_ERROR, HOM_ERROR_NOT_FOUND,
                             _ ("No sheet, painting or other quadrilateral "
                                "stands out in the image."));
      return FALSE;
    }
  for (gint i = 0; i < 4; i++)
    {
      corners[i].x *= map->reduction;
      corners[i].y *= map->reduction;
    }
  put_in_order (corners);
  if (! hom_quad_refine_sides (image, map->reduction, corners, error))
    return FALSE;
  for (gint i = 0; i < 4; i++)
    {
      corners[i].x += image->x;
      corners[i].y += image->y;
    }

  return ! g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * hom_find_quad:
 * @image: grey, grey with alpha, colour, or colour with alpha, as a picture is
 *   shown or linear. Transparent pixels lie outside of what is looked for;
 *   pixels that are not finite numbers are passed over.
 * @corners: (out) (array fixed-size=4): top left, top right, bottom right,
 *   bottom left, in pixels, by the place of @image in the plane. One may lie a
 *   little outside of it.
 * @cancellable: (nullable): stops the call. Without one, the thread's current
 *   one does, see g_cancellable_push_current().
 *
 * Proposes the outline of a sheet of paper, a painting, a screen, a façade: the
 * quadrilateral that stands out. Its sides are straight edges that meet at its
 * corners and end there. docs/find-corners.md says what is found.
 *
 * The method is that of Zhang & He, Whiteboard scanning and image enhancement
 * (doi:10.1016/j.dsp.2006.05.006), section 3: edge points of a small copy,
 * lines by a Hough transform, quadrilaterals of four of them by how much of the
 * sides has an edge, and lines of least squares through the edges of the full
 * picture. Here, what the edges do at the corners is judged too.
 *
 * Returns: FALSE with %HOM_ERROR_NOT_FOUND when nothing stands out, with
 *   %HOM_ERROR_ARGUMENT when @image is none, with %HOM_ERROR_MEMORY, or with
 *   %G_IO_ERROR_CANCELLED.
 */
gboolean
hom_find_quad (const HomImage *image,
               HomPoint        corners[4],
               GCancellable   *cancellable,
               GError        **error)
{
  gboolean found;

  g_return_val_if_fail (corners, FALSE);
  g_return_val_if_fail (! error || ! *error, FALSE);

  if (! hom_image_check (image, "image", error))
    return FALSE;

  found = find (image, corners, hom_parallel_begin (cancellable), error);
  hom_parallel_end (cancellable);

  return found;
}
