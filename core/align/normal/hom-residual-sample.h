/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: the values of two pictures at one place. */

/**
 * HomResidualSample:
 * @moving: the moving picture's value at a pixel of the reference.
 * @reference: the reference's value there.
 * @gain: the gain that the former is multiplied by there.
 * @residual: their difference after the exposure.
 *
 * A residual and the values that it comes from.
 */
typedef struct
{
  gfloat moving, reference;
  gfloat gain, residual;
} HomResidualSample;

G_END_DECLS
