"""What every generated MCP server needs and no document decides.

The generated code imports from the modules of this package; nothing here knows your API.
"""
