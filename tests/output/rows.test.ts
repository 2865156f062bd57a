/**
 * The rows of trouble that a generated server must stand, each against a real one: an API that misbehaves in front of it, clients that
 * misbehave behind it. What the rows are: docs/security.md. Needs a Python from 3.11 on and a package index, and is skipped where
 * there is no Python.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { thisMachine } from '../../src/check/toolchain/machine.js';
import { findPython } from '../../src/check/toolchain/python.js';
import { MINUTE, makeProject, ROOT } from './made.js';
import { callRows } from './rows/call-rows.js';
import { type HttpServer, Rows } from './rows/context.js';
import { callHttp } from './rows/mcp.js';
import { protocolRows } from './rows/protocol-rows.js';
import { secretRows } from './rows/secret-rows.js';
import { Upstream } from './rows/upstream.js';
import { upstreamRows } from './rows/upstream-rows.js';

const python = await findPython(
  'auto',
  thisMachine(() => undefined),
);

describe.skipIf(python === null)('a generated server', () => {
  let folder = '';
  let rows: Rows;
  let server: HttpServer;

  beforeAll(async () => {
    const made = await makeProject('rows', join(ROOT, 'tests', 'output', 'rows', 'api.yaml'), '--no-check');
    folder = made.folder;
    expect(made.ended.exitCode, made.ended.stderr).toBe(0);
    rows = new Rows(made.project, await new Upstream().start());
    server = await rows.http();
    // The first call loads what calls need; rows that measure time begin after it.
    await callHttp(server.url, 'get_item', { id: 'first' });
  }, 5 * MINUTE);

  afterAll(async () => {
    rows?.stopAll();
    await rows?.upstream.stop();
    await rm(folder, { recursive: true, force: true });
  });

  upstreamRows(
    () => rows,
    () => server,
  );
  callRows(
    () => rows,
    () => server,
  );
  protocolRows(
    () => rows,
    () => server,
  );
  secretRows(
    () => rows,
    () => server,
  );
});
