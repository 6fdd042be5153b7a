/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/align/hom-align-report.h"
#include "ui/compare/hom-compare.h"

#define SPACING 6

/* The width of a line, in characters. */
#define LINE 36

struct _HomAlignReport
{
  GtkBox parent_instance;

  GtkWidget *icon, *verdict;
  GtkWidget *advice, *words;
  GtkWidget *difference, *mismatch, *by_hand;
  GtkWidget *expander, *figures;
};

enum
{
  COMPARE,
  BY_HAND,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HomAlignReport, hom_align_report, GTK_TYPE_BOX)

/* Returns: the name of the icon of a verdict. */
const gchar *
hom_verdict_icon (HomVerdict verdict)
{
  switch (verdict)
    {
    case HOM_VERDICT_NONE:
      return NULL;
    case HOM_VERDICT_BY_HAND:
      return "input-mouse-symbolic";
    case HOM_VERDICT_GOOD:
      return "object-select-symbolic";
    case HOM_VERDICT_DOUBTFUL:
      return "dialog-warning-symbolic";
    case HOM_VERDICT_FAILED:
      return "dialog-error-symbolic";
    }

  return NULL;
}

static GtkWidget *
create_text (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), LINE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), LINE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);

  return label;
}

static GtkWidget *
create_verdict (HomAlignReport *report)
{
  GtkWidget     *box        = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  PangoAttrList *attributes = pango_attr_list_new ();

  report->icon    = gtk_image_new ();
  report->verdict = gtk_label_new (NULL);
  pango_attr_list_insert (attributes,
                          pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  gtk_label_set_attributes (GTK_LABEL (report->verdict), attributes);
  pango_attr_list_unref (attributes);
  gtk_container_add (GTK_CONTAINER (box), report->icon);
  gtk_container_add (GTK_CONTAINER (box), report->verdict);

  return box;
}

static void
copy_figures (HomAlignReport *report)
{
  GtkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (report),
                                                      GDK_SELECTION_CLIPBOARD);

  gtk_clipboard_set_text (clipboard,
                          gtk_label_get_text (GTK_LABEL (report->figures)), -1);
}

static GtkWidget *
create_figures (HomAlignReport *report)
{
  GtkWidget *box  = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  GtkWidget *copy = gtk_button_new_with_label (_ ("Copy Figures"));

  report->figures  = create_text ();
  report->expander = gtk_expander_new (_ ("Figures"));
  gtk_widget_set_halign (copy, GTK_ALIGN_START);
  gtk_container_add (GTK_CONTAINER (box), report->figures);
  gtk_container_add (GTK_CONTAINER (box), copy);
  gtk_container_add (GTK_CONTAINER (report->expander), box);
  g_signal_connect_swapped (copy, "clicked", G_CALLBACK (copy_figures), report);

  return report->expander;
}

static void
difference_clicked (HomAlignReport *report)
{
  g_signal_emit (report, signals[COMPARE], 0, HOM_COMPARE_DIFFERENCE);
}

static void
mismatch_clicked (HomAlignReport *report)
{
  g_signal_emit (report, signals[COMPARE], 0, HOM_COMPARE_MISMATCH);
}

static void
by_hand_clicked (HomAlignReport *report)
{
  g_signal_emit (report, signals[BY_HAND], 0);
}

static GtkWidget *
create_button (HomAlignReport *report,
               const gchar    *label,
               const gchar    *tip,
               GCallback       clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_tooltip_text (button, tip);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_no_show_all (button, TRUE);
  gtk_container_add (GTK_CONTAINER (report), button);
  g_signal_connect_swapped (button, "clicked", clicked, report);

  return button;
}

/* Creates buttons for what is to be done next. */
static void
create_buttons (HomAlignReport *report)
{
  report->difference = create_button (report, _ ("Look at the Difference"),
                                      _ ("Black where both are the same (key "
                                         "D)"),
                                      G_CALLBACK (difference_clicked));
  report->mismatch = create_button (report, _ ("Look Where They Do Not Match"),
                                    _ ("Blue where the details of both match, "
                                       "red where they do not (key M)"),
                                    G_CALLBACK (mismatch_clicked));
  report->by_hand  = create_button (report, _ ("Put It in Place by Hand"),
                                    _ ("Drag details of the layer to where they "
                                        "are in the reference"),
                                    G_CALLBACK (by_hand_clicked));
}

static void
hom_align_report_class_init (HomAlignReportClass *klass)
{
  signals[COMPARE] = g_signal_new ("compare", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_INT);
  signals[BY_HAND] = g_signal_new ("by-hand", G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
hom_align_report_init (HomAlignReport *report)
{
  GtkContainer *container = GTK_CONTAINER (report);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (report),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (report), SPACING);
  gtk_container_add (container, create_verdict (report));
  report->advice = create_text ();
  report->words  = create_text ();
  gtk_container_add (container, report->advice);
  create_buttons (report);
  gtk_container_add (container, report->words);
  gtk_container_add (container, create_figures (report));
}

GtkWidget *
hom_align_report_new (void)
{
  return g_object_new (HOM_TYPE_ALIGN_REPORT, NULL);
}

/* Shows a text, or hides its label. A text is read to those who do not see it
 * when its label changes.
 */
static void
show_text (GtkWidget *label, const gchar *text)
{
  gtk_label_set_text (GTK_LABEL (label), text ? text : "");
  gtk_widget_set_visible (label, text && *text);
}

static void
show_verdict (HomAlignReport *report, const gchar *label, const gchar *icon)
{
  show_text (report->verdict, label);
  gtk_image_set_from_icon_name (GTK_IMAGE (report->icon), icon,
                                GTK_ICON_SIZE_MENU);
  gtk_widget_set_visible (report->icon, icon != NULL);
}

/* Shows what helps with a verdict. */
static void
show_buttons (HomAlignReport *report, HomVerdict verdict)
{
  gtk_widget_set_visible (report->difference,
                          verdict == HOM_VERDICT_GOOD ||
                              verdict == HOM_VERDICT_DOUBTFUL);
  gtk_widget_set_visible (report->mismatch, verdict == HOM_VERDICT_DOUBTFUL);
  gtk_widget_set_visible (report->by_hand, verdict == HOM_VERDICT_FAILED);
}

/* Shows the outcome of a layer. */
void
hom_align_report_set_outcome (HomAlignReport        *report,
                              const HomAlignOutcome *outcome)
{
  HomVerdict        verdict = hom_align_outcome_judge (outcome);
  g_autofree gchar *advice  = hom_align_outcome_advise (outcome);
  g_autofree gchar *words   = hom_align_outcome_describe (outcome);

  show_verdict (report, hom_verdict_label (verdict),
                hom_verdict_icon (verdict));
  show_text (report->advice, advice);
  show_buttons (report, verdict);
  show_text (report->words, words);
  show_text (report->figures, outcome->figures);
  gtk_widget_set_visible (report->expander, outcome->figures != NULL);
}

/* Shows a message in place of an outcome. */
void
hom_align_report_set_message (HomAlignReport *report,
                              const gchar    *message,
                              gboolean        is_error)
{
  show_verdict (report,
                is_error ? hom_verdict_label (HOM_VERDICT_FAILED) : NULL,
                is_error ? hom_verdict_icon (HOM_VERDICT_FAILED) : NULL);
  show_text (report->advice, message);
  show_text (report->words, NULL);
  show_buttons (report, is_error ? HOM_VERDICT_FAILED : HOM_VERDICT_NONE);
  gtk_widget_hide (report->expander);
}
