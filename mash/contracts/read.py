"""Reading a contract document (Open Data Contract Standard v3) into the engine's own frozen classes.

Where the standard has a place, it is used: ``primaryKey``, ``required``, ``logicalType``, ``logicalTypeOptions``
(``format``, ``minimum``), ``classification``, ``quality`` (``invalidValues`` holds the allowed codes,
``duplicateValues`` the share of repeated keys borne), ``slaProperties`` (``latency``, ``retention``). It has none
for these, which are custom properties: a dataset's ``load``, and that it is to ``tellFirstSent``, for its rows may have
no date of their own; of ``duplicateValues`` the ``borneRows``, so many that are borne whatever share they are; a date's
``latestDaysAfterExtract``; and of a column that a file may leave out altogether that it ``mayBeAbsent``, with the
``synonyms`` by which it is sent by mistake.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from mash.contracts.custom import custom, duplicates_borne, flag, may_be_absent, synonyms
from mash.contracts.formats import FORMATS
from mash.contracts.model import Contract, Dataset, Field, FieldType, Load
from mash.errors import UsageError

if TYPE_CHECKING:
    from open_data_contract_standard.model import OpenDataContractStandard, SchemaObject, SchemaProperty

SUFFIX = ".odcs.yaml"
COMPARE = "compare it with a built-in contract of data_contracts/"
NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
RESERVED_DATASETS = {"refused"}
"""``landing/<agency>/refused`` holds the refused deliveries."""
RESERVED_FIELDS = {"deleted"}
"""Every ``changes`` load may have it; no contract declares it."""
PERCENT = 100
LARGEST = 1_000_000_000
DEEPEST = 100
"""Levels of nesting; a contract has ten."""
A_CENTURY = 36_525
"""Days."""


def built_in_contracts() -> tuple[str, ...]:
    """Names of the contracts that come with the engine, sorted."""
    return tuple(sorted(path.name.removesuffix(SUFFIX) for path in _shipped().glob(f"*{SUFFIX}")))


def load_contract(name_or_path: str | Path) -> Contract:
    """The contract of that name, or in the document at that path.

    Raises ``UsageError`` listing everything that is wrong with the document, or when there is none.
    """
    path = _locate(name_or_path)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError("not a text in UTF-8", where=str(path), try_="save it as UTF-8") from None
    return _read(text, path)


@lru_cache(maxsize=64)
def _read(text: str, path: Path) -> Contract:
    document = _parse(text, path)
    faults: list[str] = []
    contract = _contract(document, path.name.split(".")[0], faults)
    if faults:
        raise UsageError(
            "not a contract the engine can use:\n  " + "\n  ".join(faults),
            where=str(path),
            try_="compare with data_contracts/people.odcs.yaml",
        )
    return contract


def _shipped() -> Path:
    """Inside the wheel the documents lie in the package; in a checkout at its top."""
    package = Path(str(files("mash")))
    inside = package / "data_contracts"
    return inside if inside.is_dir() else package.parent / "data_contracts"


def _locate(name_or_path: str | Path) -> Path:
    given = str(name_or_path)
    is_name = isinstance(name_or_path, str) and NAME.fullmatch(given)
    path = _shipped() / f"{given}{SUFFIX}" if is_name else Path(given)
    if path.is_file():
        return path
    known = ", ".join(built_in_contracts())
    what = f"there is no contract named {given!r}" if is_name else "there is no contract document here"
    raise UsageError(what, where="" if is_name else given, try_=f"one of {known}, or the path of an {SUFFIX} file")


def _parse(text: str, path: Path) -> OpenDataContractStandard:
    # Heavy, and not needed to start the command line.
    import yaml  # type: ignore[import-untyped]
    from open_data_contract_standard.model import OpenDataContractStandard

    try:
        _refuse_deep(text, path)
        content = yaml.load(text, Loader=yaml.CSafeLoader)
        if not isinstance(content, dict):
            raise UsageError("not a data contract: no mapping at the top", where=str(path), try_=COMPARE)
        return OpenDataContractStandard(**content)
    except yaml.YAMLError as fault:
        raise UsageError(f"not readable as YAML: {fault}", where=str(path), try_="mend that line") from None
    except (ValueError, TypeError, RecursionError) as fault:  # pydantic's own is a ValueError, as is a day that is none
        told = f"not an Open Data Contract Standard document: {_said(fault)}"
        raise UsageError(told, where=str(path), try_=COMPARE) from None


def _refuse_deep(text: str, path: Path) -> None:
    """Raises ``UsageError`` for nesting of which the C reader's own stack would overflow: that ends the process."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise UsageError("nested too deep", where=str(path), try_=COMPARE)


def _said(fault: Exception) -> str:
    import pydantic

    if not isinstance(fault, pydantic.ValidationError):
        return str(fault)
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors())


def _contract(document: OpenDataContractStandard, fallback: str, faults: list[str]) -> Contract:
    if not (document.apiVersion or "").startswith("v3."):
        faults.append(f"apiVersion is {document.apiVersion!r}, wanted v3.1.0")
    if document.kind != "DataContract":
        faults.append(f"kind is {document.kind!r}, wanted DataContract")
    if not document.version:
        faults.append("there is no version")
    schema = document.schema_ or []
    if not schema:
        faults.append("schema lists no dataset")
    _check_names([each.name for each in schema], "schema", RESERVED_DATASETS, faults)
    return Contract(
        name=document.name or fallback,
        version=document.version or "",
        datasets=tuple(_dataset(each, document, faults) for each in schema),
    )


def _dataset(schema: SchemaObject, document: OpenDataContractStandard, faults: list[str]) -> Dataset:
    where = f"schema.{schema.name}"
    properties = schema.properties or []
    if not properties:
        faults.append(f"{where}: lists no property")
    _check_names([each.name for each in properties], where, RESERVED_FIELDS, faults)
    keyed = [each for each in properties if each.primaryKey]
    keyed.sort(key=lambda each: each.primaryKeyPosition or 0)
    load = custom(schema.customProperties, "load")
    if load not in set(Load):
        faults.append(f"{where}: customProperties load is {load!r}, wanted full or changes")
    latency, unit = _service_level(document, schema.name, "latency")
    if not _is_whole(latency) or unit not in {"d", "day", "days"}:
        faults.append(f"{where}: slaProperties has no latency in whole days (unit d)")
    return Dataset(
        name=schema.name or "",
        load=Load.CHANGES if load == Load.CHANGES else Load.FULL,
        fields=tuple(_field(each, f"{where}.{each.name}", faults) for each in properties),
        key=tuple(each.name or "" for each in keyed),
        duplicate_key_share=_duplicate_share(schema, where, faults),
        fresh_within_days=latency if isinstance(latency, int) else 0,
        retention=" ".join(str(part) for part in _service_level(document, schema.name, "retention") if part),
        description=schema.description or "",
        duplicate_keys_borne=duplicates_borne(schema, where, faults),
        tell_first_sent=flag(schema, "tellFirstSent", where, faults),
    )


def _field(given: SchemaProperty, where: str, faults: list[str]) -> Field:
    kind = given.logicalType or ""
    if kind not in set(FieldType):
        faults.append(f"{where}: logicalType is {kind!r}, wanted one of {', '.join(FieldType)}")
    options = given.logicalTypeOptions or {}
    inner = (given.items.logicalTypeOptions if given.items else None) or {}
    form = options.get("format") or inner.get("format")
    if form is not None and form not in FORMATS and kind in {FieldType.STRING, FieldType.LIST}:
        faults.append(f"{where}: format is {form!r}, wanted one of {', '.join(FORMATS)}")
    latest = custom(given.customProperties, "latestDaysAfterExtract")
    if latest is not None and not _is_whole(latest, most=A_CENTURY):
        faults.append(f"{where}: latestDaysAfterExtract is not a whole number")
    is_date = kind in {FieldType.DATE, FieldType.TIMESTAMP}
    required = bool(given.required or given.primaryKey)
    return Field(
        name=given.name or "",
        type=FieldType(kind) if kind in set(FieldType) else FieldType.STRING,
        required=required,
        may_be_absent=may_be_absent(given, required, where, faults),
        synonyms=synonyms(given, where, faults),
        codes=_codes(given, where, faults),
        format=form if form in FORMATS else None,
        earliest=_earliest(options.get("minimum"), where, faults) if is_date else None,
        latest_days_after_extract=latest if _is_whole(latest, most=A_CENTURY) else None,
        least=_least(options.get("minimum"), where, faults) if kind == FieldType.INTEGER else None,
        classification=given.classification or "none",
        description=given.description or "",
    )


def _check_names(names: Sequence[str | None], where: str, reserved: Iterable[str], faults: list[str]) -> None:
    for name, times in Counter(names).items():
        if name is None or not NAME.fullmatch(name):
            faults.append(f"{where}: {name!r} is no name; lower-case letters, digits and _ only")
        elif name in reserved:
            faults.append(f"{where}: the name {name!r} is the engine's own")
        elif times > 1:
            faults.append(f"{where}: {name} stands {times} times")


def _service_level(document: OpenDataContractStandard, dataset: str | None, name: str) -> tuple[Any, str]:
    """Value and unit of a service level: the dataset's own, or that of the whole contract."""
    levels = [each for each in document.slaProperties or () if each.property == name]
    own = [each for each in levels if dataset in [part.strip() for part in (each.element or "").split(",")]]
    for each in (*own, *(each for each in levels if not each.element)):
        return each.value, each.unit or ""
    return None, ""


def _duplicate_share(schema: SchemaObject, where: str, faults: list[str]) -> float:
    for rule in schema.quality or ():
        if rule.metric != "duplicateValues":
            continue
        limit = rule.mustBeLessOrEqualTo if rule.mustBeLessOrEqualTo is not None else rule.mustBe
        if rule.unit == "percent" and isinstance(limit, int | float) and 0 <= limit <= PERCENT:
            return limit / PERCENT
        faults.append(f"{where}: duplicateValues wants mustBeLessOrEqualTo 0 to 100, unit percent")
    return 0.0


def _codes(given: SchemaProperty, where: str, faults: list[str]) -> tuple[str, ...]:
    for rule in given.quality or ():
        if rule.metric != "invalidValues":
            continue
        codes = (rule.arguments or {}).get("validValues") or []
        if not all(isinstance(code, str) for code in codes):
            faults.append(f"{where}: validValues are strings; put quotes around numbers, yes and no")
        elif len({code.casefold() for code in codes}) < len(codes):
            faults.append(f"{where}: validValues holds a code twice")
        else:
            return tuple(codes)
    return ()


def _least(minimum: object, where: str, faults: list[str]) -> int | None:
    if minimum is None or _is_whole(minimum):
        return minimum
    faults.append(f"{where}: minimum is not a whole number")
    return None


def _is_whole(value: object, *, most: int = LARGEST) -> TypeGuard[int]:
    """Whether it is a whole number that a column, or a count of days, may have."""
    return type(value) is int and abs(value) <= most


def _earliest(minimum: object, where: str, faults: list[str]) -> dt.date | None:
    if minimum is None:
        return None
    try:
        return dt.date.fromisoformat(str(minimum))
    except ValueError:
        faults.append(f"{where}: minimum is not a date, e.g. 1890-01-01")
        return None
