/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Private: what two pictures show at one place. */

/**
 * HomResidualSample:
 * @moving: the moving picture's value at a pixel of the reference.
 * @reference: the reference's.
 * @gain: what the former is multiplied by there.
 * @residual: what differs then.
 */
typedef struct
{
  gfloat moving, reference;
  gfloat gain, residual;
} HomResidualSample;

G_END_DECLS
