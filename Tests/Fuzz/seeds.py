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
else:
    part = '--x\r\nContent-Disposition: form-data; name="a"{}\r\n\r\n{}\r\n'
    (folder / "field").write_bytes((part.format("", "v") + "--x--\r\n").encode())
    (folder / "file").write_bytes((part.format("", "v") + part.format('; filename="n.csv"\r\nContent-Type: text/csv', "a,b\r\n--x") + "--x--").encode())
