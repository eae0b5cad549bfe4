"""Reads the stored formats of Casebook without Casebook: nothing but Python's standard library.

`read.py docs/formats.toml` makes every value of that file anew, from its inputs and from docs/formats.md alone, and says
which do not agree. Slow and not hardened against anybody who measures time: for reading, never for keeping secrets.
"""

import hashlib
import hmac
import json
import struct
import sys
import tomllib
from pathlib import Path

# HKDF-SHA-256 (RFC 5869).


def hkdf(key, info, length=32, salt=b""):
    key = hmac.digest(salt or bytes(32), key, "sha256")
    return expand(key, info, length)


def expand(key, info, length):
    out, block = b"", b""
    for count in range(1, 256):
        if len(out) >= length:
            break
        block = hmac.digest(key, block + info + bytes([count]), "sha256")
        out += block
    return out[:length]


# Argon2id, version 0x13, one lane (RFC 9106).

MASK = (1 << 64) - 1


def long_hash(data, length):
    prefix = struct.pack("<I", length)
    if length <= 64:
        return hashlib.blake2b(prefix + data, digest_size=length).digest()
    block = hashlib.blake2b(prefix + data).digest()
    out = block[:32]
    while length - len(out) > 64:
        block = hashlib.blake2b(block).digest()
        out += block[:32]
    return out + hashlib.blake2b(block, digest_size=length - len(out)).digest()


def mix(v, a, b, c, d):
    for one, two in ((32, 24), (16, 63)):
        x, y = v[a], v[b]
        v[a] = x = (x + y + 2 * (x & 0xFFFFFFFF) * (y & 0xFFFFFFFF)) & MASK
        z = v[d] ^ x
        v[d] = z = (z >> one | z << (64 - one)) & MASK
        x = v[c]
        v[c] = x = (x + z + 2 * (x & 0xFFFFFFFF) * (z & 0xFFFFFFFF)) & MASK
        z = y ^ x
        v[b] = (z >> two | z << (64 - two)) & MASK


ROUND = (
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)
PLACES = [list(range(16 * row, 16 * row + 16)) for row in range(8)] + [
    [16 * row + 2 * column + half for row in range(8) for half in (0, 1)] for column in range(8)
]


def compress(one, two):
    before = [x ^ y for x, y in zip(one, two)]
    v = before[:]
    for places in PLACES:
        for a, b, c, d in ROUND:
            mix(v, places[a], places[b], places[c], places[d])
    return [x ^ y for x, y in zip(v, before)]


def argon2id(passphrase, salt, memory, passes, length=32):
    words = lambda data: list(struct.unpack("<128Q", data))
    sized = lambda data: struct.pack("<I", len(data)) + data
    head = struct.pack("<6I", 1, length, memory, passes, 0x13, 2)
    seed = hashlib.blake2b(head + sized(passphrase) + sized(salt) + sized(b"") + sized(b"")).digest()
    count = memory // 4 * 4
    quarter = count // 4
    blocks = [words(long_hash(seed + struct.pack("<II", n, 0), 1024)) for n in (0, 1)] + [None] * (count - 2)
    zero = [0] * 128
    for turn in range(passes):
        for slice_ in range(4):
            # The first half of the first pass chooses by a counter, the rest by what was written.
            apart = turn == 0 and slice_ < 2
            counter = [turn, 0, slice_, count, passes, 2, 0] + [0] * 121
            addresses = []
            for index in range(quarter):
                if apart and index % 128 == 0:
                    counter[6] += 1
                    addresses = compress(zero, compress(zero, counter))
                if turn == 0 and slice_ == 0 and index < 2:
                    continue
                here = slice_ * quarter + index
                last = blocks[(here - 1) % count]
                low = (addresses[index % 128] if apart else last[0]) & 0xFFFFFFFF
                if turn == 0:
                    area, start = slice_ * quarter + index - 1, 0
                else:
                    area, start = 3 * quarter + index - 1, (slice_ + 1) % 4 * quarter
                far = area - 1 - (area * (low * low >> 32) >> 32)
                made = compress(last, blocks[(start + far) % count])
                blocks[here] = made if turn == 0 else [x ^ y for x, y in zip(made, blocks[here])]
    return long_hash(struct.pack("<128Q", *blocks[-1]), length)


# ChaCha20-Poly1305 (RFC 8439) and its X form with 24 bytes of nonce.


def chacha_rounds(state):
    v = list(state)

    def quarter(a, b, c, d):
        for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            v[x] = (v[x] + v[y]) & 0xFFFFFFFF
            w = v[z] ^ v[x]
            v[z] = (w << turn | w >> (32 - turn)) & 0xFFFFFFFF

    for _ in range(10):
        for n in range(4):
            quarter(n, n + 4, n + 8, n + 12)
        for n in range(4):
            quarter(n, 4 + (n + 1) % 4, 8 + (n + 2) % 4, 12 + (n + 3) % 4)
    return v


CONSTANT = struct.unpack("<4I", b"expand 32-byte k")


def chacha_block(key, counter, nonce):
    state = CONSTANT + struct.unpack("<8I", key) + (counter,) + struct.unpack("<3I", nonce)
    return struct.pack("<16I", *((x + y) & 0xFFFFFFFF for x, y in zip(chacha_rounds(state), state)))


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for at in range(0, len(message), 16):
        block = message[at : at + 16]
        total = (total + int.from_bytes(block + b"\x01", "little")) * r % ((1 << 130) - 5)
    return ((total + int.from_bytes(key[16:], "little")) & ((1 << 128) - 1)).to_bytes(16, "little")


def chacha_open(key, nonce, sealed, bound):
    text, tag = sealed[:-16], sealed[-16:]
    padded = lambda data: data + bytes(-len(data) % 16)
    message = padded(bound) + padded(text) + struct.pack("<QQ", len(bound), len(text))
    if poly1305(chacha_block(key, 0, nonce)[:32], message) != tag:
        raise ValueError("the tag does not fit")
    stream = b"".join(chacha_block(key, 1 + n, nonce) for n in range(-(-len(text) // 64)))
    return bytes(x ^ y for x, y in zip(text, stream))


def xchacha_open(key, nonce, sealed, bound):
    state = CONSTANT + struct.unpack("<8I", key) + struct.unpack("<4I", nonce[:16])
    v = chacha_rounds(state)
    return chacha_open(struct.pack("<8I", *v[:4], *v[12:]), bytes(4) + nonce[16:], sealed, bound)


# X25519 (RFC 7748) and Ed25519 (RFC 8032).

P = 2**255 - 19


def x25519(scalar, point=bytes([9]) + bytes(31)):
    k = int.from_bytes(scalar, "little") & ~7 & ~(1 << 255) | 1 << 254
    u = int.from_bytes(point, "little") & ((1 << 255) - 1)
    x2, z2, x3, z3, swap = 1, 0, u, 1, 0
    for t in reversed(range(255)):
        bit = k >> t & 1
        if swap ^ bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % P, b * b % P, d * a % P, c * b % P
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % P, u * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def plus(one, two):
    (a, b), (c, d) = one, two
    product = D * a * c * b * d % P
    return (
        (a * d + b * c) * pow(1 + product, P - 2, P) % P,
        (b * d + a * c) * pow(1 - product, P - 2, P) % P,
    )


def times(count, point):
    total = (0, 1)
    while count:
        if count & 1:
            total = plus(total, point)
        point = plus(point, point)
        count >>= 1
    return total


def lift(y, odd):
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return (P - x if x % 2 != odd else x, y)


BASE = lift(4 * pow(5, P - 2, P) % P, 0)


def packed(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def ed25519(seed, message):
    """The public key and the signature."""
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & ~7 & ~(1 << 255) & ((1 << 255) - 1) | 1 << 254
    public = packed(times(scalar, BASE))
    r = int.from_bytes(hashlib.sha512(digest[32:] + message).digest(), "little") % Q
    point = packed(times(r, BASE))
    h = int.from_bytes(hashlib.sha512(point + public + message).digest(), "little") % Q
    return public, point + ((r + h * scalar) % Q).to_bytes(32, "little")


# HPKE (RFC 9180), base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305.

KEM = b"KEM" + struct.pack(">H", 0x20)
SUITE = b"HPKE" + struct.pack(">HHH", 0x20, 1, 3)


def extracted(suite, salt, label, key):
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + key, "sha256")


def expanded(suite, key, label, info, length):
    return expand(key, struct.pack(">H", length) + b"HPKE-v1" + suite + label + info, length)


def hpke_private(secret):
    return expanded(KEM, extracted(KEM, b"", b"dkp_prk", secret), b"sk", b"", 32)


def hpke_open(private, encapsulated, sealed, info, bound):
    shared = extracted(KEM, b"", b"eae_prk", x25519(private, encapsulated))
    shared = expanded(KEM, shared, b"shared_secret", encapsulated + x25519(private), 32)
    context = b"\x00" + extracted(SUITE, b"", b"psk_id_hash", b"") + extracted(SUITE, b"", b"info_hash", info)
    secret = extracted(SUITE, shared, b"secret", b"")
    key = expanded(SUITE, secret, b"key", context, 32)
    return chacha_open(key, expanded(SUITE, secret, b"base_nonce", context, 12), sealed, bound)


# The formats themselves, as docs/formats.md says.

unhex = bytes.fromhex


def pairs(secret):
    private = hpke_private(hkdf(secret, b"casebook x25519 sealing key 1"))
    return private, hkdf(secret, b"casebook ed25519 signing key 1")


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def sealed_text(data_key, text):
    return hkdf(data_key, b"casebook key file 1 " + hashlib.sha256(text).digest()).hex()


def entry_hash(entry):
    whole = hashlib.sha256()

    def field(name, value):
        for part in (name, value):
            whole.update(struct.pack(">Q", len(part)) + part)

    field(b"format", b"casebook entry 1")
    field(b"chain", unhex(entry["chain"]))
    field(b"sequence", struct.pack(">Q", entry["sequence"]))
    field(b"lamport", struct.pack(">Q", entry["lamport"]))
    field(b"at", entry["at"].encode())
    field(b"author", unhex(entry["author"]))
    field(b"kind", entry["kind"].encode())
    field(b"record", unhex(entry["record"]))
    field(b"record-kind", entry["record_kind"].encode())
    field(b"case", unhex(entry["case"]))
    field(b"patient", unhex(entry["patient"]))
    field(b"commitment", unhex(entry["commitment"]))
    for parent in entry["parents"]:
        field(b"parent", unhex(parent))
    field(b"previous", unhex(entry["previous"]))
    return whole.hexdigest()


def fingerprint_bits(ends, slow):
    digest = slow >> 28
    spread = hashlib.sha256(b"casebook position " + digest.to_bytes(16, "big")).digest()
    masked = ends["position"] ^ int.from_bytes(spread, "big") >> 228
    check = hashlib.sha256(b"casebook words " + digest.to_bytes(16, "big") + masked.to_bytes(4, "big")).digest()
    return (digest << 28 | masked) << 4 | check[0] >> 4


def main():
    vectors = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    wrong, tried = [], 0

    def same(what, found, wanted):
        nonlocal tried
        tried += 1
        if found != wanted:
            wrong.append(f"{what}: {found!r}, and not {wanted!r}")

    wrap = vectors["wrap"]
    bound = f"casebook secret 1 {wrap['register']} {wrap['account']}".encode()
    key = argon2id(wrap["passphrase"].encode(), unhex(wrap["salt"]), wrap["memory_kib"], wrap["passes"])
    same("wrap.key", key.hex(), wrap["key"])
    same("wrap.secret", xchacha_open(key, unhex(wrap["nonce"]), unhex(wrap["sealed"]), bound).hex(), wrap["secret"])

    keys = vectors["keys"]
    private, seed = pairs(unhex(keys["secret"]))
    same("keys.sealing_public", x25519(private).hex(), keys["sealing_public"])
    same("keys.signing_public", ed25519(seed, b"")[0].hex(), keys["signing_public"])

    recovery = vectors["recovery"]
    plain = recovery["printed"].replace("-", "").encode()
    private, _ = pairs(hkdf(plain, b"holder", salt=b"casebook recovery key 1"))
    same("recovery.sealing_public", x25519(private).hex(), recovery["sealing_public"])
    digits = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    check = bytes(digits[b % 32] for b in hashlib.sha256(plain[:30]).digest()[:2])
    same("recovery: its last two characters", check, plain[30:])

    file = json.loads(vectors["key_file"]["text"])
    account = file["accounts"][0]
    derivation = account["derivation"]
    key = argon2id(
        vectors["key_file"]["passphrase"].encode(),
        unhex(derivation["salt"]),
        derivation["memory_kib"],
        derivation["passes"],
    )
    bound = f"casebook secret 1 {file['register_id']} {account['user_id']}".encode()
    wrapped = account["secret"]
    secret = xchacha_open(key, unhex(wrapped["nonce"]), unhex(wrapped["sealed"]), bound)
    same("key_file: the account's secret", secret.hex(), vectors["key_file"]["secret"])
    private, _ = pairs(secret)
    same("key_file: the account's public key", x25519(private).hex(), account["sealing_public"])

    def opened(private, sealed, holder):
        bound = f"casebook data key 1 {file['register_id']} {file['generation']} {holder}".encode()
        return hpke_open(private, unhex(sealed["encapsulated"]), unhex(sealed["sealed"]), b"casebook data key 1", bound)

    data_key = opened(private, account["data_key"], account["user_id"])
    same("key_file: the data key", data_key.hex(), vectors["key_file"]["data_key"])
    private, _ = pairs(hkdf(plain, b"holder", salt=b"casebook recovery key 1"))
    same("key_file: the data key by the recovery key", opened(private, file["recovery"]["data_key"], "recovery"), data_key)
    same("key_file: its seal", sealed_text(data_key, compact({**file, "seal": ""})), file["seal"])

    body = vectors["body"]
    made = hashlib.sha256(b"casebook body 1" + unhex(body["nonce"]) + body["text"].encode()).hexdigest()
    same("body.commitment", made, body["commitment"])
    same("entry.hash", entry_hash(vectors["entry"]), vectors["entry"]["hash"])

    _, seed = pairs(unhex(keys["secret"]))
    for name, order in (
        ("attestation", ["meaning", "revision", "at", "reason"]),
        ("checkpoint", ["chain", "sequence", "hash"]),
    ):
        signed = vectors[name]
        message = "\n".join([f"casebook {name} 1"] + [str(signed[part]) for part in order]).encode()
        same(f"{name}.signature", ed25519(seed, message)[1].hex(), signed["signature"])

    head = vectors["head"]
    message = f"casebook head 1 {head['register']} {head['chain']} {head['sequence']} {head['hash']}"
    public, signature = ed25519(seed, message.encode())
    same("head.slot", f"{message} {public.hex()} {signature.hex()}", head["slot"])

    ends = vectors["fingerprint"]
    text = f"casebook fingerprint 1\n{ends['position']} {ends['entries']}\n"
    text += "".join(f"{c['chain']} {c['sequence']} {c['hash']}\n" for c in ends["chains"])
    same("fingerprint.digest", hashlib.sha256(text.encode()).hexdigest(), ends["digest"])
    # What takes 64 MiB takes minutes here: `--slow` does it.
    slow = unhex(ends["slow"])
    if "--slow" in sys.argv:
        same("fingerprint.slow", argon2id(unhex(ends["digest"]), b"casebook words 1", 65536, 3).hex(), ends["slow"])
        full = vectors["wrap_full"]
        key = argon2id(full["passphrase"].encode(), unhex(full["salt"]), full["memory_kib"], full["passes"])
        bound = f"casebook secret 1 {full['register']} {full['account']}".encode()
        opened_full = xchacha_open(key, unhex(full["nonce"]), unhex(full["sealed"]), bound)
        same("wrap_full.secret", opened_full.hex(), full["secret"])
    bits = fingerprint_bits(ends, int.from_bytes(slow[:16], "big"))
    same("fingerprint.numbers", [bits >> 11 * n & 2047 for n in reversed(range(12))], ends["numbers"])

    backup = vectors["backup"]
    listed = backup["list"].encode()
    same("backup.head", f"casebook backup 1\n{hashlib.sha256(listed).hexdigest()} {backup['list']}\n", backup["head"])
    description = json.loads(backup["list"])["description"]
    text = b"casebook backup 1 " + compact({**description, "seal": ""})
    same("backup: its seal", sealed_text(unhex(backup["data_key"]), text), description["seal"])
    for part in json.loads(backup["list"])["parts"]:
        content = backup["parts"][part["name"]].encode()
        same(f"backup: {part['name']}", (len(content), hashlib.sha256(content).hexdigest()), (part["bytes"], part["sha256"]))

    print(f"{tried} values made anew, {len(wrong)} of them otherwise")
    for line in wrong:
        print(line, file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
