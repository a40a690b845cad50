"""The commands of `kb`, a few to a module. They may import any package, always inside the command."""
