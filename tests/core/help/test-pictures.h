/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "homography/homography.h"

G_BEGIN_DECLS

#define TEST_WAVES 32

/* A textured plane, given by a formula: a picture of it taken through any
 * homography is evaluated, not resampled, so that the truth is exact.
 */
typedef struct
{
  gdouble fx[TEST_WAVES], fy[TEST_WAVES];
  gdouble phase[TEST_WAVES];
  gdouble amplitude[TEST_WAVES];
} TestScene;

HomImage *test_image_new      (gint             width,
                               gint             height,
                               gint             channels);
HomImage *test_image_random   (GRand           *rand,
                               gint             width,
                               gint             height,
                               gint             channels);
HomImage *test_image_squares  (guint32          seed,
                               gint             side,
                               gint             width,
                               gint             height,
                               gint             x0,
                               gint             y0);
void      test_image_fill     (HomImage        *image,
                               gfloat           value);
void      test_image_expose   (HomImage        *image,
                               gdouble          gain,
                               gdouble          bias);
void      test_image_add_noise
                              (GRand           *rand,
                               HomImage        *image,
                               gdouble          sigma);
gdouble   test_image_distance (const HomImage  *a,
                               const HomImage  *b);

void      test_scene_init     (TestScene       *scene,
                               guint32          seed);
gdouble   test_scene_at       (const TestScene *scene,
                               gdouble          x,
                               gdouble          y);
void      test_scene_draw     (const TestScene *scene,
                               const HomMatrix *matrix,
                               HomImage        *image);

gdouble   test_random_normal  (GRand           *rand);
HomMatrix test_matrix_random  (GRand           *rand,
                               const HomBox    *box,
                               gdouble          reach);
gdouble   test_corner_error   (const HomMatrix *a,
                               const HomMatrix *b,
                               const HomBox    *box);

#define test_assert_matrix(a, b, epsilon)                               \
  G_STMT_START                                                          \
  {                                                                     \
    for (gint i_ = 0; i_ < 9; i_++)                                     \
      g_assert_cmpfloat_with_epsilon ((a)->m[i_], (b)->m[i_], epsilon); \
  }                                                                     \
  G_STMT_END

/* Also clears the error, for the next case. */
#define test_assert_error(error, domain, code)  \
  G_STMT_START                                  \
  {                                             \
    g_assert_error (error, domain, code);       \
    g_assert_cmpstr ((error)->message, !=, ""); \
    g_clear_error (&(error));                   \
  }                                             \
  G_STMT_END

G_END_DECLS
