"""The wheel without the desk's dependencies: the library and its command line work, and no test is in it."""

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
DESK_ONLY = (
    "django", "csp", "django_htmx", "sqlcipher3", "altair", "vl_convert", "waitress", "whitenoise", "xstatic",
    "platformdirs", "argon2", "mpl_toolkits",
)  # fmt: skip

# -S and -I: no .pth of the editable checkout, no current folder; only the wheel and the installed dependencies.
BARE = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in REFUSED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Refuse())
sys.path[:0] = [WHEEL]
sys.path += SITE
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        timeout=300,
    )
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path) -> Path:
    target = wheel.parent / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def _bare(unpacked: Path, code: str) -> str:
    paths = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    head = f"REFUSED = {DESK_ONLY!r}\nWHEEL = {str(unpacked)!r}\nSITE = {paths!r}\n"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", head + BARE + code],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_library_comes_from_the_wheel_and_compares_two_names(unpacked):
    code = "import json, tumen.names as n; print(json.dumps([n.__file__, n.compare('김영희', 'Kim Yong Hui').same]))"
    file, same = json.loads(_bare(unpacked, code))
    assert Path(file).is_relative_to(unpacked)
    assert same is True


def test_the_command_line_helps_and_has_no_desk(unpacked):
    code = "import sys; sys.argv = ['tumen', '--help']; from tumen.cli.main import main; main()"
    text = _bare(unpacked, code)
    assert "names" in text
    assert "estimate" in text
    assert "desk" not in text


def test_a_command_runs_on_the_bare_install(unpacked):
    code = (
        "import sys; sys.argv = ['tumen', 'names', 'compare', '김영희', 'Kim Yong Hui', '--json']; "
        "from tumen.cli.main import main; main()"
    )
    assert json.loads(_bare(unpacked, code))["same"] is True


def test_the_wheel_holds_both_packages_their_files_and_no_test(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    roots = {n.split("/")[0] for n in names if ".dist-info/" not in n}
    assert roots == {"tumen", "tumen_desk"}
    assert [n for n in names if Path(n).name.startswith(("test_", "conftest"))] == []
    assert any(n.startswith("tumen/packs/") and n.endswith(".yaml") for n in names)
    assert any(n.startswith("tumen_desk/") and n.endswith(".html") for n in names)
    assert any("/migrations/0001" in n for n in names)
    assert any(n.endswith("/licenses/LICENSE") for n in names)
