"""What tests share: the folder of real texts beside the project, when it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real documents and labelled data for measuring. Tests that need them skip where they are absent."""
    path = Path(os.environ.get("YANKU_SHARED", ROOT.parent / "shared"))
    if not (path / "gold").is_dir():
        pytest.skip("没有 ../shared 测试数据（可用 YANKU_SHARED 指定），跳过")
    return path
