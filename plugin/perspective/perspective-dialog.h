/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <libgimp/gimp.h>

G_BEGIN_DECLS

/**
 * PerspectiveResponse:
 * @PERSPECTIVE_CANCEL: nothing is to be done.
 * @PERSPECTIVE_APPLY: the arguments are to be applied.
 * @PERSPECTIVE_DONE: the dialog has made layers itself, and nothing else is to
 *   be done.
 *
 * Tells how the dialog was left.
 */
typedef enum
{
  PERSPECTIVE_CANCEL,
  PERSPECTIVE_APPLY,
  PERSPECTIVE_DONE,
} PerspectiveResponse;

PerspectiveResponse perspective_dialog (GimpProcedure       *procedure,
                                        GimpProcedureConfig *config,
                                        GimpImage           *image,
                                        GimpDrawable       **drawables,
                                        GError             **error);

G_END_DECLS
