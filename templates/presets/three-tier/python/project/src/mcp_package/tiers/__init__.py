"""Three tiers: resources give data, tools work with them, prompts lead through the tools."""
