/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "align/pyramid/hom-pair-moments.h"
#include "align/pyramid/hom-pyramid.h"
#include "base/hom-processor.h"
#include "homography/hom-matrix.h"

G_BEGIN_DECLS

/* Private: the measure of whether two pictures show the same thing. */

/**
 * HomLocalCorrelation:
 * @details: the mean of the correlations in small windows, −1 to 1, where each
 *   counts by its contrast. Near 0 when the pictures have nothing in common, or
 *   more where they are smooth: any slope is like any other.
 * @texture: this mean for what is left of each window without its slope.
 * @spread: how far what agrees is spread over the overlap: the ratio of its
 *   deviation from its middle to that of all of the overlap, in the direction in
 *   which that is least.
 * @middle: the middle of what agrees, in the reference.
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
  gdouble spread;
  HomPoint middle;
  gdouble overall;
  gdouble n_windows;
  gdouble n_textures;
} HomLocalCorrelation;

gboolean hom_local_correlation_measure (const HomLevel      *reference,
                                        const HomLevel      *moving,
                                        const HomMatrix     *w,
                                        HomLocalCorrelation *agreement,
                                        GError             **error);

/* The side of a window, in pixels: small enough that light and shade between
 * pictures that have nothing in common do not correlate, large enough that
 * noise does not hide what they have.
 */
#define HOM_WINDOW 8

/* Sums over a window: the moments, and Σ (x − x̄) · value and Σ (y − ȳ) · value in
 * both pictures.
 */
typedef struct
{
  HomPairMoments moments;
  gdouble        moving_x, moving_y, reference_x, reference_y;
} HomWindowSums;

/* The pictures whose windows the kernel in hom-kernel-window.c compares.
 *
 * @w: the sampling matrix between the two.
 */
typedef struct
{
  const HomLevel  *reference;
  const HomLevel  *moving;
  const HomMatrix *w;
} HomWindowJob;

HOM_DECLARE_KERNEL (hom_window_measure,
                    void (const HomWindowJob *job,
                          gint                x0,
                          gint                y0,
                          HomWindowSums      *out));

G_END_DECLS
