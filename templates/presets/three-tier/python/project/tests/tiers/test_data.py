"""Tests of the data that the server may read."""

import os
from pathlib import Path

import polars as pl
import pytest

from mcp_package.runtime.errors import CallError
from mcp_package.tiers.data import MOST_SETS, DataStore, allowed, correlation, summary


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that may be read, with a table in it."""
    root = tmp_path / "allowed"
    root.mkdir()
    (root / "sales.csv").write_text("day,sold\n1,10\n2,20\n3,30\n")
    (tmp_path / "secret.csv").write_text("a\n1\n")
    monkeypatch.setenv("MCP_DATA_PATHS", str(root))
    return root


async def test_a_file_is_loaded_and_looked_at(folder: Path) -> None:
    data = DataStore()
    loaded = await data.load("sales.csv", "sales")
    assert loaded["shape"] == [3, 2]
    assert data.names == ["sales"]
    assert (await data.analyze("sales", "summary"))["sold"]["mean"] == 20.0
    assert (await data.analyze("sales", "correlation"))["day"]["sold"] == 1.0
    assert (await data.analyze("sales", "head"))[0] == {"day": 1, "sold": 10}
    assert (await data.analyze("sales", "schema"))["type"] == "dataframe"


async def test_json_and_parquet_are_read_too(folder: Path) -> None:
    frame = pl.DataFrame({"a": [1, 2]})
    frame.write_json(folder / "a.json")
    frame.write_ndjson(folder / "a.ndjson")
    frame.write_parquet(folder / "a.parquet")
    for name in ("a.json", "a.ndjson", "a.parquet"):
        assert (await DataStore().load(name, "a"))["shape"] == [2, 1]


@pytest.mark.parametrize("path", ["../secret.csv", "/etc/passwd", "missing.csv", "link.csv", "."])
def test_nothing_outside_of_the_folder_can_be_read(folder: Path, path: str) -> None:
    (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
    with pytest.raises(CallError, match="no such file"):
        allowed(path)


def test_kinds_and_sizes_have_limits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "notes.txt").write_text("x")
    with pytest.raises(CallError, match="only .csv"):
        allowed("notes.txt")
    monkeypatch.setenv("MCP_DATA_MAX_MB", "0.00001")
    with pytest.raises(CallError, match="larger than"):
        allowed("sales.csv")


def test_without_folders_nothing_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCP_DATA_PATHS", os.pathsep)
    with pytest.raises(CallError, match="MCP_DATA_PATHS"):
        allowed("sales.csv")


async def test_a_broken_file_is_refused_without_its_content(folder: Path) -> None:
    (folder / "broken.json").write_text("secret words, not JSON")
    with pytest.raises(CallError) as refused:
        await DataStore().load("broken.json", "x")
    assert "secret words" not in str(refused.value)


async def test_unknown_data_are_named_and_old_ones_make_room(folder: Path) -> None:
    data = DataStore()
    with pytest.raises(CallError, match="there are no data 'x'"):
        await data.analyze("x", "summary")
    for number in range(MOST_SETS + 1):
        await data.load("sales.csv", f"set{number}")
    assert len(data.names) == MOST_SETS
    assert "set0" not in data.names


def test_figures_of_columns_without_numbers() -> None:
    frame = pl.DataFrame({"a": [1, 1], "b": [1, 2], "s": ["x", "y"]})
    assert correlation(frame) == {"a": {"a": 1.0, "b": None}, "b": {"b": 1.0, "a": None}}
    assert summary(frame)["s"]["count"] == "2"
