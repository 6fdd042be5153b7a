/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/align/alignment.h"

G_BEGIN_DECLS

/* Tells the user what an alignment found. */

gchar *align_describe (GimpDrawable         *drawable,
                       GimpDrawable         *reference,
                       const Alignment      *alignment);
void   align_report   (const AlignArguments *arguments,
                       GimpDrawable        **drawables,
                       const Alignment      *alignments);

G_END_DECLS
