/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define READ_ERROR (read_error_quark ())

/**
 * ReadError:
 * @READ_ERROR_FILE: the file is not whole, holds no picture, or one that the
 *   options do not fit.
 *
 * The reason why nothing is made of a file. The message says it to the user.
 */
typedef enum
{
  READ_ERROR_FILE,
} ReadError;

GQuark read_error_quark (void);

G_END_DECLS
