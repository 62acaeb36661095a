"""The commands, one module each; each has ``run(arguments) -> int``. Imported one at a time."""
