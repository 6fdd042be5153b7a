/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "corners/hom-edge-input.h"
#include "corners/hom-hough-lines.h"
#include "corners/hom-quad-confidence.h"
#include "corners/hom-quad-evidence.h"
#include "corners/hom-quad-proposals.h"
#include "corners/hom-quad-search.h"

/* A quadrilateral is looked at again in a magnified part of the picture, which
 * goes beyond it by this share of its size: as far as the nearest one that
 * might be right instead, where a coloured border was taken for the ground.
 */
#define SURROUNDINGS 0.25

/* The part has at most this share of the picture's pixels. */
#define MOST_PART 0.5

/* A quadrilateral has two colours when they differ along this share of each
 * side.
 */
#define TWO_COLOURS 0.6

/* Of two that are near each other, colours decide where the logits differ by
 * more than this, and edges where they do not.
 */
#define NEAR_LOGIT 2.0

/* The sizes of the windows around a point that are searched, as shares of the
 * picture.
 */
#define N_WINDOWS 2

static const gdouble windows[N_WINDOWS] = { 0.5, 0.25 };

static gdouble
area_of (const HomPoint q[4])
{
  return fabs ((q[2].x - q[0].x) * (q[3].y - q[1].y) -
               (q[2].y - q[0].y) * (q[3].x - q[1].x)) /
         2.0;
}

static void
make_features (const HomQuadCandidate *quad,
               const HomQuadEvidence  *evidence,
               gdouble                 best,
               gdouble                 area,
               gdouble                *features)
{
  features[HOM_QUAD_WORST_CORNER] = quad->worst_corner;
  features[HOM_QUAD_LENGTH]       = log (quad->score / quad->density);
  features[HOM_QUAD_AREA]         = log (area);
  features[HOM_QUAD_DIFFERENT]    = evidence->different;
  features[HOM_QUAD_HOLE]         = evidence->hole;
  features[HOM_QUAD_AGREEMENT]    = evidence->agreement;
  features[HOM_QUAD_CONTRAST]     = evidence->contrast;
  features[HOM_QUAD_BEYOND]       = evidence->beyond;
  features[HOM_QUAD_BORDERS]      = 0.0;
  for (gint i = 0; i < 4; i++)
    features[HOM_QUAD_BORDERS] += quad->is_border[i];
  features[HOM_QUAD_RELATIVE] = MIN (quad->score / best, 1.0);
}

/* Puts a quadrilateral in its place, unless a more probable one is the same. */
static void
insert (HomQuadProposals *proposals, const HomQuadProposal *quad)
{
  gint n = 0, at;

  for (gint i = 0; i < proposals->n; i++)
    if (proposals->quads[i].logit >= quad->logit &&
        hom_quads_are_same (proposals->quads[i].corners, quad->corners))
      return;
  for (gint i = 0; i < proposals->n; i++)
    if (! hom_quads_are_same (proposals->quads[i].corners, quad->corners))
      proposals->quads[n++] = proposals->quads[i];
  n = MIN (n, HOM_QUAD_MAX_PROPOSALS - 1);
  for (at = n; at > 0 && proposals->quads[at - 1].logit < quad->logit; at--)
    proposals->quads[at] = proposals->quads[at - 1];
  proposals->quads[at] = *quad;
  proposals->n         = n + 1;
}

/* Returns the best score, to which others are compared: that of a quadrilateral
 * with two colours along all sides, since between two long lines anything has
 * edges.
 */
static gdouble
best_score (const HomEdgeMap *map, const HomQuadList *list)
{
  gdouble best = 0.0;

  for (gint i = 0; i < list->n && best == 0.0; i++)
    {
      HomQuadEvidence evidence;

      hom_quad_evidence_measure (map, &list->quads[i], &evidence);
      if (evidence.different >= TWO_COLOURS)
        best = list->quads[i].score;
    }

  return best;
}

/* Adds what the search of a part of the picture found. */
static void
add_all (const HomImage    *image,
         const HomImage    *part,
         const HomEdgeMap  *map,
         const HomQuadList *list,
         gdouble            best,
         HomQuadProposals  *proposals)
{
  for (gint i = 0; i < list->n; i++)
    {
      const HomQuadCandidate *quad = &list->quads[i];
      HomQuadEvidence         evidence;
      HomQuadProposal         here;

      here.reduction = map->reduction;
      here.rounded   = quad->rounded;
      for (gint k = 0; k < 4; k++)
        {
          here.corners[k].x = quad->corners[k].x * map->reduction + part->x;
          here.corners[k].y = quad->corners[k].y * map->reduction + part->y;
          here.is_border[k] = quad->is_border[k];
        }
      hom_quad_evidence_measure (map, quad, &evidence);
      make_features (quad, &evidence, MAX (best, 1e-9),
                     area_of (here.corners) /
                         ((gdouble) image->width * image->height),
                     here.features);
      here.logit = hom_quad_logit (here.features);
      insert (proposals, &here);
    }
}

/* Searches a part of the picture, or all of it. */
static gboolean
search (const HomImage   *image,
        const HomImage   *part,
        const HomPoint   *inside,
        HomQuadProposals *proposals,
        gint             *reduction,
        GCancellable     *cancellable,
        GError          **error)
{
  g_autoptr (HomEdgeMap) map      = hom_edge_map_new (part, cancellable, error);
  g_autoptr (HomHoughLines) lines = NULL;
  HomPoint    in_map;
  HomQuadList whole, cut;
  gdouble     best;

  if (map)
    lines = hom_hough_lines_find (map, cancellable, error);
  if (! lines)
    return FALSE;

  if (inside)
    in_map = (HomPoint){ (inside->x - part->x) / map->reduction,
                         (inside->y - part->y) / map->reduction };
  hom_quad_search (map, lines, inside ? &in_map : NULL, cancellable, &whole,
                   part == image ? &cut : NULL);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  best = best_score (map, &whole);
  if (part == image)
    best = MAX (best, best_score (map, &cut));
  add_all (image, part, map, &whole, best, proposals);
  if (part == image)
    add_all (image, part, map, &cut, best, proposals);
  *reduction = map->reduction;

  return TRUE;
}

/* Cuts a box out of the picture, without a copy.
 *
 * Returns: FALSE when it is no smaller part than there need be.
 */
static gboolean
cut_out (const HomImage *image, HomBox box, HomImage *part)
{
  gint x0 = CLAMP (floor (box.x0), 0, image->width - 1);
  gint y0 = CLAMP (floor (box.y0), 0, image->height - 1);
  gint x1 = CLAMP (ceil (box.x1), x0 + 1, image->width);
  gint y1 = CLAMP (ceil (box.y1), y0 + 1, image->height);

  *part        = *image;
  part->data   = hom_image_pixel (image, x0, y0);
  part->x      = x0;
  part->y      = y0;
  part->width  = x1 - x0;
  part->height = y1 - y0;

  return (gdouble) part->width * part->height <=
         MOST_PART * image->width * image->height;
}

/* Looks at the most probable quadrilateral that is not cut off again, with its
 * surroundings.
 */
static gboolean
look_again (const HomImage   *image,
            const HomPoint   *inside,
            gint              reduction,
            HomQuadProposals *proposals,
            GCancellable     *cancellable,
            GError          **error)
{
  HomBox   box;
  gdouble  x, y;
  HomImage part;
  gint     i = 0;

  while (i < proposals->n && proposals->quads[i].features[HOM_QUAD_BORDERS] > 0)
    i++;
  if (i == proposals->n || proposals->quads[i].reduction < reduction)
    return TRUE;

  box = hom_box_of_points (proposals->quads[i].corners, 4);
  x   = SURROUNDINGS * (box.x1 - box.x0);
  y   = SURROUNDINGS * (box.y1 - box.y0);
  box = (HomBox){ box.x0 - x, box.y0 - y, box.x1 + x, box.y1 + y };
  if (! cut_out (image, box, &part) ||
      hom_edge_input_reduction (&part) >= reduction)
    return TRUE;

  return search (image, &part, inside, proposals, &reduction, cancellable,
                 error);
}

/* Searches windows around a point. */
static gboolean
look_around (const HomImage   *image,
             const HomPoint   *inside,
             HomQuadProposals *proposals,
             GCancellable     *cancellable,
             GError          **error)
{
  for (gint i = 0; i < N_WINDOWS; i++)
    {
      gdouble  x = inside->x, y = inside->y;
      gdouble  w = windows[i] * image->width / 2.0;
      gdouble  h = windows[i] * image->height / 2.0;
      HomImage part;
      gint     reduction;

      if (cut_out (image, (HomBox){ x - w, y - h, x + w, y + h }, &part) &&
          ! search (image, &part, inside, proposals, &reduction, cancellable,
                    error))
        return FALSE;
    }

  return TRUE;
}

/* Compares a quadrilateral with those near it. Colours say little of which is
 * the outline of the thing and which that of its shadow: the one with more
 * edges, by its score, is the more probable one.
 */
static gdouble
least_of_near (const HomQuadProposals *proposals, gint i)
{
  const HomQuadProposal *quad  = &proposals->quads[i];
  gdouble                least = quad->logit;

  for (gint j = 0; j < proposals->n; j++)
    {
      const HomQuadProposal *other = &proposals->quads[j];

      if (other->reduction == quad->reduction &&
          other->features[HOM_QUAD_RELATIVE] >
              quad->features[HOM_QUAD_RELATIVE] &&
          hom_quads_are_near (quad->corners, other->corners) &&
          other->logit > quad->logit - NEAR_LOGIT)
        least = MIN (least, other->logit - 0.1);
    }

  return least;
}

/* Returns how a quadrilateral lies to another, of which one may enclose the
 * other by a shadow's width only.
 */
static HomQuadRelation
relation (const HomPoint a[4], const HomPoint b[4])
{
  return hom_quads_are_near (a, b) ? HOM_QUAD_ENCLOSED :
                                     hom_quad_relation (a, b);
}

/* Gives all their final logits and order. */
static void
put_in_order (HomQuadProposals *proposals)
{
  g_autofree HomQuadProposals *given = g_memdup2 (proposals,
                                                  sizeof (*proposals));

  proposals->n = 0;
  for (gint i = 0; i < given->n; i++)
    {
      HomQuadProposal quad                        = given->quads[i];
      gdouble         most[HOM_QUAD_OVERLAPS + 1] = { 0.0 };

      for (gint j = 0; j < given->n; j++)
        if (j != i)
          {
            const HomQuadProposal *other = &given->quads[j];
            HomQuadRelation        how;

            how       = relation (quad.corners, other->corners);
            most[how] = MAX (most[how], hom_quad_confidence (other->logit));
          }
      quad.logit = hom_quad_final_logit (least_of_near (given, i),
                                         most[HOM_QUAD_ENCLOSED],
                                         most[HOM_QUAD_OVERLAPS]);
      insert (proposals, &quad);
    }
}

/* Finds the quadrilaterals of a picture.
 *
 * @image: the picture, at the origin.
 * @inside: (nullable): a point that lies in each of them.
 *
 * Returns: FALSE with %HOM_ERROR_MEMORY, or with %G_IO_ERROR_CANCELLED. To have
 *   found none is no error.
 */
gboolean
hom_quad_proposals_find (const HomImage   *image,
                         const HomPoint   *inside,
                         HomQuadProposals *proposals,
                         GCancellable     *cancellable,
                         GError          **error)
{
  gint reduction;

  proposals->n = 0;

  if (! search (image, image, inside, proposals, &reduction, cancellable,
                error) ||
      (inside &&
       ! look_around (image, inside, proposals, cancellable, error)) ||
      ! look_again (image, inside, reduction, proposals, cancellable, error))
    return FALSE;

  put_in_order (proposals);

  return TRUE;
}
