/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "plugin/perspective/paper.h"
#include "plugin/perspective/perspective-arguments.h"

/* A coordinate of a point that was not given. */
#define NOWHERE (-G_MAXDOUBLE)

/* The most pixels per inch: GIMP takes no more. */
#define MOST_RESOLUTION 65535.0

static const Choice corners_choices[] = {
  { "given", N_ ("Given"), CORNERS_GIVEN },
  { "find", N_ ("Found in the layer"), CORNERS_FIND },
  { NULL },
};

static const Choice direction_choices[] = {
  { "correct", N_ ("Straighten: the corners become a rectangle"),
    DIRECTION_CORRECT },
  { "distort", N_ ("Distort: the layer goes to the corners"),
    DIRECTION_DISTORT },
  { NULL },
};

const Choice aspect_choices[] = {
  { "auto", N_ ("True ratio, recovered from the corners"), ASPECT_AUTO },
  { "keep", N_ ("As the layer"), ASPECT_KEEP },
  { "custom", N_ ("Custom"), ASPECT_CUSTOM },
  { NULL },
};

static const Choice turn_choices[] = {
  { "none", N_ ("Not turned"), TURN_NONE },
  { "clockwise", N_ ("A quarter clockwise"), TURN_CLOCKWISE },
  { "half", N_ ("Upside down"), TURN_HALF },
  { "counterclockwise", N_ ("A quarter counterclockwise"),
    TURN_COUNTERCLOCKWISE },
  { NULL },
};

/* ---- Reading ---- */

static void
read_corners (GimpProcedureConfig *config, PerspectiveArguments *arguments)
{
  for (gint i = 0; i < 4; i++)
    {
      gchar x[] = { 'x', '1' + i, '\0' };
      gchar y[] = { 'y', '1' + i, '\0' };

      g_object_get (config, x, &arguments->quad[i].x, y, &arguments->quad[i].y,
                    NULL);
    }
  g_object_get (config, "inside-x", &arguments->inside.x, "inside-y",
                &arguments->inside.y, "least-confidence",
                &arguments->least_confidence, NULL);
  arguments->has_inside = arguments->inside.x != NOWHERE ||
                          arguments->inside.y != NOWHERE;
}

static gboolean
parse_choices (GimpProcedureConfig  *config,
               PerspectiveArguments *arguments,
               GError              **error)
{
  return choice_parse (config, "corners", corners_choices, &arguments->corners,
                       error) &&
         choice_parse (config, "direction", direction_choices,
                       &arguments->direction, error) &&
         choice_parse (config, "aspect", aspect_choices, &arguments->aspect,
                       error) &&
         choice_parse (config, "turn", turn_choices, &arguments->turn, error) &&
         choice_parse (config, "paper", paper_choices, &arguments->paper,
                       error);
}

static gboolean
check_corners (const PerspectiveArguments *arguments, GError **error)
{
  if (arguments->corners == CORNERS_GIVEN)
    return hom_quad_check (arguments->quad, error);

  if (arguments->direction == DIRECTION_DISTORT)
    g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0,
                         _ ("The argument “corners” is “find”, but to distort "
                            "a layer its new corners must be given."));
  else if (arguments->has_inside &&
           (arguments->inside.x == NOWHERE || arguments->inside.y == NOWHERE))
    g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0,
                         _ ("Of the arguments “inside-x” and “inside-y” only "
                            "one is given."));
  else if (! (arguments->least_confidence >= 0.0 &&
              arguments->least_confidence <= 1.0))
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _ ("The argument “least-confidence” is %g; it must be between "
                    "0 and 1."),
                 arguments->least_confidence);
  else
    return TRUE;

  return FALSE;
}

static gboolean
check_size (const PerspectiveArguments *arguments, GError **error)
{
  if (arguments->aspect == ASPECT_CUSTOM &&
      ! (arguments->aspect_ratio >= 0.01 && arguments->aspect_ratio <= 100.0))
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _ ("The argument “aspect-ratio” is %g; it must be between "
                    "0.01 and 100 (width divided by height)."),
                 arguments->aspect_ratio);
  else if (arguments->paper != PAPER_NONE &&
           (arguments->width > 0 || arguments->height > 0))
    g_set_error_literal (error, GIMP_PLUG_IN_ERROR, 0,
                         _ ("The argument “paper” tells the size; “width” and "
                            "“height” must be 0 then."));
  else if (arguments->paper != PAPER_NONE &&
           ! (arguments->resolution >= 1.0 &&
              arguments->resolution <= MOST_RESOLUTION))
    g_set_error (error, GIMP_PLUG_IN_ERROR, 0,
                 _ ("The argument “resolution” is %g; it must be between 1 and "
                    "%.0f pixels per inch."),
                 arguments->resolution, MOST_RESOLUTION);
  else
    return TRUE;

  return FALSE;
}

/* Reads the arguments.
 *
 * Returns: FALSE with a message when one makes no sense.
 */
gboolean
perspective_parse (GimpProcedureConfig  *config,
                   PerspectiveArguments *arguments,
                   GError              **error)
{
  read_corners (config, arguments);
  g_object_get (config, "aspect-ratio", &arguments->aspect_ratio, "mirror",
                &arguments->mirror, "width", &arguments->width, "height",
                &arguments->height, "resolution", &arguments->resolution,
                "crop-image", &arguments->crop, NULL);

  return parse_choices (config, arguments, error) &&
         check_corners (arguments, error) && check_size (arguments, error);
}

/* ---- Declaring ---- */

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

static void
add_finder_arguments (GimpProcedure *procedure)
{
  choice_add_argument (procedure, "corners", _ ("Corne_rs"),
                       _ ("Whether the corners are given, or are found: those "
                          "of the sheet, painting or screen that stands out."),
                       corners_choices, "given");
  for (gchar axis = 'x'; axis <= 'y'; axis++)
    {
      g_autofree gchar *name  = g_strdup_printf ("inside-%c", axis);
      g_autofree gchar *label = g_strdup_printf (_ ("Inside _%c"), axis);

      gimp_procedure_add_double_argument (
          procedure, name, label,
          _ ("A point that the corners to be found must enclose, in pixels of "
             "the image; any, if it is left out."),
          -G_MAXDOUBLE, G_MAXDOUBLE, NOWHERE, G_PARAM_READWRITE);
    }
  gimp_procedure_add_double_argument (
      procedure, "least-confidence", _ ("_Least confidence"),
      _ ("Corners that are found with less confidence than this, from 0 to 1, "
         "are an error, and nothing is changed."),
      -G_MAXDOUBLE, G_MAXDOUBLE, 0.5, G_PARAM_READWRITE);
}

static void
add_rectangle_arguments (GimpProcedure *procedure)
{
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
  choice_add_argument (procedure, "turn", _ ("Tur_n"),
                       _ ("How the rectangle is turned, so that its top is "
                          "up."),
                       turn_choices, "none");
  gimp_procedure_add_boolean_argument (procedure, "mirror", _ ("M_irror"),
                                       _ ("Make a mirror image of the "
                                          "rectangle. Otherwise it is none, "
                                          "whichever "
                                          "way round the corners go."),
                                       FALSE, G_PARAM_READWRITE);
}

static void
add_size_arguments (GimpProcedure *procedure)
{
  gimp_procedure_add_int_argument (
      procedure, "width", _ ("_Width"),
      _ ("The width of the rectangle in pixels; 0: by its ratio, or so that no "
         "detail is lost."),
      0, GIMP_MAX_IMAGE_SIZE, 0, G_PARAM_READWRITE);
  gimp_procedure_add_int_argument (procedure, "height", _ ("_Height"),
                                   _ ("The height of the rectangle in pixels; "
                                      "0: by its ratio, or so that no "
                                      "detail is lost."),
                                   0, GIMP_MAX_IMAGE_SIZE, 0,
                                   G_PARAM_READWRITE);
  choice_add_argument (procedure, "paper", _ ("Pape_r"),
                       _ ("The size of the sheet, whose ratio and resolution "
                          "the result gets."),
                       paper_choices, "none");
  gimp_procedure_add_double_argument (
      procedure, "resolution", _ ("Re_solution"),
      _ ("In pixels per inch, where “paper” is a size. The image gets it."),
      -G_MAXDOUBLE, G_MAXDOUBLE, 300.0, G_PARAM_READWRITE);
  gimp_procedure_add_boolean_argument (
      procedure, "crop-image", _ ("Cro_p the image to the result"),
      _ ("Make the image as large as the result. Layers keep what is outside."),
      FALSE, G_PARAM_READWRITE);
}

/* Adds the arguments to the procedure. */
void
perspective_add_arguments (GimpProcedure *procedure)
{
  add_corner_arguments (procedure);
  add_finder_arguments (procedure);
  add_rectangle_arguments (procedure);
  add_size_arguments (procedure);
  gimp_procedure_add_boolean_argument (procedure, "report", _ ("Rep_ort"),
                                       _ ("Tell, in the error console, when "
                                          "the true ratio cannot be "
                                          "recovered, and when something is "
                                          "cut off near the horizon."),
                                       FALSE, G_PARAM_READWRITE);
}
