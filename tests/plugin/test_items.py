# SPDX-License-Identifier: GPL-3.0-or-later
"""Items that are no layers of the image, or cannot be what they are passed as: each is refused as a
calling error that names the argument and says what to do, and the image stays as it was."""

from gi.repository import Gimp
from gimptools import ProcedureError, add_layer, call, main, new_image, state, textured_picture

WIDTH, HEIGHT = 60, 40
CORNERS = {"x1": 5, "y1": 5, "x2": 55, "y2": 8, "x3": 50, "y3": 35, "x4": 8, "y4": 33}
PROCEDURES = {
    "perspective": lambda scene: CORNERS,
    "transform": lambda scene: {"matrix": [1, 0, 5, 0, 1, 7, 0, 0, 1]},
    "align": lambda scene: {"reference": scene.reference},
}
OUTPUTS = ["filter", "new-layer"]


class Scene:
    """What is refused is refused before pixels are looked at: they need not match. The layer has no
    alpha channel, which is the first thing that a change gives it."""

    def __init__(self):
        self.image = new_image(WIDTH, HEIGHT)
        self.reference = add_layer(self.image, textured_picture(WIDTH, HEIGHT), "reference")
        self.layer = add_layer(self.image, textured_picture(WIDTH, HEIGHT, seed=2), "layer")
        self.image.clean_all()

    def group(self, *layers, name="group", parent=None):
        group = Gimp.GroupLayer.new(self.image, name)
        self.image.insert_layer(group, parent, 0)
        for layer in layers:
            self.image.reorder_item(layer, group, 0)
        return group

    def float(self):
        """A floating selection, on the layer."""
        self.image.select_rectangle(Gimp.ChannelOps.REPLACE, 10, 10, 20, 20)
        return Gimp.Selection.float(self.image, [self.layer], 0, 0)


def refused(name, scene, message, others=(), **arguments):
    """Only what changes an image makes it dirty, and adds to what can be undone."""
    images = [scene.image, *others]
    for image in images:
        image.clean_all()
    before = [state(image) for image in images], len(Gimp.get_images())
    try:
        call(f"plug-in-homography-{name}", image=scene.image, **arguments)
    except ProcedureError as error:
        assert error.status == Gimp.PDBStatusType.CALLING_ERROR, error
        assert error.message == message, error
    else:
        raise AssertionError(f"{name} did not refuse it")
    assert ([state(image) for image in images], len(Gimp.get_images())) == before, name
    assert not any(image.is_dirty() for image in images), name


def refuses_drawables(make, message, outputs=OUTPUTS):
    """Each procedure, with each output. make: returns the drawables, and other images."""
    for name, good in PROCEDURES.items():
        for output in outputs:
            scene = Scene()
            drawables, others = make(scene)
            arguments = {**good(scene), "output": output, "drawables": drawables}
            refused(name, scene, message, others, **arguments)
            for image in [scene.image, *others]:
                image.delete()


ELSEWHERE = (
    "layer: The layer is among “drawables”, but belongs to another image than “image”. Choose layers of "
    "one image."
)
NOWHERE = "copy: The layer is among “drawables”, but is in no image. Add it to the image first."


def test_layer_of_another_image():
    def make(scene):
        other = Scene()
        return [other.layer], [other.image]

    refuses_drawables(make, ELSEWHERE)


def test_layers_of_two_images():
    def make(scene):
        other = Scene()
        return [scene.layer, other.layer], [other.image]

    refuses_drawables(make, ELSEWHERE, ["layer"])


def test_layer_in_a_group_of_another_image():
    def make(scene):
        other = Scene()
        other.group(other.layer)
        return [other.layer], [other.image]

    refuses_drawables(make, ELSEWHERE, ["layer"])


def test_layer_of_no_image():
    copies = []

    def make(scene):
        copy = scene.layer.copy()
        copy.set_name("copy")
        copies.append(copy)
        return [copy], []

    refuses_drawables(make, NOWHERE)
    for copy in copies:
        if copy.is_valid():
            copy.delete()


def test_removed_layer():
    """It is no item any more: GIMP passes an empty list."""

    def make(scene):
        gone = scene.layer.copy()
        scene.image.insert_layer(gone, None, 0)
        scene.image.remove_layer(gone)
        return [gone], []

    refuses_drawables(
        make, "The argument “drawables” is empty: choose at least one layer.", ["layer"]
    )


def test_layer_mask_stands_for_its_layer():
    """As GIMP hands it over while it is active, which it is after “Add Layer Mask”."""
    for name, good in PROCEDURES.items():
        results = []
        for is_mask in False, True:
            scene = Scene()
            mask = scene.layer.create_mask(Gimp.AddMaskType.WHITE)
            scene.layer.add_mask(mask)
            drawables = [mask if is_mask else scene.layer]
            arguments = {**good(scene), "output": "layer"}
            if name == "align":
                arguments["output"] = "none"
                arguments["start"] = "current"
            try:
                call(
                    f"plug-in-homography-{name}",
                    image=scene.image,
                    drawables=drawables,
                    **arguments,
                )
                results.append(state(scene.image))
            except ProcedureError as error:
                results.append((error.status, error.message))
        assert results[0] == results[1], (name, results)
        if name != "align":  # what it thinks of these two pictures does not matter
            assert len(results[0]) > 0 and results[0] != state(Scene().image), name


def test_mask_and_its_layer_are_one():
    def make(scene):
        mask = scene.layer.create_mask(Gimp.AddMaskType.WHITE)
        scene.layer.add_mask(mask)
        return [scene.layer, mask], []

    refuses_drawables(make, "layer: The layer is among “drawables” twice.", ["layer"])


def test_selection():
    def make(scene):
        return [scene.image.get_selection()], []

    message = "Selection Mask: Only layers can be transformed, not channels."
    refuses_drawables(make, message, ["layer", "none"])


def test_channel_of_another_image():
    def make(scene):
        other = Scene()
        return [Gimp.Selection.save(other.image)], [other.image]

    message = "Selection Mask copy: Only layers can be transformed, not channels."
    refuses_drawables(make, message, ["layer"])


def test_floating_selection():
    def make(scene):
        return [scene.float()], []

    message = "Floated Layer: A floating selection cannot be transformed. Anchor it first."
    refuses_drawables(make, message)


def test_layer_under_a_floating_selection():
    def make(scene):
        scene.float()
        return [scene.layer], []

    refuses_drawables(make, "layer: A floating selection lies on the layer. Anchor it first.")


def test_layer_twice():
    def make(scene):
        return [scene.layer, scene.layer], []

    refuses_drawables(make, "layer: The layer is among “drawables” twice.")


def test_layer_and_its_group():
    def make(scene):
        return [scene.layer, scene.group(scene.layer)], []

    message = (
        "layer: The layer is among “drawables”, and a layer group that it is in is, too."
    )
    refuses_drawables(make, message, ["layer"])


def test_group_with_an_empty_group_inside():
    def make(scene):
        group = scene.group(scene.layer)
        scene.group(name="empty", parent=group)
        return [group], []

    refuses_drawables(make, "empty: The layer group is empty.", ["layer"])


# ---- The reference ----


def refuses_reference(make, message, drawables=lambda scene: [scene.layer]):
    """make: returns the reference, and other images."""
    for output in OUTPUTS:
        scene = Scene()
        reference, others = make(scene)
        refused(
            "align",
            scene,
            message,
            others,
            drawables=drawables(scene),
            reference=reference,
            output=output,
        )
        for image in [scene.image, *others]:
            image.delete()


def test_reference_of_another_image():
    def make(scene):
        other = Scene()
        return other.reference, [other.image]

    refuses_reference(
        make,
        "The argument “reference” belongs to another image. Choose a layer of the same image.",
    )


def test_reference_of_no_image():
    copies = []

    def make(scene):
        copies.append(scene.reference.copy())
        return copies[-1], []

    refuses_reference(
        make, "The argument “reference” is in no image. Add the layer to the image first."
    )
    for copy in copies:
        if copy.is_valid():
            copy.delete()


def test_reference_that_is_no_layer():
    def mask(scene):
        scene.reference.add_mask(scene.reference.create_mask(Gimp.AddMaskType.WHITE))
        return scene.reference.get_mask(), []

    kinds = {
        "layer mask": mask,
        "channel": lambda scene: (Gimp.Selection.save(scene.image), []),
        "selection": lambda scene: (scene.image.get_selection(), []),
    }
    for make in kinds.values():
        refuses_reference(make, "The argument “reference” is a channel or a mask. Choose a layer.")


def test_mask_of_the_layer_as_reference():
    def make(scene):
        scene.layer.add_mask(scene.layer.create_mask(Gimp.AddMaskType.WHITE))
        return scene.layer.get_mask(), []

    scene = Scene()
    reference, _ = make(scene)
    refused(
        "align",
        scene,
        "The argument “reference” is a channel or a mask. Choose a layer.",
        drawables=[scene.layer],
        reference=reference,
        output="layer",
    )


def test_floating_selection_as_reference():
    message = "The argument “reference” is a floating selection, or one lies on it. Anchor it first."
    refuses_reference(
        lambda scene: (scene.float(), []), message, drawables=lambda scene: [scene.reference]
    )

    def under(scene):
        scene.float()
        return scene.layer, []

    refuses_reference(under, message, drawables=lambda scene: [scene.reference])


def test_empty_group_as_reference():
    message = "The argument “reference” is a layer group without layers. Choose a layer."
    refuses_reference(lambda scene: (scene.group(), []), message)

    def nested(scene):
        group = scene.group()
        scene.group(name="inner", parent=group)
        return group, []

    refuses_reference(nested, message)


def test_group_of_the_layer_as_reference():
    message = (
        "The argument “reference” is a layer group that “layer” is in, which is to be moved. Choose a "
        "layer that stays in place."
    )
    refuses_reference(lambda scene: (scene.group(scene.layer, scene.reference), []), message)

    def nested(scene):
        return scene.group(scene.group(scene.layer, name="inner")), []

    refuses_reference(nested, message)


def test_reference_among_the_layers():
    refuses_reference(
        lambda scene: (scene.layer, []),
        "The argument “reference” is also among “drawables”: a layer cannot be aligned to itself.",
    )


def test_reference_inside_a_group_that_is_to_move():
    """Groups are not aligned at all, which is said first."""
    scene = Scene()
    group = scene.group(scene.layer, scene.reference)
    message = (
        "group: A layer group cannot be aligned. Align a layer inside it, and transform the group "
        "by the matrix that was found."
    )
    refused("align", scene, message, drawables=[group], reference=scene.reference)


def test_no_reference():
    refuses_reference(
        lambda scene: (None, []),
        "The argument “reference” is missing: choose the layer that stays in place.",
    )


# ---- What is no wrong argument, but of no use ----


def test_nothing_to_be_seen():
    """A transparent layer, or reference, cannot be aligned: an execution error that names it."""
    for which in ("layer", "reference"):
        scene = Scene()
        drawable = getattr(scene, which)
        drawable.add_alpha()
        drawable.fill(Gimp.FillType.TRANSPARENT)
        before = state(scene.image)
        try:
            call(
                "plug-in-homography-align",
                image=scene.image,
                drawables=[scene.layer],
                reference=scene.reference,
                output="layer",
            )
        except ProcedureError as error:
            assert error.status == Gimp.PDBStatusType.EXECUTION_ERROR, error
            assert error.message.startswith(("layer: ", "reference: ")), error
        else:
            raise AssertionError(f"a transparent {which} was aligned")
        assert state(scene.image) == before


# ---- What is allowed ----


def aligned_scene():
    """The layer is the reference, moved by (3, 2)."""
    scene = Scene()
    picture = textured_picture(WIDTH + 40, HEIGHT + 40)
    reference = add_layer(scene.image, picture[10:-10, 10:-10], "below")
    layer = add_layer(scene.image, picture[12:-8, 13:-7], "moved")
    return scene, reference, layer


def assert_moves_by(scene, reference, layer, run_mode=Gimp.RunMode.NONINTERACTIVE):
    arguments = {} if reference is None else {"reference": reference}
    matrix = call(
        "plug-in-homography-align",
        image=scene.image,
        drawables=[layer],
        model="translation",
        output="none",
        run_mode=run_mode,
        **arguments,
    )[0]
    assert abs(matrix[2] - 3) < 0.05 and abs(matrix[5] - 2) < 0.05, matrix


def test_other_group_is_a_reference():
    scene, reference, layer = aligned_scene()
    assert_moves_by(scene, scene.group(reference), layer)


def test_layer_beside_the_layer_in_its_group_is_a_reference():
    scene, reference, layer = aligned_scene()
    group = scene.group(reference, layer)
    scene.group(name="empty", parent=group)
    assert_moves_by(scene, reference, layer)


def test_preset_reference_is_none_that_would_be_refused():
    """Without one, it is the layer below: not the group around both, nor an empty one."""
    scene, reference, layer = aligned_scene()
    group = scene.group(reference, layer)
    scene.group(name="empty", parent=group)
    scene.image.reorder_item(layer, group, 0)
    assert_moves_by(scene, None, layer, Gimp.RunMode.WITH_LAST_VALS)


main(globals())
