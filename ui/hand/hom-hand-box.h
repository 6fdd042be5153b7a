/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/hand/hom-hand.h"

G_BEGIN_DECLS

GtkWidget *hom_hand_box_new (HomHand *hand);

G_END_DECLS
