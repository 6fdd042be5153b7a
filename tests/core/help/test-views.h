/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "test-pictures.h"
#include "test-reference.h"

G_BEGIN_DECLS

/* What an output holds before a call that must not touch it, or all of it. */
#define TEST_UNTOUCHED 12345.0f

/* Small pictures that a warp looks at from near, so that much of what is seen
 * lies at the edges and beyond.
 */
typedef struct
{
  gint width, height; /* of the input, at (3, −2) */
  gint size;          /* of the output, at (5, −4): its sides */
} TestView;

extern const TestView test_view_near;
extern const TestView test_view_reduced;

HomImage *test_view_input      (const TestView    *view,
                                GRand             *rand,
                                gint               channels);
HomImage *test_view_loss       (const TestView    *view,
                                GRand             *rand,
                                gint               channels);
HomMatrix test_view_matrix     (const TestView    *view,
                                GRand             *rand);
gdouble   test_view_scale      (const TestView    *view,
                                gint               i);

HomImage *test_image_padded    (gint               width,
                                gint               height,
                                gint               channels);
HomImage *test_image_like      (const HomImage    *image,
                                gint               channels);
gdouble   test_image_product   (const HomImage    *a,
                                const HomImage    *b,
                                gdouble           *magnitude);

void      test_warp            (const HomImage    *input,
                                const HomMatrix   *w,
                                const HomSampling *sampling,
                                HomImage          *output);
HomMatrix test_warp_gradient   (const HomImage    *input,
                                const HomMatrix   *w,
                                const HomSampling *sampling,
                                const HomImage    *dl_dy);
void      test_warp_derivative (const HomImage    *input,
                                const HomMatrix   *w,
                                const HomSampling *sampling,
                                const HomMatrix   *dw,
                                HomImage          *dy);
void      test_warp_adjoint    (const HomImage    *dl_dy,
                                const HomMatrix   *w,
                                const HomSampling *sampling,
                                HomImage          *dl_dx);

gboolean     test_is_spline     (HomInterpolation   interpolation);
const gchar *test_sampling_name (const HomSampling *sampling);

/* Each interpolation with each boundary. The fill has an effect with
 * HOM_BOUNDARY_FILL only.
 */
#define TEST_FOR_EACH_SAMPLING(sampling)                               \
  for (HomSampling sampling = { .fill = { 0.3f, -0.2f, 1.5f, 1.0f } }; \
       sampling.interpolation < HOM_N_INTERPOLATIONS;                  \
       sampling.interpolation++)                                       \
    for (sampling.boundary = 0; sampling.boundary < HOM_N_BOUNDARIES;  \
         sampling.boundary++)

/* Like g_assert_cmpfloat, and says with which sampling. */
#define test_assert_below(value, limit, sampling)                      \
  G_STMT_START                                                         \
  {                                                                    \
    gdouble value_ = (value);                                          \
    if (! (value_ <= (limit)))                                         \
      g_error ("%s:%d: %s: %s is %g, above %g", __FILE__, __LINE__,    \
               test_sampling_name (sampling), #value, value_,          \
               (gdouble) (limit));                                     \
  }                                                                    \
  G_STMT_END

G_END_DECLS
