/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/pyramid/hom-pyramid.h"
#include "homography/hom-matrix.h"

G_BEGIN_DECLS

/* Private: the measure of whether two pictures show the same thing. */

/**
 * HomLocalCorrelation:
 * @details: the mean of the correlations in small windows, −1 to 1, where each
 *   counts by its contrast. Near 0 when the pictures have nothing in common, or
 *   more where they are smooth: any slope is like any other.
 * @texture: this mean for what is left of each window without its slope.
 * @overall: the correlation over all of the overlap.
 * @n_windows: how many windows there were, in effect: a few of strong contrast
 *   among many of little count as few.
 * @n_textures: how many there were for @texture, in effect.
 *
 * The agreement of two pictures.
 */
typedef struct
{
  gdouble details;
  gdouble texture;
  gdouble overall;
  gdouble n_windows;
  gdouble n_textures;
} HomLocalCorrelation;

gboolean hom_local_correlation_measure (const HomLevel      *reference,
                                        const HomLevel      *moving,
                                        const HomMatrix     *w,
                                        HomLocalCorrelation *agreement,
                                        GError             **error);

G_END_DECLS
