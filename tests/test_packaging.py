"""The program finds what it ships: in a checkout, in a wheel, and after ``pip install .``."""

from __future__ import annotations

import importlib.util
import shutil
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


def sample_articles(site: Path, folder: Path) -> int:
    """How many articles the program in ``site`` puts into a sample project, run from elsewhere."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import annotator; assert annotator.__file__.startswith(sys.argv[1]), annotator.__file__\n"
        "from pathlib import Path; from annotator.ops import sample\n"
        "with sample.create_sample(Path(sys.argv[2])) as project:\n"
        "    print(len(project.queries.article_ids()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(site), str(folder / "sample.annotator")],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_the_wheel_makes_the_sample_project(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    assert sample_articles(site, tmp_path) >= 8


def test_installed_from_the_folder_it_makes_the_sample_project(tmp_path: Path) -> None:
    site = tmp_path / "site"
    options = ["--no-deps", "--no-build-isolation", "--target", str(site), str(ROOT)]
    if importlib.util.find_spec("pip"):
        install = [sys.executable, "-m", "pip", "install", "--quiet"]
    elif uv := shutil.which("uv"):
        install = [uv, "pip", "install", "--quiet", "--python", sys.executable]
    else:
        pytest.skip("there is neither pip nor uv here")
    done = subprocess.run([*install, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert sample_articles(site, tmp_path) >= 8
