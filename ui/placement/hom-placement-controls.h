/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/placement/hom-placement-editor.h"

G_BEGIN_DECLS

GtkWidget *hom_placement_controls_new (HomPlacementEditor *editor);

G_END_DECLS
