"""The store: `drawing.store.Store` over SQL."""

from storage.delivery import SqlDelivery
from storage.groups import SqlGroups
from storage.incidents import SqlIncidents
from storage.limits import SqlLimits
from storage.people import SqlPeople
from storage.requests import SqlRequests
from storage.work import SqlWork


class SqlStore(SqlPeople, SqlGroups, SqlLimits, SqlRequests, SqlWork, SqlDelivery, SqlIncidents):
    """All tables behind one port. Every method is one transaction."""
