/* SPDX-License-Identifier: LGPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "align/normal/hom-gain-polynomial.h"
#include "base/hom-lapack.h"

/* The degree of the polynomial. The gain that undoes a vignette to half the
 * brightness in the corners is hardly a polynomial of the fourth degree; it is
 * one of the sixth within a percent.
 */
#define DEGREE  6
#define N_TERMS ((DEGREE + 1) * (DEGREE + 2) / 2)

/* The terms of the gain, and the bias. */
#define N_UNKNOWNS (N_TERMS + 1)

/* The share that is added to the diagonal: in a picture that is equally bright
 * everywhere, gain and bias cannot be told apart.
 */
#define RIDGE 1e-6

/* The normal equations of the fit.
 *
 * @products: the lower triangle of the matrix, by columns.
 * @common: the right side.
 */
typedef struct
{
  gdouble products[N_UNKNOWNS][N_UNKNOWNS];
  gdouble common[N_UNKNOWNS];
} Equations;

/* Evaluates Legendre's polynomials up to the degree. */
static void
take_polynomials (gdouble x, gdouble *values)
{
  values[0] = 1.0;
  values[1] = x;
  for (gint i = 1; i < DEGREE; i++)
    values[i + 1] = ((2 * i + 1) * x * values[i] - i * values[i - 1]) / (i + 1);
}

/* Evaluates the terms at the middle of a cell, in coordinates within −1 … 1. */
static void
take_terms (const HomGainMap *map, gint column, gint row, gdouble *terms)
{
  gdouble along[DEGREE + 1], down[DEGREE + 1];
  gint    n = 0;

  take_polynomials ((2.0 * column + 1.0) / map->width - 1.0, along);
  take_polynomials ((2.0 * row + 1.0) / map->height - 1.0, down);
  for (gint i = 0; i <= DEGREE; i++)
    for (gint j = 0; i + j <= DEGREE; j++)
      terms[n++] = along[i] * down[j];
}

/* Adds the difference in brightness that one exposure leaves in a cell. The
 * squares of the moving brightness are the scene's and those of its noise; the
 * latter are subtracted, as the gain would be too low by them.
 */
static void
add_cell (Equations            *equations,
          const HomPairMoments *moments,
          const HomExposure    *exposure,
          gdouble               noise,
          const gdouble        *terms)
{
  gdouble n      = moments->n;
  gdouble moving = moments->i / n;
  gdouble rest   = moments->t / n - exposure->gain * moving - exposure->bias;
  gdouble square = n * moving * moving - noise * noise;
  gdouble common = n * moving * rest + exposure->gain * noise * noise;

  for (gint a = 0; a < N_TERMS; a++)
    {
      for (gint b = 0; b <= a; b++)
        equations->products[b][a] += square * terms[a] * terms[b];
      equations->products[a][N_TERMS] += n * moving * terms[a];
      equations->common[a] += common * terms[a];
    }
  equations->products[N_TERMS][N_TERMS] += n;
  equations->common[N_TERMS] += n * rest;
}

static gboolean
solve (Equations *equations)
{
  for (gint i = 0; i < N_UNKNOWNS; i++)
    equations->products[i][i] *= 1.0 + RIDGE;

  return hom_lapack_solve_symmetric (
      'L', N_UNKNOWNS, 1, &equations->products[0][0], equations->common);
}

/* Gives the cells a gain that is a polynomial over the picture, and all of them
 * the same bias: that undoes what a lens darkens at its edges. They are fitted
 * to the mean brightness of the cells, in which there is little noise.
 *
 * @exposure: the exposure of the whole picture, from which the gain differs;
 *   all cells are given it where the equations have no solution.
 * @noise: the standard deviation of the moving picture's noise.
 */
void
hom_gain_polynomial_fit (HomGainMap        *map,
                         const HomExposure *exposure,
                         gdouble            noise)
{
  Equations equations = { { { 0.0 } } };
  gdouble   terms[N_TERMS];

  for (gint row = 0; row < map->height; row++)
    for (gint column = 0; column < map->width; column++)
      {
        const HomPairMoments *moments =
            &map->moments[(gsize) row * map->width + column];

        if (! (moments->n > 0.0))
          continue;
        take_terms (map, column, row, terms);
        add_cell (&equations, moments, exposure, noise, terms);
      }

  hom_gain_map_fill (map, exposure);
  if (! solve (&equations))
    return;

  map->is_even = FALSE;
  for (gint row = -1; row <= map->height; row++)
    for (gint column = -1; column <= map->width; column++)
      {
        gsize at = (gsize) (row + 1) * (map->width + 2) + column + 1;

        take_terms (map, column, row, terms);
        for (gint i = 0; i < N_TERMS; i++)
          map->gain[at] += equations.common[i] * terms[i];
        map->bias[at] += equations.common[N_TERMS];
      }
}
