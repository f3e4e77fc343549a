"""The store: `drawing.store.Store` over SQL."""

from storage.delivery import SqlDelivery
from storage.people import SqlPeople
from storage.requests import SqlRequests
from storage.work import SqlWork


class SqlStore(SqlPeople, SqlRequests, SqlWork, SqlDelivery):
    """All tables behind one port. Every method is one transaction."""
