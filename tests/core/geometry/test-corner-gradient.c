/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include "test-pictures.h"

#define TRIALS 100

static const HomBox picture = { 0.0, 0.0, 400.0, 300.0 };

/* A loss of a matrix that does not depend on its scale, and depends on all
 * else: where it takes a few points of a box, and how far from some others.
 */
#define N_PROBES 7

typedef struct
{
  HomPoint from[N_PROBES], onto[N_PROBES];
} Probes;

static void
probes_init (Probes *probes, GRand *rand, const HomBox *box)
{
  for (gint i = 0; i < N_PROBES; i++)
    {
      probes->from[i].x = g_rand_double_range (rand, box->x0, box->x1);
      probes->from[i].y = g_rand_double_range (rand, box->y0, box->y1);
      probes->onto[i].x = g_rand_double_range (rand, box->x0, box->x1);
      probes->onto[i].y = g_rand_double_range (rand, box->y0, box->y1);
    }
}

static gdouble
loss_at (const Probes *probes, const HomMatrix *matrix)
{
  gdouble loss = 0.0;

  for (gint i = 0; i < N_PROBES; i++)
    {
      HomPoint q;

      g_assert_true (hom_matrix_apply (matrix, probes->from[i], &q));
      loss += (q.x - probes->onto[i].x) * (q.x - probes->onto[i].x) +
              (q.y - probes->onto[i].y) * (q.y - probes->onto[i].y);
    }

  return loss;
}

static HomMatrix
gradient_at (const Probes *probes, const HomMatrix *matrix)
{
  HomMatrix gradient = { { 0 } };

  for (gint i = 0; i < N_PROBES; i++)
    {
      HomPoint q;
      gdouble  by_matrix[2][9];

      g_assert_true (hom_matrix_differentiate (matrix, probes->from[i], &q,
                                               NULL, by_matrix));
      for (gint k = 0; k < 9; k++)
        gradient.m[k] += 2.0 * (q.x - probes->onto[i].x) * by_matrix[0][k] +
                         2.0 * (q.y - probes->onto[i].y) * by_matrix[1][k];
    }

  return gradient;
}

/* The derivatives by point and by matrix against central differences. */
static void
test_differentiate (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomMatrix m = test_matrix_random (rand, &picture, 70.0);
      HomPoint  p = { g_rand_double_range (rand, 0.0, 400.0),
                      g_rand_double_range (rand, 0.0, 300.0) };
      HomPoint  image, applied, more, less;
      gdouble   by_point[2][2], by_matrix[2][9];

      g_assert_true (hom_matrix_differentiate (&m, p, &image, by_point,
                                               by_matrix));
      g_assert_true (hom_matrix_apply (&m, p, &applied));
      g_assert_cmpfloat (image.x, ==, applied.x);
      g_assert_cmpfloat (image.y, ==, applied.y);

      for (gint j = 0; j < 2; j++)
        {
          HomPoint step = { j == 0 ? 1e-3 : 0.0, j == 1 ? 1e-3 : 0.0 };

          hom_matrix_apply (&m, (HomPoint) { p.x + step.x, p.y + step.y },
                            &more);
          hom_matrix_apply (&m, (HomPoint) { p.x - step.x, p.y - step.y },
                            &less);
          /* Roundings of 400 px over the step. */
          g_assert_cmpfloat_with_epsilon (by_point[0][j],
                                          (more.x - less.x) / 2e-3, 1e-9);
          g_assert_cmpfloat_with_epsilon (by_point[1][j],
                                          (more.y - less.y) / 2e-3, 1e-9);
        }
      for (gint k = 0; k < 9; k++)
        {
          HomMatrix up   = m;
          HomMatrix down = m;
          gdouble   step = k < 6 ? 1e-3 : 1e-8;

          up.m[k] += step;
          down.m[k] -= step;
          hom_matrix_apply (&up, p, &more);
          hom_matrix_apply (&down, p, &less);
          g_assert_cmpfloat_with_epsilon (by_matrix[0][k],
                                          (more.x - less.x) / (2.0 * step),
                                          1e-8 + 1e-6 * fabs (by_matrix[0][k]));
          g_assert_cmpfloat_with_epsilon (by_matrix[1][k],
                                          (more.y - less.y) / (2.0 * step),
                                          1e-8 + 1e-6 * fabs (by_matrix[1][k]));
        }
    }

  /* Behind the horizon, and nothing asked for. */
  g_assert_true (hom_matrix_differentiate (
      &HOM_MATRIX_IDENTITY, (HomPoint) { 1.0, 2.0 }, NULL, NULL, NULL));
  g_assert_false (hom_matrix_differentiate (
      &((HomMatrix) { { 1, 0, 0, 0, 1, 0, 0, 0, -1 } }),
      (HomPoint) { 1.0, 2.0 }, NULL, NULL, NULL));
}

static gdouble
corner_loss (const Probes  *probes,
             const HomPoint source[4],
             const HomPoint target[4],
             gboolean       forward)
{
  HomMatrix h, w;

  g_assert_true (hom_matrix_from_corners (source, target, &h, NULL));
  g_assert_true (hom_matrix_invert (&h, &w, NULL));

  return loss_at (probes, forward ? &h : &w);
}

/* Central differences of the fourth order. */
static gdouble
difference (const Probes *probes,
            HomPoint      source[4],
            HomPoint      target[4],
            gboolean      forward,
            gdouble      *coordinate)
{
  const gdouble step    = 0.05;
  const gdouble kept    = *coordinate;
  const gdouble share[] = { 1.0 / 12.0, -2.0 / 3.0, 2.0 / 3.0, -1.0 / 12.0 };
  const gint    place[] = { -2, -1, 1, 2 };
  gdouble       sum     = 0.0;

  for (gint i = 0; i < 4; i++)
    {
      *coordinate = kept + place[i] * step;
      sum += share[i] * corner_loss (probes, source, target, forward);
    }
  *coordinate = kept;

  return sum / step;
}

static gdouble
largest_of (const HomPoint points[4])
{
  gdouble largest = 0.0;

  for (gint i = 0; i < 4; i++)
    largest = MAX (largest, MAX (fabs (points[i].x), fabs (points[i].y)));

  return largest;
}

/* dL/dsource and dL/dtarget, of losses of H and of W, at the origin and 30,000
 * px off; @scale is what the matrix is multiplied with before it is derived.
 */
static void
check_corners (GRand *rand, gboolean forward, gdouble offset, gdouble scale)
{
  HomPoint  source[4], target[4], dsource[4], dtarget[4];
  HomBox    box = { offset, -offset, offset + 400.0, -offset + 300.0 };
  Probes    probes;
  HomMatrix h, w, gradient;
  GError   *error = NULL;
  gdouble   size;

  probes_init (&probes, rand, &box);
  hom_quad_from_box (&box, source);
  hom_quad_from_box (&box, target);
  for (gint i = 0; i < 4; i++)
    {
      source[i].x += g_rand_double_range (rand, -50.0, 50.0);
      source[i].y += g_rand_double_range (rand, -50.0, 50.0);
      target[i].x += g_rand_double_range (rand, -50.0, 50.0);
      target[i].y += g_rand_double_range (rand, -50.0, 50.0);
    }

  g_assert_true (hom_matrix_from_corners (source, target, &h, NULL));
  g_assert_true (hom_matrix_invert (&h, &w, NULL));
  for (gint i = 0; i < 9; i++)
    {
      h.m[i] *= scale;
      w.m[i] *= scale;
    }
  gradient = gradient_at (&probes, forward ? &h : &w);
  if (forward)
    g_assert_true (hom_matrix_corner_gradient (&h, &gradient, source, dsource,
                                               dtarget, &error));
  else
    g_assert_true (hom_matrix_corner_gradient (&w, &gradient, target, dtarget,
                                               dsource, &error));
  g_assert_no_error (error);

  size = MAX (largest_of (dsource), largest_of (dtarget));
  for (gint i = 0; i < 8; i++)
    {
      HomPoint *d = i < 4 ? &dsource[i] : &dtarget[i - 4];
      HomPoint *p = i < 4 ? &source[i] : &target[i - 4];

      /* Step⁴ of the fifth derivative; further off, roundings of 3e4 px. */
      g_assert_cmpfloat_with_epsilon (
          d->x, difference (&probes, source, target, forward, &p->x),
          (offset > 0.0 ? 1e-6 : 1e-8) * size);
      g_assert_cmpfloat_with_epsilon (
          d->y, difference (&probes, source, target, forward, &p->y),
          (offset > 0.0 ? 1e-6 : 1e-8) * size);
    }
}

static void
test_corners (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      gboolean forward = trial & 1;

      check_corners (rand, forward, 0.0, 1.0);
      check_corners (rand, forward, 0.0, 1e-30);
      check_corners (rand, forward, 0.0, 7.0);
      check_corners (rand, forward, 3e4, 1.0);
    }
}

/* Both directions agree: dL/dH made of dL/dW gives the same. */
static void
test_directions (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (gint trial = 0; trial < TRIALS; trial++)
    {
      HomMatrix h = test_matrix_random (rand, &picture, 70.0);
      HomPoint  source[4], target[4], a[2][4], b[2][4];
      HomMatrix w, dl_dw, dl_dh;
      Probes    probes;

      probes_init (&probes, rand, &picture);
      hom_quad_from_box (&picture, source);
      for (gint i = 0; i < 4; i++)
        g_assert_true (hom_matrix_apply (&h, source[i], &target[i]));
      g_assert_true (hom_matrix_invert (&h, &w, NULL));
      dl_dw = gradient_at (&probes, &w);
      dl_dh = hom_matrix_forward_gradient (&w, &dl_dw);

      g_assert_true (hom_matrix_corner_gradient (&w, &dl_dw, target, a[1], a[0],
                                                 NULL));
      g_assert_true (hom_matrix_corner_gradient (&h, &dl_dh, source, b[0], b[1],
                                                 NULL));
      for (gint side = 0; side < 2; side++)
        for (gint i = 0; i < 4; i++)
          {
            gdouble size = largest_of (a[side]);

            g_assert_cmpfloat_with_epsilon (a[side][i].x, b[side][i].x,
                                            1e-10 * size);
            g_assert_cmpfloat_with_epsilon (a[side][i].y, b[side][i].y,
                                            1e-10 * size);
          }
    }
}

static void
test_errors (void)
{
  HomPoint  square[4]  = { { 0, 0 }, { 9, 0 }, { 9, 9 }, { 0, 9 } };
  HomPoint  crossed[4] = { { 0, 0 }, { 9, 9 }, { 9, 0 }, { 0, 9 } };
  HomMatrix gradient   = HOM_MATRIX_IDENTITY;
  HomMatrix nan        = HOM_MATRIX_IDENTITY;
  HomMatrix singular   = { { 1, 2, 3, 2, 4, 6, 0, 0, 1 } };
  HomMatrix horizon    = { { 1, 0, 0, 0, 1, 0, -0.2, 0, 1 } };
  HomPoint  by_corners[4];
  GError   *error = NULL;

  nan.m[3] = NAN;
  g_assert_true (hom_matrix_corner_gradient (&HOM_MATRIX_IDENTITY, &gradient,
                                             square, by_corners, NULL, &error));
  g_assert_true (hom_matrix_corner_gradient (&HOM_MATRIX_IDENTITY, &gradient,
                                             square, NULL, by_corners, &error));
  g_assert_no_error (error);

  g_assert_false (hom_matrix_corner_gradient (
      &HOM_MATRIX_IDENTITY, &gradient, crossed, by_corners, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  g_assert_false (hom_matrix_corner_gradient (
      &HOM_MATRIX_IDENTITY, &nan, square, by_corners, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  g_assert_false (hom_matrix_corner_gradient (&nan, &gradient, square,
                                              by_corners, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_ARGUMENT);
  g_assert_false (hom_matrix_corner_gradient (&singular, &gradient, square,
                                              by_corners, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
  g_assert_false (hom_matrix_corner_gradient (&horizon, &gradient, square,
                                              by_corners, NULL, &error));
  test_assert_error (error, HOM_ERROR, HOM_ERROR_DEGENERATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/core/corner-gradient/differentiate", test_differentiate);
  g_test_add_func ("/core/corner-gradient/corners", test_corners);
  g_test_add_func ("/core/corner-gradient/directions", test_directions);
  g_test_add_func ("/core/corner-gradient/errors", test_errors);

  return g_test_run ();
}
