#!/usr/bin/env python3
"""Counts what the real files under ../shared/data hold, by a reading that shares nothing with the adapters.

It says how many rights, events and documents without a right each file
tells of, and the tests compare. Prints one JSON object: file -> {adapter, records, events, nothing}.
With --securities it pairs the releases of security interests in American patents with what they release instead, and
prints how many interests are open and how many releases fit on which ground.
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


# ---- security interests

ROLE = re.compile(r"\W+AS (?=.*(AGENT|TRUSTEE|GRANTEE|LENDER|PARTY|COLLATERAL)).*$")
ALIAS = re.compile(r"F/K/A|N/K/A|SUCCESSOR (?:IN INTEREST|BY MERGER) TO")
FORMS = {"CORPORATION": "CORP", "INCORPORATED": "INC", "COMPANY": "CO", "LIMITED": "LTD", "NATIONAL": "N",
         "ASSOCIATION": "A", "THE": "", "AND": ""}


def keys(names):
    """What identifies each party: its words joined, under every name it is given."""
    found = set()
    for name in names.split(" | "):
        for part in ALIAS.split(name.upper()):
            words = re.findall(r"[^\W_]+", ROLE.sub("", part).replace(".", "").replace("'", ""))
            key = "".join(FORMS.get(word, word) for word in words)
            if key:
                found.add((key, tuple(word for word in words if re.fullmatch(r"\d+|[IVX]+", word))))
    return found


def meet(some, others):
    return any(a == b or (a[1] == b[1] and min(len(a[0]), len(b[0])) >= 8 and
                          (a[0].startswith(b[0]) or b[0].startswith(a[0])))
               for a in some for b in others)


def letters_apart(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def alike(some, others):
    return any(a[1] == b[1] and letters_apart(a[0], b[0]) <= min(2, min(len(a[0]), len(b[0])) // 12)
               for a in some for b in others)


def became(parties, steps):
    """The parties and whoever they became by these steps, each taken as often as it leads on."""
    known, left = set(parties), list(steps)
    while True:
        step = next((one for one in left if meet(known, one[0])), None)
        if step is None:
            return known
        left.remove(step)
        known |= step[1]


def release(row, text, interests, steps):
    """The grounds on which a release ends interests of its right; "unpaired" where it fits none."""
    named = re.search(r"(\d{5,6})\W{1,3}(?:FRAME:? ?)?(\d{4})\b", text)
    number = named and named[1].zfill(6) + "/" + named[2]
    open_ones = [one for one in interests if one["open"]]
    by, to = keys(row["assignors"]), keys(row["assignees"])
    meant = [(one, "reference") for one in open_ones if number == one["number"]]
    if not meant and not number and by:
        renamed, moved = [s[1:] for s in steps if s[0]], [s[1:] for s in steps]
        ranks = {"parties": [], "secured_party": [], "successor": [], "other_holder": []}
        for one in open_ones:
            if not meet(one["to"], by):
                continue
            rank = "secured_party" if not one["from"] or not to else \
                   "parties" if meet(became(one["from"], renamed), to) else \
                   "successor" if meet(became(one["from"], moved), to) else "other_holder"
            ranks[rank].append((one, rank))
        meant = next((found for found in ranks.values() if found), [])
        twins = [one for one in open_ones for told, _ in meant
                 if one is not told and one["day"] == told["day"] and meet(one["from"], told["from"]) and
                 (meet(one["to"], told["to"]) or alike(one["to"], told["to"])) and
                 all(one is not other for other, _ in meant)]
        meant = meant + [(one, "spelling") for one in twins]
        if not meant:
            meant = [(one, "spelling") for one in open_ones
                     if alike(one["to"], by) and meet(became(one["from"], renamed), to)]
    if not meant and not by and not number and len(open_ones) == 1:
        meant = [(open_ones[0], "only_one")]
    for one, _ in meant:
        one["open"] = False
    return [ground for _, ground in meant] or ["unpaired"]


def securities(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rights = {}
    for row in rows:
        day = row["execution_date"] if is_day(row["execution_date"]) else row["recorded_date"]
        rights.setdefault(row["application_number"], []).append((day, row))
    total = {"rights": 0, "interests": 0, "open": 0, "unpaired": 0}
    for told in rights.values():
        interests, steps = [], []
        for day, row in sorted(told, key=lambda one: one[0]):
            text = row["conveyance_text"].upper()
            if "CORRECT" in text:
                continue
            if "RELEASE" in text or "TERMINATION" in text:
                for ground in release(row, text, interests, steps):
                    total[ground] = total.get(ground, 0) + 1
            elif "SECURITY" in text:
                interests.append({"day": day, "number": row["reel_frame"], "from": keys(row["assignors"]),
                                  "to": keys(row["assignees"]), "open": True})
            elif row["assignors"] and row["assignees"]:
                steps.append(("CHANGE" in text, keys(row["assignors"]), keys(row["assignees"])))
        told_security = any(re.search("SECURITY|RELEASE", row["conveyance_text"].upper()) for _, row in told)
        total["rights"] += 1 if told_security else 0
        total["interests"] += len(interests)
        total["open"] += sum(1 for one in interests if one["open"])
    return total


if __name__ == "__main__":
    places = [one for one in sys.argv[1:] if not one.startswith("--")]
    shared = Path(places[0]) if places else Path(__file__).resolve().parents[2] / "shared"
    if "--securities" in sys.argv:
        told = securities(shared / "data" / "patent-us-peds-odp" / "assignments.csv")
    else:
        told = count(shared / "data")
    json.dump(told, sys.stdout, indent=1, sort_keys=True)
    print()
