/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures for the operations, and what they make of them.
 */

#pragma once

#include <gegl.h>

#include "fuzz.h"

GeglBuffer *fuzz_graph_buffer (FuzzBytes *bytes, gint least, gint most);
void        fuzz_graph_render (FuzzBytes *bytes, GeglNode *node);
