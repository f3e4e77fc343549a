"""The store: every port of `drawing` to the database, over SQL."""

from storage.admissions import SqlAdmissions
from storage.delivery import SqlDelivery
from storage.groups import SqlGroups
from storage.incidents import SqlIncidents
from storage.memory import SqlMemory
from storage.model_choices import SqlModelChoices
from storage.people import SqlPeople
from storage.requests import SqlRequests
from storage.statistics import SqlStatistics
from storage.timings import SqlTimings
from storage.usage import SqlUsage
from storage.work import SqlWork


class SqlStore(
    SqlPeople,
    SqlGroups,
    SqlUsage,
    SqlRequests,
    SqlTimings,
    SqlWork,
    SqlDelivery,
    SqlMemory,
    SqlAdmissions,
    SqlIncidents,
    SqlModelChoices,
    SqlStatistics,
):
    """All tables behind one object. Every method is one transaction."""
