# SPDX-License-Identifier: GPL-3.0-or-later
"""The same job on JPEG files by the program homography, by the gegl command, and by GIMP's batch mode in
Python and Script-Fu.

The program homography has no job of reading and writing alone. A way takes a job, the names of files, the corners of the page on them and the page's size. It gives
the commands, one after another, which write the file that result_of() names for each. With the job “align” they
are laid over the file reference.jpg.
"""

import geometry

# By what procedure.
JOBS = {"read and write": None, "straighten": "perspective", "align": "align"}

PYTHON = """
from gi.repository import Gimp, Gio

def file(name):
    return Gio.File.new_for_path(name)

for name in {names!r}:
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file("reference.jpg" if {align} else name))
    layer = image.get_layers()[0]
    if {align}:
        reference = layer
        layer = Gimp.file_load_layer(Gimp.RunMode.NONINTERACTIVE, image, file(name))
        image.insert_layer(layer, None, 0)
    if {procedure!r}:
        procedure = Gimp.get_pdb().lookup_procedure({procedure!r})
        config = procedure.create_config()
        config.set_property("image", image)
        config.set_core_object_array("drawables", [layer])
        config.set_property("output", "layer")
        if {align}:
            config.set_property("reference", reference)
        else:
            for key, value in {corners!r}.items():
                config.set_property(key, value)
        assert procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS
        image.resize_to_layers()
    Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, file("out-" + name), None)
    image.delete()
"""

SCRIPT_FU = """
(script-fu-use-v3)
(for-each
  (lambda (name)
    (let* ((image (gimp-file-load RUN-NONINTERACTIVE {first}))
           (reference (vector-ref (gimp-image-get-layers image) 0))
           (layer {layer}))
      {insert}
      {call}
      (gimp-image-resize-to-layers image)
      (gimp-file-save RUN-NONINTERACTIVE image (string-append "out-" name))
      (gimp-image-delete image)))
  (list {names}))
"""


def with_program(job, names, quad, size, jobs=1):
    """One call for all files."""
    common = ["--jobs", str(jobs), "--quiet", "--output", "out"]
    if not names:
        yield ["homography", "--version"]
    elif job == "align":
        yield ["homography", "align", *common, "reference.jpg", *names]
    else:
        corners = ",".join(f"{value:g}" for point in quad for value in point)
        width, height = size
        yield ["homography", "straighten", *common, "--corners", corners, "--size", f"{width}x{height}", *names]


def with_gegl(job, names, quad, size):
    """A process for each file, one after another."""
    chain = []
    if job == "straighten":
        numbers = zip(quad, geometry.corners(*size).tolist())
        chain = ["homography:warp"]
        for i, (source, target) in enumerate(numbers, 1):
            for kind, (x, y) in (("source", source), ("target", target)):
                chain += [f"{kind}-x{i}={x:g}", f"{kind}-y{i}={y:g}"]
        chain += ["crop", f"width={size[0]}", f"height={size[1]}"]
    elif job == "align":
        aux = "aux=[ load path=reference.jpg ]"
        chain = f"homography:align {aux} crop {aux}".split()
    for name in names:
        yield ["gegl", name, "-o", f"out-{name}"] + (["--", *chain] if chain else [])


def gimp(interpreter, code):
    yield ["gimp-console", "-i", "-d", "-f", "--quit", f"--batch-interpreter={interpreter}", "-b", code]


def with_python(job, names, quad, size):
    procedure = JOBS[job] and f"plug-in-homography-{JOBS[job]}"
    corners = {f"{axis}{i}": point[k] for i, point in enumerate(quad, 1) for k, axis in enumerate("xy")}
    code = PYTHON.format(
        names=names, align=job == "align", procedure=procedure, corners=corners
    )
    return gimp("python-fu-eval", code)


def with_script_fu(job, names, quad, size):
    first, layer, insert, call = "name", "reference", "", ""
    arguments = '#:run-mode RUN-NONINTERACTIVE #:image image #:drawables (vector layer) #:output "layer"'
    if job == "align":
        first = '"reference.jpg"'
        layer = "(vector-ref (gimp-file-load-layers RUN-NONINTERACTIVE image name) 0)"
        insert = "(gimp-image-insert-layer image layer 0 0)"
        call = f"(plug-in-homography-align {arguments} #:reference reference)"
    elif job == "straighten":
        points = " ".join(f"#:x{i} {x:g} #:y{i} {y:g}" for i, (x, y) in enumerate(quad, 1))
        call = f"(plug-in-homography-perspective {arguments} {points})"
    code = SCRIPT_FU.format(
        first=first, layer=layer, insert=insert, call=call,
        names=" ".join(f'"{name}"' for name in names),
    )  # fmt: skip
    return gimp("plug-in-script-fu-eval", code)


WAYS = {"homography": with_program, "gegl": with_gegl, "GIMP, Python": with_python, "GIMP, Script-Fu": with_script_fu}


def can_do(way, job):
    return way != "homography" or JOBS[job] is not None


def result_of(way, name):
    return f"out/{name}" if way == "homography" else f"out-{name}"
