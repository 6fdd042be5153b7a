/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug-in-homography-align: lays layers over a reference.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "align-layers.h"
#include "align-report.h"
#include "align-returns.h"
#include "dialog.h"
#include "layers.h"
#include "procedures.h"
#include "warp-filter.h"

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

/* Its pixels are those of the layers inside with their filters, one of which
 * may be where it was moved to before.
 */
static gboolean
check_groups (GimpDrawable **drawables, GError **error)
{
  for (gint i = 0; drawables[i]; i++)
    if (gimp_item_is_group (GIMP_ITEM (drawables[i])))
      {
        g_autofree gchar *name = gimp_item_get_name (GIMP_ITEM (drawables[i]));

        g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                     _ ("%s: A layer group cannot be aligned. Align a layer "
                        "inside it, and transform the group by the matrix that "
                        "was found."),
                     name);
        return FALSE;
      }

  return TRUE;
}

static gboolean
parse_arguments (GimpProcedureConfig *config,
                 AlignArguments      *arguments,
                 GError             **error)
{
  gint model = 0;
  gint loss  = 0;
  gint start = 0;

  if (! choice_parse (config, "model", model_choices, &model, error) ||
      ! choice_parse (config, "loss", loss_choices, &loss, error) ||
      ! choice_parse (config, "start", start_choices, &start, error))
    return FALSE;

  arguments->model = model;
  arguments->loss  = loss;
  arguments->start = start;
  g_object_get (config, "reference", &arguments->reference, "sequence",
                &arguments->sequence, "report", &arguments->report, NULL);

  return TRUE;
}

static gboolean
init_transformations (GimpDrawable   **drawables,
                      const Alignment *alignments,
                      Transformation  *transformations,
                      GError         **error)
{
  for (gint i = 0; drawables[i]; i++)
    {
      const HomMatrix  identity = HOM_MATRIX_IDENTITY;
      const HomMatrix *h        = &identity;

      if (alignments[i].displacement >= LEAST_DISPLACEMENT)
        h = &alignments[i].h;
      if (! transformation_init (&transformations[i], h,
                                 GIMP_LAYER (drawables[i]), error))
        return FALSE;
    }

  return TRUE;
}

/* A layer that lies right stays as it is, unless our filter shows it elsewhere.
 */
static gboolean
stays (GimpDrawable    *drawable,
       const Alignment *alignment,
       const Options   *options)
{
  return alignment->displacement < LEAST_DISPLACEMENT &&
         ! (options->output == OUTPUT_FILTER && warp_filter_find (drawable));
}

/* Without those that stay, so that no undo step does nothing. */
static gboolean
apply_moves (GimpImage            *image,
             GimpDrawable        **drawables,
             const Transformation *transformations,
             const Alignment      *alignments,
             const Options        *options,
             const gchar          *name,
             GError              **error)
{
  gint                       n       = count_drawables (drawables);
  gint                       n_moved = 0;
  g_autofree GimpDrawable  **moved   = g_new0 (GimpDrawable *, n + 1);
  g_autofree Transformation *theirs  = g_new0 (Transformation, n);

  for (gint i = 0; i < n; i++)
    if (! stays (drawables[i], &alignments[i], options))
      {
        moved[n_moved]    = drawables[i];
        theirs[n_moved++] = transformations[i];
      }

  return n_moved == 0 || (apply_check (moved, theirs, options, error) &&
                          apply (image, moved, theirs, options, name, error));
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
  g_autofree Alignment      *alignments      = NULL;
  g_autofree gchar          *reference_name  = NULL;
  g_autofree gchar          *name            = NULL;
  gint                       n               = count_drawables (drawables);
  AlignArguments             arguments;
  Options                    options;
  GError                    *error = NULL;

  if (run_mode != GIMP_RUN_NONINTERACTIVE)
    preset_reference (config, image, drawables);
  if (run_mode == GIMP_RUN_INTERACTIVE && ! align_dialog (procedure, config, n))
    return gimp_procedure_new_return_values (procedure, GIMP_PDB_CANCEL, NULL);

  gegl_init (NULL, NULL);
  if (! parse_arguments (config, &arguments, &error) ||
      ! options_parse (config, &options, &error) ||
      ! layers_check (drawables, &options, &error) ||
      ! check_groups (drawables, &error) ||
      ! check_reference (arguments.reference, image, drawables, &error))
    return bad_argument (procedure, error);

  transformations = g_new0 (Transformation, n);
  alignments      = g_new0 (Alignment, n);
  gimp_progress_init (_ ("Aligning"));
  reference_name = gimp_item_get_name (GIMP_ITEM (arguments.reference));
  name           = g_strdup_printf (_ ("Align to %s"), reference_name);

  /* The image is touched last, when nothing can fail any more. */
  if (! align_layers (&arguments, image, drawables, alignments, &error) ||
      ! init_transformations (drawables, alignments, transformations, &error) ||
      ! apply_moves (image, drawables, transformations, alignments, &options,
                     name, &error))
    return failure (procedure, error);
  gimp_progress_end ();
  if (arguments.report)
    align_report (&arguments, drawables, alignments);

  return align_set_returns (success (procedure, drawables, transformations), n,
                            alignments);
}

static void
add_arguments (GimpProcedure *procedure)
{
  gimp_procedure_add_drawable_argument (
      procedure, "reference", _ ("Re_ference layer"),
      _ ("What the layer is laid over; it stays in place."), TRUE,
      G_PARAM_READWRITE | GIMP_PARAM_DONT_SERIALIZE);
  choice_add_argument (procedure, "model", _ ("_Model"),
                       _ ("Which movements are considered."), model_choices,
                       "homography");
  choice_add_argument (procedure, "loss", _ ("C_omparison"),
                       _ ("How the pictures are compared."), loss_choices,
                       "auto");
  choice_add_argument (procedure, "start", _ ("S_tart"),
                       _ ("Where the search starts."), start_choices, "auto");
  gimp_procedure_add_boolean_argument (
      procedure, "sequence", _ ("Each layer to its neigh_bor"),
      _ ("Lay each layer over the one before it, and only the first over the "
         "reference: for focus steps and exposures that differ more and more."),
      FALSE, G_PARAM_READWRITE);
  gimp_procedure_add_boolean_argument (procedure, "report", _ ("R_eport"),
                                       _ ("Show how well each layer was "
                                          "aligned, in the error console."),
                                       FALSE, G_PARAM_READWRITE);
}

GimpProcedure *
align_create (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure = procedure_new (
      plug_in, ALIGN_PROC, align_run, _ ("_Align to Reference Layer..."),
      _ ("Lay the layer over another one, to a fraction of a pixel"),
      _ ("Finds the homography that lays the layer over the reference layer, "
         "and the exposure between the two, and applies it. Where something is "
         "selected, only that part of the reference is compared. An alignment "
         "that cannot be trusted is an error that says why, and changes "
         "nothing."));

  add_arguments (procedure);
  options_add_arguments (procedure);
  align_add_returns (procedure);

  return procedure;
}
