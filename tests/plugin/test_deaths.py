# SPDX-License-Identifier: GPL-3.0-or-later
"""A plug-in that is killed, at each message that it sends to GIMP: the image then is as it was, or
finished, or one undo makes it what it was. GIMP's own button “Cancel” does the same: it kills.

How much is half done is told by name, and may not become more."""

import os
import tempfile

from faulttools import call_with, count_messages, undo
from gi.repository import Gimp
from gimptools import add_layer, get_rendered, load, main, new_image, save, state, textured_picture

WIDTH, HEIGHT = 80, 60
# The layer goes a little beyond the image: all the boxes differ.
MATRIX = [1.02, 0.03, 5, -0.02, 0.98, 7, 0.0002, 0, 1]
CORNERS = {"x1": 8, "y1": 6, "x2": 70, "y2": 9, "x3": 66, "y3": 52, "x4": 11, "y4": 49}
# Without a change at so many messages in a row, counted from the last one, there is none before. Of
# the messages before, each so-manieth is tried; HOM_ALL_MESSAGES=1 tries all.
QUIET, STEP = 3, 15


def scene(kind="plain"):
    """A reference, and a layer without an alpha channel that shows it moved by (3, 2)."""
    image = new_image(WIDTH, HEIGHT)
    picture = textured_picture(WIDTH + 40, HEIGHT + 40)
    reference = add_layer(image, picture[10 : 10 + HEIGHT, 10 : 10 + WIDTH], "reference")
    layer = add_layer(image, picture[12 : 12 + HEIGHT, 13 : 13 + WIDTH], "layer")
    layers = [layer]
    if kind == "masked":
        layer.add_mask(layer.create_mask(Gimp.AddMaskType.COPY))
    elif kind == "selected":
        image.select_rectangle(Gimp.ChannelOps.REPLACE, 10, 10, 40, 30)
    elif kind == "two":
        layers.append(add_layer(image, picture[9 : 9 + HEIGHT, 11 : 11 + WIDTH], "second"))
    elif kind == "group":
        group = Gimp.GroupLayer.new(image, "group")
        image.insert_layer(group, None, 0)
        for inner in (layer, add_layer(image, picture[9:49, 11:61], "second", 12, 6)):
            image.reorder_item(inner, group, 0)
        group.add_mask(group.create_mask(Gimp.AddMaskType.WHITE))
        layers = [group]
    elif kind == "filtered":
        call_with("", "transform", image=image, drawables=[layer], matrix=[1, 0, 2, 0, 1, 1, 0, 0, 1])
    return image, reference, layers


def arguments_of(name, image, reference, layers, output):
    own = {
        "transform": {"matrix": MATRIX},
        "perspective": CORNERS,
        "align": {"reference": reference, "start": "current", "model": "translation"},
    }
    return {"image": image, "drawables": layers, "output": output, **own[name]}


def check_loads(image):
    """A saved image can be loaded, and is the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "saved.xcf")
        save(image, path)
        loaded = load(path)
    assert [layer.get_name() for layer in loaded.get_layers()] == [
        layer.get_name() for layer in image.get_layers()
    ]
    sizes = [(layer.get_width(), layer.get_height()) for layer in loaded.get_layers()]
    assert sizes == [(layer.get_width(), layer.get_height()) for layer in image.get_layers()]
    loaded.delete()


def kill_at(message, name, arguments, before, after, seen):
    """Returns what has become of the image, and makes it what it was. seen: how it may look, if that
    is known."""
    image = arguments["image"]
    call_with(f"kill {message}", name, **arguments)
    now = state(image)
    if now == before:
        return "untouched"
    if now != after:
        check_loads(image)
        looks = get_rendered(image)
        assert not seen or any((looks == one).all() for one in seen), f"message {message}"
    undo(image)
    assert state(image) == before, f"killed at message {message}: one undo is not enough"
    return "finished" if now == after else "half"


def messages_to_try(n_messages):
    """Backwards. Sent back whether the image was untouched."""
    quiet = 0
    for message in range(n_messages, 0, -1):
        if os.environ.get("HOM_ALL_MESSAGES") or quiet < QUIET or message % STEP == 0:
            untouched = yield message
            quiet = quiet + 1 if untouched else 0


def kill_everywhere(name, output, kind, most_half):
    """most_half: at how many messages, at the most, something half done may be left."""
    image, reference, layers = scene(kind)
    arguments = arguments_of(name, image, reference, layers, output)
    before, seen = state(image), [get_rendered(image)]
    error = call_with("", name, **arguments)
    assert error is None, error
    n_messages, after = count_messages(), state(image)
    seen.append(get_rendered(image))
    if output != "none":
        undo(image)
    assert state(image) == before, "an undo does not make it what it was"

    counts = {"untouched": 0, "half": 0, "finished": 0}
    messages = messages_to_try(n_messages)
    message = next(messages)
    while message:
        # With one plain layer, half done is as good as not begun, or as done.
        outcome = kill_at(message, name, arguments, before, after, seen if kind == "plain" else [])
        counts[outcome] += 1
        try:
            message = messages.send(outcome == "untouched")
        except StopIteration:
            message = 0
    print(f"# {name} {output} {kind}: {n_messages} messages, {counts}", flush=True)
    assert counts["half"] <= most_half, counts
    assert output == "none" or counts["finished"] > 0, counts

    # It lives on.
    error = call_with("", name, **arguments)
    assert error is None and state(image) == after, error
    assert len(Gimp.get_images()) == 1, "an image of the plug-in's is left"
    image.delete()


def make_test(name, output, kind, most_half):
    def test():
        kill_everywhere(name, output, kind, most_half)

    test.__name__ = f"test_{name}_{output}_{kind}".replace("-", "_")
    return test


# In between are: an alpha channel more, a step each in GIMP's library for putting and for merging a
# filter, and a call for each of: the selection, the mask, the filter that was there, each layer more. A
# filter with many digits takes two messages.
CASES = [
    ("transform", "filter", "plain", 2),
    ("transform", "layer", "plain", 3),
    ("transform", "new-layer", "plain", 1),
    ("transform", "none", "plain", 0),
    ("perspective", "filter", "plain", 3),
    ("perspective", "layer", "plain", 3),
    ("perspective", "new-layer", "plain", 1),
    ("perspective", "none", "plain", 0),
    ("align", "filter", "plain", 2),
    ("align", "layer", "plain", 3),
    ("align", "new-layer", "plain", 1),
    ("align", "none", "plain", 0),
    ("transform", "layer", "masked", 5),
    ("transform", "new-layer", "masked", 1),
    ("transform", "filter", "selected", 5),
    ("transform", "layer", "selected", 7),
    ("transform", "new-layer", "selected", 12),
    ("transform", "filter", "two", 5),
    ("transform", "layer", "two", 7),
    ("transform", "new-layer", "two", 5),
    ("transform", "layer", "group", 13),
    ("transform", "new-layer", "group", 18),
    ("transform", "filter", "filtered", 1),
    ("transform", "layer", "filtered", 4),
    ("transform", "new-layer", "filtered", 8),
]

for case in CASES:
    globals()[f"test_{len(globals())}"] = make_test(*case)

main(globals())
