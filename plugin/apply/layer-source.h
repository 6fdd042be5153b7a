/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

#include "ui/canvas/hom-source.h"

G_BEGIN_DECLS

/* Gives the widgets the pixels of a layer. */

HomSource *layer_source_new          (GimpLayer *layer);
HomSource *layer_source_new_cut      (GimpLayer *layer);
HomSource *layer_source_new_filtered (GimpLayer *layer);

G_END_DECLS
