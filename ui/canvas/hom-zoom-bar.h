/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-canvas.h"

G_BEGIN_DECLS

GtkWidget *hom_zoom_bar_new (HomCanvas *canvas);

G_END_DECLS
