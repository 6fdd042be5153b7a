/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * homography:warp: takes the quadrilateral “source” of a picture to the
 * quadrilateral “target”. The names of the properties, the nicks and the order
 * of the enums' values are frozen: XCF files hold them, enums as numbers.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#ifdef GEGL_PROPERTIES

/* clang-format off */

/* The same values in the same order as HomInterpolation and HomBoundary. */

enum_start (homography_sampler)
  enum_value (HOMOGRAPHY_SAMPLER_NEAREST, "nearest", N_("Nearest pixel"))
  enum_value (HOMOGRAPHY_SAMPLER_LINEAR,  "linear",  N_("Linear"))
  enum_value (HOMOGRAPHY_SAMPLER_CUBIC,   "cubic",   N_("Cubic"))
  enum_value (HOMOGRAPHY_SAMPLER_LANCZOS, "lanczos", N_("Lanczos"))
enum_end (HomographySampler)

enum_start (homography_boundary)
  enum_value (HOMOGRAPHY_BOUNDARY_TRANSPARENT, "transparent", N_("Transparent"))
  enum_value (HOMOGRAPHY_BOUNDARY_CLAMP,       "clamp",       N_("Color of the edge"))
  enum_value (HOMOGRAPHY_BOUNDARY_REFLECT,     "reflect",     N_("Mirrored"))
  enum_value (HOMOGRAPHY_BOUNDARY_WRAP,        "wrap",        N_("Repeated"))
enum_end (HomographyBoundary)

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

#undef corner

#else

#define GEGL_OP_FILTER
/* Not “warp”: the name of the type would be that of gegl:warp. */
#define GEGL_OP_NAME     homography_warp
#define GEGL_OP_C_SOURCE homography-warp.c

#include "gegl-op.h"

/* clang-format on */

#include "homography.h"
#include "warp-geometry.h"

/* The side of the squares that are rendered one by one. The larger, the less of
 * the input is read twice; this is as large as the library does alone, without
 * threads of its own. GEGL runs process() in threads already, and so converts
 * the input's pixels in them too: 12 MP of 8-bit pixels took 0.15 s on two
 * processors, and 0.20 s with the library's threads instead of GEGL's.
 */
#define BLOCK         256

/* A block that shows more of the input than this is split, which bounds the
 * memory of a thread to 32 MB, also where the horizon is near.
 */
#define LARGEST_PIECE (1 << 21)

/* XCF files and the library's enums have the same numbers. */
#define SAME(a, b)    G_STATIC_ASSERT ((gint) (a) == (gint) (b))

SAME (HOMOGRAPHY_SAMPLER_NEAREST, HOM_INTERPOLATION_NEAREST);
SAME (HOMOGRAPHY_SAMPLER_LINEAR, HOM_INTERPOLATION_LINEAR);
SAME (HOMOGRAPHY_SAMPLER_CUBIC, HOM_INTERPOLATION_CUBIC);
SAME (HOMOGRAPHY_SAMPLER_LANCZOS, HOM_INTERPOLATION_LANCZOS);
SAME (HOMOGRAPHY_BOUNDARY_TRANSPARENT, HOM_BOUNDARY_FILL);
SAME (HOMOGRAPHY_BOUNDARY_CLAMP, HOM_BOUNDARY_CLAMP);
SAME (HOMOGRAPHY_BOUNDARY_REFLECT, HOM_BOUNDARY_REFLECT);
SAME (HOMOGRAPHY_BOUNDARY_WRAP, HOM_BOUNDARY_WRAP);

typedef struct
{
  const WarpGeometry *geometry;
  GeglBuffer         *input;
  GeglBuffer         *output;
  const Babl         *format;
  gint                level;
  gint                channels;
  gfloat             *pixels; /* of the input, for one block after the other */
  gsize               n_pixels;
  gfloat             *block;
} Render;

/* FALSE when the operation passes its input through: the quadrilaterals are the
 * same, or one of them is degenerate. The latter happens while somebody drags a
 * corner or types a number; the picture, unchanged, is the best thing to see
 * meanwhile, and no reason for a message.
 */
static gboolean
get_geometry (GeglOperation *operation, WarpGeometry *geometry)
{
  const GeglProperties *o      = GEGL_PROPERTIES (operation);
  const GeglRectangle  *extent = gegl_operation_source_get_bounding_box (
      operation, "input");
  const HomPoint source[4] = { { o->source_x1, o->source_y1 },
                               { o->source_x2, o->source_y2 },
                               { o->source_x3, o->source_y3 },
                               { o->source_x4, o->source_y4 } };
  const HomPoint target[4] = { { o->target_x1, o->target_y1 },
                               { o->target_x2, o->target_y2 },
                               { o->target_x3, o->target_y3 },
                               { o->target_x4, o->target_y4 } };
  gboolean       same      = TRUE;

  for (gint i = 0; i < 4; i++)
    same = same && source[i].x == target[i].x && source[i].y == target[i].y;

  if (same || ! hom_matrix_from_corners (source, target, &geometry->h, NULL) ||
      ! hom_matrix_invert (&geometry->h, &geometry->w, NULL) ||
      ! hom_matrix_is_finite (&geometry->w))
    return FALSE;

  geometry->sampling =
      (HomSampling) { .interpolation = (HomInterpolation) o->sampler,
                      .boundary      = (HomBoundary) o->boundary };
  geometry->extent = extent ? *extent : *GEGL_RECTANGLE (0, 0, 0, 0);

  return TRUE;
}

/* As in GEGL's own transform: premultiplied and linear, in the space of the
 * input.
 */
static void
prepare (GeglOperation *operation)
{
  const Babl *source = gegl_operation_get_source_format (operation, "input");
  const Babl *space  = source ? babl_format_get_space (source) : NULL;
  const Babl *format = babl_format_with_space ("RaGaBaA float", space);

  if (source && (babl_get_model_flags (source) & BABL_MODEL_FLAG_GRAY))
    format = babl_format_with_space ("YaA float", space);

  gegl_operation_set_format (operation, "input", format);
  gegl_operation_set_format (operation, "output", format);
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

static void
flip_rows (gfloat *data, gint width, gint height, gint channels, gsize stride)
{
  for (gint i = 0, j = height - 1; i < j; i++, j--)
    for (gint k = 0; k < width * channels; k++)
      {
        gfloat *a     = data + i * stride + k;
        gfloat *b     = data + j * stride + k;
        gfloat  other = *a;

        *a = *b;
        *b = other;
      }
}

static void
flip_columns (gfloat *data,
              gint    width,
              gint    height,
              gint    channels,
              gsize   stride)
{
  for (gint row = 0; row < height; row++, data += stride)
    for (gint i = 0, j = width - 1; i < j; i++, j--)
      for (gint c = 0; c < channels; c++)
        {
          gfloat other = data[i * channels + c];

          data[i * channels + c] = data[j * channels + c];
          data[j * channels + c] = other;
        }
}

/* Reads a piece of the plane that the boundary rule makes of the input. Only
 * what lies in the input's extent is asked of GEGL: the buffer may be larger or
 * smaller, so that its own idea of an edge is not ours.
 */
static HomImage
fetch (Render *render, const GeglRectangle *piece)
{
  const WarpGeometry *geometry = render->geometry;
  const gint          channels = render->channels;
  WarpSegment         across[2], down[2];
  gint                n_across, n_down;
  gsize               n_pixels = (gsize) piece->width * piece->height;
  HomImage            image    = { render->pixels,
                                   piece->x,
                                   piece->y,
                                   piece->width,
                                   piece->height,
                                   channels,
                                   (gsize) piece->width * channels };

  if (n_pixels > render->n_pixels)
    {
      g_free (render->pixels);
      render->pixels   = g_new (gfloat, n_pixels * channels);
      render->n_pixels = n_pixels;
      image.data       = render->pixels;
    }

  n_across = warp_segments (geometry->sampling.boundary, piece->x, piece->width,
                            geometry->extent.x, geometry->extent.width, across);
  n_down = warp_segments (geometry->sampling.boundary, piece->y, piece->height,
                          geometry->extent.y, geometry->extent.height, down);

  for (gint j = 0; j < n_down; j++)
    for (gint i = 0; i < n_across; i++)
      {
        GeglRectangle part = { across[i].source, down[j].source, across[i].n,
                               down[j].n };
        gfloat       *data = hom_image_pixel (&image, across[i].at, down[j].at);

        gegl_buffer_get (render->input, &part, 1.0 / (1 << render->level),
                         render->format, data, image.stride * sizeof (gfloat),
                         GEGL_ABYSS_NONE);
        if (across[i].mirrored)
          flip_columns (data, part.width, part.height, channels, image.stride);
        if (down[j].mirrored)
          flip_rows (data, part.width, part.height, channels, image.stride);
      }

  return image;
}

/* Writes a block of the output; nothing is seen there when seen is NULL. By way
 * of a buffer of its own: a GEGL iterator gives direct access to whole tiles
 * only, and is seven times slower where a region cuts them.
 */
static void
render_from (Render *render, const GeglRectangle *block, const HomImage *seen)
{
  gsize    stride = (gsize) block->width * render->channels;
  HomImage image  = { render->block, block->x,         block->y, block->width,
                      block->height, render->channels, stride };

  if (! seen || ! hom_warp (seen, &render->geometry->w,
                            &render->geometry->sampling, &image, NULL))
    memset (image.data, 0, stride * block->height * sizeof (gfloat));

  gegl_buffer_set (render->output, block, render->level, render->format,
                   image.data, GEGL_AUTO_ROWSTRIDE);
}

static void
render_block (Render *render, const GeglRectangle *block)
{
  GeglRectangle piece;
  HomImage      seen;

  if (! warp_geometry_needed (render->geometry, block, &piece))
    {
      render_from (render, block, NULL);
    }
  else if ((gint64) piece.width * piece.height > LARGEST_PIECE &&
           (block->width > 1 || block->height > 1))
    {
      GeglRectangle first  = *block;
      GeglRectangle second = *block;

      if (block->width >= block->height)
        {
          first.width /= 2;
          second.x += first.width;
          second.width -= first.width;
        }
      else
        {
          first.height /= 2;
          second.y += first.height;
          second.height -= first.height;
        }
      render_block (render, &first);
      render_block (render, &second);
    }
  else
    {
      seen = fetch (render, &piece);
      render_from (render, block, &seen);
    }
}

static gboolean
process (GeglOperation       *operation,
         GeglBuffer          *input,
         GeglBuffer          *output,
         const GeglRectangle *result,
         gint                 level)
{
  const Babl   *format = gegl_operation_get_format (operation, "output");
  GeglRectangle roi    = *result;
  WarpGeometry  geometry;
  Render        render = { &geometry, input, output, format, level };

  /* A nop is passed through before it comes here. */
  g_return_val_if_fail (get_geometry (operation, &geometry), FALSE);

  render.channels = babl_format_get_n_components (format);
  if (level > 0)
    {
      warp_geometry_set_level (&geometry, level);
      roi = *GEGL_RECTANGLE (roi.x >> level, roi.y >> level, roi.width >> level,
                             roi.height >> level);
    }

  render.block = g_new (gfloat, BLOCK * BLOCK * render.channels);
  for (gint y = roi.y; y < roi.y + roi.height; y = (y & -BLOCK) + BLOCK)
    for (gint x = roi.x; x < roi.x + roi.width; x = (x & -BLOCK) + BLOCK)
      {
        GeglRectangle block = { x & -BLOCK, y & -BLOCK, BLOCK, BLOCK };

        gegl_rectangle_intersect (&block, &block, &roi);
        render_block (&render, &block);
      }

  g_free (render.pixels);
  g_free (render.block);

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
                            "as a change of perspective does"),
    "gimp:menu-path",     "<Image>/Filters/Distorts",
    "gimp:menu-label",    _("_Homography..."),
    NULL);
  /* clang-format on */
}

#endif
