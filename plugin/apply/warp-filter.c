/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "operations/warp-frame.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/arguments/options.h"

#define OPERATION "homography:warp"

/* These are the operation's samplers, as a filter's configuration takes them;
 * in the operation itself they have the numbers of the enum. The arguments'
 * words are GIMP's, which differ. Its rules beyond the edge have the arguments'
 * words.
 */
static const Choice samplers[] = {
  { "nearest", NULL, HOM_INTERPOLATION_NEAREST },
  { "linear", NULL, HOM_INTERPOLATION_LINEAR },
  { "cubic", NULL, HOM_INTERPOLATION_CUBIC },
  { "lanczos", NULL, HOM_INTERPOLATION_LANCZOS },
  { NULL },
};

/* Points are the same when they are to this many pixels: XCF files keep corners
 * as floats.
 */
#define SAME 0.01

/* Sets the corners on anything that has the operation's properties: a filter's
 * configuration or a GEGL node.
 */
static void
set_corners (GObject *object,
             void (*set) (GObject *, const gchar *, gdouble),
             const HomPoint source[4],
             const HomPoint target[4])
{
  const HomPoint *quads[] = { source, target };
  const gchar    *names[] = { "source", "target" };

  for (gint q = 0; q < 2; q++)
    for (gint i = 0; i < 4; i++)
      {
        gchar name[32];

        g_snprintf (name, sizeof (name), "%s-x%d", names[q], i + 1);
        set (object, name, quads[q][i].x);
        g_snprintf (name, sizeof (name), "%s-y%d", names[q], i + 1);
        set (object, name, quads[q][i].y);
      }
}

static void
set_object (GObject *object, const gchar *name, gdouble value)
{
  g_object_set (object, name, value, NULL);
}

static void
set_node (GObject *node, const gchar *name, gdouble value)
{
  gegl_node_set (GEGL_NODE (node), name, value, NULL);
}

static void
get_corners (GObject *config, const gchar *name, HomPoint quad[4])
{
  for (gint i = 0; i < 4; i++)
    {
      gchar x[32], y[32];

      g_snprintf (x, sizeof (x), "%s-x%d", name, i + 1);
      g_snprintf (y, sizeof (y), "%s-y%d", name, i + 1);
      g_object_get (config, x, &quad[i].x, y, &quad[i].y, NULL);
    }
}

/* Tells whether the operation is installed. GIMP is asked: GEGL would have to
 * load all of its operations to know.
 *
 * Returns: FALSE with a message when it is not.
 */
gboolean
warp_filter_is_available (GimpDrawable *drawable, GError **error)
{
  GimpDrawableFilter *filter = gimp_drawable_filter_new (drawable, OPERATION,
                                                         "");

  if (filter)
    {
      gimp_drawable_filter_delete (filter);
      return TRUE;
    }

  g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
               _ ("The GEGL operation “%s”, a part of this plug-in, is not "
                  "installed where GEGL looks for it. Install the plug-in "
                  "again."),
               OPERATION);

  return FALSE;
}

/* Returns: (nullable): the uppermost of the drawable's filters that is ours. */
GimpDrawableFilter *
warp_filter_find (GimpDrawable *drawable)
{
  GimpDrawableFilter **filters = gimp_drawable_get_filters (drawable);
  GimpDrawableFilter  *found   = NULL;

  for (gint i = 0; filters && filters[i] && ! found; i++)
    {
      gchar *name = gimp_drawable_filter_get_operation_name (filters[i]);

      if (g_strcmp0 (name, OPERATION) == 0)
        found = filters[i];
      g_free (name);
    }
  g_free (filters);

  return found;
}

GimpDrawableFilter *
warp_filter_new (GimpDrawable *drawable, const gchar *name, GError **error)
{
  GimpDrawableFilter *filter = gimp_drawable_filter_new (drawable, OPERATION,
                                                         name);

  if (! filter)
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _ ("GIMP refused the filter “%s”."), OPERATION);

  return filter;
}

static gboolean
is_box (const HomPoint quad[4], const HomBox *box)
{
  HomPoint corners[4];

  hom_quad_from_box (box, corners);
  for (gint i = 0; i < 4; i++)
    if (fabs (quad[i].x - corners[i].x) > SAME ||
        fabs (quad[i].y - corners[i].y) > SAME)
      return FALSE;

  return TRUE;
}

/* Tells whether a filter takes all of the drawable somewhere. */
gboolean
warp_settings_are_whole (const WarpSettings *settings, GimpDrawable *drawable)
{
  const HomBox box = { 0.0, 0.0, gimp_drawable_get_width (drawable),
                       gimp_drawable_get_height (drawable) };

  return is_box (settings->source, &box);
}

/* Tells whether a filter makes an upright rectangle. */
gboolean
warp_settings_are_upright (const WarpSettings *settings)
{
  HomBox box = hom_box_of_points (settings->target, 4);

  return is_box (settings->target, &box);
}

/* Returns: the operation's word for what is cut off. An upright rectangle has
 * no use for soft sides, and all of a drawable has them already.
 */
static const gchar *
choose_clip (const WarpSettings *settings, GimpDrawable *drawable)
{
  if (! settings->is_clipped)
    return "none";

  return warp_settings_are_upright (settings) ||
                 warp_settings_are_whole (settings, drawable) ?
             "target" :
             "quadrilateral";
}

/* Sets a filter. The size of the drawable is stored with it, so that the
 * operation knows when it was scaled.
 */
void
warp_filter_set (GimpDrawableFilter *filter,
                 GimpDrawable       *drawable,
                 const WarpSettings *settings)
{
  GObject      *config = G_OBJECT (gimp_drawable_filter_get_config (filter));
  const HomBox  none   = { 0.0, 0.0, 0.0, 0.0 };
  const HomBox *limit  = settings->is_limited ? &settings->limit : &none;

  set_corners (config, set_object, settings->source, settings->target);
  g_object_set (
      config, "sampler",
      choice_find (samplers, settings->sampling.interpolation)->nick,
      "boundary",
      choice_find (boundary_choices, settings->sampling.boundary)->nick, "clip",
      choose_clip (settings, drawable), "limit-x", (gint) limit->x0, "limit-y",
      (gint) limit->y0, "limit-width", (gint) (limit->x1 - limit->x0),
      "limit-height", (gint) (limit->y1 - limit->y0), "frame-width",
      gimp_drawable_get_width (drawable), "frame-height",
      gimp_drawable_get_height (drawable), NULL);
}

/* Has a filter that is merged round to the layer's precision, which is what
 * remains.
 */
void
warp_filter_round (GimpDrawableFilter *filter)
{
  g_object_set (gimp_drawable_filter_get_config (filter), "rounded", TRUE,
                NULL);
}

static gint
get_choice (GObject      *config,
            const gchar  *property,
            const Choice *choices,
            gint          otherwise)
{
  g_autofree gchar *nick   = NULL;
  const Choice     *choice = NULL;

  g_object_get (config, property, &nick, NULL);
  choice = choice_find_nick (choices, nick);

  return choice ? choice->value : otherwise;
}

static HomBox
get_limit (GObject *config)
{
  gint x, y, width, height;

  g_object_get (config, "limit-x", &x, "limit-y", &y, "limit-width", &width,
                "limit-height", &height, NULL);

  return (HomBox){ x, y, (gdouble) x + width, (gdouble) y + height };
}

/* Reads the settings of a filter of ours, for the drawable as it is: it may
 * have been scaled.
 */
void
warp_filter_get (GimpDrawableFilter *filter,
                 GimpDrawable       *drawable,
                 WarpSettings       *settings)
{
  GObject *config         = G_OBJECT (gimp_drawable_filter_get_config (filter));
  g_autofree gchar *clip  = NULL;
  WarpFrame         frame = { .limit = get_limit (config) };

  get_corners (config, "source", frame.source);
  get_corners (config, "target", frame.target);
  g_object_get (config, "clip", &clip, "frame-width", &frame.width,
                "frame-height", &frame.height, NULL);
  warp_frame_follow (&frame,
                     GEGL_RECTANGLE (0, 0, gimp_drawable_get_width (drawable),
                                     gimp_drawable_get_height (drawable)));

  *settings = (WarpSettings){
    .sampling   = { get_choice (config, "sampler", samplers,
                                HOM_INTERPOLATION_CUBIC),
                    get_choice (config, "boundary", boundary_choices,
                                HOM_BOUNDARY_FILL) },
    .is_clipped = g_strcmp0 (clip, "none") != 0,
    .is_limited = frame.limit.x1 > frame.limit.x0 &&
                  frame.limit.y1 > frame.limit.y0,
    .limit = frame.limit,
  };
  memcpy (settings->source, frame.source, sizeof (frame.source));
  memcpy (settings->target, frame.target, sizeof (frame.target));
}

/* Finds where a filter of ours shows a drawable.
 *
 * @h: (out): the matrix of the uppermost filter of ours, in the coordinates of
 *   the image; the identity when there is none.
 *
 * Returns: FALSE when there is none.
 */
gboolean
warp_filter_matrix (GimpDrawable *drawable, HomMatrix *h)
{
  GimpDrawableFilter *filter = warp_filter_find (drawable);
  WarpSettings        settings;
  HomMatrix           in, out;
  gint                x, y;

  *h = HOM_MATRIX_IDENTITY;
  if (! filter || ! gimp_drawable_filter_get_visible (filter))
    return FALSE;

  warp_filter_get (filter, drawable, &settings);
  if (! hom_matrix_from_corners (settings.source, settings.target, h, NULL))
    return FALSE;

  gimp_drawable_get_offsets (drawable, &x, &y);
  in  = hom_matrix_translation (-x, -y);
  out = hom_matrix_translation (x, y);
  *h  = hom_matrix_multiply (h, &in);
  *h  = hom_matrix_multiply (&out, h);

  return TRUE;
}

/* Finds what a filter of ours leaves of a layer, where it cuts it.
 *
 * @source: (out): the quadrilateral whose target's box is seen, in the
 *   coordinates of the image.
 *
 * Returns: FALSE when no visible filter of ours cuts the layer.
 */
gboolean
warp_filter_cuts (GimpDrawable *drawable, HomPoint source[4])
{
  GimpDrawableFilter *filter = warp_filter_find (drawable);
  WarpSettings        settings;
  gint                x, y;

  if (! filter || ! gimp_drawable_filter_get_visible (filter))
    return FALSE;

  warp_filter_get (filter, drawable, &settings);
  gimp_drawable_get_offsets (drawable, &x, &y);
  for (gint i = 0; i < 4; i++)
    source[i] = (HomPoint){ settings.source[i].x + x,
                            settings.source[i].y + y };

  return settings.is_clipped;
}

/* Tells whether a new filter takes the place of one of ours. It is always the
 * uppermost: below others, one of ours is set after all, and keeps its name.
 */
static gboolean
is_replaceable (GimpDrawable *drawable, GimpDrawableFilter *filter)
{
  g_autofree GimpDrawableFilter **filters = gimp_drawable_get_filters (
      drawable);

  return filters && filters[0] == filter;
}

/* Copies what else the user may have set. */
static void
copy_settings (GimpDrawableFilter *from, GimpDrawableFilter *to)
{
  gimp_drawable_filter_set_opacity (to,
                                    gimp_drawable_filter_get_opacity (from));
  gimp_drawable_filter_set_blend_mode (
      to, gimp_drawable_filter_get_blend_mode (from));
}

/* Makes a filter ready to be put on the drawable. Plug-ins can neither rename a
 * filter nor have a change of one undone. Hence the one of ours that is there
 * is replaced, where that can be.
 *
 * @old: (out) (nullable): the filter of ours that is there; the one that is
 *   returned, if it is not to be replaced.
 *
 * Returns: (nullable): the filter for warp_filter_put().
 */
GimpDrawableFilter *
warp_filter_prepare (GimpDrawable        *drawable,
                     const gchar         *name,
                     const WarpSettings  *settings,
                     GimpDrawableFilter **old,
                     GError             **error)
{
  GimpDrawableFilter *filter = warp_filter_find (drawable);

  *old = filter;
  if (! filter || is_replaceable (drawable, filter))
    filter = warp_filter_new (drawable, name, error);
  if (! filter)
    return NULL;

  warp_filter_set (filter, drawable, settings);
  if (*old && filter != *old)
    copy_settings (*old, filter);

  return filter;
}

/* Puts the filter on the drawable that warp_filter_prepare() returned for it.
 */
void
warp_filter_put (GimpDrawable       *drawable,
                 GimpDrawableFilter *filter,
                 GimpDrawableFilter *old)
{
  if (filter == old)
    {
      gimp_drawable_filter_update (filter);
      return;
    }

  gimp_drawable_append_filter (drawable, filter);
  if (old)
    gimp_drawable_filter_delete (old);
}

/* Removes all filters of ours. */
void
warp_filter_remove (GimpDrawable *drawable)
{
  GimpDrawableFilter *filter;

  while ((filter = warp_filter_find (drawable)))
    if (! gimp_drawable_filter_delete (filter))
      break;
}

/* Warps a buffer into all of another one. */
void
warp_buffer (GeglBuffer        *input,
             const HomPoint     source[4],
             const HomPoint     target[4],
             const HomSampling *sampling,
             GeglBuffer        *output)
{
  GeglNode      *graph = gegl_node_new ();
  GeglNode      *read, *warp, *write;
  GeglProcessor *processor;
  gdouble        progress;

  read  = gegl_node_new_child (graph, "operation", "gegl:buffer-source",
                               "buffer", input, NULL);
  warp  = gegl_node_new_child (graph, "operation", OPERATION, NULL);
  write = gegl_node_new_child (graph, "operation", "gegl:write-buffer",
                               "buffer", output, NULL);
  set_corners (G_OBJECT (warp), set_node, source, target);
  gegl_node_set (warp, "sampler", sampling->interpolation, "boundary",
                 sampling->boundary, "rounded", TRUE, NULL);
  gegl_node_link_many (read, warp, write, NULL);
  processor = gegl_node_new_processor (write, gegl_buffer_get_extent (output));
  while (gegl_processor_work (processor, &progress))
    gimp_progress_update (progress);

  g_object_unref (processor);
  g_object_unref (graph);
}
