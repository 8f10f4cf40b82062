import csv
import io

import pytest

from mash.hub import open_hub

HEADERS = {
    "people": "person_ref,forenames,surname,aliases,date_of_birth,sex,address_line_1,town,postcode,phones,emails,"
    "identifiers",
    "attendances": "local_patient_id,attended_on,setting,reason,provider_ods_code,safeguarding_concern",
    "occurrences": "occurrence_ref,force_code,source_system,category,occurred_on,recorded_on,reported_by_nominal_ref,"
    "postcode,dash_grade,outcome,summary",
    "occurrence_roles": "occurrence_ref,nominal_ref,role",
    "nominal_links": "nominal_ref_a,nominal_ref_b,link_type,from_date,to_date,source_grade,intelligence_grade,"
    "handling_code",
    "markers": "nominal_ref,scheme,code,level,authority,valid_from,valid_to,status",
}


class Town:
    """A hub in the making: drops to put files in, and the hub that pulls them."""

    def __init__(self, root, agencies):
        self.root = root
        self.drops = root / "drops"
        (root / "hub").mkdir()
        blocks = [
            f'[agencies.{name}]\ncontract = "{contract}"\ndrop = "../drops/{name}"\nrequired = true\n'
            for name, contract in agencies.items()
        ]
        (root / "hub" / "mash.toml").write_text('[hub]\nname = "Test"\n' + "\n".join(blocks), encoding="utf-8")
        for name in agencies:
            (self.drops / name).mkdir(parents=True)
        self.hub = open_hub(root / "hub")

    def drop(self, agency, extract, name, content):
        """Put one file, of bytes or text, into a delivery."""
        folder = self.drops / agency / extract
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def landed(self, agency):
        """Everything in the landing of one agency, by path, with its bytes."""
        root = self.hub.landing / agency
        return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def table(dataset, *rows, extra=()):
    """A CSV of dicts; what a row does not say is empty."""
    header = [*HEADERS[dataset].split(","), *extra]
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture(scope="session")
def csv_of():
    return table


@pytest.fixture(scope="session")
def town(tmp_path_factory):
    """Makes a town of agencies, given as name and contract."""

    def make(**agencies):
        return Town(tmp_path_factory.mktemp("town"), agencies or {"charity": "people"})

    return make
