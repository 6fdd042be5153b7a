/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HomFormat:
 * @name: the name in a word or two, to be translated.
 * @label: the name as it stands in a list, to be translated.
 * @ratio: the longer side divided by the shorter one.
 *
 * A format is a ratio of sides that sheets, photographs or screens have.
 */
typedef struct
{
  const gchar *name;
  const gchar *label;
  gdouble      ratio;
} HomFormat;

extern const HomFormat hom_formats[];
extern const gint      hom_n_formats;

gint   hom_format_find     (gdouble ratio,
                            gdouble tolerance);
gchar *hom_format_describe (gdouble ratio);

G_END_DECLS
