# SPDX-License-Identifier: GPL-3.0-or-later
"""The frozen interface: names, defaults and return values that scripts rely on."""

from gi.repository import Gimp
from gimptools import main

COMMON = {
    "interpolation": "cubic",
    "boundary": "transparent",
    "output": "filter",
    "clipping": "adjust",
    "keep-ratio": False,
}

INTERFACE = {
    "plug-in-homography-perspective": (
        {
            **{f"{axis}{corner}": 0.0 for corner in range(1, 5) for axis in "xy"},
            "direction": "correct",
            "aspect": "auto",
            "aspect-ratio": 1.0,
            "corners": "given",
            "least-confidence": 0.5,
            "turn": "none",
            "mirror": False,
            "width": 0,
            "height": 0,
            "paper": "none",
            "resolution": 300.0,
            "crop-image": False,
            "report": False,
            **COMMON,
            "clipping": "corners",
        },
        ["matrix", "corners", "confidence", "ratio"],
    ),
    "plug-in-homography-align": (
        {
            "reference": None,
            "model": "homography",
            "loss": "auto",
            "start": "auto",
            "sequence": False,
            "use-selection": True,
            "crop-image": False,
            "report": False,
            **COMMON,
        },
        ["matrix", "correlation", "overlap", "residual", "displacement", "uncertainty", "model"],
    ),
    "plug-in-homography-transform": ({"matrix": None, **COMMON}, ["matrix"]),
}


def check(name):
    arguments, values = INTERFACE[name]
    procedure = Gimp.get_pdb().lookup_procedure(name)
    assert procedure, f"{name} is not there"
    names = [spec.get_name() for spec in procedure.get_arguments()]
    assert names[:3] == ["run-mode", "image", "drawables"], names
    if name == "plug-in-homography-perspective":
        assert {"inside-x", "inside-y"} <= set(names), names
    assert set(arguments) <= set(names), set(arguments) - set(names)
    config = procedure.create_config()
    for argument, default in arguments.items():
        assert config.get_property(argument) == default, argument
    assert [spec.get_name() for spec in procedure.get_return_values()][: len(values)] == values
    assert procedure.get_menu_paths() == ["<Image>/Layer/Transform"]
    assert procedure.get_blurb() and procedure.get_help()


def test_perspective_has_its_arguments():
    check("plug-in-homography-perspective")


def test_align_has_its_arguments():
    check("plug-in-homography-align")


def test_transform_has_its_arguments():
    check("plug-in-homography-transform")


main(globals())
