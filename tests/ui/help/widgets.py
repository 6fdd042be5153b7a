# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets as a screen reader knows them, by AT-SPI."""

import time

import pyatspi
from gi.repository import GLib

CONTROLS = {
    pyatspi.ROLE_PUSH_BUTTON,
    pyatspi.ROLE_TOGGLE_BUTTON,
    pyatspi.ROLE_CHECK_BOX,
    pyatspi.ROLE_RADIO_BUTTON,
    pyatspi.ROLE_SLIDER,
    pyatspi.ROLE_COMBO_BOX,
    pyatspi.ROLE_SPIN_BUTTON,
    pyatspi.ROLE_CANVAS,
}


def walk(widget):
    """The widget and all that is inside."""
    yield widget
    for child in widget:
        if child is not None:
            yield from walk(child)


class Unseen(LookupError):
    """A window is there, and the accessibility bus does not know it."""


def windows():
    """As they are now: what the bus says is taken note of in the main loop only, and kept."""
    context = GLib.MainContext.default()
    while context.pending():
        context.iteration(False)
    desktop = pyatspi.Registry.getDesktop(0)
    desktop.clear_cache()
    for application in desktop:
        if application is not None:
            application.clear_cache()
            yield from (window for window in application if window is not None)


def find_dialog(title):
    for _ in range(100):
        try:
            for window in windows():
                if window.name == title:
                    return window
        except GLib.Error:  # of a program that has just ended
            pass
        time.sleep(0.1)
    raise Unseen(f"the accessibility bus does not know “{title}”")


def label_of(widget):
    """What it is called: by itself or by the label before it."""
    for relation in widget.getRelationSet():
        if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY:
            return relation.getTarget(0).name
    return widget.name


def find(dialog, role, label):
    for widget in walk(dialog):
        if widget.getRole() == role and label in (widget.name, label_of(widget)):
            return widget
    raise LookupError(f"no {role} “{label}”")


def is_shown(widget):
    return widget.getState().contains(pyatspi.STATE_SHOWING)


def mnemonic_of(widget):
    """The letter that is pressed with Alt, if there is one."""
    try:
        keys = widget.queryAction().getKeyBinding(0)
    except (NotImplementedError, RuntimeError):
        return ""
    return next((key[-1] for key in keys.split(";") if key.startswith("<Alt>")), "")


def walk_visible(widget):
    """As walk(), without what is hidden. What is scrolled out of sight is not."""
    if widget.getState().contains(pyatspi.STATE_VISIBLE):
        yield widget
        for child in widget:
            if child is not None:
                yield from walk_visible(child)


def controls(dialog):
    """What can be worked, as pairs of a label and the widget."""
    return [
        (label_of(widget), widget)
        for widget in walk_visible(dialog)
        if widget.getRole() in CONTROLS
    ]


def check_names(dialog, shared=""):
    """Every control has a name, and no two of them the same letter. Shared ones may belong to two, of
    which only one is sensitive: GTK passes the other over. Returns the letters."""
    letters = {}
    for label, widget in controls(dialog):
        assert label, f"no name: {widget.getRoleName()} in {widget.parent.name}"
        letter = mnemonic_of(widget)
        if letter in shared and not widget.getState().contains(pyatspi.STATE_SENSITIVE):
            continue
        assert not letter or letters.get(letter, label) == label, (
            f"both {label} and {letters[letter]} have {letter}"
        )
        letters[letter] = label
    return letters


def position(widget):
    """Left, top, width, height on the screen."""
    box = widget.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
    return box.x, box.y, box.width, box.height
