# SPDX-License-Identifier: GPL-3.0-or-later
"""The ingredients of our alignment, and a build of the library that can do without each of them."""

import os
import subprocess
import sys

# HomIngredient, and what the alignment does without it.
INGREDIENTS = {
    "local-gain": "one gain and bias for the whole picture, at all levels",
    "local-gain-at-the-end": "a gain polynomial where local gains would be taken",
    "gain-polynomial": "one gain or local ones",
    "tone-curve": "no tone curve",
    "exposure-refit": "exposures and noise by all pixels, outliers too",
    "gates": "no cell is left out",
    "robust-weights": "squares at all levels",
    "squares-at-the-end": "Tukey's weights always",
    "noise-steps": "the noise stays what it was before the first step",
    "splines": "cubic convolution at the finest level, too",
    "gradient-filter": "the reference's gradient as it is",
    "filter-channels": "each channel's gradient from its own Gaussians",
    "filter-gaussians": "one Gaussian, of all channels",
    "other-gradient": "the mean of both gradients to the end",
    "channel-projection": "all channels",
    "translation-first": "all freedoms at once at the coarsest level",
    "damping": "a step that is not better is the last one",
    "monotonicity": "steps are judged by the loss alone",
    "few-tiles": "all tiles at all levels, from the beginning",
    "early-stop": "steps until they move less than a fixed length",
    "newton-error": "a step leaves an error as long as itself",
    "last-refresh": "the last step by the weights of the one before",
    "model-simplification": "all freedoms of the model",
    "features": "no SIFT features",
    "thorough-features": "SIFT features of small copies only",
    "pose-search": "no search of all positions",
    "negatives": "no negatives",
    "edges": "no comparison of edges where nothing matches",
    "texture": "textures are not asked for",
    "refinement-check": "a refinement that makes it worse stays",
}

_LIBRARY = "libhomography-1.0.so.0"


def enter_build():
    """Starts this program again with a build of the library that has the switches."""
    folder = os.environ["HOM_BUILD"] + "-ablation"
    libraries = os.path.join(folder, "core")
    path = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    if path[0] == libraries:
        return

    tree = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        parts = [f"-D{part}=disabled" for part in ("operations", "plugin", "tests", "bench")]
        _call("meson", "setup", "-Dablation=true", *parts, folder, tree)
    _call("ninja", "-C", folder, f"core/{_LIBRARY}")
    os.environ["LD_LIBRARY_PATH"] = ":".join([libraries, *path])
    os.execv(sys.executable, [sys.executable, *sys.argv])


def _call(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(done.stdout)


def switch_off(names):
    """For the alignments that follow; those that are separated by +, and no others."""
    os.environ["HOM_WITHOUT"] = names.replace("+", ",")
