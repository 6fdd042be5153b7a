/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "homography.h"
#include "plugin/align/align-choices.h"

const Choice model_choices[] = {
  { "translation", N_ ("Shift"), HOM_MODEL_TRANSLATION },
  { "euclidean", N_ ("Shift and rotation"), HOM_MODEL_EUCLIDEAN },
  { "similarity", N_ ("Shift, rotation and scale"), HOM_MODEL_SIMILARITY },
  { "affine", N_ ("Affine"), HOM_MODEL_AFFINE },
  { "homography", N_ ("Perspective"), HOM_MODEL_HOMOGRAPHY },
  { NULL },
};

const Choice loss_choices[] = {
  { "auto", N_ ("Automatic"), HOM_ALIGN_AUTO },
  { "ssd", N_ ("Same exposure"), HOM_ALIGN_SSD },
  { "zncc", N_ ("Different exposure"), HOM_ALIGN_ZNCC },
  { "robust", N_ ("Different exposure, things that moved"), HOM_ALIGN_ROBUST },
  { "local", N_ ("Different light in different places"), HOM_ALIGN_LOCAL },
  { "edges", N_ ("Inverted or another sensor"), HOM_ALIGN_EDGES },
  { NULL },
};

const Choice start_choices[] = {
  { "auto", N_ ("Automatic"), ALIGN_START_AUTO },
  { "current", N_ ("Current position"), ALIGN_START_CURRENT },
  { NULL },
};
