"""Settings for files that nobody has described yet: ``needskit init``."""

from needskit.guess.settings import Written, settings_for, write_settings

__all__ = ["Written", "settings_for", "write_settings"]
