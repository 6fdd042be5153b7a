/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "tests/ui/help/ui-test.h"
#include "ui/align/hom-loss-plot.h"

/* How many pixels of the plot are not of its ground. */
static gint
count_drawn (GtkWidget *plot)
{
  cairo_surface_t *surface = test_draw (plot);
  guint32          ground  = test_pixel (surface, 10, 10);
  gint             n       = 0;

  for (gint y = 4; y < cairo_image_surface_get_height (surface) - 4; y++)
    for (gint x = 4; x < cairo_image_surface_get_width (surface) - 4; x++)
      n += test_pixel (surface, x, y) != ground;
  cairo_surface_destroy (surface);

  return n;
}

static void
test_plot (void)
{
  GtkWidget   *plot       = hom_loss_plot_new ();
  GtkWidget   *window     = test_window_new (plot, 300, 80);
  AtkObject   *accessible = gtk_widget_get_accessible (plot);
  HomAlignStep step       = { .level = 2, .n_levels = 3, .loss = 0.5 };
  gint         n;

  g_assert_cmpint (count_drawn (plot), ==, 0);
  for (gint i = 0; i < 9; i++)
    {
      step.level     = 2 - i / 3;
      step.iteration = i % 3;
      step.loss      = pow (0.5, i + 1);
      hom_loss_plot_add (HOM_LOSS_PLOT (plot), &step);
    }
  g_assert_cmpstr (atk_object_get_description (accessible), ==,
                   "Level 3 of 3, difference 0.0020");
  n = count_drawn (plot);
  g_assert_cmpint (n, >, 100);

  /* of another start */
  step.level = 2;
  hom_loss_plot_add (HOM_LOSS_PLOT (plot), &step);
  g_assert_cmpint (count_drawn (plot), <, n);
  hom_loss_plot_clear (HOM_LOSS_PLOT (plot));
  g_assert_cmpint (count_drawn (plot), ==, 0);
  gtk_widget_destroy (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loss-plot/plot", test_plot);

  return g_test_run ();
}
