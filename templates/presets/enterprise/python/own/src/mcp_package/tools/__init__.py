"""Your own tools. These files are yours: they are never written again."""
