/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography.h"

G_BEGIN_DECLS

/**
 * HomPin:
 * @source: a point of a layer, in the layer's own coordinates.
 * @target: where that point is held.
 *
 * A pin holds a point of a layer where it belongs.
 */
typedef struct
{
  HomPoint source, target;
} HomPin;

/**
 * HomPlacementMode:
 * @HOM_PLACEMENT_NONE: the layer is not moved.
 * @HOM_PLACEMENT_CORNERS: the pins are the layer's corners; they are followed
 *   exactly.
 * @HOM_PLACEMENT_POINTS: the user sets the pins; they are followed as nearly as
 *   the model allows: one shifts the layer, two turn and scale it, three shear
 *   it, and four or more make up its perspective.
 *
 * The mode is how a layer is put in place.
 */
typedef enum
{
  HOM_PLACEMENT_NONE,
  HOM_PLACEMENT_CORNERS,
  HOM_PLACEMENT_POINTS,
} HomPlacementMode;

/**
 * HomPlacement:
 *
 * A placement holds the pins of a layer, and finds the matrix that follows
 * them.
 */
typedef struct _HomPlacement HomPlacement;

HomPlacement    *hom_placement_new         (void);
void             hom_placement_free        (HomPlacement       *placement);
void             hom_placement_start       (HomPlacement       *placement,
                                            const HomBox       *box,
                                            const HomMatrix    *h);
void             hom_placement_set_mode    (HomPlacement       *placement,
                                            HomPlacementMode    mode);
HomPlacementMode hom_placement_get_mode    (const HomPlacement *placement);
void             hom_placement_set_model   (HomPlacement       *placement,
                                            HomModel            model);

HomModel         hom_placement_get_model   (const HomPlacement *placement);
gint             hom_placement_get_n_pins  (const HomPlacement *placement);
const HomPin    *hom_placement_get_pin     (const HomPlacement *placement,
                                            gint                pin);
gint             hom_placement_add_pin     (HomPlacement       *placement,
                                            HomPoint            target);
void             hom_placement_set_pin     (HomPlacement       *placement,
                                            gint                pin,
                                            const HomPin       *where);
void             hom_placement_remove_pin  (HomPlacement       *placement,
                                            gint                pin);
gboolean         hom_placement_moves       (const HomPlacement *placement,
                                            gint                grip,
                                            gint                pin);
void             hom_placement_move        (HomPlacement       *placement,
                                            gint                grip,
                                            gdouble             dx,
                                            gdouble             dy);

const HomMatrix *hom_placement_get_matrix  (const HomPlacement *placement);
const gchar     *hom_placement_get_problem (const HomPlacement *placement);

GArray          *hom_placement_copy_pins   (const HomPlacement *placement);
gdouble          hom_pins_measure          (const GArray       *pins,
                                            const HomMatrix    *h);

void             hom_placement_save        (HomPlacement       *placement);
gboolean         hom_placement_undo        (HomPlacement       *placement);

G_END_DECLS
