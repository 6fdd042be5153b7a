/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "homography.h"
#include "plugin/align/align-choices.h"

const Choice model_choices[] = {
  { "translation", N_ ("Shift"), HOM_MODEL_TRANSLATION,
    N_ ("shots from a tripod") },
  { "euclidean", N_ ("Shift and rotation"), HOM_MODEL_EUCLIDEAN,
    N_ ("scans of one size") },
  { "similarity", N_ ("Shift, rotation and scale"), HOM_MODEL_SIMILARITY,
    N_ ("scans of several sizes, focus steps") },
  { "affine", N_ ("Affine"), HOM_MODEL_AFFINE,
    N_ ("sheared, too: what is far away") },
  { "homography", N_ ("Perspective"), HOM_MODEL_HOMOGRAPHY,
    N_ ("hand-held shots, and what is flat from anywhere") },
  { NULL },
};

const Choice loss_choices[] = {
  { "auto", N_ ("Automatic"), HOM_ALIGN_AUTO, N_ ("right for nearly all") },
  { "ssd", N_ ("Same exposure"), HOM_ALIGN_SSD,
    N_ ("nothing else differs but noise") },
  { "zncc", N_ ("Different exposure"), HOM_ALIGN_ZNCC,
    N_ ("lighter or darker all over") },
  { "robust", N_ ("Different exposure, things that moved"), HOM_ALIGN_ROBUST,
    N_ ("people walked through one of them") },
  { "local", N_ ("Different light in different places"), HOM_ALIGN_LOCAL,
    N_ ("other lamps, shadows, darker corners") },
  { "edges", N_ ("Inverted or another sensor"), HOM_ALIGN_EDGES,
    N_ ("a negative, or infrared over visible light") },
  { NULL },
};

const Choice start_choices[] = {
  { "auto", N_ ("Automatic"), ALIGN_START_AUTO,
    N_ ("where the layer is or, where that fails, anywhere") },
  { "current", N_ ("Current position"), ALIGN_START_CURRENT,
    N_ ("where the layer is, and nowhere else") },
  { NULL },
};
