/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "tests/ui/help/perspective-fixture.h"
#include "tests/ui/help/ui-test.h"

static void
count_update (HomPerspectivePanel *panel, TestPerspective *fixture)
{
  fixture->n_updates++;
}

static void
set_up (TestPerspective *fixture, gconstpointer data)
{
  HomBox box = { 0, 0, 400, 300 };

  fixture->image  = test_picture_new (400, 300);
  fixture->source = hom_source_new_for_image (fixture->image);
  fixture->config = test_config_new (&box);
  fixture->panel  = HOM_PERSPECTIVE_PANEL (
       hom_perspective_panel_new (fixture->source, G_OBJECT (fixture->config),
                                  test_config_solve, fixture->config));
  fixture->window = test_window_new (GTK_WIDGET (fixture->panel), 1100, 650);
  g_signal_connect (fixture->panel, "updated", G_CALLBACK (count_update),
                    fixture);
}

static void
tear_down (TestPerspective *fixture, gconstpointer data)
{
  gtk_widget_destroy (fixture->window);
  g_object_unref (fixture->config);
  g_object_unref (fixture->source);
  hom_image_free (fixture->image);
  test_settle ();
}

/* Adds a test, which gets a panel of its own. */
void
test_perspective_add (const gchar *path,
                      void (*test) (TestPerspective *fixture,
                                    gconstpointer    data))
{
  g_test_add (path, TestPerspective, NULL, set_up, test, tear_down);
}

/* By what a screen reader says. */
GtkWidget *
test_perspective_find (TestPerspective *fixture,
                       AtkRole          role,
                       const gchar     *name)
{
  GtkWidget *widget = test_find_widget (GTK_WIDGET (fixture->panel), role, name);

  if (! widget)
    g_error ("There is no “%s”.", name);

  return widget;
}

gdouble
test_perspective_number (TestPerspective *fixture, const gchar *property)
{
  gdouble value;

  g_object_get (fixture->config, property, &value, NULL);

  return value;
}

HomQuadEditor *
test_perspective_editor (TestPerspective *fixture)
{
  return HOM_QUAD_EDITOR (test_perspective_find (fixture, ATK_ROLE_CANVAS,
                                                 "Picture with corners"));
}

void
test_perspective_drag (TestPerspective *fixture,
                       gdouble          x0,
                       gdouble          y0,
                       gdouble          x1,
                       gdouble          y1)
{
  HomCanvas *canvas = HOM_CANVAS (test_perspective_editor (fixture));
  HomPoint   from   = hom_canvas_from_picture (canvas, (HomPoint){ x0, y0 });
  HomPoint   to     = hom_canvas_from_picture (canvas, (HomPoint){ x1, y1 });

  test_drag (GTK_WIDGET (canvas), 1, from, to);
}
