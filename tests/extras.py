"""Packages that `make dev` brings. Without one its tests are skipped; in CI that is a failure."""

import importlib
import importlib.util
import os
import shutil
from types import ModuleType

import pytest


def extra(name: str) -> ModuleType:
    """The package, or the end of the test."""
    return importlib.import_module(name) if os.environ.get("CI") else pytest.importorskip(name)


def needs(name: str) -> pytest.MarkDecorator:
    """A mark for tests of a package that the program itself runs."""
    absent = importlib.util.find_spec(name) is None and not os.environ.get("CI")
    return pytest.mark.skipif(absent, reason=f"{name} is not installed: run make dev")


def program(name: str) -> str:
    """The path of a program that tests/browser.sh installs, or the end of the test."""
    found = shutil.which(name)
    if not found and not os.environ.get("CI"):
        pytest.skip(f"{name} is not installed here")
    assert found, f"no {name} in CI: tests/browser.sh must install it"
    return found
