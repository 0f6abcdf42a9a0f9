"""The program finds what it ships: in a checkout, in a wheel, and after ``pip install .``."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from annotator import resources

ROOT = Path(__file__).parent.parent
SHIPPED = (
    "_resources/themes/window.qss",
    "_resources/fonts/SourceSerif4_400Regular.ttf",
    "_resources/schemes/starter.yaml",
    "_seeds/project.yaml",
    "py.typed",
)


def test_a_checkout_finds_its_resources() -> None:
    assert resources.path("themes/window.qss").is_file()
    assert (resources.seeds() / "project.yaml").is_file()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as it would be published."""
    if not (ROOT / "pyproject.toml").is_file():
        pytest.skip("only a checkout can build a wheel")
    out = tmp_path_factory.mktemp("dist")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", build, str(out)], cwd=ROOT, check=True, capture_output=True
    )
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_what_the_program_needs(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"annotator/{name}" for name in SHIPPED} <= names
    assert not [name for name in names if name.startswith(("tests/", "bench/"))]


def test_the_installed_wheel_makes_the_sample_project(wheel: Path, tmp_path: Path) -> None:
    """Unpacked beside the libraries, as an installer leaves it, and run from elsewhere."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import annotator; assert annotator.__file__.startswith(sys.argv[1]), annotator.__file__\n"
        "from pathlib import Path; from annotator.ops import sample\n"
        "with sample.create_sample(Path(sys.argv[2])) as project:\n"
        "    print(len(project.queries.article_ids()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(site), str(tmp_path / "sample.annotator")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 8
