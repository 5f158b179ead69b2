#!/usr/bin/env python3
"""A second verifier of bundles, written from docs/decisions/exchange.md, ledger.md, four-eyes.md and time-stamps.md.

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
    is_consistent, members_are, parse, read_zip, sha256)


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
