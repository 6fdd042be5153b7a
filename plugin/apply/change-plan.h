/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plugin/apply/change.h"

G_BEGIN_DECLS

/**
 * ChangePlan:
 * @changes: of #Change, in the order in which they are to be carried out; the
 *   plan adds to them.
 * @transformation, @options: outlive the changes.
 * @name: what a filter, or the copy of a layer, is called.
 *
 * Finds the changes that a transformation makes, and makes them ready.
 */
typedef struct
{
  GPtrArray            *changes;
  const Transformation *transformation;
  const Options        *options;
  const gchar          *name;
} ChangePlan;

gboolean change_plan_add (const ChangePlan *plan,
                          GimpLayer        *layer,
                          GError          **error);

G_END_DECLS
