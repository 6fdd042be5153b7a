/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "ui/perspective/hom-perspective.h"

/* Reads the corners out of the settings. */
void
hom_perspective_read_corners (GObject *config, HomPoint quad[4])
{
  g_object_get (config, "x1", &quad[0].x, "y1", &quad[0].y, "x2", &quad[1].x,
                "y2", &quad[1].y, "x3", &quad[2].x, "y3", &quad[2].y, "x4",
                &quad[3].x, "y4", &quad[3].y, NULL);
}

/* Stores the corners in the settings. */
void
hom_perspective_write_corners (GObject *config, const HomPoint quad[4])
{
  g_object_set (config, "x1", quad[0].x, "y1", quad[0].y, "x2", quad[1].x, "y2",
                quad[1].y, "x3", quad[2].x, "y3", quad[2].y, "x4", quad[3].x,
                "y4", quad[3].y, NULL);
}

/* Tells the size of the sheet and, where that is another one, of the result. */
gchar *
hom_perspective_describe_size (const HomPerspectiveSolution *solution)
{
  HomBox            sheet  = hom_box_of_points (solution->rectangle, 4);
  gdouble           width  = solution->box.x1 - solution->box.x0;
  gdouble           height = solution->box.y1 - solution->box.y0;
  g_autofree gchar *first  = NULL;
  g_autofree gchar *second = NULL;

  first  = g_strdup_printf (_ ("Sheet: %.0f × %.0f px"), sheet.x1 - sheet.x0,
                            sheet.y1 - sheet.y0);
  second = g_strdup_printf (solution->is_cut ? _ ("Result: %.0f × %.0f px, cut "
                                                  "off near the horizon") :
                                               _ ("Result: %.0f × %.0f px"),
                            width, height);
  if (solution->ratio <= 0.0)
    return g_steal_pointer (&second);
  if (! solution->is_cut && fabs (width - (sheet.x1 - sheet.x0)) < 0.5 &&
      fabs (height - (sheet.y1 - sheet.y0)) < 0.5)
    return g_steal_pointer (&first);

  return g_strdup_printf ("%s\n%s", first, second);
}
