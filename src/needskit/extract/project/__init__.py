"""The project: everything that a figure depends on and that no file says, from needskit.toml or from arguments."""
