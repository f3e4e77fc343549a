"""The store: every port of `drawing` to the database, over SQL."""

from storage.access import SqlAccess
from storage.deferral import SqlDeferral
from storage.delivery import SqlDelivery
from storage.erasure import SqlErasure
from storage.groups import SqlGroups
from storage.history import SqlHistory
from storage.incidents import SqlIncidents
from storage.model_choices import SqlModelChoices
from storage.offers import SqlOffers
from storage.owners import SqlOwners
from storage.panels import SqlPanels
from storage.people import SqlPeople
from storage.refusals import SqlRefusals
from storage.requests import SqlRequests
from storage.statistics import SqlStatistics
from storage.styles import SqlStyles
from storage.submissions import SqlSubmissions
from storage.usage import SqlUsage


class SqlStore(
    SqlPeople,
    SqlGroups,
    SqlPanels,
    SqlUsage,
    SqlRequests,
    SqlSubmissions,
    SqlDelivery,
    SqlHistory,
    SqlErasure,
    SqlDeferral,
    SqlOffers,
    SqlStyles,
    SqlRefusals,
    SqlAccess,
    SqlOwners,
    SqlIncidents,
    SqlModelChoices,
    SqlStatistics,
):
    """All tables behind one object. Every method is one transaction."""
