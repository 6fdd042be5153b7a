/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug-in-homography-align lays layers over a reference.
 */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/align/align-arguments.h"
#include "plugin/align/align-crop.h"
#include "plugin/align/align-dialog.h"
#include "plugin/align/align-layers.h"
#include "plugin/align/align-reference.h"
#include "plugin/align/align-report.h"
#include "plugin/align/align-returns.h"
#include "plugin/align/align.h"
#include "plugin/apply/apply.h"
#include "plugin/apply/warp-filter.h"
#include "plugin/layers/layers.h"
#include "plugin/procedure/procedures.h"

/* Returns: (transfer container): the layers of which it is known where they
 *   belong; only the dialog lets others pass.
 */
static GimpDrawable **
list_placed (GimpDrawable **drawables, const Alignment *alignments)
{
  GimpDrawable **placed = g_new0 (GimpDrawable *,
                                  drawables_count (drawables) + 1);
  gint           n      = 0;

  for (gint i = 0; drawables && drawables[i]; i++)
    if (! alignments[i].is_void)
      placed[n++] = drawables[i];

  return placed;
}

/* Makes the transformations of the alignments. A layer that is not worth moving
 * stays where it is seen, or where it lies.
 */
static gboolean
init_transformations (GimpDrawable   **drawables,
                      const Alignment *alignments,
                      Transformation  *transformations,
                      GError         **error)
{
  const HomMatrix identity = HOM_MATRIX_IDENTITY;

  for (gint i = 0; drawables[i]; i++)
    {
      GimpLayer       *layer = GIMP_LAYER (drawables[i]);
      const HomMatrix *h     = &alignments[i].h;

      if (alignments[i].displacement < LEAST_DISPLACEMENT)
        h = &alignments[i].shown;
      else if (align_displacement (&identity, h, layer) < LEAST_DISPLACEMENT)
        h = &identity;
      if (! transformation_init (&transformations[i], h, layer, error))
        return FALSE;
      transformation_keep_cut (&transformations[i], layer);
    }

  return TRUE;
}

/* Tells whether a layer stays as it is. One that is seen right does, unless our
 * filter shows it there and it is to be moved itself; so does one that could
 * not be aligned, which only the dialog lets pass.
 */
static gboolean
stays (GimpDrawable    *drawable,
       const Alignment *alignment,
       const Options   *options)
{
  if (alignment->is_void)
    return TRUE;

  return alignment->displacement < LEAST_DISPLACEMENT &&
         (options->output == OUTPUT_FILTER || ! warp_filter_find (drawable));
}

/* A selection of the layers, with their transformations: those that are to be
 * moved, or those that have a place in the common area.
 */
typedef struct
{
  GimpDrawable  **drawables;
  Transformation *transformations;
  gint            n;
} Selected;

static void
select_layer (Selected             *selected,
              GimpDrawable         *drawable,
              const Transformation *transformation)
{
  selected->drawables[selected->n]         = drawable;
  selected->transformations[selected->n++] = *transformation;
}

static void
selected_init (Selected *selected, gint n)
{
  selected->drawables       = g_new0 (GimpDrawable *, n + 1);
  selected->transformations = g_new0 (Transformation, n);
  selected->n               = 0;
}

static void
selected_clear (Selected *selected)
{
  g_free (selected->drawables);
  g_free (selected->transformations);
}

/* Moves layers and crops the image in one undo step; there is none where there
 * is nothing to do.
 *
 * @common: (nullable): the part that the image is cropped to.
 */
static gboolean
move_and_crop (GimpImage          *image,
               const Selected     *moved,
               const CanvasChange *common,
               const Options      *options,
               const gchar        *name,
               GError            **error)
{
  if (moved->n > 0 &&
      ! apply_check (moved->drawables, moved->transformations, options, error))
    return FALSE;

  return apply (image, moved->drawables, moved->transformations, options, name,
                common, error);
}

static gboolean
apply_alignments (GimpImage            *image,
                  GimpDrawable        **drawables,
                  const Transformation *transformations,
                  const Alignment      *alignments,
                  const AlignArguments *arguments,
                  const Options        *options,
                  const gchar          *name,
                  GError              **error)
{
  gint         n     = drawables_count (drawables);
  gboolean     crops = arguments->crop && options->output != OUTPUT_NONE;
  gboolean     success;
  Selected     moved, placed;
  CanvasChange common = { .is_cropped = TRUE };

  selected_init (&moved, n);
  selected_init (&placed, n);
  for (gint i = 0; i < n; i++)
    {
      if (! stays (drawables[i], &alignments[i], options))
        select_layer (&moved, drawables[i], &transformations[i]);
      if (! alignments[i].is_void)
        select_layer (&placed, drawables[i], &transformations[i]);
    }
  success = (! crops ||
             align_crop_find (image, arguments->reference, placed.drawables,
                              placed.transformations, options, &common.box,
                              error)) &&
            move_and_crop (image, &moved, crops ? &common : NULL, options, name,
                           error);
  selected_clear (&moved);
  selected_clear (&placed);

  return success;
}

static GimpValueArray *
align_run (GimpProcedure       *procedure,
           GimpRunMode          run_mode,
           GimpImage           *image,
           GimpDrawable       **drawables,
           GimpProcedureConfig *config,
           gpointer             data)
{
  gint                       n               = drawables_count (drawables);
  g_autofree Transformation *transformations = g_new0 (Transformation, n);
  g_autofree Alignment      *alignments      = g_new0 (Alignment, n);
  g_autofree GimpDrawable  **placed          = NULL;
  gboolean                   interactive     = run_mode == GIMP_RUN_INTERACTIVE;
  AlignArguments             arguments;
  Options                    options;
  GError                    *error = NULL;

  if (run_mode != GIMP_RUN_NONINTERACTIVE)
    align_reference_preset (config, image, drawables);
  n = drawables_count (drawables);
  if (interactive &&
      ! align_dialog (procedure, config, image, drawables, alignments, &error))
    return error ? procedure_bad_argument (procedure, error) :
                   gimp_procedure_new_return_values (procedure, GIMP_PDB_CANCEL,
                                                     NULL);
  placed = list_placed (drawables, alignments);
  if (! align_check (config, image, placed, &arguments, &options, &error))
    return procedure_bad_argument (procedure, error);

  gimp_progress_init (_ ("Aligning"));

  /* the image is touched last, when nothing can fail any more */
  if ((! interactive &&
       ! align_layers (&arguments, image, drawables, alignments, &error)) ||
      ! init_transformations (drawables, alignments, transformations, &error) ||
      ! apply_alignments (image, drawables, transformations, alignments,
                          &arguments, &options, _ ("Align to Reference Layer"),
                          &error))
    return procedure_failure (procedure, error);
  gimp_progress_end ();
  if (arguments.report && ! interactive)
    align_report (&arguments, drawables, alignments);

  return align_set_returns (
      procedure_success (procedure, drawables, transformations), n, alignments);
}

static void
add_arguments (GimpProcedure *procedure)
{
  gimp_procedure_add_drawable_argument (
      procedure, "reference", _ ("Reference la_yer"),
      _ ("What the layer is laid over; it stays in place."), TRUE,
      G_PARAM_READWRITE | GIMP_PARAM_DONT_SERIALIZE);
  choice_add_argument (procedure, "model", _ ("_Model"),
                       _ ("How the layer may move. A simpler model is surer "
                          "where there is little detail."),
                       model_choices, "homography");
  choice_add_argument (procedure, "loss", _ ("Comparison"),
                       _ ("How the pictures are compared."), loss_choices,
                       "auto");
  choice_add_argument (procedure, "start", _ ("S_tart"),
                       _ ("Where the search starts."), start_choices, "auto");
  gimp_procedure_add_boolean_argument (
      procedure, "sequence", _ ("Each layer to its neigh_bor"),
      _ ("Lay each layer over the one before it, and only the first over the "
         "reference: for focus steps and exposures that differ more and more."),
      FALSE, G_PARAM_READWRITE);
  gimp_procedure_add_boolean_argument (
      procedure, "use-selection", _ ("Compare only _what is selected"),
      _ ("Where something is selected, compare only that part of the "
         "reference. All of the layer moves all the same."),
      TRUE, G_PARAM_READWRITE);
  gimp_procedure_add_boolean_argument (
      procedure, "crop-image", _ ("Crop the image to what all co_ver"),
      _ ("Make the image as large as what the reference and all aligned layers "
         "cover. The layers keep what is outside."),
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
      plug_in, ALIGN_PROC, align_run, _ ("Align to _Reference Layer..."),
      _ ("Lay the layer over another one, to a fraction of a pixel: register, "
         "stack, by a homography"),
      _ ("Finds the homography that lays the layer over the reference layer, "
         "and the exposure between the two, and applies it. Where something is "
         "selected, only that part of the reference is compared. An alignment "
         "that cannot be trusted is an error that says why, and changes "
         "nothing."));

  add_arguments (procedure);
  options_add_arguments (procedure, LAYER_CLIPPING_CHOICES);
  align_add_returns (procedure);

  return procedure;
}
