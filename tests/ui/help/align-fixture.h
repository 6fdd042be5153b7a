/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "ui/align/hom-align-panel.h"

G_BEGIN_DECLS

/* The align panel without GIMP: the layers are pictures in memory, and really
 * aligned.
 */

#define WIDTH    320
#define HEIGHT   240
#define N_LAYERS 2

/**
 * TestAlign:
 * @truths: where the layers belong.
 * @start: what the job was given last; @has_start tells whether it was.
 * @n_begun: how often the job was begun and not ended.
 * @waits: whether it waits until it is cancelled.
 */
typedef struct
{
  HomImage      *pictures[1 + N_LAYERS];
  HomImage      *planes[1 + N_LAYERS];
  HomSource     *sources[1 + N_LAYERS];
  HomMatrix      truths[N_LAYERS];
  GtkWidget     *widget, *window;
  HomAlignPanel *panel;
  HomAlignment   found;
  HomMatrix      start;
  gboolean       has_start;
  gint           layer;
  gint           n_reads;
  gint           n_begun;
  gboolean       waits;
} TestAlign;

#define TEST_ALIGN_ADD(path, data, func) \
  g_test_add (path, TestAlign, data, test_align_set_up, func, \
              test_align_tear_down)

void                   test_align_set_up       (TestAlign    *fixture,
                                                gconstpointer data);
void                   test_align_tear_down    (TestAlign    *fixture,
                                                gconstpointer data);
GtkWidget             *test_align_find         (TestAlign    *fixture,
                                                GType         type,
                                                const gchar  *label);
void                   test_align_click        (TestAlign    *fixture,
                                                const gchar  *label);
void                   test_align_wait         (TestAlign    *fixture);
void                   test_align_all          (TestAlign    *fixture);
void                   test_align_drag         (TestAlign    *fixture,
                                                HomPoint      from,
                                                HomPoint      to);
void                   test_align_unfold       (TestAlign    *fixture);
const HomAlignOutcome *test_align_outcome      (TestAlign    *fixture,
                                                gint          layer);
gdouble                test_align_error        (TestAlign    *fixture,
                                                gint          layer);
gint                   test_align_selected_row (GtkWidget    *list);
void                   test_align_select_row   (GtkWidget    *list,
                                                gint          row);
const gchar           *test_align_row_text     (GtkWidget    *list,
                                                gint          row);
const gchar           *test_align_advice       (TestAlign    *fixture);

G_END_DECLS
