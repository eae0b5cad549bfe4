"""Writes srgb.icc: a minimal ICC version 2 matrix profile of sRGB (IEC 61966-2-1).

The primaries are those of the standard, adapted from D65 to D50 with the Bradford matrix;
the tone curve is its transfer function at 256 points.
"""
import pathlib
import struct


def fixed(x):
    return struct.pack(">i", round(x * 65536))


def xyz(x, y, z):
    return b"XYZ \0\0\0\0" + fixed(x) + fixed(y) + fixed(z)


def curve(points):
    def linear(v):
        return v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4

    table = [round(65535 * linear(i / (points - 1))) for i in range(points)]
    return b"curv\0\0\0\0" + struct.pack(">I", points) + struct.pack(f">{points}H", *table)


def text(s):
    return b"text\0\0\0\0" + s.encode("ascii") + b"\0"


def description(s):
    ascii_part = s.encode("ascii") + b"\0"
    return (
        b"desc\0\0\0\0" + struct.pack(">I", len(ascii_part)) + ascii_part
        + struct.pack(">IIHB", 0, 0, 0, 0) + bytes(67)
    )


def profile():
    trc = curve(256)
    tags = [
        (b"desc", description("sRGB")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz(0.9642, 1.0, 0.8249)),
        (b"rXYZ", xyz(0.43607, 0.22249, 0.01392)),
        (b"gXYZ", xyz(0.38515, 0.71687, 0.09708)),
        (b"bXYZ", xyz(0.14307, 0.06061, 0.71410)),
        (b"rTRC", trc),
        (b"gTRC", trc),
        (b"bTRC", trc),
    ]
    offset = 128 + 4 + 12 * len(tags)
    table, data, seen = struct.pack(">I", len(tags)), b"", {}
    for name, body in tags:
        if body not in seen:
            seen[body] = offset + len(data)
            data += body + bytes(-len(body) % 4)
        table += name + struct.pack(">II", seen[body], len(body))
    size = 128 + len(table) + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"\0\0\0\0", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(4)
    header += bytes(4 + 4 + 4 + 8) + struct.pack(">I", 0)
    header += fixed(0.9642) + fixed(1.0) + fixed(0.8249)
    header += bytes(128 - len(header))
    return header + table + data


if __name__ == "__main__":
    (pathlib.Path(__file__).parent / "srgb.icc").write_bytes(profile())
