/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug-in-homography-align: lays layers over a reference.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "dialog.h"
#include "layers.h"
#include "picture.h"
#include "procedures.h"

typedef enum
{
  LOSS_SSD,
  LOSS_NOT_YET,
} Loss;

typedef enum
{
  START_AUTO,
  START_CURRENT,
} Start;

typedef struct
{
  GimpDrawable *reference;
  gint          model;
  gint          start;
} Arguments;

static const Choice model_choices[] = {
  { "translation", N_ ("Shift"), HOM_MODEL_TRANSLATION },
  { "euclidean", N_ ("Shift and rotation"), HOM_MODEL_EUCLIDEAN },
  { "similarity", N_ ("Shift, rotation and scale"), HOM_MODEL_SIMILARITY },
  { "affine", N_ ("Affine"), HOM_MODEL_AFFINE },
  { "homography", N_ ("Homography"), HOM_MODEL_HOMOGRAPHY },
  { NULL },
};

/* All losses of the interface; those that are to come are refused. */
static const Choice loss_choices[] = {
  { "auto", N_ ("Automatic"), LOSS_SSD },
  { "ssd", N_ ("Squared difference"), LOSS_SSD },
  { "zncc", NULL, LOSS_NOT_YET },
  { "robust", NULL, LOSS_NOT_YET },
  { "edges", NULL, LOSS_NOT_YET },
  { NULL },
};

static const Choice start_choices[] = {
  { "auto", N_ ("Automatic"), START_AUTO },
  { "current", N_ ("Current position"), START_CURRENT },
  { NULL },
};

static gboolean
moves (GimpDrawable **drawables, gpointer item)
{
  for (gint i = 0; drawables && drawables[i]; i++)
    if ((gpointer) drawables[i] == item)
      return TRUE;

  return FALSE;
}

/* For a user who has not chosen one: the layer below the uppermost of those
 * that move or, failing that, the lowest other one.
 */
static void
preset_reference (GimpProcedureConfig *config,
                  GimpImage           *image,
                  GimpDrawable       **drawables)
{
  g_autofree GimpLayer **layers    = gimp_image_get_layers (image);
  GimpDrawable          *reference = NULL;

  g_object_get (config, "reference", &reference, NULL);
  if (reference && gimp_item_get_image (GIMP_ITEM (reference)) == image &&
      ! moves (drawables, reference))
    return;

  reference = NULL;
  for (gint i = 0; layers && layers[i]; i++)
    if (! moves (drawables, layers[i]))
      {
        reference = GIMP_DRAWABLE (layers[i]);
        if (i > 0 && moves (drawables, layers[i - 1]))
          break;
      }
  g_object_set (config, "reference", reference, NULL);
}

static gboolean
check_reference (GimpDrawable  *reference,
                 GimpImage     *image,
                 GimpDrawable **drawables,
                 GError       **error)
{
  const gchar *reason = NULL;

  if (! reference)
    reason = _ ("The argument “reference” is missing: choose the layer that "
                "stays in place.");
  else if (gimp_item_get_image (GIMP_ITEM (reference)) != image)
    reason = _ ("The argument “reference” belongs to another image.");
  else if (moves (drawables, reference))
    reason = _ ("The argument “reference” is also among “drawables”: a layer "
                "cannot be aligned to itself.");

  if (reason)
    g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0, reason);

  return ! reason;
}

static gboolean
parse_arguments (GimpProcedureConfig *config,
                 Arguments           *arguments,
                 GError             **error)
{
  gint loss = 0;

  if (! choice_parse (config, "model", model_choices, &arguments->model,
                      error) ||
      ! choice_parse (config, "loss", loss_choices, &loss, error) ||
      ! choice_parse (config, "start", start_choices, &arguments->start, error))
    return FALSE;

  if (loss == LOSS_NOT_YET)
    {
      g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0,
                           _ ("The argument “loss” is one that is not "
                              "available yet. Use “auto” or “ssd”."));
      return FALSE;
    }
  g_object_get (config, "reference", &arguments->reference, NULL);

  return TRUE;
}

static gboolean
compute (const Arguments *arguments,
         GimpDrawable   **drawables,
         Transformation  *transformations,
         HomAlignment    *alignments,
         GError         **error)
{
  g_autoptr (HomPicture)
      reference = picture_new (arguments->reference, TRUE, error);

  const HomMatrix identity = HOM_MATRIX_IDENTITY;
  HomAlignOptions options  = { .model = arguments->model };

  if (arguments->start == START_CURRENT)
    options.start = &identity;

  if (! reference)
    return FALSE;

  for (gint i = 0; drawables[i]; i++)
    {
      g_autoptr (HomPicture) moving = picture_new (drawables[i], FALSE, error);

      if (! moving ||
          ! hom_align (reference, moving, &options, NULL, &alignments[i],
                       error) ||
          ! transformation_init (&transformations[i], &alignments[i].h,
                                 GIMP_LAYER (drawables[i]), error))
        {
          g_autofree gchar *name = gimp_item_get_name (
              GIMP_ITEM (drawables[i]));

          g_prefix_error (error, "%s: ", name);
          return FALSE;
        }
      gimp_progress_update ((i + 1.0) / count_drawables (drawables));
    }

  return TRUE;
}

static GimpValueArray *
report (GimpValueArray *values, gint n, const HomAlignment *alignments)
{
  gdouble *correlations = g_new (gdouble, n);
  gdouble *overlaps     = g_new (gdouble, n);

  for (gint i = 0; i < n; i++)
    {
      correlations[i] = alignments[i].correlation;
      overlaps[i]     = alignments[i].overlap;
    }
  GIMP_VALUES_TAKE_DOUBLE_ARRAY (values, 2, correlations, n);
  GIMP_VALUES_TAKE_DOUBLE_ARRAY (values, 3, overlaps, n);

  return values;
}

static GimpValueArray *
align_run (GimpProcedure       *procedure,
           GimpRunMode          run_mode,
           GimpImage           *image,
           GimpDrawable       **drawables,
           GimpProcedureConfig *config,
           gpointer             data)
{
  g_autofree Transformation *transformations = NULL;
  g_autofree HomAlignment   *alignments      = NULL;
  g_autofree gchar          *reference_name  = NULL;
  g_autofree gchar          *name            = NULL;
  gint                       n               = count_drawables (drawables);
  Arguments                  arguments;
  Options                    options;
  GError                    *error = NULL;

  if (run_mode != GIMP_RUN_NONINTERACTIVE)
    preset_reference (config, image, drawables);
  if (run_mode == GIMP_RUN_INTERACTIVE &&
      ! align_dialog (procedure, config, model_choices, loss_choices,
                      start_choices))
    return gimp_procedure_new_return_values (procedure, GIMP_PDB_CANCEL, NULL);

  gegl_init (NULL, NULL);
  if (! parse_arguments (config, &arguments, &error) ||
      ! options_parse (config, &options, &error) ||
      ! layers_check (drawables, &options, &error) ||
      ! check_reference (arguments.reference, image, drawables, &error))
    return bad_argument (procedure, error);

  transformations = g_new0 (Transformation, n);
  alignments      = g_new0 (HomAlignment, n);
  gimp_progress_init (_ ("Aligning"));
  reference_name = gimp_item_get_name (GIMP_ITEM (arguments.reference));
  name           = g_strdup_printf (_ ("Align to %s"), reference_name);

  /* The image is touched last, when nothing can fail any more. */
  if (! compute (&arguments, drawables, transformations, alignments, &error) ||
      ! apply_check (drawables, transformations, &options, &error) ||
      ! apply (image, drawables, transformations, &options, name, &error))
    return failure (procedure, error);
  gimp_progress_end ();

  return report (success (procedure, drawables, transformations), n,
                 alignments);
}

GimpProcedure *
align_create (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure = procedure_new (
      plug_in, ALIGN_PROC, align_run, _ ("_Align to Reference Layer..."),
      _ ("Lay the layer over another one, to a fraction of a pixel"),
      _ ("Finds the homography that lays the layer over the reference layer, "
         "and the exposure between the two, and applies it. An alignment that "
         "cannot be trusted is an error that says why, and changes nothing."));

  gimp_procedure_add_drawable_argument (
      procedure, "reference", _ ("Re_ference layer"),
      _ ("What the layer is laid over; it stays in place."), TRUE,
      G_PARAM_READWRITE | GIMP_PARAM_DONT_SERIALIZE);
  choice_add_argument (procedure, "model", _ ("_Model"),
                       _ ("Which movements are considered."), model_choices,
                       "homography");
  choice_add_argument (procedure, "loss", _ ("L_oss"),
                       _ ("How the pictures are compared."), loss_choices,
                       "auto");
  choice_add_argument (procedure, "start", _ ("S_tart"),
                       _ ("Where the search starts."), start_choices, "auto");
  options_add_arguments (procedure);
  add_matrix_return (procedure);
  gimp_procedure_add_double_array_return_value (
      procedure, "correlation", _ ("Correlation"),
      _ ("One per drawable: zero-mean normalized cross-correlation over the "
         "overlap."),
      G_PARAM_READWRITE);
  gimp_procedure_add_double_array_return_value (
      procedure, "overlap", _ ("Overlap"),
      _ ("One per drawable: the share of it that lies on the reference."),
      G_PARAM_READWRITE);

  return procedure;
}
