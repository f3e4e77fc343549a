"""All of SQL: the tables, the store over them, and their migrations. Implements `drawing.ports.store`."""
