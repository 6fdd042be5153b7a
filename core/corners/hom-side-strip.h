/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "homography/hom-image.h"

G_BEGIN_DECLS

/* Private: the contrasts across a side, and the lines along which there is the
 * most.
 */

/* A side from one corner to the next, with contrasts across it at stations
 * along it, from −reach to reach, in steps of step pixels. All offsets are in
 * steps.
 */
typedef struct
{
  const HomImage *image;
  HomPoint        start, along, normal;
  gdouble         length;
  gdouble         ends; /* the share that is left out at either */
  gint            n_stations;
  gint            reach;
  gdouble         step;
  gfloat         *strengths; /* station by station, 2 · reach + 1 each */
  gfloat         *roots;     /* of them; 0 at stations that are not seen */
  gboolean       *seen;
} HomSideStrip;

gboolean hom_side_strip_init     (HomSideStrip        *strip,
                                  const HomImage      *image,
                                  HomPoint             a,
                                  HomPoint             b,
                                  gdouble              ends,
                                  gint                 reach,
                                  gdouble              step,
                                  GError             **error);
void     hom_side_strip_clear    (HomSideStrip        *strip);
gdouble  hom_side_strip_contrast (const HomSideStrip  *strip,
                                  gdouble              offset,
                                  gdouble              slope);
gboolean hom_side_strip_has_edge (const HomSideStrip  *strip);
gdouble  hom_side_strip_search   (const HomSideStrip  *strip,
                                  gdouble              near,
                                  gdouble              far,
                                  gdouble             *offset,
                                  gdouble             *slope);
gboolean hom_side_strip_fit      (const HomSideStrip  *strip,
                                  gdouble             *offset,
                                  gdouble             *slope);
void     hom_side_strip_move     (const HomSideStrip  *strip,
                                  gdouble              offset,
                                  gdouble              slope,
                                  HomPoint            *a,
                                  HomPoint            *b);

G_END_DECLS
