"""What a request sees of a database: the relations of one schema, their columns, what may be there unlisted."""

from __future__ import annotations

from truthcheck.model.database import Column, Database, NameChange, Relation, Routine
from truthcheck.model.noun import Node

ROW_COUNT = "count"  # which every relation has when it is read
_VIEWS = ("view", "materialized view")


class View(Node):
    """A database as one schema of it is looked at."""

    database: Database
    schema: str

    def relation(self, name: str) -> Relation | None:
        return self.database.relation(self.schema, name)

    def may_have_relation(self, name: str) -> bool:
        """Whether a relation that is not listed may be there."""
        return self.database.opening("relations", self.schema, name) is not None

    def routines(self, name: str) -> tuple[Routine, ...]:
        return self.database.overloads(self.schema, name)

    def may_have_routine(self, name: str) -> bool:
        return self.database.opening("routines", self.schema, name) is not None

    def may_have_column(self, relation: Relation, name: str) -> bool:
        """Whether a column that is not listed may be there, or a function that reads like one."""
        if relation.open is not None and relation.open.admits("columns", relation.schema, name, relation.name):
            return True
        if self.database.opening("columns", relation.schema, name, relation.name) is not None:
            return True
        return any(_is_of_row(routine, relation) for routine in self.database.routines if routine.name == name)

    def may_have_key(self, relation: Relation) -> bool:
        """Whether there may be foreign keys that are not listed."""
        return relation.kind in _VIEWS or self.database.opening("keys", relation.schema, "", relation.name) is not None

    def change(self, name: str) -> NameChange | None:
        return self.database.change(self.schema, name)

    @property
    def relation_names(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.database.relations if one.schema == self.schema)

    @property
    def routine_names(self) -> tuple[str, ...]:
        names = (one.name for one in self.database.routines if one.schema == self.schema and one.returns != "trigger")
        return tuple(dict.fromkeys(names))


def of_routine(routine: Routine) -> Relation:
    """What a function gives, as a relation; open where its columns are not known."""
    columns: tuple[Column, ...] = routine.columns or ()
    return Relation(routine.schema, routine.name, "view", columns, routine.written)


def computed(view: View, relation: Relation, name: str) -> Routine | None:
    """The function that makes a column, or an embedded resource, of a row of the relation."""
    return next((one for one in view.routines(name) if _is_of_row(one, relation)), None)


def _is_of_row(routine: Routine, relation: Relation) -> bool:
    inputs = routine.inputs
    types = (relation.name, f"{relation.schema}.{relation.name}")
    return len(inputs) >= 1 and inputs[0].type.replace('"', "") in types
