"""The store: `drawing.store.Store` over SQL."""

from storage.delivery import SqlDelivery
from storage.groups import SqlGroups
from storage.memory import SqlMemory
from storage.people import SqlPeople
from storage.requests import SqlRequests
from storage.work import SqlWork


class SqlStore(SqlPeople, SqlGroups, SqlRequests, SqlWork, SqlDelivery, SqlMemory):
    """All tables behind one port. Every method is one transaction."""
