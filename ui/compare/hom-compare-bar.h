/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/compare/hom-compare-view.h"

G_BEGIN_DECLS

GtkWidget *hom_compare_bar_new    (HomCompareView *view);
GtkWidget *hom_compare_amount_new (HomCompareView *view);

G_END_DECLS
