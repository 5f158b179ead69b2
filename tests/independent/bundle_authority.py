"""Who may sign what, for verify_bundle.py: docs/decisions/ledger.md and four-eyes.md."""
import re

from bundle_form import (
    APPROVED, COMMIT_TYPE, ED25519_SPKI, KINDS, P256_SPKI, PROPOSED, REJECTED, ROLES, SM2_SPKI, Refused, base64_bytes,
    canonical, count, demand, dsse, hex_hash, leaf_hash, members_are, parse, sha256, sm3, tree_root)


def data_text(data, name):
    return data.get(name) if isinstance(data.get(name), str) else ""


ALGORITHMS = {"intl": ("ed25519", "ecdsa-p256"), "gm": ("sm2",)}
CORRECTION = "core.correction.made"
# With these a registry only says what it holds or saw: whoever commits signs them.
VOUCHING = ("core.read_log.anchored", "core.witness.countersigned", "core.checkpoint.seen")
EXPORT_ALLOWED = "core.export.allowed"


class Person:
    def __init__(self, name, role, spki, enrolled):
        self.name, self.role, self.spki, self.enrolled = name, role, spki, enrolled
        self.revoked = self.since = None

    def counts_at(self, position):
        return position >= self.enrolled and (self.since is None or position < self.since)


def names_type(pattern, kind):
    if kind in VOUCHING:
        return False
    if kind in (PROPOSED, APPROVED, REJECTED) or (kind.startswith("core.") and not pattern.startswith("core.")):
        return False
    return kind.startswith(pattern[:-1]) if pattern.endswith("*") else pattern == kind


class Proposal:
    """Entries that wait for another person."""

    def __init__(self, judge, hashed, made, payload, signatures, position):
        texts = made["data"].get("drafts")
        demand(isinstance(texts, list) and texts and all(isinstance(text, str) for text in texts), "proposal")
        lines = [text.encode() for text in texts]
        demand(made["record"] == "proposal/" + tree_root([leaf_hash(line) for line in lines]).hex(), "proposal")
        self.hash, self.record, self.drafts = hashed.hex(), made["record"], [judge.entry(line)[1] for line in lines]
        demand(None not in self.drafts, "proposal")
        self.types = sorted({draft["type"] for draft in self.drafts})
        demand(not {PROPOSED, APPROVED, REJECTED, "core.registry.created"} & set(self.types), "proposal")
        author = judge.people.get(payload["author"])
        self.by = author.name if author else payload["author"]
        self.signers = judge.persons(signatures, position)
        keys = [judge.key(draft["data"].get("public_key")) for draft in self.drafts
                if draft["type"] == "core.operator.enrolled"]
        self.new_keys = {sha256(spki).hex(): spki for spki in keys}
        demand(set(self.new_keys) <= set(signatures), "an enrolled key that does not sign")


class Story:
    """Which entries stand on which in the records of the range."""

    def __init__(self):
        self.places, self.records, self.corrected = {}, {}, set()

    def take(self, entries):
        for hashed, entry in entries:
            record = self.records.setdefault(entry["record"], [])
            self.places[hashed.hex()] = (entry["record"], len(record))
            record.append((hashed.hex(), entry["type"]))
        for _, entry in entries:
            if entry["type"] == CORRECTION:
                self.corrected.add(data_text(entry["data"], "entry"))

    def kinds(self, entry):
        """Of what a correction takes away, and of what came after that in its record and still counts."""
        found = entry["type"] == CORRECTION and self.places.get(data_text(entry["data"], "entry"))
        if not found:
            return set()
        record = self.records[found[0]][found[1]:]
        return {record[0][1]} | {kind for hashed, kind in record[1:] if hashed not in self.corrected}


def algorithm_of(spki):
    return ("ed25519" if spki.startswith(ED25519_SPKI) else "sm2" if spki.startswith(SM2_SPKI) else "ecdsa-p256")


class Judge:
    """`suite`: what the first commit must say; in gm all hashes of commits and entries are there with SM3, too."""

    def __init__(self, origin, openssl, suite):
        self.origin, self.openssl, self.suite = origin, openssl, suite
        self.people, self.checkpoint_keys, self.fingerprint = {}, [], None
        self.policies, self.open = {}, {}
        self.story, self.approved = Story(), []

    def key(self, text):
        spki = base64_bytes(text)
        known = (spki.startswith(ED25519_SPKI) and len(spki) == 44) or (
            spki.startswith((P256_SPKI, SM2_SPKI)) and len(spki) == 91)
        demand(known, "key")
        return spki

    def active(self, name):
        return any(one.name == name and one.revoked is None for one in self.people.values())

    def envelope(self, line, position):
        demand(len(line) <= 65535, "envelope too long")
        envelope = parse(line)
        members_are(envelope, "payload", "payloadType", "signatures")
        demand(envelope["payloadType"] == COMMIT_TYPE, "payload type")
        signatures = envelope["signatures"]
        demand(isinstance(signatures, list) and 1 <= len(signatures) <= 100, "signatures")
        for one in signatures:
            members_are(one, "keyid", "sig")
            hex_hash(one["keyid"])
        signers = [one["keyid"] for one in signatures]
        demand(signers == sorted(set(signers)), "signatures out of order")
        payload_bytes = base64_bytes(envelope["payload"])
        payload = parse(payload_bytes)
        names = ["author", "entries", "message", "origin", "parent", "requires", "time", "v"]
        members_are(payload, *names, *(["anchors"] if "anchors" in payload else []))
        second = ["root_sm3"] if self.suite == "gm" else []
        members_are(payload["entries"], "count", "root", *second)
        members_are(payload["parent"], "root", "size", *second)
        demand(payload["v"] == 1 and payload["origin"] == self.origin, "origin")
        demand(count(payload["parent"]["size"]) == position, "position")
        demand(1 <= count(payload["entries"]["count"]) <= 100000, "count")
        demand(isinstance(payload["message"], str), "message")
        demand(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(payload["time"]), re.ASCII), "time")
        demand(payload["requires"] == signers and payload["author"] in signers, "signers")
        return payload, payload_bytes, {one["keyid"]: base64_bytes(one["sig"]) for one in signatures}

    def entry(self, line):
        """Its hash and itself; of what is withheld only the hash, in gm with the one of SM3 behind it."""
        digits = 128 if self.suite == "gm" else 64
        if len(line) == digits and re.fullmatch(b"[0-9a-f]+", line):
            return bytes.fromhex(line.decode()), None
        demand(len(line) <= 65535, "entry too long")
        entry = parse(line)
        names = ["data", "effective", "record", "salt", "type", "v"]
        members_are(entry, *names, *(["attachments"] if "attachments" in entry else []))
        demand(entry["v"] == 1 and isinstance(entry["data"], dict), "entry")
        demand(re.fullmatch("[0-9a-f]{32}", str(entry["salt"])), "salt")
        return leaf_hash(line), entry

    def commit(self, line, position, entry_lines):
        payload, payload_bytes, signatures = self.envelope(line, position)
        leaves, leaves_sm3, entries = [], [], []
        for _ in range(payload["entries"]["count"]):
            text = next(entry_lines)
            hashed, entry = self.entry(text)
            leaves.append(hashed[:32])
            leaves_sm3.append(hashed[32:] if entry is None else leaf_hash(text, sm3))
            if entry is not None:
                entries.append((hashed, entry))
        demand(tree_root(leaves) == hex_hash(payload["entries"]["root"]), f"commit {position}: entries")
        if self.suite == "gm":
            demand(tree_root(leaves_sm3, sm3) == hex_hash(payload["entries"]["root_sm3"]), f"commit {position}: SM3")
        leaf = leaf_hash(line)
        if position == 0:
            self.fingerprint = leaf.hex()
            demand([one["type"] for _, one in entries] == ["core.registry.created", "core.operator.enrolled"]
                   and len(leaves) == 2, "genesis")
        try:
            self.judge(payload, payload_bytes, signatures, entries, position)
        except Refused as why:
            raise Refused(f"commit {position}: {why}") from None
        return leaf, payload, len(leaves), [entry for _, entry in entries]

    def judge(self, payload, payload_bytes, signatures, entries, position):
        proposals = []
        for hashed, entry in entries:
            if entry["type"] == "core.operator.enrolled":
                self.enrol(entry, payload, position, set())
            if entry["type"] == PROPOSED:
                proposals.append(Proposal(self, hashed, entry, payload, signatures, position))
        proposed = {key: spki for proposal in proposals for key, spki in proposal.new_keys.items()}
        for key_id, signature in signatures.items():
            person = self.people.get(key_id)
            demand(person or key_id in proposed, "a stranger")
            demand(not person or person.counts_at(position), "a key that does not count")
            demand(self.openssl.holds(person.spki if person else proposed[key_id], signature,
                                      dsse(COMMIT_TYPE, payload_bytes)), "signature")
        persons = self.persons(signatures, position)
        author = self.people.get(payload["author"])
        for _, entry in entries:
            demand(not author or self.may_sign(author.role, entry["type"]), "role")
        if position > 0:
            kinds = {entry["type"] for _, entry in entries}
            self.demand_quorum(kinds.union(*(self.story.kinds(entry) for _, entry in entries)), persons)
        for _, entry in entries:
            if entry["type"] in (APPROVED, REJECTED):
                self.decide(entry, payload, persons, position)
            elif entry["type"] != "core.operator.enrolled":
                self.apply(entry, position)
        for proposal in proposals:
            for kind in proposal.types:
                demand(not author or self.may_sign(author.role, kind), "role of a proposal")
            self.open[proposal.hash] = proposal
        self.story.take(entries + self.approved)
        self.approved = []

    # ---- four eyes: docs/decisions/four-eyes.md ----

    def persons(self, signatures, position):
        """Whoever signed and was enrolled before, by name: role, key and position."""
        found = {}
        for key_id in sorted(signatures):
            person = self.people.get(key_id)
            if person and person.enrolled < position and person.counts_at(position):
                found.setdefault(person.name, (person.role, key_id, position))
        return found

    def is_short(self, kinds, persons):
        for kind in kinds:
            is_policy = kind == "core.policy.set"
            for rules in self.policies.values():
                for pattern, signers, roles in rules:
                    if not is_policy and not names_type(pattern, kind):
                        continue
                    counted = [role for role, _, _ in persons.values()
                               if (role in roles if roles else
                                   role != "auditor" if is_policy else self.may_sign(role, kind))]
                    if len(counted) < signers:
                        return True
        return False

    def demand_quorum(self, kinds, persons):
        demand(not self.is_short(kinds, persons), "too few persons signed")

    def may_decide(self, role, kind):
        if self.may_sign(role, kind):
            return True
        is_policy = kind == "core.policy.set"
        rules = [rule for one in self.policies.values() for rule in one if is_policy or names_type(rule[0], kind)]
        return any(role in roles or (is_policy and not roles and role != "auditor") for _, _, roles in rules)

    def decide(self, entry, payload, persons, position):
        proposal = self.open.get(data_text(entry["data"], "proposal"))
        demand(proposal and proposal.record == entry["record"], "a decision on no open proposal")
        author = self.people.get(payload["author"])
        demand(author, "a decision by a stranger")
        demand(author.name != proposal.by and author.name not in proposal.signers, "a decision on one's own proposal")
        demand(all(self.may_decide(author.role, kind) for kind in proposal.types), "role of a decision")
        if entry["type"] == REJECTED:
            demand(data_text(entry["data"], "reason"), "a rejection without reason")
            del self.open[proposal.hash]
            return
        proposal.signers = {name: one for name, one in proposal.signers.items()
                            if self.people[one[1]].counts_at(one[2])}
        demand(proposal.by in proposal.signers, "who proposed it may not sign")
        proposal.signers = {**persons, **proposal.signers}
        kinds = set(proposal.types).union(*(self.story.kinds(draft) for draft in proposal.drafts))
        is_enough = len(proposal.signers) >= 2 and not self.is_short(kinds, proposal.signers)
        if entry["data"].get("partial") is True:
            demand(not is_enough, "a partial approval that completes the quorum")
            return
        demand(is_enough, "an approval by too few")
        for draft in proposal.drafts:
            if draft["type"] == "core.operator.enrolled":
                self.enrol(draft, payload, position, set(proposal.new_keys))
            else:
                self.apply(draft, position)
            self.approved.append((leaf_hash(canonical(draft).encode()), draft))
        del self.open[proposal.hash]

    def set_policy(self, entry):
        rules = entry["data"].get("rules")
        demand(isinstance(rules, list) and entry["record"].startswith("core-policy/"), "policy")
        found = []
        for rule in rules:
            demand(isinstance(rule, dict) and re.fullmatch(r"[a-z0-9_.]*\*?", data_text(rule, "types")), "policy")
            demand(data_text(rule, "types") and 1 <= count(rule.get("signers")) <= 16, "policy")
            roles = rule.get("roles", [])
            demand(isinstance(roles, list) and all(role in ROLES for role in roles), "policy")
            found.append((rule["types"], rule["signers"], roles))
        if "witnesses" in entry["data"]:
            self.demand_witnesses(entry["data"]["witnesses"])
        self.policies[entry["record"]] = found

    @staticmethod
    def demand_witnesses(wanted):
        """So many of the witnesses with these C2SP vkeys (type 4), each named once, must countersign."""
        demand(isinstance(wanted, dict) and isinstance(wanted.get("keys"), list), "policy of witnesses")
        keys = [re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})", str(key)) for key in wanted["keys"]]
        demand(all(keys) and all(base64_bytes(key[3])[:1] == b"\x04" for key in keys), "policy of witnesses")
        for part in (1, 3):
            demand(len({key[part] for key in keys}) == len(keys), "policy of witnesses")
        demand(1 <= count(wanted.get("required")) <= len(keys) <= 16, "policy of witnesses")
        demand(1 <= count(wanted.get("within_days", 1)) <= 3650, "policy of witnesses")

    @staticmethod
    def may_sign(role, kind):
        if kind in (PROPOSED, APPROVED, REJECTED):
            return True
        if kind in VOUCHING:
            return True
        if kind == "core.audit.recorded":
            return role in ("auditor", "admin")
        if role == "auditor":
            return False
        return kind in ("core.correction.made", "core.calendar.set", EXPORT_ALLOWED) or not kind.startswith("core.") or role == "admin"

    def enrol(self, entry, payload, position, signed_before):
        data = entry["data"]
        name, role, spki = data_text(data, "name"), data_text(data, "role"), self.key(data.get("public_key"))
        algorithm = algorithm_of(spki)
        demand(algorithm in ALGORITHMS[self.suite], "an algorithm of another suite")
        key_id = sha256(spki).hex()
        demand(role in ROLES and entry["record"] == "operator/" + name and data.get("algorithm") == algorithm,
               "enrolment")
        is_used = key_id in self.people or any(spki in keys for keys in self.checkpoint_keys)
        demand(not is_used, "a key with two uses")
        demand(not self.active(name), "a second key for one name")
        demand(key_id in payload["requires"] or key_id in signed_before, "an enrolled key that does not sign")
        if position == 0:
            demand(role == "admin" and payload["author"] == key_id, "genesis")
        else:
            demand(payload["author"] != key_id, "somebody enrolled himself")
        self.people[key_id] = Person(name, role, spki, position)

    def apply(self, entry, position):
        kind, data = entry["type"], entry["data"]
        if kind == "core.policy.set":
            self.set_policy(entry)
        if kind == "core.registry.created":
            demand(position == 0, "the registry is created again")
            demand(data.get("kind") in KINDS and data.get("suite") == self.suite and data_text(data, "name"), "genesis")
            demand(self.origin.startswith("xinbu/" + data_text(data, "identifier") + "/"), "origin")
        if kind in ("core.registry.created", "core.checkpoint_key.rotated"):
            keys = [self.key(data.get("checkpoint_key"))]
            demand(("checkpoint_key_sm2" in data) == (self.suite == "gm"), "checkpoint key")
            if self.suite == "gm":
                keys.append(self.key(data["checkpoint_key_sm2"]))
            demand([algorithm_of(spki) for spki in keys] == ["ed25519", "sm2"][:len(keys)], "checkpoint key")
            demand(not any(sha256(spki).hex() in self.people for spki in keys), "checkpoint key")
            self.checkpoint_keys.append(keys)
        if kind == "core.operator.revoked":
            person, since = self.people.get(data_text(data, "key")), data.get("since", position + 1)
            demand(person and person.name == data.get("name") and person.revoked is None, "revocation")
            demand(count(since) <= position + 1, "revocation")
            person.revoked, person.since = position, since
