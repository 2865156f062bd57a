#!/usr/bin/env node
import { run } from './runtime/serving.js';
import { createServer } from './server.js';

process.exitCode = await run(createServer, 'mcp-petstore');
