#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A second script, for two calls at once: GIMP starts it, and it calls what is asked for in the file
“second” of the folder HOM_FAULTS, while the test calls, too."""

import json
import os
import sys
import time

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))

FOLDER = os.environ.get("HOM_FAULTS", "")
INTERVAL = 10  # milliseconds


def answer(request):
    from gimptools import ProcedureError, call

    arguments = request["arguments"]
    arguments["image"] = Gimp.Image.get_by_id(arguments["image"])
    arguments["drawables"] = [Gimp.Item.get_by_id(number) for number in arguments["drawables"]]
    if "reference" in arguments:
        arguments["reference"] = Gimp.Item.get_by_id(arguments["reference"])
    result = {"begin": time.monotonic()}
    try:
        call(request["name"], **arguments)
    except ProcedureError as error:
        result["error"] = str(error)
    return {**result, "end": time.monotonic()}


class Second(Gimp.PlugIn):
    def do_query_procedures(self):
        return ["test-second"]

    def do_set_i18n(self, name):
        return False, None, None

    def do_create_procedure(self, name):
        return Gimp.Procedure.new(self, name, Gimp.PDBProcType.PERSISTENT, self.run, None)

    def run(self, procedure, config, data):
        procedure.persistent_ready()
        path = os.path.join(FOLDER, "second")
        while True:
            self.persistent_process(INTERVAL)
            if os.path.exists(path):
                with open(path, encoding="utf-8") as file:
                    request = json.load(file)
                os.remove(path)
                result = answer(request)
                with open(path + ".part", "w", encoding="utf-8") as file:
                    json.dump(result, file)
                os.rename(path + ".part", path + ".done")


Gimp.main(Second.__gtype__, sys.argv)
