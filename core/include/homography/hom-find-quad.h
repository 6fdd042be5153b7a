/* SPDX-License-Identifier: LGPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "hom-image.h"

G_BEGIN_DECLS

HOM_PUBLIC
gboolean hom_find_quad (const HomImage *image,
                        HomPoint        corners[4],
                        GCancellable   *cancellable,
                        GError        **error);

G_END_DECLS
