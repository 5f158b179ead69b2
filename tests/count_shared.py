#!/usr/bin/env python3
"""Counts what the real files under ../shared/data hold, by a reading that shares nothing with the adapters.

It says how many rights, events and documents without a right each file
tells of, and the tests compare. Prints one JSON object: file -> {adapter, records, events, nothing}.
"""
import csv
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def below(element, name):
    return [one for one in element.iter() if local(one) == name]


def child(element, name):
    return next((one for one in element if local(one) == name), None)


def text(element, *path):
    for name in path:
        element = child(element, name) if element is not None else None
    return (element.text or "").strip() if element is not None else ""


def is_day(value):
    return bool(re.match(r"^(19|20|18)\d\d-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])", value or ""))


def counted(adapter, records=0, events=0, nothing=0):
    return {"adapter": adapter, "records": records, "events": events, "nothing": nothing}


def docdb_number(reference):
    """Country and number of an application as docdb writes it; None where the number leaves the right open."""
    if reference is None:
        return None
    for one in reference:
        if local(one) == "document-id" and one.get("document-id-type") in (None, "docdb"):
            country, number = text(one, "country"), text(one, "doc-number")
            if not number or (country == "US" and not re.fullmatch(r"(19|20)\d{10}", number)):
                return None
            return country, number
    return None


def epo(root):
    total = counted("epo-ops")
    inside = set()
    for member in below(root, "family-member"):
        document = child(member, "exchange-document")
        holder = member
        if document is not None:
            inside.update(id(one) for one in member.iter())
            holder = child(document, "bibliographic-data")
        total["records" if docdb_number(child(holder, "application-reference")) else "nothing"] += 1
        total["events"] += sum(1 for one in member if local(one) == "legal")
    for document in below(root, "exchange-document"):
        if id(document) in inside:
            continue
        about = child(document, "bibliographic-data")
        reference = child(about, "application-reference") if about is not None else None
        total["records" if docdb_number(reference) else "nothing"] += 1
    for document in below(root, "register-document"):
        about = child(document, "bibliographic-data")
        known = about is not None and docdb_number(child(about, "application-reference"))
        total["records" if known else "nothing"] += 1
        if known:
            total["events"] += len(below(document, "dossier-event"))
            total["events"] += sum(1 for step in below(document, "procedural-step") if below(step, "date"))
    if local(root) == "fault":
        total["nothing"] += 1
    return total


def dpma(root):
    total = counted("dpma-register")
    for mark in below(root, "TradeMark"):
        total["records"] += 1
        total["events"] += len(below(mark, "BasicRecord"))
        total["events"] += len(below(mark, "Publication"))
    for design in below(root, "Design"):
        total["records"] += 1
        total["events"] += len(below(design, "DesignRecord"))
    if local(root) == "dpma-patent-document":
        total["records"] += 1
        total["events"] += len(below(root, "event-data"))
    for name in ("Entries", "DesignHitListRecord", "PatentHitListRecord"):
        total["records"] += len(below(root, name))
    return total


def uspto_daily(root):
    cases = below(root, "case-file")
    return counted("uspto-trademark-daily", len(cases),
                   sum(len(below(case, "case-file-event-statement")) for case in cases))


def tsdr(root, adapter, mark):
    total = counted(adapter)
    for one in below(root, mark):
        if child(one, "ApplicationNumber") is None:
            continue
        total["records"] += 1
        total["events"] += len(below(one, "MarkEvent")) + len(below(one, "Assignment"))
    return total


def grant(root):
    about = child(root, "us-bibliographic-data-grant")
    return counted("uspto-patent-grant", 1, len(below(about, "us-term-extension")))


def tsdr_json(document):
    marks = list(document.get("trademarks", []))
    for answer in document.get("transactionList", []):
        marks += answer["trademarks"]
    return counted("tsdr-json", len(marks), sum(len(one["prosecutionHistory"]) for one in marks), 0 if marks else 1)


ENDED = ("Abandoned", "Expressly Abandoned", "Patent Expired Due to NonPayment", "Provisional Application Expired")


def odp(document):
    total = counted("uspto-odp-json")
    if "patentFileWrapperDataBag" not in document and "patentdata" not in document:
        told = "ApplicationNumber" in document and "FilingDate" in document
        total["records" if told else "nothing"] += 1
        return total
    for wrapper in document.get("patentFileWrapperDataBag", document.get("patentdata")):
        meta = wrapper.get("applicationMetaData")
        events = wrapper.get("eventDataBag", [])
        assignments = wrapper.get("assignmentBag", [])
        days = wrapper.get("patentTermAdjustmentData", {}).get("adjustmentTotalQuantity", 0)
        if not wrapper.get("applicationNumberText") or not (meta or events or assignments or days):
            total["nothing"] += 1
            continue
        total["records"] += 1 if meta else 0
        total["events"] += len(events) + len(assignments) + (1 if days else 0)
        total["events"] += 1 if meta and meta["applicationStatusDescriptionText"].startswith(ENDED) else 0
    return total


def table(adapter, path, is_event=False):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    if adapter == "uspto-patent-applications":
        ended = sum(1 for row in rows if row["status"].startswith(ENDED))
        return counted(adapter, len(rows), ended)
    return counted(adapter, 0, len(rows)) if is_event else counted(adapter, len(rows))


def count(data):
    counts = {}

    def note(path, figures):
        counts[path.relative_to(data).as_posix()] = figures

    def xml(folder, read, pattern="*.xml"):
        for path in sorted((data / folder).glob(pattern)):
            try:
                note(path, read(ElementTree.parse(path).getroot()))
            except ElementTree.ParseError:
                pass  # cut off, as its README says

    xml("patent-epo-ops", epo)
    xml("tm-de-dpma", dpma)
    xml("patent-design-de-dpma", dpma)
    xml("patent-us-grant-xml", grant)
    xml("tm-us-daily-xml", uspto_daily)
    xml("tm-us-tsdr-st66-st96", lambda root: tsdr(root, "tsdr-st66", "TradeMark"), "sn*.xml")
    xml("tm-us-tsdr-st66-st96", lambda root: tsdr(root, "tsdr-st96", "Trademark"), "rn*.xml")
    for folder, read in (("tm-us-tsdr-json", tsdr_json), ("patent-us-odp-json", odp)):
        for path in sorted((data / folder).glob("*.json")):
            note(path, read(json.loads(path.read_text(encoding="utf-8"))))
    for adapter, name, is_event in (("uspto-patent-events", "patent-us-peds-odp/events.csv", True),
                                    ("uspto-patent-assignments", "patent-us-peds-odp/assignments.csv", True),
                                    ("uspto-patent-applications", "patent-us-peds-odp/patents.csv", False),
                                    ("cn-publications-csv", "patent-cn-publications/cn_publications.csv", False),
                                    ("euipo-csv", "tm-eu-euipo-20k/trademarks.csv", False)):
        if (data / name).exists():
            note(data / name, table(adapter, data / name, is_event))
    return counts


if __name__ == "__main__":
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared"
    json.dump(count(shared / "data"), sys.stdout, indent=1, sort_keys=True)
    print()
