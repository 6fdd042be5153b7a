/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdlib.h>

#include "test-align-pair.h"

#define N_BLOBS 220

const GeglRectangle moving_box    = { 30, -20, 240, 180 };
const GeglRectangle reference_box = { -15, 10, 260, 190 };

const HomMatrix truth = { { 1.03, 0.04, -28.3, -0.03, 0.98, 33.7, 1e-4, -5e-5,
                            1 } };

/* A soft spot of a scene that has no end. */
typedef struct
{
  gdouble x, y, size;
  gdouble color[3];
} Blob;

static void
make_blobs (guint32 seed, Blob blobs[N_BLOBS])
{
  GRand *rand = g_rand_new_with_seed (seed);

  for (gint i = 0; i < N_BLOBS; i++)
    {
      blobs[i].x    = g_rand_double_range (rand, -80, 340);
      blobs[i].y    = g_rand_double_range (rand, -80, 280);
      blobs[i].size = g_rand_double_range (rand, 3, 14);
      for (gint c = 0; c < 3; c++)
        blobs[i].color[c] = g_rand_double_range (rand, -0.35, 0.35);
    }
  g_rand_free (rand);
}

static void
draw_pixel (const Blob *blobs, HomPoint p, gfloat pixel[4])
{
  gdouble sum[3] = { 0.5, 0.5, 0.5 };

  for (gint i = 0; i < N_BLOBS; i++)
    {
      gdouble x    = (p.x - blobs[i].x) / blobs[i].size;
      gdouble y    = (p.y - blobs[i].y) / blobs[i].size;
      gdouble near = x * x + y * y;

      for (gint c = 0; c < 3 && near < 12; c++)
        sum[c] += blobs[i].color[c] * exp (-near);
    }
  for (gint c = 0; c < 3; c++)
    pixel[c] = CLAMP (sum[c], 0.0, 1.0);
  pixel[3] = 1.0f;
}

/* What is seen in a box; to_scene takes its points to those of the scene. */
GeglBuffer *
scene_new (const GeglRectangle *box,
           const HomMatrix     *to_scene,
           const gchar         *format,
           guint32              seed)
{
  GeglBuffer *buffer = gegl_buffer_new (box, babl_format (format));
  gfloat     *pixels = g_new (gfloat, (gsize) box->width * box->height * 4);
  gfloat     *pixel  = pixels;
  Blob        blobs[N_BLOBS];

  make_blobs (seed, blobs);
  for (gint y = 0; y < box->height; y++)
    for (gint x = 0; x < box->width; x++, pixel += 4)
      {
        HomPoint p = { box->x + x + 0.5, box->y + y + 0.5 };

        hom_matrix_apply (to_scene, p, &p);
        draw_pixel (blobs, p, pixel);
      }
  gegl_buffer_set (buffer, box, 0, babl_format ("R'G'B'A float"), pixels,
                   GEGL_AUTO_ROWSTRIDE);
  g_free (pixels);

  return buffer;
}

/* A scene seen twice; h takes the moving picture to the reference. */
Pair
pair_new (const HomMatrix *h,
          const gchar     *moving_format,
          const gchar     *reference_format)
{
  Pair pair = { gegl_node_new () };

  pair.moving_picture    = scene_new (&moving_box, h, moving_format, 7);
  pair.reference_picture = scene_new (&reference_box, &HOM_MATRIX_IDENTITY,
                                      reference_format, 7);

  pair.moving    = gegl_node_new_child (pair.graph, "operation",
                                        "gegl:buffer-source", "buffer",
                                        pair.moving_picture, NULL);
  pair.reference = gegl_node_new_child (pair.graph, "operation",
                                        "gegl:buffer-source", "buffer",
                                        pair.reference_picture, NULL);
  pair.align = gegl_node_new_child (pair.graph, "operation", "homography:align",
                                    NULL);
  gegl_node_link (pair.moving, pair.align);
  gegl_node_connect (pair.reference, "output", pair.align, "aux");

  return pair;
}

void
pair_clear (Pair *pair)
{
  g_clear_object (&pair->graph);
  g_clear_object (&pair->moving_picture);
  g_clear_object (&pair->reference_picture);
}

HomMatrix
pair_get_matrix (const Pair *pair)
{
  HomMatrix matrix;
  gchar    *string, *at;

  gegl_node_get (pair->align, "matrix", &string, NULL);
  at = string;
  for (gint i = 0; i < 9; i++)
    {
      gchar *end;

      matrix.m[i] = g_ascii_strtod (at, &end);
      g_assert_true (end != at);
      at = end;
    }
  g_assert_cmpstr (at, ==, "");
  g_free (string);

  return matrix;
}

/* How far apart they take the corners of the moving picture, at most. */
gdouble
matrix_distance (const HomMatrix *a, const HomMatrix *b)
{
  gdouble most = 0.0;

  for (gint i = 0; i < 4; i++)
    {
      HomPoint p = { moving_box.x + i % 2 * moving_box.width,
                     moving_box.y + i / 2 * moving_box.height };
      HomPoint q, r;

      g_assert_true (hom_matrix_apply (a, p, &q));
      g_assert_true (hom_matrix_apply (b, p, &r));
      most = MAX (most, hypot (q.x - r.x, q.y - r.y));
    }

  return most;
}
