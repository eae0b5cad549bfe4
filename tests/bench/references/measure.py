"""Sets the letters of the bench with another program and says how long each took.

measure.py ENGINE FONTS: prints the engine's version, then for every path that comes in a line milliseconds and bytes of
the letter in that file. measure.py ENGINE FONTS --once FILE: sets one letter and ends.
"""

import html
import json
import pathlib
import sys
import time
from importlib import metadata

HERE = pathlib.Path(__file__).parent


def typst_engine(fonts):
    import typst

    compiler = typst.Compiler(str(HERE / "letter.typ"), font_paths=[str(fonts)], ignore_system_fonts=True)
    return lambda text: compiler.compile(sys_inputs={"letter": text}, format="pdf")


def marked(runs):
    out = []
    for run in runs:
        text = html.escape(run["text"]).replace("\n", "<br/>")
        if run.get("bold"):
            text = f"<b>{text}</b>"
        elif run.get("italic"):
            text = f"<i>{text}</i>"
        out.append(text)
    return "".join(out)


def reportlab_engine(fonts):
    import io

    from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, String
    from reportlab.lib import colors
    from reportlab.lib.fonts import addMapping
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

    for name, file in [("S", "SourceSans3-Regular"), ("SB", "SourceSans3-Semibold"), ("SI", "SourceSans3-It")]:
        pdfmetrics.registerFont(TTFont(name, str(fonts / f"{file}.ttf")))
    for bold, italic, name in [(0, 0, "S"), (1, 0, "SB"), (0, 1, "SI"), (1, 1, "SB")]:
        addMapping("S", bold, italic, name)
    body = ParagraphStyle("body", fontName="S", fontSize=10.5, leading=14, spaceAfter=5)
    cell = ParagraphStyle("cell", parent=body, fontSize=9.5, leading=12, spaceAfter=0)
    heads = {
        level: ParagraphStyle(f"h{level}", parent=body, fontName="SB", fontSize=size, leading=size + 4, spaceBefore=6)
        for level, size in [(1, 13), (2, 11.5), (3, 10.5)]
    }

    def drawn(chart):
        w, h, left, foot = 150 * mm, 42 * mm, 8 * mm, 8 * mm
        picture = Drawing(160 * mm, 55 * mm)
        y = lambda v: foot + h * (v - chart["min"]) / (chart["max"] - chart["min"])
        points = chart["points"]
        x = lambda i: left + (w - 16 * mm) * i / (len(points) - 1)
        for step in range(5):
            value = chart["min"] + (chart["max"] - chart["min"]) * step / 4
            picture.add(Line(left, y(value), w, y(value), strokeColor=colors.lightgrey, strokeWidth=0.4))
            picture.add(String(0, y(value) - 3, f"{value:g}", fontName="S", fontSize=8))
        for line in chart["lines"]:
            v = y(line["value"])
            picture.add(Line(left, v, w, v, strokeColor=colors.red, strokeDashArray=[3, 2]))
            picture.add(String(w - 20 * mm, v + 2, line["label"], fontName="S", fontSize=8))
        flat = [c for i, p in enumerate(points) for c in (x(i), y(p["value"]))]
        picture.add(PolyLine(flat, strokeColor=colors.blue, strokeWidth=1.2))
        for i, p in enumerate(points):
            picture.add(Circle(x(i), y(p["value"]), 1 * mm, fillColor=colors.blue))
            picture.add(String(x(i) - 4, y(p["value"]) + 6, str(p["value"]), fontName="S", fontSize=8))
            picture.add(String(x(i) - 8 * mm, 0, p["label"], fontName="S", fontSize=8))
        return picture

    rule = [("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.lightgrey), ("VALIGN", (0, 0), (-1, -1), "TOP")]

    def story(d):
        say = lambda text, style=body: Paragraph(html.escape(text), style)
        head = d["letterhead"]
        out = [say(head["organisation"], heads[1]), say(head["team"])]
        out += [say(line) for line in head["address"]] + [say(f"{head['phone']}, {head['email']}")]
        refs = "<br/>".join(html.escape(f"{r['label']}: {r['value']}") for r in d["references"])
        to = "<br/>".join(html.escape(line) for line in d["recipient"])
        out += [Table([[Paragraph(to, body), Paragraph(refs, body)]]), say(d["salutation"])]
        out.append(Paragraph(f"<b>{html.escape(d['subject'])}</b>", body))
        for b in d["blocks"]:
            kind = b["kind"]
            if kind == "heading":
                out.append(say(b["text"], heads[b["level"]]))
            elif kind == "paragraph":
                out.append(Paragraph(marked(b["runs"]), body))
            elif kind == "list":
                style = ParagraphStyle("item", parent=body, leftIndent=6 * mm, bulletIndent=0)
                out += [Paragraph(marked(i["runs"]), style, bulletText=i["label"]) for i in b["items"]]
            elif kind == "table":
                weights = [c["weight"] for c in b["columns"]]
                rows = [[Paragraph(f"<b>{html.escape(c['heading'])}</b>", cell) for c in b["columns"]]]
                rows += [[say(text, cell) for text in row] for row in b["rows"]]
                widths = [160 * mm * w / sum(weights) for w in weights]
                out += [Paragraph(f"<b>{html.escape(b['caption'])}</b>", body)]
                out += [Table(rows, widths, repeatRows=1, style=rule)]
            elif kind == "key_values":
                rows = [[Paragraph(f"<b>{html.escape(r['label'])}</b>", cell), say(r["value"], cell)] for r in b["rows"]]
                out.append(Table(rows, [35 * mm, 125 * mm], style=rule))
            elif kind == "chart":
                out += [say(b["title"], heads[3]), drawn(b), say(b["alt"], cell)]
            elif kind == "signature":
                lines = [b["name"], b["role"], b["registration"], b["date_line"]]
                out.append(KeepTogether([say(b["closing"]), Spacer(1, 12 * mm)] + [say(line) for line in lines]))
        return out

    def make(text):
        d = json.loads(text)
        foot = "  ·  ".join(f"{i.get('label', '')} {i['value']}".strip() for i in d["identifiers"])

        def footer(canvas, document):
            canvas.setFont("S", 8)
            canvas.drawString(25 * mm, 12 * mm, f"{foot}   Page {document.page}")

        target = io.BytesIO()
        page = SimpleDocTemplate(
            target, pagesize=A4, leftMargin=25 * mm, rightMargin=25 * mm, topMargin=20 * mm, bottomMargin=25 * mm,
            title=d["title"], author=d["meta"]["author"],
        )  # fmt: skip
        page.build(story(d), onFirstPage=footer, onLaterPages=footer)
        return target.getvalue()

    return make


def weasyprint_engine(fonts):
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    faces = "".join(
        f"@font-face{{font-family:S;src:url('{(fonts / file).as_uri()}');font-weight:{weight};font-style:{style}}}"
        for file, weight, style in [
            ("SourceSans3-Regular.ttf", 400, "normal"),
            ("SourceSans3-Semibold.ttf", 700, "normal"),
            ("SourceSans3-It.ttf", 400, "italic"),
        ]
    )
    style = (
        faces + "@page{size:A4;margin:20mm 25mm 25mm;@bottom-left{content:'%s';font:8pt S}"
        "@bottom-right{content:'Page ' counter(page) ' of ' counter(pages);font:8pt S}}"
        "body{font:10.5pt/1.32 S}table{border-collapse:collapse;width:100%%}"
        "td,th{border-bottom:.5pt solid #bbb;text-align:left;vertical-align:top;padding:1mm}"
        "h1{font-size:13pt}h2{font-size:11.5pt}h3{font-size:10.5pt}h1,h2,h3{break-after:avoid;margin:3mm 0 1.5mm}"
        "p{margin:0 0 2mm;orphans:2;widows:2}.sign{break-inside:avoid}.item{padding-left:6mm;text-indent:-6mm}"
    )
    configuration = FontConfiguration()

    def drawn(c):
        y = lambda v: 42 - 42 * (v - c["min"]) / (c["max"] - c["min"])
        x = lambda i: 8 + 134 * i / (len(c["points"]) - 1)
        parts = []
        for step in range(5):
            v = c["min"] + (c["max"] - c["min"]) * step / 4
            parts.append(f"<line x1='8' x2='150' y1='{y(v)}' y2='{y(v)}' stroke='#ccc' stroke-width='.2'/>")
            parts.append(f"<text x='0' y='{y(v) + 1}' font-size='3'>{v:g}</text>")
        for line in c["lines"]:
            v = y(line["value"])
            parts.append(f"<line x1='8' x2='150' y1='{v}' y2='{v}' stroke='red' stroke-width='.3' stroke-dasharray='1 1'/>")
            parts.append(f"<text x='130' y='{v - 1}' font-size='3'>{html.escape(line['label'])}</text>")
        joined = " ".join(f"{x(i)},{y(p['value'])}" for i, p in enumerate(c["points"]))
        parts.append(f"<polyline points='{joined}' fill='none' stroke='blue' stroke-width='.4'/>")
        for i, p in enumerate(c["points"]):
            parts.append(f"<circle cx='{x(i)}' cy='{y(p['value'])}' r='1' fill='blue'/>")
            parts.append(f"<text x='{x(i) - 2}' y='{y(p['value']) - 2}' font-size='3'>{p['value']}</text>")
            parts.append(f"<text x='{x(i) - 8}' y='48' font-size='3'>{html.escape(p['label'])}</text>")
        return f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 50' width='160mm'>{''.join(parts)}</svg>"

    def block(b):
        kind, e = b["kind"], html.escape
        if kind == "heading":
            return f"<h{b['level']}>{e(b['text'])}</h{b['level']}>"
        if kind == "paragraph":
            return f"<p>{marked(b['runs'])}</p>"
        if kind == "list":
            return "".join(f"<p class=item>{e(i['label'])} {marked(i['runs'])}</p>" for i in b["items"])
        if kind == "table":
            head = "".join(f"<th>{e(c['heading'])}</th>" for c in b["columns"])
            rows = "".join("<tr>" + "".join(f"<td>{e(t)}</td>" for t in row) + "</tr>" for row in b["rows"])
            return f"<h3>{e(b['caption'])}</h3><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        if kind == "key_values":
            rows = "".join(f"<tr><th>{e(r['label'])}</th><td>{e(r['value'])}</td></tr>" for r in b["rows"])
            return f"<table>{rows}</table>"
        if kind == "chart":
            return f"<h3>{e(b['title'])}</h3>{drawn(b)}<p>{e(b['alt'])}</p>"
        lines = "<br>".join(e(b[k]) for k in ("name", "role", "registration", "date_line"))
        return f"<div class=sign><p>{e(b['closing'])}</p><p style='margin-top:12mm'>{lines}</p></div>"

    def make(text):
        d = json.loads(text)
        head, e = d["letterhead"], html.escape
        foot = "  ·  ".join(f"{i.get('label', '')} {i['value']}".strip() for i in d["identifiers"])
        top = "<br>".join(e(t) for t in [head["organisation"], head["team"], *head["address"], head["phone"], head["email"]])
        refs = "<br>".join(e(f"{r['label']}: {r['value']}") for r in d["references"])
        to = "<br>".join(e(line) for line in d["recipient"])
        page = (
            f"<html lang=en-GB><head><title>{e(d['title'])}</title><style>{style % foot}</style></head><body><p>{top}</p>"
            f"<table><tr><td>{to}</td><td>{refs}</td></tr></table><p>{e(d['salutation'])}</p><p><b>{e(d['subject'])}</b></p>"
            + "".join(block(b) for b in d["blocks"])
        )
        return HTML(string=page).write_pdf(pdf_variant="pdf/ua-1", font_config=configuration)

    return make


def main():
    engine, fonts = sys.argv[1], pathlib.Path(sys.argv[2])
    make = {"typst": typst_engine, "reportlab": reportlab_engine, "weasyprint": weasyprint_engine}[engine](fonts)
    if sys.argv[3:4] == ["--once"]:
        make(pathlib.Path(sys.argv[4]).read_text(encoding="utf-8"))
        return
    print(metadata.version(engine), flush=True)
    for line in sys.stdin:
        path = pathlib.Path(line.strip())
        letter = path.read_text(encoding="utf-8")
        begun = time.perf_counter()
        pdf = make(letter)
        took = (time.perf_counter() - begun) * 1000
        path.with_suffix(f".{engine}.pdf").write_bytes(pdf)
        print(f"{took:.4f} {len(pdf)}", flush=True)


main()
