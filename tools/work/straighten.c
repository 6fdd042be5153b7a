/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "tools/picture/metadata.h"
#include "tools/picture/read-error.h"
#include "tools/work/result.h"
#include "tools/work/straighten.h"

/* Of those that hom_find_quads() is this confident of, docs/find-corners.md
 * says, at least 97 of 100 are right: the rest had better be looked at.
 */
#define CERTAIN 0.9

#define USUAL_PPI 300.0

/* No side of a page becomes longer, in pixels. */
#define LONGEST_SIDE 100000.0

/* Corners that are given may lie so far out of the picture, as a share of its
 * diagonal: farther out, they are those of another picture.
 */
#define FARTHEST_OUT 0.05

static void
set_unsure (Outcome *outcome, const gchar *message)
{
  outcome->status = STATUS_UNSURE;
  g_free (outcome->message);
  outcome->message = g_strdup (message);
}

static gdouble
pixel_aspect (const Picture *picture)
{
  return hom_pixel_aspect_of_ppi (picture->ppi_x, picture->ppi_y);
}

static gdouble
ratio_of (const Picture *picture, const HomPoint corners[4])
{
  HomCamera camera = { .pixel_aspect = pixel_aspect (picture) };

  camera.principal_point = (HomPoint){ picture->width / 2.0,
                                       picture->height / 2.0 };
  camera.diagonal        = hypot (camera.pixel_aspect * picture->width,
                                  picture->height);
  camera.focal_length    = metadata_focal_length (picture, camera.diagonal);

  return hom_quad_recover_ratio (corners, &camera, NULL);
}

/* Takes the corners that are given. Nobody photographs a mirror image: those
 * that go round the other way were given in another order.
 */
static void
take_corners (const HomPoint given[4], HomPoint corners[4])
{
  gint step = hom_quad_is_clockwise (given) ? 1 : 3;

  for (gint i = 0; i < 4; i++)
    corners[i] = given[step * i % 4];
}

/* Finds the page, or takes the corners that are given.
 *
 * @outcome: gets corners, ratio and confidence, and a status: STATUS_UNSURE
 *   where no page is certain enough.
 *
 * Returns: FALSE with an error that has to do with the picture as a whole.
 */
gboolean
straighten_find (const Options *options,
                 const Picture *picture,
                 Outcome       *outcome,
                 GError       **error)
{
  g_autoptr (HomImage) image = NULL;
  HomFoundQuad found[HOM_MAX_FOUND_QUADS];
  gint         n     = 0;
  GError      *cause = NULL;

  if (options->has_corners)
    {
      take_corners (options->corners, outcome->corners);
      outcome->confidence = 1.0;
    }
  else
    {
      /* With alpha, premultiplied: what is transparent has no edges. */
      image = picture_to_image (picture, NULL, picture->channels,
                                picture->channels % 2 == 0, error);
      if (! image)
        return FALSE;
      if (! hom_find_quads (image, NULL, found, &n, NULL, &cause))
        {
          if (! g_error_matches (cause, HOM_ERROR, HOM_ERROR_NOT_FOUND))
            {
              g_propagate_error (error, cause);
              return FALSE;
            }
          g_error_free (cause);
        }
      if (n == 0)
        {
          set_unsure (outcome, _ ("No page was found. Give its corners by "
                                  "--corners."));
          return TRUE;
        }
      memcpy (outcome->corners, found[0].corners, sizeof (found[0].corners));
      outcome->confidence = found[0].confidence;
    }

  outcome->has_corners = TRUE;
  outcome->ratio       = options->ratio > 0.0 ? options->ratio :
                                                ratio_of (picture, outcome->corners);
  if (outcome->confidence < options->least_confidence)
    set_unsure (outcome, _ ("What was found may not be the page. Look at it, "
                            "and give the corners by --corners."));
  else if (outcome->confidence < CERTAIN)
    outcome->status = STATUS_LOOK;

  return TRUE;
}

/* Refuses corners that were given for another picture. */
static gboolean
check_corners (const Picture *picture,
               const HomPoint corners[4],
               GError       **error)
{
  gdouble out = FARTHEST_OUT * hypot (picture->width, picture->height);

  for (gint i = 0; i < 4; i++)
    if (corners[i].x < -out || corners[i].x > picture->width + out ||
        corners[i].y < -out || corners[i].y > picture->height + out)
      {
        g_set_error (error, READ_ERROR, READ_ERROR_FILE,
                     _ ("Corner %d lies outside of the picture, which has "
                        "%d × %d pixels upright."),
                     i + 1, picture->width, picture->height);
        return FALSE;
      }

  return TRUE;
}

/* Chooses the size of the page in pixels, and its resolution. Its pixels have
 * the shape of the picture's, unless one resolution is asked for.
 *
 * @ppi: (out): the resolution that is asked for, or 0.
 */
static gboolean
choose_size (const Options *options,
             const Picture *picture,
             const Outcome *outcome,
             gdouble       *width,
             gdouble       *height,
             gdouble       *ppi,
             GError       **error)
{
  gdouble ratio = outcome->ratio /
                  (options->ppi > 0.0 ? 1.0 : pixel_aspect (picture));

  *ppi = options->ppi;
  if (options->paper.short_side > 0.0)
    {
      *ppi = *ppi > 0.0 ? *ppi : USUAL_PPI;
      hom_paper_pixels (&options->paper, outcome->ratio, *ppi, width, height);
    }
  else if (options->width || options->height)
    {
      *width  = options->width ? options->width : options->height * ratio;
      *height = options->height ? options->height : options->width / ratio;
    }
  else
    {
      hom_quad_rectangle_size (outcome->corners, ratio, width, height);
    }

  *width  = MAX (1.0, round (*width));
  *height = MAX (1.0, round (*height));
  if (*width <= LONGEST_SIDE && *height <= LONGEST_SIDE)
    return TRUE;
  g_set_error (error, READ_ERROR, READ_ERROR_FILE,
               _ ("The page would have %.0f × %.0f pixels. Give its size by "
                  "--size."),
               *width, *height);

  return FALSE;
}

/* Straightens the page on a picture.
 *
 * Returns: (transfer full): the page; NULL with an error, or without one where
 *   @outcome says that none is certain enough.
 */
Picture *
straighten_picture (const Options *options,
                    const Picture *picture,
                    WriteFormat    format,
                    Outcome       *outcome,
                    GError       **error)
{
  HomPoint  rectangle[4];
  HomMatrix w;
  gdouble   width, height, natural_width, natural_height, ppi;
  HomBox    box = { 0.0, 0.0, 0.0, 0.0 };
  Picture  *page;
  ResultWay way = { .format = format };

  if (options->has_corners &&
      ! check_corners (picture, options->corners, error))
    return NULL;
  if (! straighten_find (options, picture, outcome, error) ||
      outcome->status == STATUS_UNSURE ||
      ! choose_size (options, picture, outcome, &width, &height, &ppi, error))
    return NULL;

  box.x1 = width;
  box.y1 = height;
  hom_quad_from_box (&box, rectangle);
  if (! hom_matrix_from_corners (rectangle, outcome->corners, &w, error))
    return NULL;
  hom_quad_mean_sides (outcome->corners, &natural_width, &natural_height);
  way.sampling.interpolation = options->interpolation;
  way.sampling.antialias     = width < natural_width || height < natural_height;
  way.width                  = (gint) width;
  way.height                 = (gint) height;
  page                       = result_render (picture, &w, &way, error);
  if (page && ppi > 0.0)
    page->ppi_x = page->ppi_y = ppi;

  return page;
}
