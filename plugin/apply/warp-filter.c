/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

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

void
warp_filter_set (GimpDrawableFilter *filter,
                 const HomPoint      source[4],
                 const HomPoint      target[4],
                 const HomSampling  *sampling)
{
  GObject *config = G_OBJECT (gimp_drawable_filter_get_config (filter));

  set_corners (config, set_object, source, target);
  g_object_set (config, "sampler",
                choice_find (samplers, sampling->interpolation)->nick,
                "boundary",
                choice_find (boundary_choices, sampling->boundary)->nick, NULL);
}

/* Limits a filter that is merged: it rounds to the layer's precision, which is
 * what remains, and the layer gets the box of what the filter makes.
 *
 * @box: that box, in the coordinates of the layer.
 */
void
warp_filter_limit (GimpDrawableFilter *filter, const HomBox *box)
{
  g_object_set (gimp_drawable_filter_get_config (filter), "rounded", TRUE,
                "limit-x", (gint) box->x0, "limit-y", (gint) box->y0,
                "limit-width", (gint) (box->x1 - box->x0), "limit-height",
                (gint) (box->y1 - box->y0), NULL);
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

/* Reads the settings of a filter of ours.
 *
 * @source: (out): the quadrilateral that is moved, in the coordinates of the
 *   layer.
 * @target: (out): where it is moved to.
 * @sampling: (out): how the layer is sampled; cubic where it is an
 *   interpolation that only the operation has.
 */
void
warp_filter_get (GimpDrawableFilter *filter,
                 HomPoint            source[4],
                 HomPoint            target[4],
                 HomSampling        *sampling)
{
  GObject *config = G_OBJECT (gimp_drawable_filter_get_config (filter));

  get_corners (config, "source", source);
  get_corners (config, "target", target);
  *sampling = (HomSampling) {
    get_choice (config, "sampler", samplers, HOM_INTERPOLATION_CUBIC),
    get_choice (config, "boundary", boundary_choices, HOM_BOUNDARY_FILL),
  };
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
  HomPoint            source[4];
  HomPoint            target[4];
  HomSampling         sampling;
  HomMatrix           in, out;
  gint                x, y;

  *h = HOM_MATRIX_IDENTITY;
  if (! filter || ! gimp_drawable_filter_get_visible (filter))
    return FALSE;

  warp_filter_get (filter, source, target, &sampling);
  if (! hom_matrix_from_corners (source, target, h, NULL))
    return FALSE;

  gimp_drawable_get_offsets (drawable, &x, &y);
  in  = hom_matrix_translation (-x, -y);
  out = hom_matrix_translation (x, y);
  *h  = hom_matrix_multiply (h, &in);
  *h  = hom_matrix_multiply (&out, h);

  return TRUE;
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
                     const HomPoint       source[4],
                     const HomPoint       target[4],
                     const HomSampling   *sampling,
                     GimpDrawableFilter **old,
                     GError             **error)
{
  GimpDrawableFilter *filter = warp_filter_find (drawable);

  *old = filter;
  if (! filter || is_replaceable (drawable, filter))
    filter = warp_filter_new (drawable, name, error);
  if (! filter)
    return NULL;

  warp_filter_set (filter, source, target, sampling);
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
