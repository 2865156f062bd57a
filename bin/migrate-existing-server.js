#!/usr/bin/env node
import * as nodeModule from 'node:module';

// Node 22.1 and newer keep compiled code between runs.
nodeModule.enableCompileCache?.();
process.argv.splice(2, 0, 'migrate-existing-server');
await import('../dist/main.js');
