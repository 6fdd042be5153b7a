/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/start/hom-search-detail.h"

/* Private to hom-search*.c: positions of one picture over another at about one
 * scale.
 */

/* The number of pixels of the coarse grid along the longer side of a picture;
 * where one is larger than the other, along the geometric mean of their sides.
 * 36 found no more than 28, in twice the time.
 */
#define HOM_SEARCH_GRID 28

/* The number of steps of the rotation in a full turn, and of the scale in an
 * octave: half a step moves the sides by two pixels of the grid, about what the
 * blur allows.
 */
#define HOM_SEARCH_ROTATIONS         24
#define HOM_SEARCH_SCALES_PER_OCTAVE 3

/**
 * HomPose:
 * @angle: the angle by which the moving picture is turned.
 * @scale: the factor by which it is enlarged.
 * @center: where its middle goes, in the reference.
 * @correlation: the correlation of the details, −1 to 1.
 * @likelihood: the logarithm of its likelihood, against that of pictures that
 *   have nothing in common: more for a larger overlap.
 * @overlap: the overlap, as a share of the smaller picture.
 *
 * A pose of the moving picture over the reference.
 */
typedef struct
{
  gdouble  angle;
  gdouble  scale;
  HomPoint center;
  gdouble  correlation;
  gdouble  likelihood;
  gdouble  overlap;
} HomPose;

/**
 * HomSearchScale:
 * @boxes: the boxes of the reference and of the moving picture.
 * @scale: the scale in the middle of those that are tried.
 * @coarse: the details of both: of the reference in pixels of the coarse grid,
 *   of the moving picture in those of its thumbnail.
 * @fine: the details of both for a grid twice as fine.
 *
 * The details of both pictures, such that the moving one enlarged by about
 * @scale shows the same ones as the reference.
 */
typedef struct
{
  HomBox    boxes[2];
  gdouble   scale;
  HomDetail coarse[2];
  HomDetail fine[2];
} HomSearchScale;

gboolean  hom_search_scale_init   (HomSearchScale       *scale,
                                   const HomBox          boxes[2],
                                   const HomDetail       thumbnails[2],
                                   gdouble               factor,
                                   GError              **error);
void      hom_search_scale_clear  (HomSearchScale       *scale);
gboolean  hom_search_scale_turn   (const HomSearchScale *scale,
                                   gdouble               angle,
                                   HomPose               best[],
                                   gint                  n,
                                   GError              **error);
void      hom_search_scale_refine (const HomSearchScale *scale,
                                   gint                  n_freedoms,
                                   HomPose              *pose);
HomMatrix hom_search_scale_matrix (const HomSearchScale *scale,
                                   const HomPose        *pose);
