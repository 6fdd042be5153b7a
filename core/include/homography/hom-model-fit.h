/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-model.h"

G_BEGIN_DECLS

HOM_PUBLIC
gint     hom_model_least_points (HomModel         model);
HOM_PUBLIC
gboolean hom_model_fit          (HomModel         model,
                                 const HomPoint  *source,
                                 const HomPoint  *target,
                                 gsize            n,
                                 HomMatrix       *matrix,
                                 GError         **error);

G_END_DECLS
