/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * homography:warp: takes the quadrilateral “source” of a picture to the
 * quadrilateral “target”. The names of the properties, the nicks and the order
 * of the enums' values are frozen: XCF files hold them, enums as numbers.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "warp-enums.h"

#ifdef GEGL_PROPERTIES

/* clang-format off */

/* One coordinate of a corner. Corners may lie outside of the layer, as far out
 * as GIMP's largest image reaches; there is no narrower range for the sliders,
 * since GIMP fits those of a “pixel-coordinate” to the layer. By the “axis” it
 * puts x and y side by side, with a button to pick the point from the image.
 */
#define corner(name, label, blurb, default, axis_name)                         \
  property_double (name, label, default)                                       \
    description (blurb)                                                        \
    value_range (-524288.0, 524288.0)                                          \
    ui_steps (1.0, 10.0)                                                       \
    ui_digits (2)                                                              \
    ui_meta ("unit", "pixel-coordinate")                                       \
    ui_meta ("axis", axis_name)

/* Both quadrilaterals are the same to start with: nothing happens until
 * something is set.
 */
corner (source_x1, _("Source top left X"),
        _("The point that is taken to the top left corner of the target"), 0.0, "x")
corner (source_y1, _("Source top left Y"),
        _("The point that is taken to the top left corner of the target"), 0.0, "y")
corner (source_x2, _("Source top right X"),
        _("The point that is taken to the top right corner of the target"), 100.0, "x")
corner (source_y2, _("Source top right Y"),
        _("The point that is taken to the top right corner of the target"), 0.0, "y")
corner (source_x3, _("Source bottom right X"),
        _("The point that is taken to the bottom right corner of the target"), 100.0, "x")
corner (source_y3, _("Source bottom right Y"),
        _("The point that is taken to the bottom right corner of the target"), 100.0, "y")
corner (source_x4, _("Source bottom left X"),
        _("The point that is taken to the bottom left corner of the target"), 0.0, "x")
corner (source_y4, _("Source bottom left Y"),
        _("The point that is taken to the bottom left corner of the target"), 100.0, "y")

corner (target_x1, _("Target top left X"),
        _("Where the top left corner of the source lands"), 0.0, "x")
corner (target_y1, _("Target top left Y"),
        _("Where the top left corner of the source lands"), 0.0, "y")
corner (target_x2, _("Target top right X"),
        _("Where the top right corner of the source lands"), 100.0, "x")
corner (target_y2, _("Target top right Y"),
        _("Where the top right corner of the source lands"), 0.0, "y")
corner (target_x3, _("Target bottom right X"),
        _("Where the bottom right corner of the source lands"), 100.0, "x")
corner (target_y3, _("Target bottom right Y"),
        _("Where the bottom right corner of the source lands"), 100.0, "y")
corner (target_x4, _("Target bottom left X"),
        _("Where the bottom left corner of the source lands"), 0.0, "x")
corner (target_y4, _("Target bottom left Y"),
        _("Where the bottom left corner of the source lands"), 100.0, "y")

property_enum (sampler, _("Interpolation"),
               HomographySampler, homography_sampler,
               HOMOGRAPHY_SAMPLER_CUBIC)
  description (_("How values between the pixels come about"))

property_enum (boundary, _("Outside"),
               HomographyBoundary, homography_boundary,
               HOMOGRAPHY_BOUNDARY_TRANSPARENT)
  description (_("What is seen where the picture has ended"))

/* For those who store the result in a picture like the input: not in a dialog.
 */
property_boolean (rounded, _("Rounded"), FALSE)
  description (_("Whether the result has the precision of the input: less than "
                 "that of floats, but faster to store"))
  ui_meta ("visible", "0")

property_enum (clip, _("Cut off"),
               HomographyClip, homography_clip,
               HOMOGRAPHY_CLIP_NONE)
  description (_("What is not seen of the result"))

/* GIMP gives a layer the box of what a filter makes that is merged with it. With
 * this one it need not be cut afterwards.
 */
#define limit(name, label, blurb, least)                                       \
  property_int (name, label, 0)                                                \
    description (blurb)                                                        \
    value_range (least, 1048576)                                               \
    ui_meta ("visible", "0")

limit (limit_x, _("Limit X"), _("Where the box of the result begins"), -1048576)
limit (limit_y, _("Limit Y"), _("Where the box of the result begins"), -1048576)
limit (limit_width, _("Limit width"),
       _("The width of the box of the result, or 0: all that comes about"), 0)
limit (limit_height, _("Limit height"),
       _("The height of the box of the result, or 0: all that comes about"), 0)

/* GIMP leaves a filter as it is when its layer is scaled. By the size that the
 * layer had the operation knows of that.
 */
#define frame(name, label, blurb)                                              \
  property_int (name, label, 0)                                                \
    description (blurb)                                                        \
    value_range (0, 1048576)                                                   \
    ui_meta ("visible", "0")

frame (frame_width, _("Frame width"),
       _("The width of the layer that the corners were set for, or 0: they are "
         "never scaled"))
frame (frame_height, _("Frame height"),
       _("The height of the layer that the corners were set for, or 0: they are "
         "never scaled"))

#undef frame
#undef limit
#undef corner

#else

#define GEGL_OP_FILTER
/* Not “warp”: the name of the type would be that of gegl:warp. */
#define GEGL_OP_NAME     homography_warp
#define GEGL_OP_C_SOURCE homography-warp.c

#include "gegl-op.h"

/* clang-format on */

#include "homography.h"
#include "warp-frame.h"
#include "warp-geometry.h"
#include "warp-render.h"

static HomSampling
get_sampling (const GeglProperties *o)
{
  return (HomSampling) { .interpolation = (HomInterpolation) o->sampler,
                         .boundary      = (HomBoundary) o->boundary };
}

static WarpFrame
get_frame (const GeglProperties *o)
{
  return (WarpFrame) {
    .source  = { { o->source_x1, o->source_y1 },
                 { o->source_x2, o->source_y2 },
                 { o->source_x3, o->source_y3 },
                 { o->source_x4, o->source_y4 } },
    .target  = { { o->target_x1, o->target_y1 },
                 { o->target_x2, o->target_y2 },
                 { o->target_x3, o->target_y3 },
                 { o->target_x4, o->target_y4 } },
    .limit   = { o->limit_x, o->limit_y,
                 (gdouble) o->limit_x + o->limit_width,
                 (gdouble) o->limit_y + o->limit_height },
    .width   = o->frame_width,
    .height  = o->frame_height,
  };
}

/* FALSE when the operation passes its input through: the quadrilaterals are the
 * same and nothing is cut, or one of them is degenerate. The latter happens
 * while somebody drags a corner or types a number; the picture, unchanged, is
 * the best thing to see meanwhile, and no reason for a message.
 */
static gboolean
get_geometry (GeglOperation *operation, WarpGeometry *geometry)
{
  const GeglProperties *o      = GEGL_PROPERTIES (operation);
  const GeglRectangle  *extent = gegl_operation_source_get_bounding_box (
      operation, "input");
  const gboolean is_limited = o->limit_width > 0 && o->limit_height > 0;
  const gboolean is_clipped = o->clip != HOMOGRAPHY_CLIP_NONE;
  WarpFrame      frame      = get_frame (o);
  HomBox         target;

  geometry->sampling = get_sampling (o);
  geometry->extent   = extent ? *extent : *GEGL_RECTANGLE (0, 0, 0, 0);

  warp_frame_follow (&frame, &geometry->extent);
  if ((memcmp (frame.source, frame.target, sizeof (frame.source)) == 0 &&
       ! is_limited && ! is_clipped) ||
      ! hom_matrix_from_corners (frame.source, frame.target, &geometry->h,
                                 NULL) ||
      ! hom_matrix_invert (&geometry->h, &geometry->w, NULL) ||
      ! hom_matrix_is_finite (&geometry->w))
    return FALSE;

  target = hom_box_of_points (frame.target, 4);
  warp_geometry_set_boxes (geometry, is_limited ? &frame.limit : NULL,
                           is_clipped ? &target : NULL);
  if (o->clip == HOMOGRAPHY_CLIP_QUADRILATERAL)
    warp_geometry_set_quad (geometry, frame.target);

  return TRUE;
}

static void
prepare (GeglOperation *operation)
{
  const GeglProperties *o        = GEGL_PROPERTIES (operation);
  const HomSampling     sampling = get_sampling (o);
  const Babl           *source   = gegl_operation_get_source_format (operation,
                                                                     "input");
  const Babl           *format   = warp_render_format (source, &sampling);

  gegl_operation_set_format (operation, "input", format);
  gegl_operation_set_format (operation, "output",
                             warp_result_format (source, format, o->rounded));
}

static GeglRectangle
get_bounding_box (GeglOperation *operation)
{
  const GeglRectangle *extent = gegl_operation_source_get_bounding_box (
      operation, "input");
  WarpGeometry geometry;

  if (get_geometry (operation, &geometry))
    return warp_geometry_bounding_box (&geometry);

  return extent ? *extent : *GEGL_RECTANGLE (0, 0, 0, 0);
}

static GeglRectangle
get_required_for_output (GeglOperation       *operation,
                         const gchar         *input_pad,
                         const GeglRectangle *roi)
{
  WarpGeometry geometry;

  if (get_geometry (operation, &geometry))
    return warp_geometry_required (&geometry, roi);

  return *roi;
}

static GeglRectangle
get_invalidated_by_change (GeglOperation       *operation,
                           const gchar         *input_pad,
                           const GeglRectangle *region)
{
  WarpGeometry geometry;

  if (get_geometry (operation, &geometry))
    return warp_geometry_affected (&geometry, region);

  return *region;
}

/* The node that made what is seen in a pixel of the output. */
static GeglNode *
detect (GeglOperation *operation, gint x, gint y)
{
  GeglNode    *source = gegl_operation_get_source_node (operation, "input");
  WarpGeometry geometry;
  HomPoint     seen;

  if (! source)
    return operation->node;

  if (get_geometry (operation, &geometry))
    {
      if (! hom_matrix_apply (&geometry.w, (HomPoint) { x + 0.5, y + 0.5 },
                              &seen) ||
          fabs (seen.x) > WARP_FARTHEST || fabs (seen.y) > WARP_FARTHEST)
        return NULL;
      x = floor (seen.x);
      y = floor (seen.y);
    }

  return gegl_node_detect (source, x, y);
}

static gboolean
process (GeglOperation       *operation,
         GeglBuffer          *input,
         GeglBuffer          *output,
         const GeglRectangle *result,
         gint                 level)
{
  WarpGeometry geometry;

  /* A nop is passed through before it comes here. */
  g_return_val_if_fail (get_geometry (operation, &geometry), FALSE);

  warp_render (&geometry, input, output,
               gegl_operation_get_format (operation, "input"), result, level);

  return TRUE;
}

typedef struct
{
  GeglOperation *operation;
  GeglBuffer    *input, *output;
  gint           level;
} Share;

static void
process_share (const GeglRectangle *area, gpointer data)
{
  Share *share = data;

  process (share->operation, share->input, share->output, area, share->level);
}

/* The tiles of a limited result begin where it begins, as those of the layer do
 * that GIMP makes of it. So they can be handed over, where they would be copied
 * by one thread otherwise.
 */
static gboolean
process_limited (GeglOperation        *operation,
                 GeglOperationContext *context,
                 const WarpGeometry   *geometry,
                 const GeglRectangle  *result,
                 gint                  level)
{
  GObject    *input  = gegl_operation_context_get_object (context, "input");
  const Babl *format = gegl_operation_get_format (operation, "output");
  GeglBuffer *output = g_object_new (
      GEGL_TYPE_BUFFER, "x", result->x, "y", result->y, "width", result->width,
      "height", result->height, "shift-x", -geometry->limit.x, "shift-y",
      -geometry->limit.y, "format", format, NULL);
  Share share = { operation, GEGL_BUFFER (input), output, level };

  gegl_operation_context_take_object (context, "output", G_OBJECT (output));
  if (gegl_operation_use_threading (operation, result))
    gegl_parallel_distribute_area (
        result, gegl_operation_get_pixels_per_thread (operation),
        GEGL_SPLIT_STRATEGY_AUTO, process_share, &share);
  else
    process_share (result, &share);

  return TRUE;
}

static gboolean
pass_through_or_process (GeglOperation        *operation,
                         GeglOperationContext *context,
                         const gchar          *output_pad,
                         const GeglRectangle  *result,
                         gint                  level)
{
  WarpGeometry geometry;

  if (! get_geometry (operation, &geometry))
    {
      gegl_operation_context_set_object (
          context, "output",
          gegl_operation_context_get_object (context, "input"));
      return TRUE;
    }
  if (geometry.is_limited && level == 0)
    return process_limited (operation, context, &geometry, result, level);

  return GEGL_OPERATION_CLASS (gegl_op_parent_class)
      ->process (operation, context, output_pad, result, level);
}

static void
gegl_op_class_init (GeglOpClass *klass)
{
  GeglOperationClass       *operation_class = GEGL_OPERATION_CLASS (klass);
  GeglOperationFilterClass *filter_class = GEGL_OPERATION_FILTER_CLASS (klass);

  operation_class->prepare                   = prepare;
  operation_class->get_bounding_box          = get_bounding_box;
  operation_class->get_required_for_output   = get_required_for_output;
  operation_class->get_invalidated_by_change = get_invalidated_by_change;
  operation_class->detect                    = detect;
  operation_class->process                   = pass_through_or_process;
  operation_class->threaded                  = TRUE;
  filter_class->process                      = process;

  /* No “license”: GEGL hides an operation whose licence it was not told to
   * accept, and knows only the GPL's versions by name; the LGPL's operations
   * of its own have none either.
   *
   * “op-version” is written into XCF files and compared for equality when they
   * are loaded: any other value discards the filter. Frozen.
   *
   * GIMP 3 puts the label into the menu of that path as it stands, and makes a
   * dialog of the properties.
   */
  /* clang-format off */
  gegl_operation_class_set_keys (operation_class,
    "name",               "homography:warp",
    "op-version",         "1:0",
    "title",              _("Homography"),
    "categories",         "distort",
    "position-dependent", "true",
    "description",        _("Take a quadrilateral of the picture to another one, "
                            "as a change of perspective does. To drag the corners "
                            "on the picture, use Layer ▸ Transform ▸ Straighten "
                            "Perspective"),
    "gimp:menu-path",     "<Image>/Filters/Distorts",
    "gimp:menu-label",    _("_Homography..."),
    NULL);
  /* clang-format on */
}

#endif
