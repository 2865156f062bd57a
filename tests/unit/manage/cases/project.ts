/** The project of the forty cases: version 1 as generated, and the changes that version 2 brings. */
export const SERVER = `"""Tools of the pet service."""

import logging
from typing import Any

from mcp_pets.client import PetsClient
from mcp_pets.runtime import answer

log = logging.getLogger(__name__)
client = PetsClient()


async def list_pets(limit: int = 20) -> Any:
    """List pets.

    Args:
        limit: How many.
    """
    log.debug("list")
    query = {"limit": limit}
    return await answer(client.list_pets(query))


async def get_pet(pet_id: int) -> Any:
    """Get one pet.

    Args:
        pet_id: Which.
    """
    log.debug("get")
    path = {"petId": pet_id}
    return await answer(client.get_pet(path))


async def delete_pet(pet_id: int) -> Any:
    """Delete a pet."""
    log.debug("delete")
    return await answer(client.delete_pet({"petId": pet_id}))
`;

export const CONFIG = `[project]
name = "mcp-pets"
version = "0.1.0"
description = "Pets."
dependencies = [
    "aiohttp>=3.9",
    "mcp>=2.3,<3",
]

[tool.ruff]
line-length = 100

[tool.mypy]
strict = true
`;

export const NOTES = 'One.\nTwo.\nThree.\nFour.\nFive.\nSix.\nSeven.\n';
export const OPTIONS = 'timeout=30\nretries=3\nregion=eu\n';
export const LOGO = new Uint8Array([137, 80, 78, 71, 0, 1, 2, 3]);
export const LOGO_2 = new Uint8Array([137, 80, 78, 71, 0, 9, 9, 9]);
export const LOGO_MINE = new Uint8Array([137, 80, 78, 71, 0, 7, 7, 7, 7]);

export const V1 = {
  'src/server.py': SERVER,
  'pyproject.toml': CONFIG,
  'NOTES.txt': NOTES,
  'opt.txt': OPTIONS,
  'static.txt': 'This file never changes.\nIt has two lines.\n',
  'logo.png': LOGO,
  '.gitignore': 'opt.txt\n.venv/\n',
};

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Version 2 is version 1 with texts replaced in one file. */
export function with2(path: string, ...changes: readonly (readonly [string, string])[]): Files {
  const before: Files = V1;
  let text = String(before[path]);
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    text = text.replace(from, () => to);
  }
  return { ...before, [path]: text };
}

export const GET_2 = ['    path = {"petId": pet_id}\n', '    path = {"petId": str(pet_id)}\n'] as const;
