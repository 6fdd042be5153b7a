/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells how exactly a number is to be said. */

gint hom_number_decimals (gdouble number, gint digits);

G_END_DECLS
