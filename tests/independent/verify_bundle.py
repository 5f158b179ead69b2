#!/usr/bin/env python3
"""A second verifier of bundles, written from docs/decisions/exchange.md, ledger.md, four-eyes.md and time-stamps.md.

    verify_bundle.py [--trust FINGERPRINT] [--ca AUTHORITIES] BUNDLE...

Prints one line a bundle, "valid FINGERPRINT FILE" or "refused FILE: why". Exit code 0 where all are valid, else 1.
Of every time stamp it says the time before that, and whether it is by one of AUTHORITIES (certificates in PEM).
Needs the standard library and the program openssl (3.0 or newer), which verifies the signatures.
"""
import base64
import binascii
import calendar
import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import tempfile
import time
import zlib

ROLES = ("admin", "clerk", "officer", "auditor")
PROPOSED, APPROVED, REJECTED = ("core.proposal." + step for step in ("made", "approved", "rejected"))
KINDS = ("association", "bank", "regulator", "enterprise")
COMMIT_TYPE = "application/vnd.xinbu.commit.v1+json"
BUNDLE_TYPE = "application/vnd.xinbu.bundle.v1+json"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*\Z")
HALF_ORDER_P256 = 0x7FFFFFFF800000007FFFFFFFFFFFFFFFDE737D56D38BCF4279DCE5617E3192A8
ED25519_SPKI = bytes.fromhex("302a300506032b6570032100")
P256_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")


class Refused(Exception):
    pass


def demand(holds, why):
    if not holds:
        raise Refused(why)


# ---- zip: the one form ----

def read_zip(data):
    demand(22 <= len(data) < 1 << 31, "size")
    end = struct.unpack("<IHHHHIIH", data[-22:])
    mark, disk, start_disk, here, count, size, offset, comment = end
    demand(mark == 0x06054B50 and disk == start_disk == comment == 0 and here == count, "end of zip")
    demand(offset + size + 22 == len(data), "bytes around the directory")
    members, at, expected, last = {}, offset, 0, None
    for _ in range(count):
        demand(at + 46 <= len(data) - 22, "directory")
        row = struct.unpack("<IHHHHHHIIIHHHHHII", data[at:at + 46])
        (mark, made, needed, flags, method, time, date, crc, packed, plain, name_size, extra, comment, disk, internal,
         external, where) = row
        demand((mark, made, needed, flags, method, time, date) == (0x02014B50, 0x0314, 10, 0, 0, 0, 0x21), "directory")
        demand(packed == plain and extra == comment == disk == internal == 0 and external == 0o100644 << 16, "directory")
        raw = data[at + 46:at + 46 + name_size]
        demand(raw.isascii() and len(raw) == name_size and name_size <= 100, "name")
        name = raw.decode()
        demand(NAME.match(name) and (last is None or last < name), "names")
        demand(where == expected and plain <= 8 << 20, "gap or overlap")
        head = struct.pack("<IHHHHHIIIHH", 0x04034B50, 10, 0, 0, 0, 0x21, crc, plain, plain, name_size, 0) + raw
        demand(data[where:where + len(head)] == head, "head and directory differ")
        start = where + len(head)
        demand(start + plain <= offset, "beyond the directory")
        members[name] = data[start:start + plain]
        demand(zlib.crc32(members[name]) == crc, "checksum")
        expected, at, last = start + plain, at + 46 + name_size, name
    demand(expected == offset and at == len(data) - 22, "gap")
    return members


# ---- canonical JSON ----

def no_twins(pairs):
    demand(len(dict(pairs)) == len(pairs), "a member twice")
    return dict(pairs)


def canonical(value):
    """RFC 8785 for what an entry may hold; names are ASCII, so they sort alike in every encoding."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def no_fraction(text):
    raise Refused("a number with fraction or exponent")


def parse(data):
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=no_twins, parse_float=no_fraction, parse_constant=no_fraction)
        demand(canonical(value) == text, "not canonical")
    except (ValueError, RecursionError) as fault:
        raise Refused(f"JSON: {fault}") from None
    demand(isinstance(value, dict), "no object")
    return value


def members_are(value, *names):
    demand(isinstance(value, dict) and sorted(value) == sorted(names), "members")


def hex_hash(text):
    demand(isinstance(text, str) and re.fullmatch("[0-9a-f]{64}", text), "hash")
    return bytes.fromhex(text)


def base64_bytes(text):
    demand(isinstance(text, str), "base64")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("base64") from None
    demand(base64.b64encode(data).decode() == text, "base64")
    return data


def count(value):
    demand(isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53, "number")
    return value


# ---- Merkle tree ----

def sha256(data):
    return hashlib.sha256(data).digest()


def leaf_hash(data):
    return sha256(b"\0" + data)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


def tree_root(leaves):
    if not leaves:
        return sha256(b"")
    level = list(leaves)
    while len(level) > 1:
        joined = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = joined + level[len(level) // 2 * 2:]
    return level[0]


class Tree:
    """Grows at its right edge; `edge` are its complete subtrees, the largest first, with their sizes."""

    def __init__(self, size=0, subtrees=()):
        self.edge = []
        bits = [1 << k for k in reversed(range(size.bit_length())) if size >> k & 1]
        demand(len(bits) == len(subtrees), "subtrees")
        self.edge = list(zip(bits, subtrees))

    def append(self, leaf):
        size = 1
        while self.edge and self.edge[-1][0] == size:
            leaf = node_hash(self.edge.pop()[1], leaf)
            size *= 2
        self.edge.append((size, leaf))

    def root(self):
        if not self.edge:
            return sha256(b"")
        root = self.edge[-1][1]
        for _, subtree in reversed(self.edge[:-1]):
            root = node_hash(subtree, root)
        return root


def inclusion_root(index, size, leaf, path):
    """RFC 9162, 2.1.3.2."""
    demand(index < size, "index")
    fn, sn, root = index, size - 1, leaf
    for sibling in path:
        demand(sn != 0, "path too long")
        if fn & 1 or fn == sn:
            root = node_hash(sibling, root)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = node_hash(root, sibling)
        fn, sn = fn >> 1, sn >> 1
    demand(sn == 0, "path too short")
    return root


def is_consistent(first, second, first_root, second_root, path):
    """RFC 9162, 2.1.4.2."""
    if first == 0:
        return not path
    if first == second:
        return not path and first_root == second_root
    path = list(path)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    if not path:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for node in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            old, new = node_hash(node, old), node_hash(node, new)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, node)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and old == first_root and new == second_root


# ---- signatures ----

class Openssl:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()

    def put(self, name, data):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def holds(self, spki, signature, message):
        if len(signature) != 64:
            return False
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin", "-inkey",
                   self.put("key", spki), "-in", self.put("message", message)]
        if spki.startswith(P256_SPKI):
            r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
            if s > HALF_ORDER_P256:
                return False
            command += ["-digest", "sha256"]
            signature = b"".join(self.der_integer(number) for number in (r, s))
            signature = b"\x30" + bytes([len(signature)]) + signature
        command += ["-sigfile", self.put("signature", signature)]
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

    def stamp(self, token, text, authorities):
        """The time that a token over `text` states, in words, and whether it is by one of the authorities."""
        path, text = self.put("token", token), self.put("text", text)
        shown = self.output("ts", "-reply", "-token_in", "-in", path, "-text").decode("utf-8", "replace")
        found = re.search(r"^Time stamp: (\w{3} [ \d]\d \d\d:\d\d:\d\d)(\.\d+)? (\d{4}) GMT$", shown, re.MULTILINE)
        demand(found, "time stamp")
        words = f"{found[1]} {found[3]}"
        seconds = calendar.timegm(time.strptime(words, "%b %d %H:%M:%S %Y"))
        own = self.put("certificates", self.output("pkcs7", "-inform", "DER", "-in", path, "-print_certs"))

        def ends_at(anchors):
            command = ["openssl", "ts", "-verify", "-token_in", "-in", path, "-data", text, "-CAfile", anchors,
                       "-partial_chain", "-attime", str(seconds), "-auth_level", "2", "-verify_depth", "5"]
            return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
        demand(ends_at(own), "a time stamp that does not hold")
        return words, authorities is not None and ends_at(authorities)

    @staticmethod
    def output(*arguments):
        done = subprocess.run(["openssl", *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        demand(done.returncode == 0, "time stamp")
        return done.stdout

    @staticmethod
    def der_integer(number):
        data = number.to_bytes(number.bit_length() // 8 + 1, "big")
        return b"\x02" + bytes([len(data)]) + data


def dsse(payload_type, payload):
    return b"DSSEv1 %d %s %d " % (len(payload_type), payload_type.encode(), len(payload)) + payload


# ---- a ledger ----

def data_text(data, name):
    return data.get(name) if isinstance(data.get(name), str) else ""


class Person:
    def __init__(self, name, role, spki, enrolled):
        self.name, self.role, self.spki, self.enrolled = name, role, spki, enrolled
        self.revoked = self.since = None

    def counts_at(self, position):
        return position >= self.enrolled and (self.since is None or position < self.since)


def names_type(pattern, kind):
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


class Judge:
    def __init__(self, origin, openssl):
        self.origin, self.openssl = origin, openssl
        self.people, self.checkpoint_keys, self.fingerprint = {}, [], None
        self.policies, self.open = {}, {}

    def key(self, text):
        spki = base64_bytes(text)
        known = (spki.startswith(ED25519_SPKI) and len(spki) == 44) or (spki.startswith(P256_SPKI) and len(spki) == 91)
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
        members_are(payload["entries"], "count", "root")
        members_are(payload["parent"], "root", "size")
        demand(payload["v"] == 1 and payload["origin"] == self.origin, "origin")
        demand(count(payload["parent"]["size"]) == position, "position")
        demand(1 <= count(payload["entries"]["count"]) <= 100000, "count")
        demand(isinstance(payload["message"], str), "message")
        demand(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(payload["time"]), re.ASCII), "time")
        demand(payload["requires"] == signers and payload["author"] in signers, "signers")
        return payload, payload_bytes, {one["keyid"]: base64_bytes(one["sig"]) for one in signatures}

    def entry(self, line):
        if len(line) == 64 and re.fullmatch(b"[0-9a-f]{64}", line):
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
        leaves, entries = [], []
        for _ in range(payload["entries"]["count"]):
            hashed, entry = self.entry(next(entry_lines))
            leaves.append(hashed)
            if entry is not None:
                entries.append((hashed, entry))
        demand(tree_root(leaves) == hex_hash(payload["entries"]["root"]), f"commit {position}: entries")
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
            self.demand_quorum({entry["type"] for _, entry in entries}, persons)
        for _, entry in entries:
            if entry["type"] in (APPROVED, REJECTED):
                self.decide(entry, payload, persons, position)
            elif entry["type"] != "core.operator.enrolled":
                self.apply(entry, position)
        for proposal in proposals:
            for kind in proposal.types:
                demand(not author or self.may_sign(author.role, kind), "role of a proposal")
            self.open[proposal.hash] = proposal

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
        is_enough = len(proposal.signers) >= 2 and not self.is_short(proposal.types, proposal.signers)
        if entry["data"].get("partial") is True:
            demand(not is_enough, "a partial approval that completes the quorum")
            return
        demand(is_enough, "an approval by too few")
        for draft in proposal.drafts:
            if draft["type"] == "core.operator.enrolled":
                self.enrol(draft, payload, position, set(proposal.new_keys))
            else:
                self.apply(draft, position)
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
        self.policies[entry["record"]] = found

    @staticmethod
    def may_sign(role, kind):
        if kind in (PROPOSED, APPROVED, REJECTED):
            return True
        if kind == "core.audit.recorded":
            return role in ("auditor", "admin")
        if role == "auditor":
            return False
        return kind in ("core.correction.made", "core.calendar.set") or not kind.startswith("core.") or role == "admin"

    def enrol(self, entry, payload, position, signed_before):
        data = entry["data"]
        name, role, spki = data_text(data, "name"), data_text(data, "role"), self.key(data.get("public_key"))
        algorithm = "ed25519" if spki.startswith(ED25519_SPKI) else "ecdsa-p256"
        key_id = sha256(spki).hex()
        demand(role in ROLES and entry["record"] == "operator/" + name and data.get("algorithm") == algorithm,
               "enrolment")
        demand(key_id not in self.people and spki not in self.checkpoint_keys, "a key with two uses")
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
            demand(data.get("kind") in KINDS and data.get("suite") == "intl" and data_text(data, "name"), "genesis")
            demand(self.origin.startswith("xinbu/" + data_text(data, "identifier") + "/"), "origin")
        if kind in ("core.registry.created", "core.checkpoint_key.rotated"):
            spki = self.key(data.get("checkpoint_key"))
            demand(len(spki) == 44 and sha256(spki).hex() not in self.people, "checkpoint key")
            self.checkpoint_keys.append(spki)
        if kind == "core.operator.revoked":
            person, since = self.people.get(data_text(data, "key")), data.get("since", position + 1)
            demand(person and person.name == data.get("name") and person.revoked is None, "revocation")
            demand(count(since) <= position + 1, "revocation")
            person.revoked, person.since = position, since


def lines_of(parts):
    for part in parts:
        demand(part.endswith(b"\n"), "a part does not end with its line")
        yield from part[:-1].split(b"\n")
    raise Refused("it ends in the middle")


def all_taken(lines):
    try:
        next(lines)
    except Refused:
        return True
    return False


def numbered(members, folder):
    names = sorted(name for name in members if name.startswith(folder))
    demand(names == [f"{folder}{i:06d}.ndjson" for i in range(len(names))], folder)
    return [members.pop(name) for name in names]


# ---- time stamps: docs/decisions/time-stamps.md ----

class Stamps:
    """Tokens over trees of the range: files and the entries that name them."""

    def __init__(self, members, origin, first):
        self.files = {name: members.pop(name) for name in [one for one in members if one.startswith("timestamps/")]}
        self.origin, self.first = origin, first
        self.wanted = {int(name[11:].split("-")[0]) for name in self.files
                       if re.fullmatch(r"timestamps/[1-9][0-9]*-[0-9a-f]{64}\.tst", name)}
        self.roots, self.named = {}, {}

    def take(self, entry, position):
        if entry["type"] != "core.timestamp.received":
            return
        size, hashed = entry["data"].get("checkpoint_size"), hex_hash(entry["data"].get("token_sha256"))
        demand(1 <= count(size) <= position, "a time stamp over a checkpoint that was not there")
        if "token" not in entry["data"]:
            return
        token = base64_bytes(entry["data"]["token"])
        demand(sha256(token) == hashed, "hash of a time stamp")
        if size >= self.first:
            self.named[f"timestamps/{size}-{hashed.hex()}.tst"] = (size, token)

    def take_root(self, size, root):
        if size in self.wanted:
            self.roots[size] = root

    def judge(self, openssl, authorities):
        demand({name: token for name, (_, token) in self.named.items()} == self.files, "files of time stamps")
        for size, token in self.named.values():
            text = f"{self.origin}\n{size}\n{base64.b64encode(self.roots[size]).decode()}\n".encode()
            words, is_known = openssl.stamp(token, text, authorities)
            yield f"stamped {size} {words}, authority {'known' if is_known else 'unknown'}"


def verify(data, authorities=None):
    members = read_zip(data)
    demand("MANIFEST.json" in members and "MANIFEST.dsse" in members, "manifest")
    manifest_bytes, envelope_bytes = members.pop("MANIFEST.json"), members.pop("MANIFEST.dsse")
    manifest = parse(manifest_bytes)
    members_are(manifest, "checkpoint", "entries", "exporter", "files", "from", "origin", "recipient", "to", "v")
    members_are(manifest["checkpoint"], "root", "size")
    members_are(manifest["entries"], "count", "shown")
    demand(manifest["v"] == 1 and isinstance(manifest["recipient"], str), "manifest")
    demand(sorted(manifest["files"]) == sorted(members), "files")
    for name, said in manifest["files"].items():
        members_are(said, "bytes", "sha256")
        demand(said["bytes"] == len(members[name]) and sha256(members[name]) == hex_hash(said["sha256"]), name)
    origin, first, size = manifest["origin"], count(manifest["from"]), count(manifest["to"])
    root = hex_hash(manifest["checkpoint"]["root"])
    demand(first < size == manifest["checkpoint"]["size"], "range")

    openssl = Openssl()
    judge = Judge(origin, openssl)
    stamps = Stamps(members, origin, first)
    if first > 0:
        commits = lines_of([members.pop("authority/commits.ndjson", b"")])
        entries = lines_of([members.pop("authority/entries.ndjson", b"")])
        before = -1
        paths = members.pop("authority/paths.txt", b"")
        demand(paths.endswith(b"\n"), "paths")
        for line in paths[:-1].decode("ascii", "replace").split("\n"):
            words = line.split(" ")
            demand(re.fullmatch("0|[1-9][0-9]{0,14}", words[0]), "paths")
            position = int(words[0])
            demand(before < position < first and (before >= 0 or position == 0), "paths")
            before = position
            leaf = judge.commit(next(commits), position, entries)[0]
            path = [hex_hash(word) for word in words[1:]]
            demand(inclusion_root(position, size, leaf, path) == root, f"commit {position}: not in the tree")
        demand(all_taken(commits) and all_taken(entries), "lines that belong to no commit")
    subtrees = members.pop("subtrees.txt", None)
    demand(subtrees is not None and (not subtrees or subtrees.endswith(b"\n")), "subtrees")
    tree = Tree(first, [hex_hash(line) for line in subtrees.decode("ascii", "replace").split("\n")[:-1]])
    old_root = tree.root()
    commits = lines_of(numbered(members, "commits/"))
    entries = lines_of(numbered(members, "entries/"))
    total = shown = 0
    stamps.take_root(first, old_root)
    for position in range(first, size):
        leaf, payload, all_entries, shown_entries = judge.commit(next(commits), position, entries)
        for entry in shown_entries:
            stamps.take(entry, position)
        demand(hex_hash(payload["parent"]["root"]) == tree.root(), f"commit {position}: parent")
        tree.append(leaf)
        stamps.take_root(position + 1, tree.root())
        total, shown = total + all_entries, shown + len(shown_entries)
    demand(all_taken(commits) and all_taken(entries), "lines that belong to no commit")
    demand(tree.root() == root, "root")
    demand((total, shown) == (manifest["entries"]["count"], manifest["entries"]["shown"]), "number of entries")

    consistency = members.pop("consistency.txt", b"").decode("ascii", "replace").split("\n")
    demand(consistency[0] == f"old {first}" and consistency[-1] == "", "consistency")
    proof = [base64_bytes(line) for line in consistency[1:-1]]
    demand(is_consistent(first, size, old_root, root, proof), "consistency")

    note = members.pop("checkpoint.note", b"")
    text, mark, signatures = note.rpartition(b"\n\n")
    text += b"\n"
    demand(mark and text == f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n".encode(), "checkpoint")
    demand(signatures.endswith(b"\n") and judge.checkpoint_keys, "checkpoint")
    raw_key = judge.checkpoint_keys[-1][-32:]
    key_id = sha256(origin.encode() + b"\n\x01" + raw_key)[:4]
    signed = False
    for line in signatures[:-1].decode("utf-8", "replace").split("\n"):
        found = re.fullmatch("\u2014 ([^ +]+) ([^ ]+)", line)
        demand(found, "signature line")
        blob = base64_bytes(found[2])
        demand(len(blob) > 4, "signature line")
        if found[1] == origin and blob[:4] == key_id:
            demand(openssl.holds(judge.checkpoint_keys[-1], blob[4:], text), "signature of the checkpoint")
            signed = True
    demand(signed, "the checkpoint key did not sign")

    keys = {name: members.pop(name) for name in [name for name in members if name.startswith("keys/")]}
    known = set(judge.people) | {sha256(judge.checkpoint_keys[-1]).hex()}
    demand(set(keys) == {f"keys/{key_id}.der" for key_id in known}, "keys")
    demand(all(name == f"keys/{sha256(key).hex()}.der" for name, key in keys.items()), "keys")
    demand(set(members) == {"VERIFY.md", "verify.sh"}, "other files")

    envelope = parse(envelope_bytes)
    members_are(envelope, "payload", "payloadType", "signatures")
    demand(envelope["payloadType"] == BUNDLE_TYPE and base64_bytes(envelope["payload"]) == manifest_bytes, "envelope")
    demand(isinstance(envelope["signatures"], list) and len(envelope["signatures"]) == 1, "envelope")
    members_are(envelope["signatures"][0], "keyid", "sig")
    exporter = judge.people.get(manifest["exporter"])
    demand(exporter and envelope["signatures"][0]["keyid"] == manifest["exporter"], "exporter")
    demand(exporter.counts_at(size), "exporter")
    signature = base64_bytes(envelope["signatures"][0]["sig"])
    demand(openssl.holds(exporter.spki, signature, dsse(BUNDLE_TYPE, manifest_bytes)), "signature of the manifest")
    return judge.fingerprint, list(stamps.judge(openssl, authorities))


def main(arguments):
    options = {}
    while arguments[:1] in (["--trust"], ["--ca"]):
        options[arguments[0]] = arguments[1]
        arguments = arguments[2:]
    trusted = options.get("--trust")
    all_hold = bool(arguments)
    for path in arguments:
        try:
            with open(path, "rb") as file:
                fingerprint, stamps = verify(file.read(), options.get("--ca"))
            demand(trusted in (None, fingerprint), "another registry than the trusted one")
            for stamp in stamps:
                print(stamp)
            print("valid", fingerprint, path)
        except Refused as why:
            all_hold = False
            print(f"refused {path}: {why}")
    return 0 if all_hold else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
