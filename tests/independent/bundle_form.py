"""The form of a bundle, for verify_bundle.py: zip, canonical JSON, the Merkle tree, signatures."""
import base64
import binascii
import calendar
import hashlib
import json
import os
import re
import struct
import subprocess
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
SM2_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
SM2_ID = "1234567812345678"
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


def sm3(data):
    """GB/T 32905, as OpenSSL has it."""
    return hashlib.new("sm3", data).digest()


def leaf_hash(data, digest=sha256):
    return digest(b"\0" + data)


def node_hash(left, right, digest=sha256):
    return digest(b"\1" + left + right)


def tree_root(leaves, digest=sha256):
    if not leaves:
        return digest(b"")
    level = list(leaves)
    while len(level) > 1:
        joined = [node_hash(level[i], level[i + 1], digest) for i in range(0, len(level) - 1, 2)]
        level = joined + level[len(level) // 2 * 2:]
    return level[0]


class Tree:
    """Grows at its right edge; `edge` are its complete subtrees, the largest first, with their sizes."""

    def __init__(self, size=0, subtrees=(), digest=sha256):
        self.edge, self.digest = [], digest
        bits = [1 << k for k in reversed(range(size.bit_length())) if size >> k & 1]
        demand(len(bits) == len(subtrees), "subtrees")
        self.edge = list(zip(bits, subtrees))

    def append(self, leaf):
        size = 1
        while self.edge and self.edge[-1][0] == size:
            leaf = node_hash(self.edge.pop()[1], leaf, self.digest)
            size *= 2
        self.edge.append((size, leaf))

    def root(self):
        if not self.edge:
            return self.digest(b"")
        root = self.edge[-1][1]
        for _, subtree in reversed(self.edge[:-1]):
            root = node_hash(subtree, root, self.digest)
        return root


def inclusion_root(index, size, leaf, path, digest=sha256):
    """RFC 9162, 2.1.3.2."""
    demand(index < size, "index")
    fn, sn, root = index, size - 1, leaf
    for sibling in path:
        demand(sn != 0, "path too long")
        if fn & 1 or fn == sn:
            root = node_hash(sibling, root, digest)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = node_hash(root, sibling, digest)
        fn, sn = fn >> 1, sn >> 1
    demand(sn == 0, "path too short")
    return root


def is_consistent(first, second, first_root, second_root, path, digest=sha256):
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
            old, new = node_hash(node, old, digest), node_hash(node, new, digest)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, node, digest)
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
        if spki.startswith(P256_SPKI) or spki.startswith(SM2_SPKI):
            r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
            if spki.startswith(SM2_SPKI):
                command += ["-digest", "sm3", "-pkeyopt", "distid:" + SM2_ID]
            elif s > HALF_ORDER_P256:
                return False
            else:
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
