"""Seeds for the fuzzers: small files of every kind the readers know."""

import pathlib
import sys
import zipfile

what, folder = sys.argv[1], pathlib.Path(sys.argv[2])


def workbook(name: str, rows: str, method: int, **parts: str) -> None:
    with zipfile.ZipFile(folder / name, "w", method) as book:
        book.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><workbookPr date1904="0"/><sheets><sheet name="S" r:id="a"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="a" Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
        for part, text in parts.items():
            book.writestr(f"xl/{part}.xml", text)


if what == "sheets":
    table = '楼栋,房号\r\n"3号楼","1""0\n1"\r\n4,=1+1\r\n'
    (folder / "utf8.csv").write_bytes(table.encode())
    (folder / "mark.csv").write_bytes(b"\xef\xbb\xbf" + table.replace(",", ";").encode())
    (folder / "gb.csv").write_bytes(table.encode("gb18030"))
    (folder / "utf16.csv").write_bytes(b"\xff\xfe" + table.encode("utf-16-le"))
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row><row r="3"><c r="A3" s="1"><v>46351.5</v></c><c r="B3" t="inlineStr"><is><t>x</t></is></c></row>'
    strings = "<sst><si><t>H</t></si><si><r><t>a</t></r></si></sst>"
    styles = '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    # Stored entries let the fuzzer change the XML itself; deflated ones let it change the stream.
    workbook("stored.xlsx", rows, zipfile.ZIP_STORED, sharedStrings=strings, styles=styles)
    workbook("deflated.xlsx", rows, zipfile.ZIP_DEFLATED, sharedStrings=strings, styles=styles)
elif what == "files":
    big = lambda number, width: number.to_bytes(width, "big")
    little = lambda number, width: number.to_bytes(width, "little")
    segment = lambda marker, body: bytes([0xFF, marker]) + big(len(body) + 2, 2) + body
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    head = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0") + segment(0xE1, exif) + segment(0xFE, b"c") + segment(0xDB, bytes(65))
    frame = segment(0xC0, b"\x08\0\x30\0\x40\x01\x01\x11\0")
    (folder / "a.jpg").write_bytes(b"\xff\xd8" + head + frame + segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56\xff\xd9tail")
    chunk = lambda name, body: big(len(body), 4) + name + body + bytes(4)
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", big(64, 4) + big(48, 4) + b"\x08\x02\0\0\0") + chunk(b"tEXt", b"t") + chunk(b"IDAT", b"d") + chunk(b"IEND", b""))
    part = lambda name, body: name + little(len(body), 4) + body + bytes(len(body) % 2)
    webp = part(b"VP8X", b"\x0c\0\0\0" + little(63, 3) + little(47, 3)) + part(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + little(64, 2) + little(48, 2)) + part(b"EXIF", b"e")
    (folder / "a.webp").write_bytes(b"RIFF" + little(len(webp) + 4, 4) + b"WEBP" + webp)
    box = lambda name, body: big(len(body) + 8, 4) + name + body
    moov = box(b"moov", box(b"mvhd", b"1") + box(b"trak", box(b"udta", b"2")) + box(b"meta", b"3"))
    (folder / "a.mp4").write_bytes(box(b"ftyp", b"isom\0\0\0\1isom") + moov + box(b"mdat", b"4") + big(1, 4) + b"uuid" + big(17, 8) + b"5")
    (folder / "a.pdf").write_bytes(b"%PDF-1.7\ntrailer<<>>\nstartxref\n9\n%%EOF\n")
else:
    part = '--x\r\nContent-Disposition: form-data; name="a"{}\r\n\r\n{}\r\n'
    (folder / "field").write_bytes((part.format("", "v") + "--x--\r\n").encode())
    (folder / "file").write_bytes((part.format("", "v") + part.format('; filename="n.csv"\r\nContent-Type: text/csv', "a,b\r\n--x") + "--x--").encode())
