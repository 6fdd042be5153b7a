/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography/homography.h"

G_BEGIN_DECLS

/* The warp once more, written from its definition: doubles, one pixel after the
 * other, kernels as their authors print them, splines by the inverse of a dense
 * matrix. It shares no code with core.
 *
 * It is separable: a sample is Σ wu[i] · wv[j] · X[j][i] over all pixels X of
 * the input, where the weights stand for the boundary and the prefilter too.
 */
typedef struct
{
  HomSampling sampling;
  HomImage    box;    /* where the input lies; no pixels */
  gdouble    *values; /* of the pixels, which may be changed */
  gdouble    *inverse_u, *inverse_v;
  gdouble    *wu, *wv;
} TestReference;

TestReference *test_reference_new     (const HomImage      *input,
                                       const HomSampling   *sampling);
void           test_reference_free    (TestReference       *reference);
gdouble       *test_reference_value   (const TestReference *reference,
                                       gint                 channel,
                                       gint                 column,
                                       gint                 row);

gint           test_reference_index   (HomBoundary          boundary,
                                       gint                 i,
                                       gint                 n);
gdouble        test_reference_sample  (const TestReference *reference,
                                       gint                 channel,
                                       gdouble              u,
                                       gdouble              v);
gdouble        test_reference_pixel   (const TestReference *reference,
                                       const HomMatrix     *w,
                                       gint                 channel,
                                       gint                 x,
                                       gint                 y);
gdouble        test_reference_product (const TestReference *reference,
                                       const HomMatrix     *w,
                                       const HomImage      *dl_dy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestReference, test_reference_free)

G_END_DECLS
