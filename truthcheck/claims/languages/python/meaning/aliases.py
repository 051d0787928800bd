"""Names that stand for an annotation: `Dep = Annotated[Client, Depends(get_client)]`."""

from __future__ import annotations

from collections.abc import Iterator

from truthcheck.claims import ir
from truthcheck.claims.engine.frame import Run
from truthcheck.claims.engine.values import Imported, Module
from truthcheck.model.noun import NamedTuple

MAX_HOPS = 4  # imports of one name from module to module


class Meant(NamedTuple):
    """An annotation, and the module whose names it uses."""

    expr: ir.Expr
    module: Module


def find(module: Module, name: str, run: Run) -> Meant | None:
    """What a name stands for in annotations; None when it is a class, or nothing that is known."""
    for _ in range(MAX_HOPS):
        if module.annotations is None:
            module.annotations = dict(_aliases(module.tree))
        if name in module.annotations:
            return Meant(module.annotations[name], module)
        bound = module.names.get(name)
        file = run.project.find(bound.module, bound.dotted, bound.level) if isinstance(bound, Imported) else None
        home = run.project.load(file, module) if file is not None else None
        if home is None or not isinstance(bound, Imported) or not bound.name:
            return None
        module, name = home, bound.name
    return None


def _aliases(tree: ir.Module) -> Iterator[tuple[str, ir.Expr]]:
    for statement in tree.body:
        match statement:
            case ir.Assign((ir.Name(name),), ir.Subscript(ir.Name() | ir.Attr()) | ir.Bin("|") as value):
                yield name, value
            case ir.AnnAssign(ir.Name(name), _, ir.Subscript(ir.Name() | ir.Attr()) | ir.Bin("|") as value):
                yield name, value
            case _:
                continue
