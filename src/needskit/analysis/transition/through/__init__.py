"""The same people before a birthday and after: their support, their needs, their offences."""
