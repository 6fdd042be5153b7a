/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/canvas/hom-source.h"

#include <gio/gio.h>

G_BEGIN_DECLS

void     hom_find_corners_async  (HomSource           *source,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  done,
                                  gpointer             data);
gboolean hom_find_corners_finish (GAsyncResult        *result,
                                  HomPoint             corners[4],
                                  GError             **error);

G_END_DECLS
