/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/compare/hom-compare-view.h"
#include "ui/hand/hom-placement.h"

G_BEGIN_DECLS

/**
 * HomHand:
 *
 * Moves what a #HomCompareView shows over its reference by hand: its corners,
 * edges, or all of it are dragged; or details of it are, each of which becomes
 * a pin, to where they belong. A loupe shows the pixels of both meanwhile. By
 * keys: Tab goes round the pins, the arrows move one by 1 pixel, with Shift by
 * 10, with Ctrl by 0.1; Delete removes it, and Ctrl+Z undoes.
 *
 * The signal “moved” tells that the user has moved it, “changed” of other pins,
 * another selected one, or another mode.
 */
#define HOM_TYPE_HAND (hom_hand_get_type ())
G_DECLARE_FINAL_TYPE (HomHand, hom_hand, HOM, HAND, GObject)

HomHand            *hom_hand_new           (HomCompareView   *view);
void                hom_hand_start         (HomHand          *hand,
                                            const HomBox     *box,
                                            const HomMatrix  *h);
void                hom_hand_set_mode      (HomHand          *hand,
                                            HomPlacementMode  mode);
void                hom_hand_set_model     (HomHand          *hand,
                                            HomModel          model);
const HomPlacement *hom_hand_get_placement (HomHand          *hand);

gint                hom_hand_get_pin       (HomHand          *hand);
void                hom_hand_set_pin       (HomHand          *hand,
                                            const HomPin     *where);
void                hom_hand_add_pin       (HomHand          *hand);
void                hom_hand_remove_pin    (HomHand          *hand);

G_END_DECLS
