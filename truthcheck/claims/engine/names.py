"""Names: what a variable, an import or a builtin stands for at this point."""

from __future__ import annotations

from truthcheck.claims import ir
from truthcheck.claims.engine.alternatives import one_of
from truthcheck.claims.engine.dispatch import execute
from truthcheck.claims.engine.frame import Frame, Run
from truthcheck.claims.engine.functions import look_inside
from truthcheck.claims.engine.memory import Heap, State
from truthcheck.claims.engine.values import (
    DONE,
    NEW,
    RUNNING,
    External,
    Imported,
    Module,
    ModuleVal,
    Names,
    Several,
    Val,
)
from truthcheck.model.reason import Reason, Why
from truthcheck.model.value import Literal, Unknown


def lookup(name: str, frame: Frame, at: ir.Pos) -> Val:
    """The value of a variable: local, enclosing, global, imported, builtin."""
    for names in (frame.state.names, frame.closure):
        if names is not None and name in names:
            return _settled(names, name, frame.run)
    found = global_name(frame.module, name, frame.run)
    if found is not None:
        return found
    if name == frame.meaning.own_file:
        return Literal(frame.module.path, frame.span(at))
    if name in frame.meaning.builtins:
        return External(name)
    return Unknown(Reason(Why.NOT_DEFINED, name), frame.span(at))


def global_name(module: Module, name: str, run: Run) -> Val | None:
    """A global variable of a module, with everything that functions assign to it through `global`."""
    if module.stage == NEW:
        run_module(module, run)
    if name not in module.names:
        return _starred(module, name, run)
    value = _settled(module.names, name, run)
    written = module.written.get(name)
    return one_of([value, *written]) if written else value


def _settled(names: Names, name: str, run: Run) -> Val:
    value = names[name]
    return resolved(value, run) if isinstance(value, Imported | Several) else value


def resolved(value: Val, run: Run) -> Val:
    """The value behind an import. It is not written back: two branches that both read it must stay equal."""
    if isinstance(value, Several):
        return one_of([resolved(member, run) for member in value.members])
    if not isinstance(value, Imported):
        return value
    key = (value.module.path, value.dotted, value.level, value.name)
    if key not in run.imports:
        run.imports[key] = Unknown(Reason(Why.IMPORT_CIRCLE, value.name or value.dotted))
        run.imports[key] = resolve(value, run)
    return run.imports[key]


def _starred(module: Module, name: str, run: Run) -> Val | None:
    for star in module.stars:
        file = run.project.find(module, star.dotted, star.level)
        other = run.project.load(file, module) if file else None
        if other is not None and other is not module:
            found = global_name(other, name, run)
            if found is not None:
                return found
    return None


def resolve(imported: Imported, run: Run) -> Val:
    """What an import binds: a module or a name of the project, or something external known by its dotted name."""
    file = run.project.find(imported.module, imported.dotted, imported.level)
    module = run.project.load(file, imported.module) if file else None
    if file and module is None:  # the project's own, whatever package has the same name
        return Unknown(Reason(Why.MODULE_NOT_READ, imported.dotted))
    if not imported.name:
        return ModuleVal(module) if module else _outside(imported.dotted, imported.module, run)
    if module is not None:
        return module_attribute(module, imported.name, run) or Unknown(
            Reason(Why.NOT_IN_MODULE, imported.name, module.path)
        )
    return _submodule_of_namespace(imported, run)


def _submodule_of_namespace(imported: Imported, run: Run) -> Val:
    """`from . import x`, `from package import module` where the package has no `__init__`."""
    dotted = f"{imported.dotted}.{imported.name}" if imported.dotted else imported.name
    file = run.project.find(imported.module, dotted, imported.level)
    module = run.project.load(file, imported.module) if file else None
    if module is not None:
        return ModuleVal(module)
    if imported.level:
        return Unknown(Reason(Why.MODULE_NOT_AMONG_FILES, dotted))
    return _outside(dotted, imported.module, run)


def _outside(dotted: str, importer: Module, run: Run) -> Val:
    """Something that is not the project's: an SDK, if the language of the importing module has those that we know."""
    packages = run.packages if run.meaning_of(importer).sdks else frozenset[str]()
    return run.sinks.imported(dotted, packages) or External(dotted)


def module_attribute(module: Module, name: str, run: Run) -> Val | None:
    """`module.name`: a global, or a submodule of a package."""
    found = global_name(module, name, run)
    if found is not None:
        return found
    for file in run.meaning_of(module).submodules(module, name):
        if file.is_file():
            other = run.project.load(file, module)
            return ModuleVal(other) if other else None
    return None


def run_module(module: Module, run: Run) -> None:
    """Evaluate a module's top level once. While it runs, an import cycle sees what is there so far."""
    module.stage = RUNNING
    steps, run.steps = run.steps, 0
    frame = Frame(run, module, State(module.names, Heap({}, run.heap)))
    execute(module.tree.body, frame)
    look_inside(frame, frame)
    run.failing -= frame.failed
    run.heap.cells.update(frame.state.heap.since(run.heap))
    module.stage = DONE
    run.steps = steps
