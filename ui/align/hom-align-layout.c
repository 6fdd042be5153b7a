/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/align/hom-align-layout.h"
#include "ui/align/hom-align-report.h"
#include "ui/align/hom-layer-list.h"
#include "ui/align/hom-loss-plot.h"
#include "ui/canvas/hom-zoom-bar.h"
#include "ui/compare/hom-compare-bar.h"
#include "ui/controls/hom-fold.h"
#include "ui/controls/hom-widgets.h"
#include "ui/placement/hom-placement-controls.h"

#define SPACING 6

/* The width of a line, in characters. */
#define LINE 36

/* The least size of the view, in pixels. */
#define LEAST_WIDTH  400
#define LEAST_HEIGHT 320

/* Adds a heading, and what stands beneath it. */
static GtkWidget *
add_section (GtkBox *sidebar, const gchar *title, GtkWidget *content)
{
  GtkWidget *box = hom_section_new (title, content);

  gtk_box_pack_start (sidebar, box, FALSE, FALSE, 0);

  return box;
}

static GtkWidget *
create_side (HomAlignLayout *layout)
{
  GtkWidget *box   = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *frame = gtk_frame_new (NULL);

  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  layout->view = hom_compare_view_new ();
  hom_widget_set_names (layout->view, _ ("Layer and reference"), NULL);
  gtk_widget_set_size_request (layout->view, LEAST_WIDTH, LEAST_HEIGHT);
  gtk_container_add (GTK_CONTAINER (frame), layout->view);
  gtk_box_pack_start (GTK_BOX (box),
                      hom_compare_bar_new (HOM_COMPARE_VIEW (layout->view)),
                      FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), frame, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (below),
                      hom_zoom_bar_new (HOM_CANVAS (layout->view)), FALSE,
                      FALSE, 0);
  gtk_box_pack_end (GTK_BOX (below),
                    hom_compare_amount_new (HOM_COMPARE_VIEW (layout->view)),
                    FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), below, FALSE, FALSE, 0);

  return box;
}

static GtkWidget *
create_working (HomAlignLayout *layout)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);

  layout->working      = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  layout->plot         = hom_loss_plot_new ();
  layout->progress_bar = gtk_progress_bar_new ();
  /* the letter of “Start”, which is insensitive meanwhile */
  layout->cancel       = gtk_button_new_with_mnemonic (_ ("S_top"));
  gtk_widget_set_tooltip_text (layout->cancel,
                               _ ("Leave everything as it was (Escape)"));
  gtk_progress_bar_set_show_text (GTK_PROGRESS_BAR (layout->progress_bar),
                                  TRUE);
  gtk_progress_bar_set_ellipsize (GTK_PROGRESS_BAR (layout->progress_bar),
                                  PANGO_ELLIPSIZE_MIDDLE);
  hom_widget_set_names (layout->progress_bar, _ ("Progress"), NULL);
  hom_widget_set_names (layout->plot, _ ("Convergence"), NULL);
  gtk_box_pack_start (GTK_BOX (box), layout->progress_bar, TRUE, TRUE, 0);
  gtk_box_pack_start (GTK_BOX (box), layout->cancel, FALSE, FALSE, 0);
  gtk_container_add (GTK_CONTAINER (layout->working), box);
  gtk_container_add (GTK_CONTAINER (layout->working), layout->plot);

  return layout->working;
}

static GtkWidget *
create_by_hand (HomAlignLayout *layout)
{
  layout->by_hand = hom_fold_new (_ ("By Han_d"));
  layout->refine  = gtk_button_new_with_mnemonic (_ ("Re_fine from Here"));
  gtk_widget_set_tooltip_text (layout->refine,
                               _ ("Align this layer alone to the reference, "
                                  "starting from where it is now"));

  return layout->by_hand;
}

/* Creates a text that is as wide as the sidebar. */
static GtkWidget *
create_line (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), LINE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE);

  return label;
}

/* Creates the place for why nothing can be applied. It is seen wherever the
 * settings are scrolled to.
 */
static GtkWidget *
create_problem (HomAlignLayout *layout)
{
  GtkWidget *box  = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning",
                                                  GTK_ICON_SIZE_MENU);

  layout->problem = create_line ();
  hom_widget_set_names (icon, _ ("Warning"), NULL);
  gtk_widget_show (icon);
  gtk_box_pack_start (GTK_BOX (box), icon, FALSE, FALSE, 0);
  gtk_box_pack_start (GTK_BOX (box), layout->problem, TRUE, TRUE, 0);
  g_object_bind_property (layout->problem, "visible", box, "visible",
                          G_BINDING_SYNC_CREATE);

  return box;
}

static GtkWidget *
create_sidebar (HomAlignLayout *layout, const gchar *const *names)
{
  GtkWidget *sidebar  = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3 * SPACING);
  GtkWidget *scrolled = gtk_scrolled_window_new (NULL, NULL);
  GtkWidget *layers;

  layout->settings  = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  layout->output    = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  layout->more      = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  layout->more_fold = hom_fold_new (_ ("M_ore"));
  layout->layers    = hom_layer_list_new (names);
  layout->report    = hom_align_report_new ();
  layout->align     = gtk_button_new_with_mnemonic (_ ("Ali_gn"));
  gtk_widget_set_can_default (layout->align, TRUE);
  /* there the scroll bar appears, over nothing else */
  gtk_widget_set_margin_end (sidebar, 2 * SPACING);
  gtk_container_add (GTK_CONTAINER (sidebar), layout->settings);
  gtk_container_add (GTK_CONTAINER (sidebar), layout->align);
  gtk_container_add (GTK_CONTAINER (sidebar), create_working (layout));
  layers = add_section (GTK_BOX (sidebar), _ ("Layers"), layout->layers);
  layout->summary = create_line ();
  gtk_container_add (GTK_CONTAINER (layers), layout->summary);
  add_section (GTK_BOX (sidebar), _ ("Report"), layout->report);
  gtk_container_add (GTK_CONTAINER (sidebar), create_by_hand (layout));
  add_section (GTK_BOX (sidebar), _ ("Output"), layout->output);
  gtk_container_add (GTK_CONTAINER (sidebar), layout->more_fold);
  gtk_container_add (GTK_CONTAINER (scrolled), sidebar);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_show_all (scrolled);
  hom_fold_fill (layout->more_fold, layout->more);
  gtk_widget_set_visible (layers, names[0] && names[1]);

  return scrolled;
}

/* Makes the widgets.
 *
 * @box: holds all of them.
 * @names: the names of the layers.
 */
void
hom_align_layout_init (HomAlignLayout     *layout,
                       GtkBox             *box,
                       const gchar *const *names)
{
  GtkWidget *side    = create_side (layout);
  GtkWidget *sidebar = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  gtk_box_pack_start (GTK_BOX (sidebar), create_sidebar (layout, names), TRUE,
                      TRUE, 0);
  gtk_box_pack_end (GTK_BOX (sidebar), create_problem (layout), FALSE, FALSE,
                    0);
  gtk_widget_show (sidebar);
  gtk_widget_show_all (side);
  gtk_box_set_spacing (box, 2 * SPACING);
  gtk_box_pack_start (box, side, TRUE, TRUE, 0);
  gtk_box_pack_start (box, sidebar, FALSE, FALSE, 0);
}

/* Adds the widgets that move a layer by hand.
 *
 * @editor: moves the layer that the view shows.
 */
void
hom_align_layout_set_placement_editor (HomAlignLayout     *layout,
                                       HomPlacementEditor *editor)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  gtk_container_add (GTK_CONTAINER (box), hom_placement_controls_new (editor));
  gtk_container_add (GTK_CONTAINER (box), layout->refine);
  hom_fold_fill (layout->by_hand, box);
  gtk_widget_show (layout->refine);
}
