"""The named formats a contract may ask of a value, each checked by the macro ``sql/is_<format>.sql``.

A format never costs a value: it is counted, so that the agency can be told. What an identifier may be used
for is decided by the records.
"""

from __future__ import annotations

FORMATS = {
    "cro": "is_cro",
    "crn": "is_crn",
    "email": "is_email",
    "nhs-number": "is_nhs_number",
    "noms": "is_noms",
    "ods-code": "is_ods_code",
    "phone": "is_phone",
    "pnc": "is_pnc",
    "postcode": "is_postcode",
    "scheme-value": "is_scheme_value",
    "school-urn": "is_school_urn",
    "upn": "is_upn",
    "uprn": "is_uprn",
}
"""Format in the contract, and the macro that is true of a value keeping it."""

SPOKEN = {
    "cro": "a CRO number",
    "crn": "a CRN",
    "email": "an e-mail address",
    "nhs-number": "an NHS number",
    "noms": "a NOMS number",
    "ods-code": "an ODS code",
    "phone": "a phone number",
    "pnc": "a PNC number",
    "postcode": "a postcode",
    "scheme-value": "a scheme and value",
    "school-urn": "a school URN",
    "upn": "a UPN",
    "uprn": "a UPRN",
}
"""Format in the contract, and what a person calls a value keeping it."""
