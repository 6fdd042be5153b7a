# SPDX-License-Identifier: GPL-3.0-or-later
"""The plug-in in a language, and in one that is made up: its words are longer than any."""

import contextlib
import gettext
import os
import shutil
import subprocess
import tempfile

# The language that is made up: English with its words drawn out, amid GIMP's own in the language of this
# code, which GIMP must know.
LONG = "fi"
SHARE = 0.3


def catalogues():
    """The folder with those of the plug-in that is tested."""
    folder = os.environ["GIMP_TESTING_PLUGINDIRS"].split(":")[0]
    return os.path.join(folder, "homography", "locale")


def translate(language, text):
    """As the plug-in that is tested has it."""
    translation = gettext.translation("homography", catalogues(), [language], fallback=True)
    return translation.gettext(text)


def letter_of(language, text):
    text = translate(language, text)
    return text[text.index("_") + 1].lower()


def draw_out(text):
    """A text with more letters at the end of each line; formats and letters to press stay."""
    return "\n".join(
        line + "x" * round(SHARE * len(line)) if line else line for line in text.split("\n")
    )


def quote(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def write_long(folder):
    """A catalogue in which each text that German has is drawn out."""
    german = gettext.translation("homography", catalogues(), ["de"])
    entries = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n']
    for key in german._catalog:  # there is no other way to list it
        if key and isinstance(key, str) and "\x04" not in key:
            entries.append(f"msgid {quote(key)}\nmsgstr {quote(draw_out(key))}\n")
    path = os.path.join(folder, LONG, "LC_MESSAGES")
    os.makedirs(path)
    subprocess.run(
        ["msgfmt", "--output-file", os.path.join(path, "homography.mo"), "-"],
        input="\n".join(entries),
        text=True,
        check=True,
    )


def add_long(folder):
    """Has GIMP find the plug-in in a folder, with that catalogue beside it."""
    first, *others = os.environ["GIMP_TESTING_PLUGINDIRS"].split(":")
    plugin = os.path.join(folder, "homography")
    os.mkdir(plugin)
    shutil.copy2(os.path.join(first, "homography", "homography"), plugin)
    write_long(os.path.join(plugin, "locale"))
    return {"GIMP_TESTING_PLUGINDIRS": ":".join([folder, *others])}


@contextlib.contextmanager
def environment(language):
    """What GIMP needs to speak a language. No locale of it need be installed: it is that of C by
    another name, by which gettext goes."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as locales:
        os.symlink("/usr/lib/locale/C.utf8", os.path.join(locales, f"{language}.UTF-8"))
        more = add_long(folder) if language == LONG else {}
        before = dict(os.environ)
        os.environ.update(more)
        try:
            yield {"LOCPATH": locales, "LC_ALL": f"{language}.UTF-8", **more}
        finally:
            os.environ.clear()
            os.environ.update(before)
