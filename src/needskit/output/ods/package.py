"""The parts of an OpenDocument file: nothing in it of the computer that wrote it."""

from __future__ import annotations

import io
import re
import zipfile

from needskit.output.excel.package import EPOCH

FIRST = "mimetype"
LEFT_OUT = ("Thumbnails/", "Configurations2/")
_PRINTER = re.compile(
    rb'<config:config-item config:name="Printer(?:Name|Setup)"[^>]*?(?:/>|>[^<]*</config:config-item>)'
)
_ENTRY = re.compile(rb'\s*<manifest:file-entry manifest:full-path="(?:Thumbnails|Configurations2)/[^>]*/>')
_LANGUAGE = re.compile(rb'fo:language="[a-zA-Z]+" fo:country="[a-zA-Z]+"')


def repacked(content: bytes, *, language: str) -> bytes:
    """Return the file without the names of printers and without a picture of its first page, in one language.

    Parameters
    ----------
    content
        As LibreOffice wrote it.
    language
        Of the words, as a tag: LibreOffice puts its own.
    """
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as file:
        names = sorted(name for name in parts.namelist() if not name.startswith(LEFT_OUT) and not name.endswith("/"))
        # The format wants its kind first and not compressed.
        for name in (FIRST, *(name for name in names if name != FIRST)):
            entry = zipfile.ZipInfo(name, (EPOCH.year, EPOCH.month, EPOCH.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == FIRST else zipfile.ZIP_DEFLATED
            file.writestr(entry, _cleaned(name, parts.read(name), language))
    return result.getvalue()


def _cleaned(name: str, part: bytes, language: str) -> bytes:
    if name == "settings.xml":
        return _PRINTER.sub(b"", part)
    if name == "META-INF/manifest.xml":
        return _ENTRY.sub(b"", part)
    tongue, _, country = language.partition("-")
    if name == "styles.xml" and tongue.isalpha() and country.isalpha():
        return _LANGUAGE.sub(f'fo:language="{tongue}" fo:country="{country}"'.encode(), part)
    return part
