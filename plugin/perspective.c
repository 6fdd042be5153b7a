/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * plug-in-homography-perspective: a quadrilateral becomes a rectangle, or the
 * layer becomes a quadrilateral.
 */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "dialog.h"
#include "focal-length.h"
#include "layers.h"
#include "procedures.h"
#include "warp-filter.h"

typedef enum
{
  DIRECTION_CORRECT,
  DIRECTION_DISTORT,
} Direction;

typedef enum
{
  ASPECT_AUTO,
  ASPECT_KEEP,
  ASPECT_CUSTOM,
} Aspect;

typedef struct
{
  HomPoint quad[4];
  gint     direction;
  gint     aspect;
  gdouble  aspect_ratio;
  gboolean report;
} Arguments;

static const Choice direction_choices[] = {
  { "correct", N_ ("Straighten: the corners become a rectangle"),
    DIRECTION_CORRECT },
  { "distort", N_ ("Distort: the layer goes to the corners"),
    DIRECTION_DISTORT },
  { NULL },
};

static const Choice aspect_choices[] = {
  { "auto", N_ ("True ratio, recovered from the corners"), ASPECT_AUTO },
  { "keep", N_ ("As the layer"), ASPECT_KEEP },
  { "custom", N_ ("Custom"), ASPECT_CUSTOM },
  { NULL },
};

static gboolean
parse_arguments (GimpProcedureConfig *config,
                 Arguments           *arguments,
                 GError             **error)
{
  for (gint i = 0; i < 4; i++)
    {
      gchar x[] = { 'x', '1' + i, '\0' };
      gchar y[] = { 'y', '1' + i, '\0' };

      g_object_get (config, x, &arguments->quad[i].x, y, &arguments->quad[i].y,
                    NULL);
    }
  g_object_get (config, "aspect-ratio", &arguments->aspect_ratio, "report",
                &arguments->report, NULL);

  if (! choice_parse (config, "direction", direction_choices,
                      &arguments->direction, error) ||
      ! choice_parse (config, "aspect", aspect_choices, &arguments->aspect,
                      error) ||
      ! hom_quad_check (arguments->quad, error))
    return FALSE;

  if (arguments->aspect == ASPECT_CUSTOM &&
      ! (arguments->aspect_ratio >= 0.01 && arguments->aspect_ratio <= 100.0))
    {
      g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                   _ ("The argument “aspect-ratio” is %g; it must be between "
                      "0.01 and 100 (width divided by height)."),
                   arguments->aspect_ratio);
      return FALSE;
    }

  return TRUE;
}

static void
report_mean_sides (GimpLayer *layer, gdouble ratio)
{
  GimpMessageHandlerType handler = gimp_message_get_handler ();
  g_autofree gchar      *name    = gimp_item_get_name (GIMP_ITEM (layer));
  g_autofree gchar      *text    = NULL;

  text = g_strdup_printf (_ ("%s: The perspective does not tell the ratio of "
                             "the sides, and the image does not tell the focal "
                             "length. The ratio is that of the mean opposite "
                             "sides: %.4f."),
                          name, ratio);
  gimp_message_set_handler (GIMP_ERROR_CONSOLE);
  gimp_message (text);
  gimp_message_set_handler (handler);
}

/* By the focal length that the camera noted or, failing that, the one that the
 * perspective tells.
 */
static gdouble
recover_ratio (const Arguments *arguments, GimpLayer *layer)
{
  GimpImage *image = gimp_item_get_image (GIMP_ITEM (layer));
  HomPoint   middle;
  HomBox     box = layer_box (layer);
  gdouble    focal_length, width, height, ratio;

  middle.x = gimp_image_get_width (image) / 2.0;
  middle.y = gimp_image_get_height (image) / 2.0;
  if (focal_length_read (image, &focal_length) &&
      focal_length_ratio (arguments->quad, middle, focal_length, &ratio))
    return ratio;

  middle.x = (box.x0 + box.x1) / 2.0;
  middle.y = (box.y0 + box.y1) / 2.0;
  if (hom_quad_aspect_ratio (arguments->quad, middle,
                             hypot (box.x1 - box.x0, box.y1 - box.y0), &ratio,
                             NULL))
    return ratio;

  hom_quad_mean_sides (arguments->quad, &width, &height);
  if (arguments->report)
    report_mean_sides (layer, width / height);

  return width / height;
}

/* Width / height of the rectangle that the quadrilateral is to become. */
static gdouble
choose_ratio (const Arguments *arguments, GimpLayer *layer)
{
  HomBox box = layer_box (layer);

  if (arguments->aspect == ASPECT_CUSTOM)
    return arguments->aspect_ratio;
  if (arguments->aspect == ASPECT_KEEP)
    return (box.x1 - box.x0) / (box.y1 - box.y0);

  return recover_ratio (arguments, layer);
}

/* An upright rectangle of that ratio in place of the quadrilateral: as large as
 * its sides, so that no detail is lost, its edges between pixels.
 */
static void
choose_rectangle (const HomPoint quad[4], gdouble ratio, HomPoint rectangle[4])
{
  HomPoint centre = { 0.0, 0.0 };
  gdouble  width, height;
  HomBox   box;

  hom_quad_mean_sides (quad, &width, &height);
  if (width < height * ratio)
    width = height * ratio;
  else
    height = width / ratio;
  for (gint i = 0; i < 4; i++)
    {
      centre.x += quad[i].x / 4.0;
      centre.y += quad[i].y / 4.0;
    }

  box.x0 = round (centre.x - width / 2.0);
  box.y0 = round (centre.y - height / 2.0);
  box.x1 = box.x0 + MAX (1.0, round (width));
  box.y1 = box.y0 + MAX (1.0, round (height));
  hom_quad_from_box (&box, rectangle);
}

static gboolean
compute (const Arguments *arguments,
         GimpLayer       *layer,
         Transformation  *transformation,
         GError         **error)
{
  HomPoint  other[4];
  HomMatrix h;
  HomBox    box = layer_box (layer);

  if (arguments->direction == DIRECTION_DISTORT)
    {
      hom_quad_from_box (&box, other);
      return hom_matrix_from_corners (other, arguments->quad, &h, error) &&
             transformation_init (transformation, &h, layer, error);
    }

  choose_rectangle (arguments->quad, choose_ratio (arguments, layer), other);
  if (! hom_matrix_from_corners (arguments->quad, other, &h, error) ||
      ! transformation_init (transformation, &h, layer, error))
    return FALSE;

  /* So that the filter can be edited by the corners that were chosen. */
  for (gint i = 0; i < 4; i++)
    transformation->source[i] = arguments->quad[i];

  return TRUE;
}

static GimpValueArray *
perspective_run (GimpProcedure       *procedure,
                 GimpRunMode          run_mode,
                 GimpImage           *image,
                 GimpDrawable       **drawables,
                 GimpProcedureConfig *config,
                 gpointer             data)
{
  g_autofree Transformation *transformations = NULL;
  Arguments                  arguments;
  Options                    options;
  GError                    *error = NULL;

  if (run_mode == GIMP_RUN_INTERACTIVE &&
      ! perspective_dialog (procedure, config, drawables, direction_choices,
                            aspect_choices))
    return gimp_procedure_new_return_values (procedure, GIMP_PDB_CANCEL, NULL);

  gegl_init (NULL, NULL);
  if (! parse_arguments (config, &arguments, &error) ||
      ! options_parse (config, &options, &error) ||
      ! layers_check (drawables, &options, &error))
    return bad_argument (procedure, error);

  transformations = g_new0 (Transformation, count_drawables (drawables));
  for (gint i = 0; drawables[i]; i++)
    if (! compute (&arguments, GIMP_LAYER (drawables[i]), &transformations[i],
                   &error))
      return bad_argument (procedure, error);

  return carry_out (procedure, image, drawables, transformations, &options,
                    _ ("Perspective"));
}

static void
add_corner_arguments (GimpProcedure *procedure)
{
  const gchar *corners[] = { _ ("Top left"), _ ("Top right"),
                             _ ("Bottom right"), _ ("Bottom left") };

  for (gint i = 0; i < 4; i++)
    for (gchar axis = 'x'; axis <= 'y'; axis++)
      {
        gchar  name[] = { axis, '1' + i, '\0' };
        gchar *label  = g_strdup_printf ("%s _%c", corners[i], axis);

        gimp_procedure_add_double_argument (procedure, name, label,
                                            _ ("In pixels of the image."),
                                            -G_MAXDOUBLE, G_MAXDOUBLE, 0.0,
                                            G_PARAM_READWRITE);
        g_free (label);
      }
}

GimpProcedure *
perspective_create (GimpPlugIn *plug_in)
{
  GimpProcedure *procedure = procedure_new (
      plug_in, PERSPECTIVE_PROC, perspective_run,
      _ ("_Straighten Perspective..."),
      _ ("Make a rectangle of what was photographed at an angle"),
      _ ("Takes the quadrilateral with the given corners to an upright "
         "rectangle "
         "with the true ratio of its sides or, the other way round, the "
         "corners "
         "of the layer to the quadrilateral."));

  add_corner_arguments (procedure);
  choice_add_argument (procedure, "direction", _ ("_Direction"),
                       _ ("Whether the quadrilateral becomes a rectangle, or "
                          "the layer becomes the quadrilateral."),
                       direction_choices, "correct");
  choice_add_argument (procedure, "aspect", _ ("Asp_ect ratio"),
                       _ ("The ratio of the rectangle's sides: the true one, "
                          "recovered from the perspective; the layer's; or a "
                          "number."),
                       aspect_choices, "auto");
  gimp_procedure_add_double_argument (
      procedure, "aspect-ratio", _ ("Custo_m ratio"),
      _ ("Width divided by height, where “aspect” is “custom”."), -G_MAXDOUBLE,
      G_MAXDOUBLE, 1.0, G_PARAM_READWRITE);
  gimp_procedure_add_boolean_argument (procedure, "report", _ ("Rep_ort"),
                                       _ ("Tell, in the error console, when "
                                          "the true ratio cannot be "
                                          "recovered."),
                                       FALSE, G_PARAM_READWRITE);
  options_add_arguments (procedure);
  add_matrix_return (procedure);

  return procedure;
}
