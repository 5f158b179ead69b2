#!/usr/bin/env python3
"""A second verifier of bundles, written from docs/decisions/exchange.md, ledger.md, suites.md, four-eyes.md and
time-stamps.md.

    verify_bundle.py [--trust FINGERPRINT] [--ca AUTHORITIES] BUNDLE...

Prints one line a bundle, "valid FINGERPRINT FILE" or "refused FILE: why". Exit code 0 where all are valid, else 1.
Of every time stamp it says the time before that, and whether it is by one of AUTHORITIES (certificates in PEM).
Needs the standard library and the program openssl (3.0 or newer), which verifies the signatures.
"""
import base64
import re
import sys

from bundle_authority import Judge
from bundle_form import (
    BUNDLE_TYPE, Openssl, Refused, Tree, base64_bytes, count, demand, dsse, hex_hash, inclusion_root,
    is_consistent, leaf_hash, members_are, parse, read_zip, sha256, sm3)


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


# ---- the two trees: docs/decisions/suites.md ----

class Side:
    """What a bundle says of one tree: that over SHA-256, or in the suite gm the one over SM3."""

    def __init__(self, members, origin, first, size, digest):
        self.mark = "" if digest is sha256 else "-sm3"
        self.root_name = "root" if digest is sha256 else "root_sm3"
        self.origin = origin if digest is sha256 else origin + "/sm3"
        self.members, self.first, self.size, self.digest = members, first, size, digest
        self.note = self.take(f"checkpoint{self.mark}.note")
        self.text, mark, self.signatures = self.note.rpartition(b"\n\n")
        self.text += b"\n"
        lines = self.text.decode("utf-8", "replace").split("\n")
        demand(mark and len(lines) == 4 and lines[:2] == [self.origin, str(size)] and lines[3] == "", "checkpoint")
        self.root = base64_bytes(lines[2])
        demand(len(self.root) == 32 and self.signatures.endswith(b"\n"), "checkpoint")
        self.paths = iter(self.take(f"authority/paths{self.mark}.txt").split(b"\n")[:-1] if first else [])

    def take(self, name):
        data = self.members.pop(name, None)
        demand(data is not None and (not data or data.endswith(b"\n")), name)
        return data

    def stands(self, line, position):
        """A commit of authority from before the range stands in the tree."""
        words = next(self.paths, b"").decode("ascii", "replace").split(" ")
        demand(words[0] == str(position), "paths")
        path = [hex_hash(word) for word in words[1:]]
        demand(inclusion_root(position, self.size, leaf_hash(line, self.digest), path, self.digest) == self.root,
               f"commit {position}: not in the tree")

    def begin(self):
        demand(next(self.paths, None) is None, "paths")
        subtrees = self.take(f"subtrees{self.mark}.txt").decode("ascii", "replace").split("\n")[:-1]
        self.tree = Tree(self.first, [hex_hash(line) for line in subtrees], self.digest)
        self.old_root = self.tree.root()

    def append(self, line, payload, position):
        demand(hex_hash(payload["parent"][self.root_name]) == self.tree.root(), f"commit {position}: parent")
        self.tree.append(leaf_hash(line, self.digest))

    def end(self):
        demand(self.tree.root() == self.root, "root")
        consistency = self.take(f"consistency{self.mark}.txt").decode("ascii", "replace").split("\n")
        demand(consistency[0] == f"old {self.first}" and consistency[-1] == "", "consistency")
        proof = [base64_bytes(line) for line in consistency[1:-1]]
        demand(is_consistent(self.first, self.size, self.old_root, self.root, proof, self.digest), "consistency")

    def judge_note(self, openssl, keys):
        """The checkpoint keys signed it: Ed25519, and SM2 in the suite gm."""
        for spki in keys:
            typed = b"\x01" + spki[-32:] if len(spki) == 44 else b"\xffSM2-SM3-GMT0009" + spki[-65:]
            key_id, signed = sha256(self.origin.encode() + b"\n" + typed)[:4], False
            for line in self.signatures[:-1].decode("utf-8", "replace").split("\n"):
                found = re.fullmatch("\u2014 ([^ +]+) ([^ ]+)", line)
                demand(found, "signature line")
                blob = base64_bytes(found[2])
                demand(len(blob) > 4, "signature line")
                if found[1] == self.origin and blob[:4] == key_id:
                    demand(openssl.holds(spki, blob[4:], self.text), "signature of the checkpoint")
                    signed = True
            demand(signed, "the checkpoint key did not sign")


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
    suite = "gm" if "checkpoint-sm3.note" in members else "intl"
    judge = Judge(origin, openssl, suite)
    stamps = Stamps(members, origin, first)
    sides = [Side(members, origin, first, size, digest) for digest in ([sha256, sm3] if suite == "gm" else [sha256])]
    demand(sides[0].root == root, "checkpoint")
    if first > 0:
        commits = lines_of([members.pop("authority/commits.ndjson", b"")])
        entries = lines_of([members.pop("authority/entries.ndjson", b"")])
        before = -1
        for line in list(sides[0].paths):
            position = re.match(rb"(0|[1-9][0-9]{0,14})( |\Z)", line)
            demand(position, "paths")
            position = int(position[1])
            demand(before < position < first and (before >= 0 or position == 0), "paths")
            before = position
            commit = next(commits)
            judge.commit(commit, position, entries)
            sides[0].paths = iter([line])
            for side in sides:
                side.stands(commit, position)
        demand(before >= 0 and all_taken(commits) and all_taken(entries), "lines that belong to no commit")
    for side in sides:
        side.begin()
    commits = lines_of(numbered(members, "commits/"))
    entries = lines_of(numbered(members, "entries/"))
    total = shown = 0
    stamps.take_root(first, sides[0].old_root)
    for position in range(first, size):
        line = next(commits)
        _, payload, all_entries, shown_entries = judge.commit(line, position, entries)
        for entry in shown_entries:
            stamps.take(entry, position)
        for side in sides:
            side.append(line, payload, position)
        stamps.take_root(position + 1, sides[0].tree.root())
        total, shown = total + all_entries, shown + len(shown_entries)
    demand(all_taken(commits) and all_taken(entries), "lines that belong to no commit")
    demand((total, shown) == (manifest["entries"]["count"], manifest["entries"]["shown"]), "number of entries")
    demand(judge.checkpoint_keys, "checkpoint")
    for side in sides:
        side.end()
        side.judge_note(openssl, judge.checkpoint_keys[-1])

    keys = {name: members.pop(name) for name in [name for name in members if name.startswith("keys/")]}
    known = set(judge.people) | {sha256(spki).hex() for spki in judge.checkpoint_keys[-1]}
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
