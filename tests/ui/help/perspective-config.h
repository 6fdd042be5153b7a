/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "ui/perspective/hom-perspective.h"

G_BEGIN_DECLS

/* What the plug-in is to the panel: settings, and what they lead to. */

#define TEST_TYPE_CONFIG (test_config_get_type ())
G_DECLARE_FINAL_TYPE (TestConfig, test_config, TEST, CONFIG, GObject)

TestConfig *test_config_new   (const HomBox           *box);
gboolean    test_config_solve (HomPerspectiveSolution *solution,
                               gpointer                data,
                               GError                **error);
void        test_config_reset (TestConfig             *config);

G_END_DECLS
