"""
Python for Windows under wine, to run the students' programs as Windows does.

It is put together from package registries. The wheel of panda3d brings Python's libraries for
Windows, for programs that are frozen with it; the standard library is that of this Python, and
the executable is a few lines of C. Three libraries that wine lacks in whole or in part are
filled in: torch and numpy need them when they are imported.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

COMPILER = "x86_64-w64-mingw32-gcc"
OBJDUMP = "x86_64-w64-mingw32-objdump"
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
LIBRARY = f"python{VERSION.replace('.', '')}"
SYSTEM = Path("drive_c/windows/system32")
# What students install, and its dependencies: pip would look for those of Linux.
PACKAGES = (
    # From 2.14 on it needs vcruntime140_threads.dll, which wine has not.
    *("torch>=2.6,<2.14", "numpy", "matplotlib", "pytest", "pytest-timeout", "watchfiles"),
    *("anyio", "colorama", "contourpy", "cycler", "filelock", "fonttools", "fsspec", "idna"),
    *("iniconfig", "jinja2", "kiwisolver", "markupsafe", "mpmath", "networkx", "packaging"),
    *("pillow", "pluggy", "pygments", "pyparsing", "python-dateutil", "six", "sympy"),
    *("typing-extensions",),
)
EXECUTABLE = f"""
#include <windows.h>
int wmain(int count, wchar_t **words) {{
    HMODULE python = LoadLibraryW(L"{LIBRARY}.dll");
    int (*run)(int, wchar_t **) = (void *)GetProcAddress(python, "Py_Main");
    return run(count, words);
}}
"""
RANDOM = """
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) {
    return SystemFunction036(data, (ULONG)size);
}
"""
# The parts of a complex float, which comes in a register of eight bytes.
COMPLEX = """
typedef union { unsigned long long bits; float parts[2]; } two;
float crealf(unsigned long long z) { two t; t.bits = z; return t.parts[0]; }
float cimagf(unsigned long long z) { two t; t.bits = z; return t.parts[1]; }
"""
INCOMPLETE = ("crealf", "cimagf")


def missing_programs() -> str:
    """Return the names of the programs that are missing; "" if none is."""
    wanted = ("wine", COMPILER, OBJDUMP)
    return ", ".join(name for name in wanted if shutil.which(name) is None)


def make_windows_python(folder: Path) -> None:
    """Make ``python.exe`` in *folder*, the packages of students, and a prefix for wine."""
    wheels, site = folder / "wheels", folder / "Lib" / "site-packages"
    _pip("download", "-d", str(wheels), "panda3d")
    with zipfile.ZipFile(next(wheels.glob("panda3d-*.whl"))) as wheel:
        for name in wheel.namelist():
            # The libraries of C are wine's own.
            if re.match(r"deploy_libs/(?!api-ms|vcruntime|tcl|tk)", name, re.IGNORECASE):
                place = folder / "DLLs" if LIBRARY not in name else folder
                place.mkdir(exist_ok=True)
                (place / Path(name).name).write_bytes(wheel.read(name))
    aside = shutil.ignore_patterns("site-packages", "dist-packages", "lib-dynload", "test")
    shutil.copytree(sysconfig.get_path("stdlib"), folder / "Lib", ignore=aside)
    _pip("install", "--target", str(site), *PACKAGES)
    _compile(folder / "python.exe", EXECUTABLE, "-municode")
    _compile(folder / "python3.dll", "", "-shared", forwards=(folder / f"{LIBRARY}.dll", LIBRARY))
    for words in (["wineboot", "--init"], ["winecfg", "-v", "win10"]):
        run(words, environment(folder))
    system = folder / "prefix" / SYSTEM
    _compile(system / "bcryptprimitives.dll", RANDOM, "-shared", "-ladvapi32")
    _fill_in(system)


def _fill_in(system: Path) -> None:
    """Put a library in front of wine's own C library, which it uses for the rest."""
    own = (system / "ucrtbase.dll").read_bytes()
    # With this mark wine would look for the file of the original name.
    (system / "ucrtwine.dll").write_bytes(own.replace(b"Wine builtin DLL", bytes(16)))
    (system / "ucrtbase.dll").unlink()
    _compile(
        system / "ucrtbase.dll", COMPLEX, "-shared", "-nostdlib", "-fno-builtin",
        forwards=(system / "ucrtwine.dll", "ucrtwine"),
    )  # fmt: skip


def run(
    words: Sequence[str], variables: Mapping[str, str], **options: Any
) -> subprocess.CompletedProcess[bytes]:
    """Run a program of Windows; its output is bytes."""
    return subprocess.run(
        words, env=variables, capture_output=True, timeout=600, check=False, **options
    )


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment variables for wine, in which torch finds the processors."""
    away = ("PYTEST_", "LANG", "LC_", "PYTHON", "WINE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(away)}
    prefix = folder / "prefix"
    # Wine knows no groups of processors, which the OpenMP of torch asks for.
    own = {"WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "KMP_AFFINITY": "disabled"}
    if (prefix / SYSTEM / "ucrtwine.dll").exists():
        own["WINEDLLOVERRIDES"] = "ucrtbase=n"
    return kept | own | more


def _pip(command: str, *words: str) -> None:
    """Run pip for Windows; nothing is built and no dependency is resolved."""
    fixed = ["--quiet", "--no-deps", "--only-binary=:all:", "--platform", "win_amd64"]
    subprocess.run(
        [sys.executable, "-m", "pip", command, *fixed, "--python-version", VERSION, *words],
        check=True,
    )


def _compile(
    target: Path, source: str, *options: str, forwards: tuple[Path, str] | None = None
) -> None:
    """Compile C for Windows; calls to the exports of *forwards* are passed on to it."""
    code = target.with_suffix(".c")
    code.write_text(source)
    words = [COMPILER, "-O1", "-o", str(target), str(code)]
    if forwards:
        library, name = forwards
        table = target.with_suffix(".def")
        names = [name for name in _exports(library) if name not in INCOMPLETE]
        lines = [f"{each}={name}.{each}" for each in names]
        own = INCOMPLETE if source else ()
        table.write_text("\n".join(["EXPORTS", *lines, *own]))
        words.append(str(table))
    if "-shared" in options and "-ladvapi32" not in options:
        options = (*options, "-Wl,-e,0", "-nostartfiles")
    subprocess.run([*words, *options], check=True)


def _exports(library: Path) -> list[str]:
    """Return the names that a library of Windows exports."""
    words = [OBJDUMP, "-p", str(library)]
    listed = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    table = listed.partition("[Ordinal/Name Pointer] Table")[2]
    return re.findall(r"^\s*\[\s*\d+\].* (\S+)$", table, re.MULTILINE)
