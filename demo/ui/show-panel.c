/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * show-panel PICTURE FOLDER NAME: pictures of the perspective panel in its main
 * states, to be looked at and for the guide.
 */

#include "config.h"

#include "tests/ui/help/perspective-config.h"
#include "tests/ui/help/ui-test.h"
#include "ui/perspective/hom-perspective-panel.h"
#include "ui/quad/hom-quad-editor.h"

static HomImage *
load (const gchar *path)
{
  g_autoptr (GdkPixbuf) file   = gdk_pixbuf_new_from_file (path, NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_add_alpha (file, FALSE, 0, 0, 0);
  HomImage *image              = hom_image_new (gdk_pixbuf_get_width (pixbuf),
                                                gdk_pixbuf_get_height (pixbuf), 4, NULL);

  for (gint y = 0; y < image->height; y++)
    {
      const guchar *row = gdk_pixbuf_read_pixels (pixbuf) +
                          y * gdk_pixbuf_get_rowstride (pixbuf);

      for (gint i = 0; i < 4 * image->width; i++)
        hom_image_pixel (image, 0, y)[i] = row[i] / 255.0f;
    }

  return image;
}

static void
find_editor (GtkWidget *widget, gpointer data)
{
  GtkWidget **editor = data;

  if (HOM_IS_QUAD_EDITOR (widget))
    *editor = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_editor, data);
}

static void
save (GtkWidget *window, gchar *arguments[], const gchar *state)
{
  g_autofree gchar *name = g_strdup_printf ("%s-%s.png", arguments[3], state);
  g_autofree gchar *path = g_build_filename (arguments[2], name, NULL);
  cairo_surface_t  *surface = NULL;

  for (gint i = 0; i < 4; i++) /* until it has come to rest */
    test_settle ();
  surface = test_draw (window);
  cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
}

int
main (int argc, char *argv[])
{
  HomImage   *image;
  HomSource  *source;
  TestConfig *config;
  GtkWidget  *panel, *window;
  GtkWidget  *editor = NULL;
  HomPoint    quad[4], from, to;
  HomBox      box;

  gtk_init (&argc, &argv);
  image  = load (argv[1]);
  box    = hom_image_box (image);
  source = hom_source_new_for_image (image);
  config = test_config_new (&box);
  panel  = hom_perspective_panel_new (source, G_OBJECT (config),
                                      test_config_solve, config);
  gtk_container_set_border_width (GTK_CONTAINER (panel), 12);
  window = test_window_new (panel, 1100, 620);
  find_editor (panel, &editor);
  save (window, argv, "start");

  if (hom_find_quad (image, quad, NULL, NULL))
    hom_quad_editor_set_quad (HOM_QUAD_EDITOR (editor), quad);
  save (window, argv, "found");

  from = hom_canvas_from_picture (
      HOM_CANVAS (editor),
      hom_quad_editor_get_quad (HOM_QUAD_EDITOR (editor))[2]);
  to = (HomPoint) { from.x - 2.0, from.y - 1.0 };
  test_press (editor, 1, from);
  test_move (editor, to, GDK_BUTTON1_MASK);
  save (window, argv, "drag");
  test_release (editor, 1, to);

  quad[0].x = 0.9 * box.x1;
  quad[0].y = 0.95 * box.y1;
  hom_quad_editor_set_quad (HOM_QUAD_EDITOR (editor), quad);
  save (window, argv, "error");

  gtk_widget_destroy (window);
  g_object_unref (config);
  g_object_unref (source);
  hom_image_free (image);

  return 0;
}
