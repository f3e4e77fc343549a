"""The store: `drawing.store.Store` over SQL."""

from storage.delivery import SqlDelivery
from storage.groups import SqlGroups
from storage.people import SqlPeople
from storage.requests import SqlRequests
from storage.timings import SqlTimings
from storage.work import SqlWork


class SqlStore(SqlPeople, SqlGroups, SqlRequests, SqlTimings, SqlWork, SqlDelivery):
    """All tables behind one port. Every method is one transaction."""
