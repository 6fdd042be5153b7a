/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HomAlignPanel without GIMP: the layers are pictures in memory, and really
 * aligned.
 */

#include "config.h"

#include <math.h>

#include "hom-align-panel.h"
#include "hom-align-report.h"
#include "hom-compare-view.h"
#include "hom-loss-plot.h"
#include "ui-test.h"

#define WIDTH    320
#define HEIGHT   240
#define N_LAYERS 2

/* Longer than any of this takes, in microseconds. */
#define PATIENCE 20000000

/* @truths: where the layers belong.
 * @start: what the job was given last; @has_start tells whether it was.
 * @n_begun: how often the job was begun and not ended.
 * @waits: whether it waits until it is cancelled.
 */
typedef struct
{
  HomImage      *pictures[1 + N_LAYERS];
  HomImage      *planes[1 + N_LAYERS];
  HomSource     *sources[1 + N_LAYERS];
  HomMatrix      truths[N_LAYERS];
  GtkWidget     *widget, *window;
  HomAlignPanel *panel;
  HomAlignment   found;
  HomMatrix      start;
  gboolean       has_start;
  gint           layer;
  gint           n_reads;
  gint           n_begun;
  gboolean       waits;
} Fixture;

/* ---- Pictures ---- */

/* Smooth, or squares of 5 × 5 pixels, which have nothing in common with that.
 */
static gfloat
brightness (HomPoint p, gboolean is_other)
{
  guint   square = (guint) (p.x / 5.0) * 7919u + (guint) (p.y / 5.0) * 104729u;
  gdouble sum    = 0.0;

  if (is_other)
    return (gfloat) ((square * 2654435761u >> 16) % 256) / 255.0f;

  for (gint i = 1; i <= 6; i++)
    sum += sin (p.x * 0.062 * i + 1.0 + i * i) *
           cos (p.y * 0.027 * i + 2.0 + 3.0 * i) / i;

  return (gfloat) (0.5 + 0.18 * sum);
}

/* What is seen through a matrix: one channel, and four for the screen. */
static void
draw_picture (gboolean         is_other,
              const HomMatrix *h,
              HomImage       **plane,
              HomImage       **rgba)
{
  *plane = hom_image_new (WIDTH, HEIGHT, 1, NULL);
  *rgba  = hom_image_new (WIDTH, HEIGHT, 4, NULL);
  for (gint y = 0; y < HEIGHT; y++)
    for (gint x = 0; x < WIDTH; x++)
      {
        HomPoint p = { x + 0.5, y + 0.5 };
        gfloat   value;

        hom_matrix_apply (h, p, &p);
        value                           = brightness (p, is_other);
        *hom_image_pixel (*plane, x, y) = value;
        for (gint c = 0; c < 4; c++)
          hom_image_pixel (*rgba, x, y)[c] = c < 3 ? value : 1.0f;
      }
}

/* ---- The job ---- */

static gboolean
begin (gpointer data, const gboolean *layers, GError **error)
{
  Fixture *fixture = data;

  fixture->n_begun++;

  return TRUE;
}

/* In three parts. */
static gboolean
read_layer (gpointer         data,
            gint             layer,
            const HomMatrix *start,
            gboolean        *is_done,
            GError         **error)
{
  Fixture *fixture = data;

  fixture->layer     = layer;
  fixture->has_start = start != NULL;
  if (start)
    fixture->start = *start;
  *is_done = ++fixture->n_reads % 3 == 0;

  return TRUE;
}

static gboolean
run (gpointer         data,
     HomProgressFunc  progress,
     HomAlignObserver observer,
     gpointer         watched,
     GCancellable    *cancellable,
     GError         **error)
{
  Fixture        *fixture   = data;
  HomPicture      reference = { fixture->planes[0], NULL };
  HomPicture      moving    = { fixture->planes[1 + fixture->layer], NULL };
  HomAlignOptions options   = { .model    = HOM_MODEL_HOMOGRAPHY,
                                .start    = fixture->has_start ? &fixture->start :
                                                                 NULL,
                                .progress = progress,
                                .progress_data = watched,
                                .observer      = observer,
                                .observer_data = watched };

  while (fixture->waits && ! g_cancellable_is_cancelled (cancellable))
    g_usleep (1000);

  return hom_align (&reference, &moving, &options, cancellable, &fixture->found,
                    error);
}

static void
finish (gpointer data, HomAlignOutcome *outcome)
{
  const Fixture *fixture = data;

  if (outcome->error)
    return;
  outcome->h       = fixture->found.h;
  outcome->found   = fixture->found;
  outcome->model   = "Homography";
  outcome->figures = g_strdup ("figures");
}

static void
end (gpointer data)
{
  Fixture *fixture = data;

  fixture->n_begun--;
}

/* ---- The fixture ---- */

/* @data: whether the second layer has nothing in common with the reference. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  const gchar *const names[]  = { "first", "second", NULL };
  const HomAlignJob  job      = { N_LAYERS, begin, read_layer, run,
                                  finish,   end,   fixture };
  const HomMatrix    here[]   = { HOM_MATRIX_IDENTITY, HOM_MATRIX_IDENTITY };
  const HomMatrix    identity = HOM_MATRIX_IDENTITY;

  fixture->truths[0] = (HomMatrix) { { 1.01, 0.01, 6.0, -0.008, 1.0, -4.0, 1e-5,
                                       0, 1 } };
  fixture->truths[1] = hom_matrix_translation (-5.0, 3.0);
  draw_picture (FALSE, &identity, &fixture->planes[0], &fixture->pictures[0]);
  for (gint i = 0; i < N_LAYERS; i++)
    draw_picture (i == 1 && data, &fixture->truths[i], &fixture->planes[1 + i],
                  &fixture->pictures[1 + i]);
  for (gint i = 0; i <= N_LAYERS; i++)
    fixture->sources[i] = hom_source_new_for_image (fixture->pictures[i]);

  fixture->widget = hom_align_panel_new (&job, names, &fixture->sources[1],
                                         here);
  fixture->panel  = HOM_ALIGN_PANEL (fixture->widget);
  hom_align_panel_set_reference (fixture->panel, fixture->sources[0]);
  fixture->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 800);
  gtk_container_add (GTK_CONTAINER (fixture->window), fixture->widget);
  gtk_widget_show (fixture->widget);
  gtk_widget_show (fixture->window);
  test_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->panel)
    hom_align_panel_stop (fixture->panel);
  g_assert_cmpint (fixture->n_begun, ==, 0);
  gtk_widget_destroy (fixture->window);
  for (gint i = 0; i <= N_LAYERS; i++)
    {
      g_object_unref (fixture->sources[i]);
      hom_image_free (fixture->pictures[i]);
      hom_image_free (fixture->planes[i]);
    }
  test_settle ();
}

typedef struct
{
  GType        type;
  const gchar *label;
  GtkWidget   *found;
} Wanted;

static void
find_inside (GtkWidget *widget, gpointer data)
{
  Wanted *wanted = data;

  if (! wanted->found && G_TYPE_CHECK_INSTANCE_TYPE (widget, wanted->type) &&
      (! wanted->label || g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)),
                                     wanted->label) == 0))
    wanted->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), find_inside, data);
}

static GtkWidget *
find (Fixture *fixture, GType type, const gchar *label)
{
  Wanted wanted = { type, label, NULL };

  find_inside (fixture->widget, &wanted);
  g_assert_nonnull (wanted.found);

  return wanted.found;
}

static void
click (Fixture *fixture, const gchar *label)
{
  gtk_button_clicked (GTK_BUTTON (find (fixture, GTK_TYPE_BUTTON, label)));
}

/* Until the job is done. */
static void
wait (Fixture *fixture)
{
  GtkWidget *button = hom_align_panel_get_button (fixture->panel);
  gint64     end    = g_get_monotonic_time () + PATIENCE;

  while (! gtk_widget_get_visible (button) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (fixture->n_begun, ==, 0);
  test_settle ();
}

static void
align (Fixture *fixture)
{
  click (fixture, "Ali_gn");
  wait (fixture);
}

static const HomAlignOutcome *
get_outcome (Fixture *fixture, gint layer)
{
  return &hom_align_panel_get_outcomes (fixture->panel)[layer];
}

/* The farthest that a corner is off. */
static gdouble
measure_error (Fixture *fixture, gint layer)
{
  const HomBox box     = { 0.0, 0.0, WIDTH, HEIGHT };
  gdouble      largest = 0.0;
  HomPoint     corners[4];

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p, q;

      hom_matrix_apply (&get_outcome (fixture, layer)->h, corners[i], &p);
      hom_matrix_apply (&fixture->truths[layer], corners[i], &q);
      largest = MAX (largest, hypot (p.x - q.x, p.y - q.y));
    }

  return largest;
}

/* Points of the image, on the widget. */
static void
drag (Fixture *fixture, HomPoint from, HomPoint to)
{
  HomCanvas *canvas = HOM_CANVAS (find (fixture, HOM_TYPE_COMPARE_VIEW, NULL));

  test_drag (GTK_WIDGET (canvas), 1, hom_canvas_from_picture (canvas, from),
             hom_canvas_from_picture (canvas, to));
}

static HomPoint
where_goes (Fixture *fixture, gdouble x, gdouble y)
{
  HomPoint p = { x, y };

  hom_matrix_apply (&get_outcome (fixture, 0)->h, p, &p);

  return p;
}

static void
unfold (Fixture *fixture)
{
  GtkWidget *button = find (fixture, GTK_TYPE_BUTTON, "Corn_ers");

  gtk_expander_set_expanded (
      GTK_EXPANDER (gtk_widget_get_ancestor (button, GTK_TYPE_EXPANDER)), TRUE);
  test_settle ();
}

/* ---- Tests ---- */

/* All layers, in parts; where they belong is told, and can be applied. */
static void
test_align (Fixture *fixture, gconstpointer data)
{
  g_assert_false (hom_align_panel_is_valid (fixture->panel));
  align (fixture);
  g_assert_cmpint (fixture->n_reads, ==, 3 * N_LAYERS);
  g_assert_false (fixture->has_start);
  for (gint i = 0; i < N_LAYERS; i++)
    {
      g_assert_cmpint (hom_align_outcome_judge (get_outcome (fixture, i)), ==,
                       HOM_VERDICT_GOOD);
      g_assert_cmpfloat (measure_error (fixture, i), <, 0.05);
    }
  g_assert_true (hom_align_panel_is_valid (fixture->panel));

  hom_align_panel_forget (fixture->panel);
  g_assert_false (hom_align_panel_is_valid (fixture->panel));
}

static void
test_one_fails (Fixture *fixture, gconstpointer data)
{
  align (fixture);
  g_assert_cmpint (hom_align_outcome_judge (get_outcome (fixture, 0)), ==,
                   HOM_VERDICT_GOOD);
  g_assert_cmpint (hom_align_outcome_judge (get_outcome (fixture, 1)), ==,
                   HOM_VERDICT_FAILED);
  g_assert_true (hom_align_panel_is_valid (fixture->panel));
}

static gint
selected_row (GtkWidget *list)
{
  return gtk_list_box_row_get_index (
      gtk_list_box_get_selected_row (GTK_LIST_BOX (list)));
}

static void
select_row (GtkWidget *list, gint row)
{
  gtk_list_box_select_row (GTK_LIST_BOX (list), gtk_list_box_get_row_at_index (
                                                    GTK_LIST_BOX (list), row));
}

static const gchar *
row_text (GtkWidget *list, gint row)
{
  GtkListBoxRow *widget   = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list),
                                                           row);
  g_autoptr (GList) parts = gtk_container_get_children (
      GTK_CONTAINER (gtk_bin_get_child (GTK_BIN (widget))));

  return gtk_label_get_text (g_list_last (parts)->data);
}

/* Which layer is seen is the user's choice, whichever is at work. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = find (fixture, GTK_TYPE_LIST_BOX, NULL);

  g_assert_cmpint (selected_row (list), ==, 0);
  align (fixture);
  g_assert_cmpint (selected_row (list), ==, 0);
  g_assert_cmpstr (row_text (list, 0), ==, "Aligned");
  g_assert_cmpstr (row_text (list, 1), ==, "Aligned");

  hom_align_panel_forget (fixture->panel);
  fixture->waits = TRUE;
  click (fixture, "Ali_gn");
  test_settle ();
  g_assert_cmpstr (row_text (list, 0), ==, "Aligning…");
  g_assert_cmpstr (row_text (list, 1), ==, "");
  select_row (list, 1);
  test_settle ();
  fixture->waits = FALSE;
  wait (fixture);
  g_assert_cmpint (selected_row (list), ==, 1);
}

/* What the report says before all figures. */
static const gchar *
advice (Fixture *fixture)
{
  g_autoptr (GList) parts = gtk_container_get_children (
      GTK_CONTAINER (find (fixture, HOM_TYPE_ALIGN_REPORT, NULL)));

  return gtk_label_get_text (g_list_nth_data (parts, 1));
}

/* Stopped, all is as before: nothing at first, and what was found later. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  HomMatrix before;

  fixture->waits = TRUE;
  click (fixture, "Ali_gn");
  test_settle ();
  g_assert_cmpint (fixture->n_begun, ==, 1);
  g_assert_false (hom_align_panel_is_valid (fixture->panel));
  g_assert_nonnull (strstr (advice (fixture), "is looked for"));
  click (fixture, "Stop");
  wait (fixture);
  g_assert_cmpint (get_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_NONE);

  fixture->waits = FALSE;
  align (fixture);
  before         = get_outcome (fixture, 0)->h;
  fixture->waits = TRUE;
  click (fixture, "Ali_gn");
  test_settle ();
  hom_align_panel_stop (fixture->panel);
  g_assert_cmpmem (&get_outcome (fixture, 0)->h, sizeof (before), &before,
                   sizeof (before));
  g_assert_true (hom_align_panel_is_valid (fixture->panel));
}

/* Closed in mid-run, it ends. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  fixture->waits = TRUE;
  click (fixture, "Ali_gn");
  test_settle ();
  g_assert_cmpint (fixture->n_begun, ==, 1);
  gtk_widget_destroy (fixture->widget);
  while (fixture->n_begun > 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (fixture->n_begun, ==, 0);
  fixture->panel = NULL;
}

static void
test_corners (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = find (fixture, HOM_TYPE_COMPARE_VIEW, NULL);
  HomPoint   p;

  unfold (fixture);
  click (fixture, "Corn_ers");
  drag (fixture, (HomPoint) { WIDTH, HEIGHT },
        (HomPoint) { WIDTH - 20, HEIGHT - 10 });
  g_assert_cmpint (get_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_BY_HAND);
  p = where_goes (fixture, WIDTH, HEIGHT);
  g_assert_cmpfloat_with_epsilon (p.x, WIDTH - 20, 1e-6);
  g_assert_cmpfloat_with_epsilon (p.y, HEIGHT - 10, 1e-6);

  g_assert_true (test_key (view, GDK_KEY_Left, GDK_SHIFT_MASK));
  g_assert_true (test_key (view, GDK_KEY_Up, GDK_CONTROL_MASK));
  p = where_goes (fixture, WIDTH, HEIGHT);
  g_assert_cmpfloat_with_epsilon (p.x, WIDTH - 30, 1e-6);
  g_assert_cmpfloat_with_epsilon (p.y, HEIGHT - 10.1, 1e-6);
  g_assert_true (test_key (view, GDK_KEY_z, GDK_CONTROL_MASK));
  g_assert_true (test_key (view, GDK_KEY_z, GDK_CONTROL_MASK));
  p = where_goes (fixture, WIDTH, HEIGHT);
  g_assert_cmpfloat_with_epsilon (p.x, WIDTH, 1e-6);
  g_assert_true (hom_align_panel_is_valid (fixture->panel));
}

/* What is dragged in the view goes where it is dragged to; Delete lets it go.
 */
static void
test_points (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = find (fixture, HOM_TYPE_COMPARE_VIEW, NULL);
  HomPoint   p;

  unfold (fixture);
  click (fixture, "Points");
  drag (fixture, (HomPoint) { 80, 60 }, (HomPoint) { 100, 70 });
  p = where_goes (fixture, 80, 60);
  g_assert_cmpfloat_with_epsilon (p.x, 100, 1e-6);
  g_assert_cmpfloat_with_epsilon (p.y, 70, 1e-6);
  p = where_goes (fixture, 200, 200);
  g_assert_cmpfloat_with_epsilon (p.x, 220, 1e-6);
  drag (fixture, (HomPoint) { 220, 210 }, (HomPoint) { 240, 190 });
  p = where_goes (fixture, 80, 60);
  g_assert_cmpfloat_with_epsilon (p.x, 100, 1e-6);
  p = where_goes (fixture, 200, 200);
  g_assert_cmpfloat_with_epsilon (p.x, 240, 1e-6);
  g_assert_cmpfloat_with_epsilon (p.y, 190, 1e-6);
  g_assert_true (test_key (view, GDK_KEY_Delete, 0));
  p = where_goes (fixture, 200, 200);
  g_assert_cmpfloat_with_epsilon (p.x, 220, 1e-6);
}

/* Sets a point by hand, so far to the right of where it belongs. */
static void
set_point (Fixture *fixture, gdouble off)
{
  HomPoint p;

  unfold (fixture);
  click (fixture, "Points");
  hom_matrix_apply (&fixture->truths[0], (HomPoint) { 100, 100 }, &p);
  drag (fixture, (HomPoint) { 100, 100 },
        (HomPoint) { round (p.x) + off, round (p.y) });
}

/* From where the layer was put, that one alone; its settings do not matter for
 * that.
 */
static void
test_refine (Fixture *fixture, gconstpointer data)
{
  HomMatrix by_hand;

  set_point (fixture, 0.0);
  hom_align_panel_forget (fixture->panel);
  g_assert_cmpint (get_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_BY_HAND);
  by_hand = get_outcome (fixture, 0)->h;
  g_assert_cmpfloat (measure_error (fixture, 0), >, 0.5);

  click (fixture, "Refine from Here");
  wait (fixture);
  g_assert_true (fixture->has_start);
  g_assert_cmpmem (&fixture->start, sizeof (by_hand), &by_hand,
                   sizeof (by_hand));
  g_assert_cmpint (fixture->n_reads, ==, 3);
  g_assert_cmpint (get_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_ALIGNED);
  g_assert_cmpfloat (measure_error (fixture, 0), <, 0.05);
  g_assert_cmpint (get_outcome (fixture, 1)->kind, ==, HOM_OUTCOME_NONE);
}

/* A point that was set holds: a place that is not there is not taken. */
static void
test_refine_off_point (Fixture *fixture, gconstpointer data)
{
  HomMatrix by_hand;

  set_point (fixture, 7.0);
  by_hand = get_outcome (fixture, 0)->h;

  click (fixture, "Refine from Here");
  wait (fixture);
  g_assert_true (fixture->has_start);
  g_assert_nonnull (strstr (advice (fixture), "a point that was set"));
  g_assert_cmpint (get_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_BY_HAND);
  g_assert_cmpmem (&get_outcome (fixture, 0)->h, sizeof (by_hand), &by_hand,
                   sizeof (by_hand));

  /* it binds that search only */
  align (fixture);
  g_assert_cmpint (get_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_ALIGNED);
  g_assert_cmpfloat (measure_error (fixture, 0), <, 0.05);
}

/* A layer that matches nowhere stays where it was put. */
static void
test_refine_in_vain (Fixture *fixture, gconstpointer data)
{
  GtkWidget *list = find (fixture, GTK_TYPE_LIST_BOX, NULL);
  HomMatrix  by_hand;

  select_row (list, 1);
  unfold (fixture);
  click (fixture, "Points");
  drag (fixture, (HomPoint) { 100, 100 }, (HomPoint) { 110, 105 });
  by_hand = get_outcome (fixture, 1)->h;
  click (fixture, "Refine from Here");
  wait (fixture);
  g_assert_cmpint (fixture->n_reads, ==, 3);
  g_assert_cmpint (get_outcome (fixture, 1)->kind, ==, HOM_OUTCOME_BY_HAND);
  g_assert_cmpmem (&get_outcome (fixture, 1)->h, sizeof (by_hand), &by_hand,
                   sizeof (by_hand));
  g_assert_true (hom_align_panel_is_valid (fixture->panel));
}

/* Another reference voids all; none leaves nothing to be done. */
static void
test_reference (Fixture *fixture, gconstpointer data)
{
  unfold (fixture);
  click (fixture, "Points");
  drag (fixture, (HomPoint) { 100, 100 }, (HomPoint) { 120, 100 });
  hom_align_panel_set_reference (fixture->panel, fixture->sources[2]);
  g_assert_cmpint (get_outcome (fixture, 0)->kind, ==, HOM_OUTCOME_NONE);
  hom_align_panel_set_reference (fixture->panel, NULL);
  g_assert_false (
      gtk_widget_get_sensitive (hom_align_panel_get_button (fixture->panel)));
}

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

#define ADD(path, data, func) \
  g_test_add ("/align-panel/" path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  ADD ("align", NULL, test_align);
  ADD ("one-fails", "fails", test_one_fails);
  ADD ("selection", NULL, test_selection);
  ADD ("stop", NULL, test_stop);
  ADD ("close", NULL, test_close);
  ADD ("corners", NULL, test_corners);
  ADD ("points", NULL, test_points);
  ADD ("refine", NULL, test_refine);
  ADD ("refine-off-point", NULL, test_refine_off_point);
  ADD ("refine-in-vain", "fails", test_refine_in_vain);
  ADD ("reference", NULL, test_reference);
  g_test_add_func ("/align-panel/plot", test_plot);

  return g_test_run ();
}
