/* SPDX-License-Identifier: LGPL-3.0-or-later
 *
 * homography:align: lays the input over the picture at “aux”, the reference.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "warp-enums.h"

#ifdef GEGL_PROPERTIES

/* clang-format off */

/* The same values in the same order as HomModel and HomAlignLoss. */

enum_start (homography_model)
  enum_value (HOMOGRAPHY_MODEL_TRANSLATION, "translation", N_("Shift"))
  enum_value (HOMOGRAPHY_MODEL_EUCLIDEAN,   "euclidean",   N_("Shift and rotation"))
  enum_value (HOMOGRAPHY_MODEL_SIMILARITY,  "similarity",  N_("Shift, rotation and scale"))
  enum_value (HOMOGRAPHY_MODEL_AFFINE,      "affine",      N_("Affine"))
  enum_value (HOMOGRAPHY_MODEL_HOMOGRAPHY,  "homography",  N_("Homography"))
enum_end (HomographyModel)

enum_start (homography_loss)
  enum_value (HOMOGRAPHY_LOSS_AUTO,   "auto",   N_("Automatic"))
  enum_value (HOMOGRAPHY_LOSS_SSD,    "ssd",    N_("Same exposure"))
  enum_value (HOMOGRAPHY_LOSS_ZNCC,   "zncc",   N_("Different exposure"))
  enum_value (HOMOGRAPHY_LOSS_ROBUST, "robust", N_("Different exposure, things that moved"))
  enum_value (HOMOGRAPHY_LOSS_LOCAL,  "local",  N_("Different light in different places"))
  enum_value (HOMOGRAPHY_LOSS_EDGES,  "edges",  N_("Inverted or another sensor"))
enum_end (HomographyLoss)

enum_start (homography_start)
  enum_value (HOMOGRAPHY_START_AUTO,    "auto",    N_("Automatic"))
  enum_value (HOMOGRAPHY_START_CURRENT, "current", N_("Current position"))
enum_end (HomographyStart)

property_enum (model, _("Model"),
               HomographyModel, homography_model,
               HOMOGRAPHY_MODEL_HOMOGRAPHY)
  description (_("How the picture may move"))

property_enum (loss, _("Comparison"),
               HomographyLoss, homography_loss,
               HOMOGRAPHY_LOSS_AUTO)
  description (_("How the pictures differ, once they lie on each other"))

property_enum (start, _("Start"),
               HomographyStart, homography_start,
               HOMOGRAPHY_START_AUTO)
  description (_("Where the search begins"))

property_enum (sampler, _("Interpolation"),
               HomographySampler, homography_sampler,
               HOMOGRAPHY_SAMPLER_CUBIC)
  description (_("How values between the pixels come about"))

property_enum (boundary, _("Outside"),
               HomographyBoundary, homography_boundary,
               HOMOGRAPHY_BOUNDARY_TRANSPARENT)
  description (_("What is seen where the picture has ended"))

property_boolean (print, _("Print"), FALSE)
  description (_("Print the matrix, and how well the pictures match, to the "
                 "standard output"))

/* What was found. To set them has no effect. */

property_string (matrix, _("Matrix"), "")
  description (_("Nine numbers, row by row: the matrix that takes a point "
                 "(x, y, 1) of the picture to where it lies over the "
                 "reference"))
  ui_meta ("role", "output")

property_double (correlation, _("Correlation"), 0.0)
  description (_("The correlation of the pictures where they overlap"))
  ui_meta ("role", "output")

property_double (agreement, _("Agreement"), 0.0)
  description (_("How well the details match, 1 at best"))
  ui_meta ("role", "output")

property_double (overlap, _("Overlap"), 0.0)
  description (_("The share of the picture that lies on the reference"))
  ui_meta ("role", "output")

property_string (error_message, _("Error message"), "")
  description (_("Why the picture was not aligned"))
  ui_meta ("role", "output")

#else

#define GEGL_OP_COMPOSER
#define GEGL_OP_NAME     homography_align
#define GEGL_OP_C_SOURCE homography-align.c

#include "gegl-op.h"

/* clang-format on */

#include "align-result.h"
#include "warp-render.h"

#define SAME(a, b) G_STATIC_ASSERT ((gint) (a) == (gint) (b))

SAME (HOMOGRAPHY_MODEL_TRANSLATION, HOM_MODEL_TRANSLATION);
SAME (HOMOGRAPHY_MODEL_EUCLIDEAN, HOM_MODEL_EUCLIDEAN);
SAME (HOMOGRAPHY_MODEL_SIMILARITY, HOM_MODEL_SIMILARITY);
SAME (HOMOGRAPHY_MODEL_AFFINE, HOM_MODEL_AFFINE);
SAME (HOMOGRAPHY_MODEL_HOMOGRAPHY, HOM_MODEL_HOMOGRAPHY);
SAME (HOMOGRAPHY_LOSS_AUTO, HOM_ALIGN_AUTO);
SAME (HOMOGRAPHY_LOSS_SSD, HOM_ALIGN_SSD);
SAME (HOMOGRAPHY_LOSS_ZNCC, HOM_ALIGN_ZNCC);
SAME (HOMOGRAPHY_LOSS_ROBUST, HOM_ALIGN_ROBUST);
SAME (HOMOGRAPHY_LOSS_LOCAL, HOM_ALIGN_LOCAL);
SAME (HOMOGRAPHY_LOSS_EDGES, HOM_ALIGN_EDGES);

/* What an operation keeps, in its properties' user_data. */
typedef struct
{
  AlignResult result;
  gboolean    is_changing; /* a property is being set */
} Kept;

static Kept *
get_kept (GeglOperation *operation)
{
  GeglProperties *o = GEGL_PROPERTIES (operation);

  if (! o->user_data)
    o->user_data = g_new0 (Kept, 1);

  return o->user_data;
}

static GeglRectangle
source_box (GeglOperation *operation, const gchar *pad)
{
  const GeglRectangle *box = gegl_operation_source_get_bounding_box (operation,
                                                                     pad);

  return box ? *box : *GEGL_RECTANGLE (0, 0, 0, 0);
}

static AlignSource
get_source (GeglOperation *operation, const gchar *pad)
{
  return (AlignSource){ gegl_operation_get_source_node (operation, pad),
                        gegl_operation_get_source_format (operation, pad),
                        source_box (operation, pad) };
}

/* FALSE when the operation passes its input through: nothing was found. */
static gboolean
get_geometry (GeglOperation *operation, WarpGeometry *geometry)
{
  const GeglProperties *o      = GEGL_PROPERTIES (operation);
  const AlignResult    *result = &get_kept (operation)->result;

  if (! align_result_found (result) ||
      ! hom_matrix_invert (&result->found.h, &geometry->w, NULL))
    return FALSE;

  geometry->h          = result->found.h;
  geometry->extent     = result->question.moving.box;
  geometry->frame      = result->question.reference.box;
  geometry->is_limited = FALSE;
  geometry->is_clipped = FALSE;
  geometry->is_cut     = FALSE;
  geometry->sampling =
      (HomSampling){ .interpolation = (HomInterpolation) o->sampler,
                     .boundary      = (HomBoundary) o->boundary };

  return TRUE;
}

static void
set_string (gchar **property, gchar *value)
{
  g_free (*property);
  *property = value;
}

/* Without notification, which would ask for the result again. */
static void
publish (GeglProperties *o, const AlignResult *result)
{
  gboolean found = align_result_found (result);

  o->correlation = found ? result->found.correlation : 0.0;
  o->agreement   = found ? result->found.agreement : 0.0;
  o->overlap     = found ? result->found.overlap : 0.0;
  set_string (&o->matrix, found ? align_result_matrix (result) : g_strdup (""));
  set_string (&o->error_message, g_strdup (found ? "" : result->message));
}

/* The bounding box depends on the alignment, and GEGL asks for it before any
 * pixel is rendered: so both pictures are rendered here, through the nodes at
 * the inputs. GEGL has prepared those before, and calls this in one thread.
 *
 * While a property is set, GEGL asks for the bounding box just to know what is
 * invalid now: no reason to search.
 */
static void
prepare (GeglOperation *operation)
{
  GeglProperties *o        = GEGL_PROPERTIES (operation);
  Kept           *kept     = get_kept (operation);
  AlignQuestion   question = { get_source (operation, "input"),
                               get_source (operation, "aux"), (HomModel) o->model,
                               (HomAlignLoss) o->loss,
                               o->start == HOMOGRAPHY_START_AUTO };
  const Babl     *format   = warp_render_format (question.moving.format, NULL);

  gegl_operation_set_format (operation, "input", format);
  gegl_operation_set_format (operation, "aux", format);
  gegl_operation_set_format (operation, "output",
                             warp_result_format (question.moving.format, format,
                                                 FALSE));
  if (kept->is_changing)
    return;

  align_result_update (&kept->result, &question);
  publish (o, &kept->result);
}

static GeglRectangle
get_bounding_box (GeglOperation *operation)
{
  WarpGeometry geometry;

  if (get_geometry (operation, &geometry))
    return warp_geometry_bounding_box (&geometry);

  return source_box (operation, "input");
}

/* The reference has been looked at already. */
static GeglRectangle
get_required_for_output (GeglOperation       *operation,
                         const gchar         *input_pad,
                         const GeglRectangle *roi)
{
  WarpGeometry geometry;

  if (! g_str_equal (input_pad, "input"))
    return *GEGL_RECTANGLE (0, 0, 0, 0);
  if (get_geometry (operation, &geometry))
    return warp_geometry_required (&geometry, roi);

  return *roi;
}

/* Whatever changes may move the picture. */
static GeglRectangle
get_invalidated_by_change (GeglOperation       *operation,
                           const gchar         *input_pad,
                           const GeglRectangle *region)
{
  g_atomic_int_set (&get_kept (operation)->result.is_stale, TRUE);

  return gegl_rectangle_infinite_plane ();
}

static void
dispatch_properties_changed (GObject     *object,
                             guint        n_pspecs,
                             GParamSpec **pspecs)
{
  GeglOperation *operation = GEGL_OPERATION (object);
  GeglRectangle  all       = gegl_rectangle_infinite_plane ();
  Kept          *kept      = get_kept (operation);

  gegl_operation_invalidate (operation, &all, FALSE);
  kept->is_changing = TRUE;
  G_OBJECT_CLASS (gegl_op_parent_class)
      ->dispatch_properties_changed (object, n_pspecs, pspecs);
  kept->is_changing = FALSE;
}

static gboolean
process (GeglOperation       *operation,
         GeglBuffer          *input,
         GeglBuffer          *aux,
         GeglBuffer          *output,
         const GeglRectangle *result,
         gint                 level)
{
  WarpGeometry geometry;

  g_return_val_if_fail (get_geometry (operation, &geometry), FALSE);

  warp_render (&geometry, input, output,
               gegl_operation_get_format (operation, "input"), result, level);

  return TRUE;
}

/* Says once what was found, to who gets to see the result. */
static void
tell (GeglOperation *operation)
{
  const GeglProperties *o      = GEGL_PROPERTIES (operation);
  AlignResult          *result = &get_kept (operation)->result;
  gboolean              found  = align_result_found (result);

  if ((found && ! o->print) ||
      ! g_atomic_int_compare_and_exchange (&result->is_told, FALSE, TRUE))
    return;

  if (found)
    align_result_print (result);
  else
    g_warning ("homography:align: %s", result->message);
}

static gboolean
pass_through_or_process (GeglOperation        *operation,
                         GeglOperationContext *context,
                         const gchar          *output_pad,
                         const GeglRectangle  *result,
                         gint                  level)
{
  WarpGeometry geometry;

  tell (operation);
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
finalize (GObject *object)
{
  GeglProperties *o    = GEGL_PROPERTIES (object);
  Kept           *kept = o->user_data;

  if (kept)
    align_result_clear (&kept->result);
  g_clear_pointer (&o->user_data, g_free);

  G_OBJECT_CLASS (gegl_op_parent_class)->finalize (object);
}

static void
gegl_op_class_init (GeglOpClass *klass)
{
  GObjectClass               *object_class    = G_OBJECT_CLASS (klass);
  GeglOperationClass         *operation_class = GEGL_OPERATION_CLASS (klass);
  GeglOperationComposerClass *composer_class  = GEGL_OPERATION_COMPOSER_CLASS (
       klass);

  object_class->finalize                     = finalize;
  object_class->dispatch_properties_changed  = dispatch_properties_changed;
  operation_class->prepare                   = prepare;
  operation_class->get_bounding_box          = get_bounding_box;
  operation_class->get_required_for_output   = get_required_for_output;
  operation_class->get_invalidated_by_change = get_invalidated_by_change;
  operation_class->process                   = pass_through_or_process;
  operation_class->threaded                  = TRUE;
  composer_class->process                    = process;
  composer_class->aux_label                  = _ ("Reference");
  composer_class->aux_description            = _ ("The picture that stays");

  /* GIMP's “GEGL Operation” lists neither compositors nor what has no place in
   * a menu: it has no second picture to give. The plug-in does this there.
   */
  /* clang-format off */
  gegl_operation_class_set_keys (operation_class,
    "name",               "homography:align",
    "op-version",         "1:0",
    "title",              _("Align"),
    "categories",         "compositors",
    "position-dependent", "true",
    "description",        _("Lay the picture over the one at “aux”, so that "
                            "what both show coincides"),
    NULL);
  /* clang-format on */
}

#endif
