/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ui/align/hom-align-report.h"

#define SPACING 6

/* The width of a line, in characters. */
#define LINE 36

struct _HomAlignReport
{
  GtkBox parent_instance;

  GtkWidget *icon, *verdict;
  GtkWidget *advice, *words;
  GtkWidget *expander, *figures;
};

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
hom_align_report_class_init (HomAlignReportClass *klass)
{
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
  gtk_widget_hide (report->expander);
}
