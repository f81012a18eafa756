"""LibreOffice: where it is, and how it is asked to convert a file."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from needskit.errors import OutputError, UsageError

NAMES = ("soffice", "libreoffice")
PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/usr/lib/libreoffice/program/soffice",
)
"""Where it usually is when it is not on the path: Windows, macOS, Linux."""

SECONDS = 180
NOBODY_LISTENS = "http://127.0.0.1:9"

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Jobs/Jobs/org.openoffice.Office.Jobs:Job['UpdateCheck']/Arguments"><prop oor:name="AutoCheckEnabled" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""  # noqa: E501 - a line a setting
"""Links are never followed, macros never run, and no newer version is asked for."""


def find_soffice() -> Path:
    """Return the program of LibreOffice.

    Raises
    ------
    UsageError
        If there is none.
    """
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    for place in PLACES:
        if Path(place).is_file():
            return Path(place)
    message = (
        "An .ods file is made by LibreOffice, which is not found on this computer. Install it, or write an .xlsx file."
    )
    raise UsageError(message)


def converted(path: Path, *, seconds: float = SECONDS) -> bytes:
    """Return a workbook as LibreOffice writes it as OpenDocument.

    It runs with a profile of its own in a temporary folder, so that nothing of the user's takes part and a window that
    is open is left alone, and without a network.

    Parameters
    ----------
    path
        An .xlsx file.
    seconds
        How long it may take.

    Raises
    ------
    UsageError
        If LibreOffice is not there.
    OutputError
        If it takes longer, or does not write the file.
    """
    program = find_soffice()
    with tempfile.TemporaryDirectory(prefix="needskit-", ignore_cleanup_errors=True) as folder:
        profile, given, out = Path(folder, "profile"), Path(folder, "workbook.xlsx"), Path(folder, "out")
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        given.write_bytes(path.read_bytes())
        _run(
            [
                *(
                    str(program),
                    f"-env:UserInstallation={profile.as_uri()}",
                    "--headless",
                    "--norestore",
                    "--nodefault",
                ),
                *("--nolockcheck", "--convert-to", "ods", "--outdir", str(out), str(given)),
            ],
            seconds,
        )
        written = out / "workbook.ods"
        if not written.is_file():
            message = "LibreOffice did not write the .ods file. Open it once by hand to see whether it works."
            raise OutputError(message)
        return written.read_bytes()


def _run(command: list[str], seconds: float) -> None:
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), NOBODY_LISTENS)
    try:
        # A group of its own, so that whatever it starts is ended with it.
        process = subprocess.Popen(  # noqa: S603 - the program that was found, on a file that was written here
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **proxies},
            start_new_session=True,
        )
    except OSError:
        message = "LibreOffice could not be started. Open it once by hand to see whether it works."
        raise OutputError(message) from None
    with process:
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            message = (
                f"LibreOffice did not finish in {seconds:g} seconds, so it was ended. Write fewer tables, or .xlsx."
            )
            raise OutputError(message) from None


def _end(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
