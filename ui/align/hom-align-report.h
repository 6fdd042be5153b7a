/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/align/hom-align-outcome.h"

G_BEGIN_DECLS

/**
 * HomAlignReport:
 *
 * The report tells the outcome of a layer in words; the figures can be unfolded
 * and copied. The signal “compare” (a #HomCompareMode) tells that the pictures
 * are to be compared in a way, “by-hand” that the layer is to be put in place
 * by hand.
 */
#define HOM_TYPE_ALIGN_REPORT (hom_align_report_get_type ())
G_DECLARE_FINAL_TYPE (HomAlignReport, hom_align_report, HOM, ALIGN_REPORT, GtkBox)

GtkWidget   *hom_align_report_new         (void);
void         hom_align_report_set_outcome (HomAlignReport        *report,
                                           const HomAlignOutcome *outcome);
void         hom_align_report_set_message (HomAlignReport        *report,
                                           const gchar           *message,
                                           gboolean               is_error);
const gchar *hom_verdict_icon             (HomVerdict             verdict);

G_END_DECLS
