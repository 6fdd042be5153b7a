/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "hom-visibility.h"

G_BEGIN_DECLS

#define HOM_ERROR (hom_error_quark ())

/**
 * HomError:
 * @HOM_ERROR_ARGUMENT: an argument has a value that no call accepts: a NaN,
 *   an image without pixels, two images that do not fit together.
 * @HOM_ERROR_DEGENERATE: the geometry has no solution: a singular matrix,
 *   collinear or crossed corners.
 * @HOM_ERROR_ALIGNMENT: no alignment that could be trusted was found.
 * @HOM_ERROR_NOT_FOUND: the image shows nothing of what was looked for.
 * @HOM_ERROR_MEMORY: there is not enough memory for what was asked. Images that
 *   the call was to fill may be filled in part.
 *
 * The kinds of errors of the library. The message says which argument and why,
 * in words fit for the user.
 */
typedef enum
{
  HOM_ERROR_ARGUMENT,
  HOM_ERROR_DEGENERATE,
  HOM_ERROR_ALIGNMENT,
  HOM_ERROR_NOT_FOUND,
  HOM_ERROR_MEMORY,
} HomError;

HOM_PUBLIC
GQuark hom_error_quark (void);

G_END_DECLS
