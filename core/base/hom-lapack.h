/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <math.h>

#include <glib.h>
#include <lapacke.h>

G_BEGIN_DECLS

/* Private: LAPACK for small systems, by columns, in memory of the caller.
 *
 * LAPACKE's functions for matrices by rows, and those that need room to work
 * in, ask the system for it, and answer that there is none as they answer that
 * there is no solution: with less memory, there would be another result.
 */

/* The room, in doubles, that any of them needs for up to nine unknowns. */
#define HOM_LAPACK_ROOM 1024

/* Tells whether a value is a NaN. LAPACKE looks for these, too, where it takes
 * memory.
 */
static inline gboolean
hom_lapack_has_nan (const gdouble *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (isnan (values[i]))
      return TRUE;

  return FALSE;
}

/* Factorizes a symmetric matrix by Cholesky's method: of @a, only the triangle
 * @uplo becomes the factor.
 *
 * Returns: FALSE when it is not positive definite.
 */
static inline gboolean
hom_lapack_factorize (gchar uplo, gint n, gdouble *a)
{
  return ! hom_lapack_has_nan (a, (gsize) n * n) &&
         LAPACKE_dpotrf_work (LAPACK_COL_MAJOR, uplo, n, a, n) == 0;
}

/* Solves A X = B for a symmetric matrix, which becomes its factor.
 *
 * @b: (inout): @n_right columns of @n numbers.
 */
static inline gboolean
hom_lapack_solve_symmetric (gchar    uplo,
                            gint     n,
                            gint     n_right,
                            gdouble *a,
                            gdouble *b)
{
  return ! hom_lapack_has_nan (a, (gsize) n * n) &&
         ! hom_lapack_has_nan (b, (gsize) n * n_right) &&
         LAPACKE_dposv_work (LAPACK_COL_MAJOR, uplo, n, n_right, a, n, b, n) ==
             0;
}

/* Finds the eigenvalues of a symmetric matrix, the smallest first, and with
 * @jobz 'V' its eigenvectors, in the columns of @a.
 */
static inline gboolean
hom_lapack_eigen (gchar jobz, gint n, gdouble *a, gdouble *values)
{
  gdouble room[HOM_LAPACK_ROOM];

  return ! hom_lapack_has_nan (a, (gsize) n * n) &&
         LAPACKE_dsyev_work (LAPACK_COL_MAJOR, jobz, 'U', n, a, n, values, room,
                             HOM_LAPACK_ROOM) == 0;
}

G_END_DECLS
