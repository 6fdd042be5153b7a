/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "base/hom-parallel.h"
#include "corners/hom-quad-confidence.h"
#include "corners/hom-quad-proposals.h"
#include "corners/hom-quad-sides.h"
#include "homography/hom-error.h"
#include "homography/hom-find-quad.h"
#include "homography/hom-quad.h"

/* A quadrilateral is proposed from this confidence on: of those below, one in
 * thirty was right. Around a point that the user has named, something is to be
 * found, and all are proposed.
 */
#define LEAST_CONFIDENCE 0.1

/* Puts the corners in order: clockwise on the screen, from the corner at which
 * the top side begins, which is the side whose direction, with that of the
 * opposite one, is nearest to that of x.
 */
static void
put_in_order (HomPoint quad[4])
{
  HomPoint given[4] = { quad[0], quad[1], quad[2], quad[3] };
  gint     step     = hom_quad_is_clockwise (quad) ? 1 : 3;
  gdouble  most     = -G_MAXDOUBLE;
  gint     first    = 0;

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

/* Gives a proposal its corners in the image itself. */
static gboolean
refine (const HomImage        *image,
        const HomQuadProposal *proposal,
        HomFoundQuad          *found,
        GError               **error)
{
  for (gint i = 0; i < 4; i++)
    found->corners[i] = proposal->corners[i];
  put_in_order (found->corners);
  if (! hom_quad_refine_sides (image, proposal->reduction, proposal->rounded,
                               found->corners, error))
    return FALSE;

  for (gint i = 0; i < 4; i++)
    {
      found->corners[i].x += image->x;
      found->corners[i].y += image->y;
    }
  found->confidence = hom_quad_confidence (proposal->logit);

  return TRUE;
}

/* Finds up to @most quadrilaterals. The image is searched as if it lay at the
 * origin: far out, parts of it would lie beyond the largest integer.
 */
static gboolean
find (const HomImage *image,
      const HomPoint *inside,
      HomFoundQuad   *quads,
      gint            most,
      gint           *n_quads,
      GCancellable   *cancellable,
      GError        **error)
{
  g_autofree HomQuadProposals *proposals = g_new (HomQuadProposals, 1);
  HomImage                     here      = *image;
  HomPoint                     at        = { 0.0, 0.0 };

  here.x = here.y = 0;
  if (inside)
    at = (HomPoint){ inside->x - image->x, inside->y - image->y };
  if (! hom_quad_proposals_find (&here, inside ? &at : NULL, proposals,
                                 cancellable, error))
    return FALSE;

  while (! inside && proposals->n > 0 &&
         hom_quad_confidence (proposals->quads[proposals->n - 1].logit) <
             LEAST_CONFIDENCE)
    proposals->n--;
  if (proposals->n == 0)
    {
      g_set_error_literal (error, HOM_ERROR, HOM_ERROR_NOT_FOUND,
                           _ ("No sheet, painting or other quadrilateral "
                              "stands out in the image."));
      return FALSE;
    }
  *n_quads = MIN (proposals->n, most);
  for (gint i = 0; i < *n_quads; i++)
    if (! refine (image, &proposals->quads[i], &quads[i], error) ||
        g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;

  return TRUE;
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
  HomFoundQuad quad;
  gboolean     found;
  gint         n;

  g_return_val_if_fail (corners, FALSE);
  g_return_val_if_fail (! error || ! *error, FALSE);

  if (! hom_image_check (image, "image", error))
    return FALSE;

  found = find (image, NULL, &quad, 1, &n, hom_parallel_begin (cancellable),
                error);
  hom_parallel_end (cancellable);
  for (gint i = 0; found && i < 4; i++)
    corners[i] = quad.corners[i];

  return found;
}

/* Checks that a point lies in an image. */
static gboolean
check_inside (const HomImage *image, const HomPoint *inside, GError **error)
{
  HomBox box = hom_image_box (image);

  /* A NaN is not inside. */
  if (! inside || (inside->x >= box.x0 && inside->x <= box.x1 &&
                   inside->y >= box.y0 && inside->y <= box.y1))
    return TRUE;

  g_set_error_literal (error, HOM_ERROR, HOM_ERROR_ARGUMENT,
                       _ ("The point that is to be inside of the quadrilateral "
                          "lies outside of the image."));

  return FALSE;
}

/**
 * hom_find_quads:
 * @image: as that of hom_find_quad().
 * @inside: (nullable): a point of @image, in pixels, by the place of @image in
 *   the plane. Only quadrilaterals are found in which it lies, and those around
 *   it are looked for with more effort.
 * @quads: (out) (array length=n_quads): the quadrilaterals, the most probable
 *   first. No two are the same; one may lie in another, as a picture in its
 *   frame.
 * @n_quads: (out): how many were found, 1 to %HOM_MAX_FOUND_QUADS; 0 after an
 *   error.
 * @cancellable: (nullable): as that of hom_find_quad().
 *
 * Proposes outlines of sheets, paintings, screens, each with a confidence. The
 * first is the one that hom_find_quad() finds.
 *
 * Returns: FALSE with the errors of hom_find_quad(), and with
 *   %HOM_ERROR_ARGUMENT, too, when @inside does not lie in the image.
 *
 * Since: 0.9
 */
gboolean
hom_find_quads (const HomImage *image,
                const HomPoint *inside,
                HomFoundQuad    quads[HOM_MAX_FOUND_QUADS],
                gint           *n_quads,
                GCancellable   *cancellable,
                GError        **error)
{
  gboolean found;

  g_return_val_if_fail (quads, FALSE);
  g_return_val_if_fail (n_quads, FALSE);
  g_return_val_if_fail (! error || ! *error, FALSE);

  *n_quads = 0;
  if (! hom_image_check (image, "image", error) ||
      ! check_inside (image, inside, error))
    return FALSE;

  found = find (image, inside, quads, HOM_MAX_FOUND_QUADS, n_quads,
                hom_parallel_begin (cancellable), error);
  hom_parallel_end (cancellable);
  if (! found)
    *n_quads = 0;

  return found;
}
