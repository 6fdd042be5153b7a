/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tools/picture/picture.h"

G_BEGIN_DECLS

/* Brings what was made for printing to sRGB. */

typedef struct _CmykConverter CmykConverter;

CmykConverter *cmyk_converter_new  (GBytes        *profile);
void           cmyk_converter_free (CmykConverter *converter);
void           cmyk_convert_row    (CmykConverter *converter,
                                    const guchar  *cmyk,
                                    guchar        *rgb,
                                    gint           n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CmykConverter, cmyk_converter_free)

G_END_DECLS
