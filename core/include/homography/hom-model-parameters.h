/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include "hom-model.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_model_parameters (HomModel         model,
                               const HomMatrix *matrix,
                               gdouble         *parameters,
                               GError         **error);

G_END_DECLS
