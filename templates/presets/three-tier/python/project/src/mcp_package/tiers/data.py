"""Data files that the server may read, and what can be asked about them."""

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import polars as pl

from ..runtime.errors import CallError
from ..runtime.settings import number
from .schemas import Schema, discover_schema

MOST_SETS = 20
Operation = Literal["summary", "correlation", "schema", "head"]
_READERS: dict[str, Callable[[Path], pl.DataFrame]] = {
    ".csv": pl.read_csv,
    ".json": pl.read_json,
    ".ndjson": pl.read_ndjson,
    ".parquet": pl.read_parquet,
}


class DataStore:
    """Tables by the names that callers gave them. The oldest goes when there are too many."""

    def __init__(self) -> None:
        self._frames: OrderedDict[str, pl.DataFrame] = OrderedDict()

    @property
    def names(self) -> list[str]:
        """What is loaded."""
        return list(self._frames)

    async def load(self, file_path: str, data_id: str) -> dict[str, Any]:
        """Read a CSV, JSON, NDJSON or Parquet file from a folder that is allowed.

        Args:
            file_path: The file; relative paths start in the first allowed folder.
            data_id: The name that it gets.
        """
        frame = await asyncio.to_thread(read_file, allowed(file_path))
        self._frames[data_id] = frame
        self._frames.move_to_end(data_id)
        if len(self._frames) > MOST_SETS:
            self._frames.popitem(last=False)
        return {"data_id": data_id, "shape": list(frame.shape), "schema": self.schema(data_id)}

    async def analyze(self, data_id: str, operation: Operation) -> Any:
        """Look at loaded data: summary, correlation, schema or head.

        Args:
            data_id: The name that it was loaded under.
            operation: What to find out.
        """
        frame = self._find(data_id)
        if operation == "schema":
            return discover_schema(frame)
        if operation == "head":
            return frame.head(20).to_dicts()
        work = summary if operation == "summary" else correlation
        return await asyncio.to_thread(work, frame)

    def schema(self, data_id: str) -> Schema:
        """The columns of loaded data."""
        return discover_schema(self._find(data_id))

    def _find(self, data_id: str) -> pl.DataFrame:
        frame = self._frames.get(data_id)
        if frame is None:
            known = ", ".join(self._frames) or "none is loaded"
            raise CallError(f"Argument data_id: there are no data {data_id[:60]!r}; {known}.")
        return frame


def folders() -> list[Path]:
    """The folders of MCP_DATA_PATHS."""
    said = os.environ.get("MCP_DATA_PATHS", "").split(os.pathsep)
    return [Path(folder).resolve() for folder in said if folder.strip()]


def allowed(file_path: str) -> Path:
    """The file itself, links followed, if it lies where the server may read.

    Raises:
        CallError: It does not, it is no file of a known kind, or it is too large.
    """
    roots = folders()
    if not roots:
        raise CallError("No folder may be read: the operator of the server sets MCP_DATA_PATHS.")
    path = (roots[0] / file_path).resolve()
    if not any(path.is_relative_to(root) for root in roots) or not path.is_file():
        raise CallError("Argument file_path: there is no such file in a folder that may be read.")
    if path.suffix.lower() not in _READERS:
        raise CallError(f"Argument file_path: only {', '.join(_READERS)} can be read.")
    limit = number("MCP_DATA_MAX_MB", 50)
    if path.stat().st_size > limit * 1_000_000:
        raise CallError(f"Argument file_path: the file is larger than {limit:g} MB.")
    return path


def read_file(path: Path) -> pl.DataFrame:
    """Read a file by its ending."""
    try:
        return _READERS[path.suffix.lower()](path)
    except pl.exceptions.PolarsError as error:
        raise CallError(
            f"Argument file_path: the file cannot be read ({type(error).__name__})."
        ) from error


def summary(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """Count, mean, spread and quartiles of each column."""
    rows = frame.describe().to_dicts()
    return {name: {row["statistic"]: row[name] for row in rows} for name in frame.columns}


def correlation(frame: pl.DataFrame) -> dict[str, dict[str, float | None]]:
    """Pearson's correlation of each pair of columns with numbers; null where there is none."""
    names = [name for name in frame.columns if frame[name].dtype.is_numeric()]
    table: dict[str, dict[str, float | None]] = {name: {name: 1.0} for name in names}
    for one, other in combinations(names, 2):
        value = frame.select(pl.corr(one, other)).item()
        table[one][other] = table[other][one] = (
            None if value is None or value != value else round(float(value), 6)
        )
    return table
