"""Installing: what each target of make needs and no more, into an environment that is kept while it is of use."""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.acceptance.documents import ROOT

FILES = {"bot": ("runs",), "sandbox": ("runs", "paints"), "dev": ("runs", "paints", "tests"), "grpc": ("runs", "calls")}


def wheel(folder: Path, name: str, version: str = "1") -> str:
    """Make a package with one module; gives its line of requirements."""
    info = f"{name}-{version}.dist-info"
    contents = {
        f"{name}_here.py": "",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }

    def digest(text: str) -> str:
        return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()

    record = [f"{file},sha256={digest(text)},{len(text)}" for file, text in contents.items()]
    contents[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in contents.items():
            archive.writestr(zipfile.ZipInfo(file), text)  # of no date: made again, it is the same
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"


class Folder:
    """A folder with the Makefile, and small packages in the place of the large ones."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment = path / ".venv"
        self._wheels = path / "wheels"
        self._wheels.mkdir(parents=True)
        (path / "requirements").mkdir()
        shutil.copy(ROOT / "Makefile", path)
        for file, names in FILES.items():
            self.require(file, *names)

    def require(self, file: str, *names: str, version: str = "1") -> None:
        lines = [wheel(self._wheels, name, version) for name in names]
        (self.path / "requirements" / f"{file}.txt").write_text("\n".join(lines), encoding="utf-8")

    def make(self, *arguments: str) -> str:
        """Gives all that it says."""
        options = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self._wheels), "PIP_CONFIG_FILE": os.devnull}
        command = ("make", f"PYTHON={sys.executable}", *arguments)
        made = subprocess.run(
            command, cwd=self.path, env=os.environ | options, capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stdout + made.stderr
        return made.stdout

    def installed(self) -> dict[str, str]:
        """The packages with their versions."""
        found = (
            path.name.removesuffix(".dist-info") for path in self.environment.glob("lib/*/site-packages/*.dist-info")
        )
        versions = dict(name.split("-", 1) for name in found)
        return {name: version for name, version in versions.items() if name not in {"pip", "setuptools"}}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "artbot")


def needs(target: str) -> str:
    """The requirements that a target installs where nothing is there yet."""
    dry = subprocess.run(
        ["make", "--dry-run", "VENV=nothing", target], cwd=ROOT, capture_output=True, text=True, check=True
    )
    (file,) = {word for line in dry.stdout.splitlines() if "pip install" in line for word in line.split()[-1:]}
    return file.removeprefix("requirements/").removesuffix(".txt")


@pytest.mark.parametrize("target", ["setup", "run"])
def test_running_needs_no_more_than_the_container_has(target: str) -> None:
    assert needs(target) == "bot"


@pytest.mark.parametrize("target", ["sandbox", "bench"])
def test_the_sandbox_needs_what_paints_besides(target: str) -> None:
    assert needs(target) == "sandbox"


@pytest.mark.parametrize(
    "target",
    ["dev", "test", "coverage", "slow", "storm", "mutations", "check", "secrets", "format", "screenshots"],
)
def test_what_developers_use_fetches_what_it_needs_by_itself(target: str) -> None:
    assert needs(target) == "dev"


@pytest.mark.slow
def test_more_is_added_to_what_is_there_and_nothing_is_installed_twice(folder: Folder) -> None:
    folder.make("setup")
    assert folder.installed() == {"runs": "1"}
    mark = folder.environment / "mark"
    mark.touch()
    folder.make("grpc")
    assert folder.installed() == {"runs": "1", "calls": "1"}
    folder.make("dev")
    assert folder.installed() == {"runs": "1", "calls": "1", "paints": "1", "tests": "1"}
    assert mark.exists()
    for less in ("setup", "dev"):
        assert "Nothing to be done" in folder.make(less)


@pytest.mark.slow
def test_an_update_brings_what_has_changed_and_keeps_the_rest(folder: Folder) -> None:
    folder.make("dev")
    folder.require("bot", "runs", version="2")
    folder.make("setup")
    assert folder.installed() == {"runs": "2", "paints": "1", "tests": "1"}
    folder.require("dev", "runs", "paints", "tests", version="3")
    folder.make("dev")
    assert folder.installed() == {"runs": "3", "paints": "3", "tests": "3"}


def without_its_python(environment: Path) -> None:
    """As where that version was removed from the system."""
    for python in (environment / "bin").glob("python*"):
        python.unlink()
        python.symlink_to("/nowhere/python")


def of_another_python(environment: Path) -> None:
    """As where the system has brought another version under the same name."""
    (library,) = (environment / "lib").glob("python3*")
    library.rename(library.with_name("python3.9"))


def emptied(environment: Path) -> None:
    shutil.rmtree(environment / "bin")


def of_an_old_python(environment: Path) -> None:
    for python in (environment / "bin").glob("python*"):
        python.unlink()
        python.write_text("#!/bin/sh\necho False\n", encoding="utf-8")  # what one says to being asked whether it is new
        python.chmod(0o755)


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [of_another_python, without_its_python, emptied, of_an_old_python])
def test_an_environment_that_is_of_no_use_is_made_anew(folder: Folder, spoil: object) -> None:
    folder.make("dev")
    assert callable(spoil)
    spoil(folder.environment)
    folder.make("setup")
    assert folder.installed() == {"runs": "1"}
    assert (
        subprocess.run((folder.environment / "bin" / "python", "-c", "import runs_here"), check=False).returncode == 0
    )
    assert "Fetching" in folder.make("dev")


@pytest.mark.slow
def test_an_environment_without_pip_as_uv_makes_it_is_kept(folder: Folder) -> None:
    subprocess.run((sys.executable, "-m", "venv", "--without-pip", folder.environment), check=True)
    mark = folder.environment / "mark"
    mark.touch()
    folder.make("setup")
    assert folder.installed() == {"runs": "1"}
    assert mark.exists()


@pytest.mark.parametrize(
    "arguments", [(".",), ("--editable", "."), ("--no-build-isolation", "."), ("--no-deps", "--target=x", ".")]
)
def test_whoever_installs_it_as_a_package_is_told_how_it_is_installed(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    for name in ("pyproject.toml", "README.md", "requirements", "bot"):
        (tmp_path / name).symlink_to(ROOT / name)
    options = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_REQUIRE_VIRTUALENV": "0"}
    ended = subprocess.run(
        (sys.executable, "-m", "pip", "install", "--dry-run", *arguments),
        cwd=tmp_path,
        env=os.environ | options,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode != 0
    assert "artbot is not installed as a package, it runs from this folder: type `make setup` here" in ended.stderr


@pytest.mark.parametrize("made", ["uv.lock", ".venv/x", "build/x", ".env"])
def test_git_ignores_what_tools_leave_behind(tmp_path: Path, made: str) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    shutil.copy(ROOT / ".gitignore", tmp_path)
    ignored = subprocess.run(["git", "-C", tmp_path, "check-ignore", "--quiet", made], check=False)
    assert ignored.returncode == 0
