/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/picture.h"
#include "tools/picture/write.h"

G_BEGIN_DECLS

/**
 * ResultWay:
 * @width: of the result, in pixels.
 * @height: of the result.
 * @sampling: interpolation and antialias; the boundary is chosen.
 * @format: the format that the result is written in.
 *
 * The way that a result is made.
 */
typedef struct
{
  gint        width, height;
  HomSampling sampling;
  WriteFormat format;
} ResultWay;

Picture *result_render (const Picture   *picture,
                        const HomMatrix *w,
                        const ResultWay *way,
                        GError         **error);

G_END_DECLS
