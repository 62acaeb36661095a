"""What messages will cost, before they are sent: rate cards, estimates, templates.

Credits are exact decimals. No price is invented: a number without a rate is listed as unpriced, and every estimate
says what it assumes and what it did not check. The counts are those of :mod:`smsenc.gateways.clickatell`.
"""

from __future__ import annotations

from ._estimate import Change, CreditEstimate, CreditVerdict, RateUse, Total, estimate_credits, estimate_credits_rows
from ._rates import Rate, RateCard
from ._template import Field, Template, TemplateBounds, TemplateTotals

__all__ = [
    "Change",
    "CreditEstimate",
    "CreditVerdict",
    "Field",
    "Rate",
    "RateCard",
    "RateUse",
    "Template",
    "TemplateBounds",
    "TemplateTotals",
    "Total",
    "estimate_credits",
    "estimate_credits_rows",
]
