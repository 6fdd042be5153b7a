/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "tests/ui/help/perspective-config.h"
#include "ui/perspective/hom-perspective-panel.h"
#include "ui/quad/hom-quad-editor.h"

G_BEGIN_DECLS

/* A HomPerspectivePanel in a window, without GIMP, and hands for it. */

typedef struct
{
  HomImage            *image;
  HomSource           *source;
  TestConfig          *config;
  HomPerspectivePanel *panel;
  GtkWidget           *window;
  gint                 n_updates;
} TestPerspective;

void           test_perspective_add    (const gchar     *path,
                                        void           (*test) (TestPerspective *fixture,
                                                                gconstpointer    data));
GtkWidget     *test_perspective_find   (TestPerspective *fixture,
                                        AtkRole          role,
                                        const gchar     *name);
gdouble        test_perspective_number (TestPerspective *fixture,
                                        const gchar     *property);
HomQuadEditor *test_perspective_editor (TestPerspective *fixture);
void           test_perspective_drag   (TestPerspective *fixture,
                                        gdouble          x0,
                                        gdouble          y0,
                                        gdouble          x1,
                                        gdouble          y1);

G_END_DECLS
