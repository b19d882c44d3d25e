"""Imports point down."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator" / "coranto"
ROWS = (
    ("problems", "packing", "stats", "latin", "held", "child", "spool"),
    ("cache",),
    ("body", "tools", "marker"),
    ("model", "text", "program", "commonmark", "colours", "language", "pictures", "headers", "yamlfaults"),
    ("view_parts", "speech", "locales", "darkroom", "crew"),
    ("hands", "moments", "files", "views", "texts", "yamltree", "likeness", "fetch"),
    ("fields", "answers", "planned", "attribution"),
    ("crawlers", "moves", "targets"),
    ("channels",),
    ("frontmatter", "config", "recipes", "permalinks", "options", "catalogues", "extensions"),
    ("sanitise", "figures", "imprint"),
    ("galley",),
    ("content", "curation", "typeset", "extract", "theme", "prints"),
    ("rendering", "materials"),
    ("plan", "sight", "issue", "mail"),
    ("syndication",),
    ("elsewhere",),
    ("reasons", "importers", "migrations", "outputs", "publish", "squeeze"),
    ("press", "shipment"),
    ("reading", "inputs", "deploy", "inventory"),
    ("merge", "holdings", "bounded"),
    ("article_file",),
    ("lookup",),
    ("filing", "listing"),
    ("build", "gather", "drafts", "scaffold", "wardrobe", "callers", "overlay", "watch"),
    ("preview", "checks", "migrate", "doctor"),
    ("desk",),
    ("serve",),
    ("cli",),
    ("__main__",),
)
ROW = {room: number for number, rooms in enumerate(ROWS) for room in rooms}
FAMILIES = ("importers", "migrations", "outputs", "deploy", "checks")


def modules() -> list[str]:
    """Every module below the package, as a dotted name."""
    paths = (path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py"))
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in paths if path.parts != ("__init__",))


def imports(module: str) -> set[str]:
    """The rooms of ours that a module imports, as dotted names below the package; for types too."""
    path = PACKAGE / Path(*module.split("."))
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: write imports out in full"
            if node.module == "coranto":
                found |= {alias.name for alias in node.names if alias.name != "__version__"}
            elif node.module and node.module.startswith("coranto."):
                below = node.module.removeprefix("coranto.")
                found |= {f"{below}.{alias.name}" if below in ROW else below for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("coranto.") for alias in node.names if alias.name.startswith("coranto.")}
    return found


def test_every_room_has_its_row() -> None:
    """A new room is placed before it is used."""
    assert {module.split(".")[0] for module in modules()} == set(ROW)


@pytest.mark.parametrize("module", modules())
def test_imports_point_down(module: str) -> None:
    """A room may import what stands in a row below its own, and its own parts."""
    room = module.split(".")[0]
    for other in imports(module):
        target = other.split(".")[0]
        assert target == room or ROW[target] < ROW[room], f"{module} imports {other}"


@pytest.mark.parametrize(
    "module", [module for module in modules() if module.split(".")[0] in FAMILIES and "." in module]
)
def test_members_of_a_family_do_not_know_one_another(module: str) -> None:
    """Each can be read, replaced and taken away alone."""
    family = module.split(".")[0]
    assert not [other for other in imports(module) if other.split(".")[0] == family]


def test_only_the_command_line_prints_or_asks_the_clock() -> None:
    """Below it the same input gives the same output."""
    for module in modules():
        if module.split(".")[0] in ("cli", "__main__"):
            continue
        path = PACKAGE / Path(*module.split("."))
        text = (path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text()
        found = re.search(r"\bprint\(|datetime\.now|\btime\.time|date\.today|utcnow|import click", text)
        assert not found, f"{module}: {found}"


def test_every_module_says_what_it_is() -> None:
    """What comes in, what goes out, what it never does: at least a sentence of it."""
    for path in PACKAGE.rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text())), path


def test_no_pattern_repeats_a_group_possessively() -> None:
    """Python before 3.11.5 gets ``(?:…)*+`` wrong (its issue 106052): ``(?>(?:…)*)`` is the same, and right in all."""
    told = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) else ""
            said = text.decode("latin-1") if isinstance(text, bytes) else text
            if re.search(r"(?<!\()\)(?:[*+?]|\{\d*,?\d*\})\+", said):
                told.append(f"{path.name}:{getattr(node, 'lineno', 0)}: {said}")
    assert told == []
