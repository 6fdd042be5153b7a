/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "warp-geometry.h"

/* A pixel is drawn when its centre is nearer than this to the picture. Linear
 * interpolation ends here; what the longer kernels have beyond is the ringing
 * of the edge, which begins with a negative alpha. A layer that is moved by
 * whole pixels keeps its size.
 */
#define REACH 0.5

/* The nearest pixel has no reach. A centre on the very edge may fall to either
 * side of it, and is drawn.
 */
#define NEAREST_REACH 1e-3

/* A centre that is less than this inside is outside, but for rounding. */
#define ROUNDING 1e-6

/* Which point of a pixel is seen is known to this, for the same reason. */
#define CENTRE 1e-3

/* The coefficients of a spline depend on all pixels of the input, by weights
 * that fall to 0.27 (cubic) or 0.17 (quadratic) from one to the next. So many
 * pixels round a piece make it the same as the whole to 1e-9 of the range.
 */
#define SPLINE_MARGIN 16

static HomBox
grown_box (const GeglRectangle *rectangle, gdouble by)
{
  return (HomBox){ rectangle->x - by, rectangle->y - by,
                   (gdouble) rectangle->x + rectangle->width + by,
                   (gdouble) rectangle->y + rectangle->height + by };
}

/* From the pixel first to before the pixel end. */
static GeglRectangle
rectangle_between (gdouble first_x,
                   gdouble first_y,
                   gdouble end_x,
                   gdouble end_y)
{
  gint x0 = CLAMP (first_x, -WARP_FARTHEST, WARP_FARTHEST);
  gint y0 = CLAMP (first_y, -WARP_FARTHEST, WARP_FARTHEST);
  gint x1 = CLAMP (end_x, -WARP_FARTHEST, WARP_FARTHEST);
  gint y1 = CLAMP (end_y, -WARP_FARTHEST, WARP_FARTHEST);

  return (GeglRectangle){ x0, y0, MAX (x1 - x0, 0), MAX (y1 - y0, 0) };
}

/* The rule of the boundary, unless there is none to rule. */
static HomBoundary
boundary_of (const WarpGeometry *geometry)
{
  if (gegl_rectangle_is_infinite_plane (&geometry->extent))
    return HOM_BOUNDARY_FILL;

  return geometry->sampling.boundary;
}

/* How far from a point the pixels lie that count for it. */
static gint
radius (const WarpGeometry *geometry)
{
  return hom_interpolation_radius (geometry->sampling.interpolation);
}

/* So many more of them count for the coefficients of a spline. */
static gint
spline_margin (const WarpGeometry *geometry)
{
  switch (geometry->sampling.interpolation)
    {
    case HOM_INTERPOLATION_QUADRATIC_SPLINE:
    case HOM_INTERPOLATION_CUBIC_SPLINE:
      return SPLINE_MARGIN;
    default:
      return 0;
    }
}

/* Returns: the pixels whose centres lie in a box. */
static GeglRectangle
pixels_in (const HomBox *box)
{
  return rectangle_between (floor (box->x0 - 0.5 + ROUNDING) + 1,
                            floor (box->y0 - 0.5 + ROUNDING) + 1,
                            ceil (box->x1 - 0.5 - ROUNDING),
                            ceil (box->y1 - 0.5 - ROUNDING));
}

/**
 * warp_geometry_set_boxes:
 * @limit: (nullable): the box that the output is to have.
 * @clip: (nullable): the box in which something may be seen. Where there is no
 *   @limit, it is the box of the output, too.
 *
 * Sets the boxes of the output, and what the boundary rules fill. The extent is
 * set before.
 */
void
warp_geometry_set_boxes (WarpGeometry *geometry,
                         const HomBox *limit,
                         const HomBox *clip)
{
  geometry->is_cut     = FALSE;
  geometry->is_clipped = clip != NULL;
  if (clip)
    geometry->clip = pixels_in (clip);

  geometry->is_limited = limit || clip;
  if (limit)
    geometry->limit = pixels_in (limit);
  else if (clip)
    geometry->limit = geometry->clip;

  geometry->frame = geometry->is_limited ? geometry->limit : geometry->extent;
}

/**
 * warp_geometry_set_quad:
 * @quad: the convex quadrilateral in which something may be seen.
 *
 * Cuts what is seen along the sides of a quadrilateral. The boxes are set
 * before: one of them is the box around it.
 */
void
warp_geometry_set_quad (WarpGeometry *geometry, const HomPoint quad[4])
{
  memcpy (geometry->quad, quad, sizeof (geometry->quad));
  geometry->is_cut = TRUE;
}

/**
 * warp_geometry_set_level:
 * @level: of GEGL's mipmap, which halves the size @level times.
 *
 * Makes @geometry that of the smaller pictures. They are for previews, and
 * sampled like those of GEGL's own transform: the required region, which does
 * not depend on the level, leaves no room for a kernel at a coarse one.
 */
void
warp_geometry_set_level (WarpGeometry *geometry, gint level)
{
  const gdouble        size   = 1 << level;
  const GeglRectangle *extent = &geometry->extent;
  HomMatrix            up     = { { size, 0, 0, 0, size, 0, 0, 0, 1 } };
  HomMatrix            down   = { { 1 / size, 0, 0, 0, 1 / size, 0, 0, 0, 1 } };

  geometry->h                      = hom_matrix_multiply (&geometry->h, &up);
  geometry->h                      = hom_matrix_multiply (&down, &geometry->h);
  geometry->w                      = hom_matrix_multiply (&geometry->w, &up);
  geometry->w                      = hom_matrix_multiply (&down, &geometry->w);
  for (gint i = 0; i < 4; i++)
    geometry->quad[i] = (HomPoint){ geometry->quad[i].x / size,
                                    geometry->quad[i].y / size };
  geometry->sampling.interpolation = HOM_INTERPOLATION_NEAREST;
  if (! gegl_rectangle_is_infinite_plane (extent))
    geometry->extent = rectangle_between (
        floor (extent->x / size), floor (extent->y / size),
        ceil (((gdouble) extent->x + extent->width) / size),
        ceil (((gdouble) extent->y + extent->height) / size));
}

/**
 * warp_geometry_content:
 *
 * Returns: where there is something to be seen. With the boundary rules that
 *   fill, it would have no end. They are for filling a frame, and so it is that
 *   frame, and all of the picture wherever it went.
 */
GeglRectangle
warp_geometry_content (const WarpGeometry *geometry)
{
  const GeglRectangle *extent  = &geometry->extent;
  gboolean             nearest = geometry->sampling.interpolation ==
                     HOM_INTERPOLATION_NEAREST;
  HomBox        box = grown_box (extent, nearest ? NEAREST_REACH : REACH);
  HomBox        image;
  GeglRectangle bounds = { 0, 0, 0, 0 };

  if (gegl_rectangle_is_infinite_plane (extent) ||
      gegl_rectangle_is_empty (extent))
    return *extent;

  if (hom_matrix_map_box (&geometry->h, &box, NULL, &image))
    bounds = pixels_in (&image);

  if (hom_boundary_fills (geometry->sampling.boundary))
    gegl_rectangle_bounding_box (&bounds, &bounds, &geometry->frame);
  if (geometry->is_clipped)
    gegl_rectangle_intersect (&bounds, &bounds, &geometry->clip);

  return bounds;
}

/**
 * warp_geometry_bounding_box:
 *
 * Returns: where the output has pixels, be they seen or not.
 */
GeglRectangle
warp_geometry_bounding_box (const WarpGeometry *geometry)
{
  return geometry->is_limited ? geometry->limit :
                                warp_geometry_content (geometry);
}

/* The box of all points that are seen in the pixels of @output. */
static gboolean
seen_box (const WarpGeometry  *geometry,
          const GeglRectangle *output,
          HomBox              *box)
{
  const gdouble far     = WARP_FARTHEST;
  HomBox        centres = grown_box (output, CENTRE - 0.5);
  HomBox        within  = { -far, -far, far, far };
  HomPoint      seen;

  if (! hom_boundary_fills (boundary_of (geometry)))
    within = grown_box (&geometry->extent, radius (geometry) + 1);

  /* Near the horizon the points in one pixel may lie any distance apart. */
  if (output->width == 1 && output->height == 1)
    {
      if (! hom_matrix_apply (&geometry->w,
                              (HomPoint){ output->x + 0.5, output->y + 0.5 },
                              &seen))
        return FALSE;
      seen.x = CLAMP (seen.x, within.x0, within.x1);
      seen.y = CLAMP (seen.y, within.y0, within.y1);
      *box   = (HomBox){ seen.x, seen.y, seen.x, seen.y };
      return TRUE;
    }

  return hom_matrix_map_box (&geometry->w, &centres, &within, box);
}

/* Cuts a run of columns (or rows) down to those that are enough by the rule of
 * the boundary. What is left reaches over the extent only for the rules that
 * repeat it, and then is shorter than the extent.
 */
static void
limit_run (HomBoundary boundary,
           gint        extent_first,
           gint        extent_n,
           gint        margin,
           gint       *first,
           gint       *n)
{
  gint end        = *first + *n;
  gint extent_end = extent_first + extent_n;
  gint least      = 0;

  switch (boundary)
    {
    case HOM_BOUNDARY_REFLECT:
    case HOM_BOUNDARY_WRAP:
    case HOM_BOUNDARY_MIRROR:
      if (*n < extent_n - 2 * margin)
        {
          *first -= margin;
          *n += 2 * margin;
        }
      else
        {
          *first = extent_first;
          *n     = extent_n;
        }
      return;

    /* These look at the edge from any distance, and at its slope. */
    case HOM_BOUNDARY_CLAMP:
      least = 1;
      break;
    case HOM_BOUNDARY_CONTINUE:
      least = MIN (2, extent_n);
      break;

    case HOM_BOUNDARY_FILL:
    case HOM_BOUNDARY_VALID:
      if (*first >= extent_end || end <= extent_first)
        {
          *n = 0;
          return;
        }
      break;
    }

  *first = CLAMP (*first, extent_first, extent_end - least);
  end    = CLAMP (end, extent_first + least, extent_end);
  *first = MAX (*first - margin, extent_first);
  *n     = MIN (end + margin, extent_end) - *first;
}

/**
 * warp_geometry_needed:
 * @output: pixels of the output.
 * @piece: (out): the piece of the plane, as the boundary rule makes it from the
 *   input, that is enough to compute them. As an image of its own, with the
 *   same rule at its edges, it shows the same: on each axis its edges are
 *   either those of the input or are never crossed.
 *
 * Returns: FALSE when nothing is seen in them.
 */
gboolean
warp_geometry_needed (const WarpGeometry  *geometry,
                      const GeglRectangle *output,
                      GeglRectangle       *piece)
{
  const GeglRectangle *extent   = &geometry->extent;
  HomBoundary          boundary = boundary_of (geometry);
  gint                 reach    = radius (geometry);
  gint                 margin   = spline_margin (geometry);
  HomBox               box;

  if (gegl_rectangle_is_empty (extent) || ! seen_box (geometry, output, &box))
    return FALSE;

  *piece = rectangle_between (floor (box.x0) - reach, floor (box.y0) - reach,
                              ceil (box.x1) + reach, ceil (box.y1) + reach);
  limit_run (boundary, extent->x, extent->width, margin, &piece->x,
             &piece->width);
  limit_run (boundary, extent->y, extent->height, margin, &piece->y,
             &piece->height);

  return piece->width > 0 && piece->height > 0;
}

/**
 * warp_geometry_required:
 *
 * Returns: the part of the input that has to be there for @output.
 */
GeglRectangle
warp_geometry_required (const WarpGeometry  *geometry,
                        const GeglRectangle *output)
{
  const GeglRectangle *extent = &geometry->extent;
  GeglRectangle        piece;

  if (! warp_geometry_needed (geometry, output, &piece))
    return (GeglRectangle){ 0, 0, 0, 0 };

  /* Where it is repeated or mirrored, one side or both may be needed. */
  if (piece.x < extent->x || piece.x + piece.width > extent->x + extent->width)
    {
      piece.x     = extent->x;
      piece.width = extent->width;
    }
  if (piece.y < extent->y ||
      piece.y + piece.height > extent->y + extent->height)
    {
      piece.y      = extent->y;
      piece.height = extent->height;
    }

  return piece;
}

/* Whether a rectangle lies inside of the extent, this far from its edges. */
static gboolean
is_inside (const WarpGeometry *geometry, const HomBox *box, gint distance)
{
  HomBox inner = grown_box (&geometry->extent, -distance);

  return box->x0 >= inner.x0 && box->y0 >= inner.y0 && box->x1 <= inner.x1 &&
         box->y1 <= inner.y1;
}

/* Whether a change of those pixels of the input may show in the output outside
 * of where the input itself goes.
 */
static gboolean
shows_elsewhere (const WarpGeometry  *geometry,
                 const GeglRectangle *change,
                 const GeglRectangle *bounds)
{
  HomBox changed = grown_box (change, 0.0);
  gint   margin  = spline_margin (geometry);
  HomBox seen;

  switch (boundary_of (geometry))
    {
    case HOM_BOUNDARY_FILL:
    case HOM_BOUNDARY_VALID:
      return FALSE;

    case HOM_BOUNDARY_CLAMP:
      return ! is_inside (geometry, &changed, margin + 1);

    case HOM_BOUNDARY_CONTINUE:
      return ! is_inside (geometry, &changed, margin + 2);

    case HOM_BOUNDARY_REFLECT:
    case HOM_BOUNDARY_WRAP:
    case HOM_BOUNDARY_MIRROR:
      return seen_box (geometry, bounds, &seen) &&
             ! is_inside (geometry, &seen, margin + radius (geometry));
    }

  return TRUE;
}

/**
 * warp_geometry_affected:
 * @change: pixels of the input.
 *
 * Returns: all pixels of the output that they are seen in.
 */
GeglRectangle
warp_geometry_affected (const WarpGeometry  *geometry,
                        const GeglRectangle *change)
{
  GeglRectangle bounds = warp_geometry_bounding_box (geometry);
  HomBox        within = grown_box (&bounds, 0.0);
  HomBox box = grown_box (change, radius (geometry) + spline_margin (geometry));
  HomBox image;
  GeglRectangle affected = { 0, 0, 0, 0 };

  if (gegl_rectangle_is_infinite_plane (change) ||
      shows_elsewhere (geometry, change, &bounds))
    return bounds;

  if (hom_matrix_map_box (&geometry->h, &box, &within, &image))
    affected = rectangle_between (floor (image.x0), floor (image.y0),
                                  ceil (image.x1), ceil (image.y1));

  return affected;
}

/**
 * warp_segments:
 * @boundary: the rule outside of the extent.
 * @first: the first column of a piece that warp_geometry_needed() asked for.
 * @n: its number of columns.
 * @segments: (out): the runs of columns of the input that make the piece.
 *
 * Returns: the number of @segments.
 */
gint
warp_segments (HomBoundary boundary,
               gint        first,
               gint        n,
               gint        extent_first,
               gint        extent_n,
               WarpSegment segments[2])
{
  /* Where the pixel of the edge occurs once, it begins the way back. */
  gboolean once       = boundary == HOM_BOUNDARY_MIRROR && extent_n > 1;
  gint     length     = once ? extent_n - 1 : extent_n;
  gint     n_segments = 0;

  for (gint at = 0; at < n && n_segments < 2;)
    {
      WarpSegment *segment = &segments[n_segments++];
      gint64       from    = (gint64) first + at - extent_first;
      gint64       period  = from >= 0 ? from / length :
                                         -((length - 1 - from) / length);
      gint         offset  = from - period * length;

      segment->at       = at;
      segment->n        = MIN (n - at, length - offset);
      segment->mirrored = (once || boundary == HOM_BOUNDARY_REFLECT) &&
                          (period & 1);
      segment->source = extent_first + (segment->mirrored ?
                                            extent_n - offset - segment->n :
                                            offset);
      at += segment->n;
    }

  return n_segments;
}
