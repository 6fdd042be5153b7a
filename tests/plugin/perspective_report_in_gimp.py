# SPDX-License-Identifier: GPL-3.0-or-later
"""Inside GIMP: straightens with and without a report, for test_perspective_report to read."""

from gi.repository import Gimp
from gimptools import add_layer, call, new_image, textured_picture

WIDTH, HEIGHT = 240, 180
# Two sides of the first meet within the layer, those of the second, a sheet of 3 : 2, beyond it; the last, and the first,
# have two that are parallel.
STEEP = [100, 60, 140, 60, 220, 150, 20, 150]
MILD = [37.2, 54.2, 188.7, 32.4, 179.3, 115.6, 50.5, 148.2]
TILTED = [60, 20, 180, 20, 200, 160, 40, 160]

image = new_image(WIDTH, HEIGHT)
large = add_layer(image, textured_picture(WIDTH, HEIGHT), "large")
# Only what lies below the horizon.
small = add_layer(image, textured_picture(WIDTH, 90), "small", 0, 70)
Gimp.message_set_handler(Gimp.MessageHandlerType.CONSOLE)

for title, layers, quad, arguments in [
    ("silent", [large], STEEP, {"clipping": "adjust"}),
    ("cut", [large], STEEP, {"clipping": "adjust", "report": True}),
    ("one of two", [small, large], STEEP, {"clipping": "adjust", "report": True}),
    ("corners", [large], STEEP, {"report": True}),
    ("whole", [large], MILD, {"clipping": "adjust", "report": True}),
    ("lens", [large], TILTED, {"report": True}),
]:
    print(f"begin {title}", flush=True)
    numbers = {f"{axis}{i + 1}": quad[2 * i + k] for i in range(4) for k, axis in enumerate("xy")}
    returned = call(
        "plug-in-homography-perspective", image=image, drawables=layers, output="none", **numbers, **arguments)
    print(f"ratio {returned[3][0]:.4f}")
    print(f"end {title} {Gimp.message_get_handler().value_nick}", flush=True)
image.delete()
