"""The five agencies' views of one town, each with its own share and its own mistakes."""

from mash.synthetic.agencies.education import education_view
from mash.synthetic.agencies.health import health_view
from mash.synthetic.agencies.police import police_view
from mash.synthetic.agencies.probation import probation_view
from mash.synthetic.agencies.sheets import AgencyView, Sheet
from mash.synthetic.agencies.social_care import social_care_view

VIEWS = {
    "police": police_view,
    "health": health_view,
    "education": education_view,
    "probation": probation_view,
    "social_care": social_care_view,
}

__all__ = ["VIEWS", "AgencyView", "Sheet"]
