import type { ServerStyle } from '../types.js';

/** Classes that servers are made of, by their full names. */
export const SERVER_CLASSES: Readonly<Record<string, ServerStyle>> = {
  'fastmcp.FastMCP': 'fastmcp',
  'fastmcp.server.FastMCP': 'fastmcp',
  'fastmcp.server.server.FastMCP': 'fastmcp',
  'mcp.server.fastmcp.FastMCP': 'mcp',
  'mcp.server.fastmcp.server.FastMCP': 'mcp',
  'mcp.server.FastMCP': 'mcp',
  'mcp.server.mcpserver.MCPServer': 'mcp',
  'mcp.server.MCPServer': 'mcp',
  'mcp.server.Server': 'lowlevel',
  'mcp.server.lowlevel.Server': 'lowlevel',
  'mcp.server.lowlevel.server.Server': 'lowlevel',
};
