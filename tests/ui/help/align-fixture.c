/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "tests/ui/help/align-fixture.h"
#include "tests/ui/help/ui-test.h"
#include "ui/align/hom-align-report.h"
#include "ui/compare/hom-compare-view.h"

/* Longer than any of this takes, in microseconds. */
#define PATIENCE 20000000

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

/* ---- The functions of the job ---- */

static gboolean
begin (gpointer data, const gboolean *layers, GError **error)
{
  TestAlign *fixture = data;

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
  TestAlign *fixture = data;

  fixture->layer     = layer;
  fixture->has_start = start != NULL;
  if (start)
    fixture->start = *start;
  *is_done = ++fixture->n_reads % 3 == 0;

  return TRUE;
}

static gboolean
align_layer (gpointer         data,
             HomProgressFunc  progress,
             HomAlignObserver observer,
             gpointer         watched,
             GCancellable    *cancellable,
             GError         **error)
{
  TestAlign      *fixture   = data;
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
  const TestAlign *fixture = data;

  if (outcome->error)
    return;
  outcome->h       = fixture->found.h;
  outcome->found   = fixture->found;
  outcome->model   = "Perspective";
  outcome->figures = g_strdup ("figures");
}

static void
end (gpointer data)
{
  TestAlign *fixture = data;

  fixture->n_begun--;
}

/* ---- The fixture ---- */

/* @data: whether the second layer has nothing in common with the reference. */
void
test_align_set_up (TestAlign *fixture, gconstpointer data)
{
  const gchar *const  names[]  = { "first", "second", NULL };
  const HomAlignFuncs funcs    = { N_LAYERS, begin, read_layer, align_layer,
                                   finish,   end,   fixture };
  const HomMatrix     here[]   = { HOM_MATRIX_IDENTITY, HOM_MATRIX_IDENTITY };
  const HomMatrix     identity = HOM_MATRIX_IDENTITY;

  fixture->truths[0] = (HomMatrix) { { 1.01, 0.01, 6.0, -0.008, 1.0, -4.0, 1e-5,
                                      0, 1 } };
  fixture->truths[1] = hom_matrix_translation (-5.0, 3.0);
  draw_picture (FALSE, &identity, &fixture->planes[0], &fixture->pictures[0]);
  for (gint i = 0; i < N_LAYERS; i++)
    draw_picture (i == 1 && data, &fixture->truths[i], &fixture->planes[1 + i],
                  &fixture->pictures[1 + i]);
  for (gint i = 0; i <= N_LAYERS; i++)
    fixture->sources[i] = hom_source_new_for_image (fixture->pictures[i]);

  fixture->widget = hom_align_panel_new (&funcs, names, &fixture->sources[1],
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

void
test_align_tear_down (TestAlign *fixture, gconstpointer data)
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

GtkWidget *
test_align_find (TestAlign *fixture, GType type, const gchar *label)
{
  Wanted wanted = { type, label, NULL };

  find_inside (fixture->widget, &wanted);
  g_assert_nonnull (wanted.found);

  return wanted.found;
}

void
test_align_click (TestAlign *fixture, const gchar *label)
{
  gtk_button_clicked (
      GTK_BUTTON (test_align_find (fixture, GTK_TYPE_BUTTON, label)));
}

/* Until the job is done. */
void
test_align_wait (TestAlign *fixture)
{
  GtkWidget *button = hom_align_panel_get_button (fixture->panel);
  gint64     end    = g_get_monotonic_time () + PATIENCE;

  while (! gtk_widget_get_visible (button) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (fixture->n_begun, ==, 0);
  test_settle ();
}

void
test_align_all (TestAlign *fixture)
{
  test_align_click (fixture, "Ali_gn");
  test_align_wait (fixture);
}

const HomAlignOutcome *
test_align_outcome (TestAlign *fixture, gint layer)
{
  return &hom_align_panel_get_outcomes (fixture->panel)[layer];
}

/* The farthest that a corner is off. */
gdouble
test_align_error (TestAlign *fixture, gint layer)
{
  const HomBox box     = { 0.0, 0.0, WIDTH, HEIGHT };
  gdouble      largest = 0.0;
  HomPoint     corners[4];

  hom_quad_from_box (&box, corners);
  for (gint i = 0; i < 4; i++)
    {
      HomPoint p, q;

      hom_matrix_apply (&test_align_outcome (fixture, layer)->h, corners[i],
                        &p);
      hom_matrix_apply (&fixture->truths[layer], corners[i], &q);
      largest = MAX (largest, hypot (p.x - q.x, p.y - q.y));
    }

  return largest;
}

void
test_align_unfold (TestAlign *fixture)
{
  GtkWidget *button = test_align_find (fixture, GTK_TYPE_BUTTON, "Corners");

  gtk_expander_set_expanded (
      GTK_EXPANDER (gtk_widget_get_ancestor (button, GTK_TYPE_EXPANDER)), TRUE);
  test_settle ();
}

/* Points of the image, on the widget. */
void
test_align_drag (TestAlign *fixture, HomPoint from, HomPoint to)
{
  HomCanvas *canvas = HOM_CANVAS (
      test_align_find (fixture, HOM_TYPE_COMPARE_VIEW, NULL));

  test_drag (GTK_WIDGET (canvas), 1, hom_canvas_from_picture (canvas, from),
             hom_canvas_from_picture (canvas, to));
}

/* ---- What it shows ---- */

gint
test_align_selected_row (GtkWidget *list)
{
  return gtk_list_box_row_get_index (
      gtk_list_box_get_selected_row (GTK_LIST_BOX (list)));
}

void
test_align_select_row (GtkWidget *list, gint row)
{
  gtk_list_box_select_row (GTK_LIST_BOX (list), gtk_list_box_get_row_at_index (
                                                    GTK_LIST_BOX (list), row));
}

/* What is known of the layer: after its name. */
const gchar *
test_align_row_text (GtkWidget *list, gint row)
{
  GtkListBoxRow *widget   = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list),
                                                           row);
  g_autoptr (GList) parts = gtk_container_get_children (
      GTK_CONTAINER (gtk_bin_get_child (GTK_BIN (widget))));

  return gtk_label_get_text (g_list_nth_data (parts, 2));
}

/* What the report says before all figures. */
const gchar *
test_align_advice (TestAlign *fixture)
{
  g_autoptr (GList) parts = gtk_container_get_children (
      GTK_CONTAINER (test_align_find (fixture, HOM_TYPE_ALIGN_REPORT, NULL)));

  return gtk_label_get_text (g_list_nth_data (parts, 1));
}
