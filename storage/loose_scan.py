"""A loose index scan: what is in a column, each value once, without a look at each row.

SQLite knows it for `DISTINCT` only where it has statistics. It costs one step into an index for each value, so whoever
has ten thousand rows costs no more than who has one.
"""

from sqlalchemy import CTE, Column, ColumnElement, func, select


def values_of(column: Column[int], *conditions: ColumnElement[bool]) -> CTE:
    """The values of a column in the rows that meet the conditions, as `value`; the last is NULL.

    It takes an index that begins with the column, and whose condition is among these.
    """
    smallest = select(func.min(column)).where(*conditions)
    values = smallest.with_only_columns(func.min(column).label("value")).cte(recursive=True)
    following = smallest.where(column > values.c.value).scalar_subquery()
    return values.union_all(select(following).where(values.c.value.is_not(None)))
