"""How a project keeps surfaces of its own, and keeps them true: add, update, check, remove, compare."""
