#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes files that a counter should survive.

make-corpus.py FOLDER    All content is invented; the same files every time.
"""
import pathlib
import random
import struct
import subprocess
import sys
import zlib

PAGE = b'<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R' \
       b'/Resources<</Font<</F1 5 0 R>>%s>>%s>>'
A4 = b'0 0 595 842'
FONT = b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'
TEXT = b'BT /F1 24 Tf 72 720 Td (Extras de carte funciara) Tj ET\n' \
       b'BT /F1 12 Tf 72 690 Td (Numar cadastral 54321) Tj ET\n'


def stream(data, extra=b''):
    return b'<</Length %d%s>>\nstream\n%s\nendstream' % (len(data), extra, data)


def pdf(objects, trailer=b'', head=b'%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', root=1):
    """A whole file from {number: body}, with a classic cross-reference table."""
    out = bytearray(head)
    offsets = {}
    for number in sorted(objects):
        offsets[number] = len(out)
        out += b'%d 0 obj\n%s\nendobj\n' % (number, objects[number])
    start = len(out)
    size = max(objects) + 1
    out += b'xref\n0 1\n0000000000 65535 f \n'
    for number in sorted(objects):
        out += b'%d 1\n%010d 00000 n \n' % (number, offsets[number])
    out += b'trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n' % (size, root, trailer, start)
    return bytes(out)


def simple(catalog=b'', page=b'', content=TEXT, more=None, content_extra=b'', box=A4, resources=b'',
           count=b'1', kids=b'3 0 R'):
    objects = {
        1: b'<</Type/Catalog/Pages 2 0 R%s>>' % catalog,
        2: b'<</Type/Pages/Kids[%s]/Count %s>>' % (kids, count),
        3: PAGE % (box, resources, page),
        4: stream(content, content_extra),
        5: FONT,
    }
    objects.update(more or {})
    return pdf(objects)


def many_pages(n, heavy=None):
    objects = {1: b'<</Type/Catalog/Pages 2 0 R>>', 4: stream(TEXT), 5: FONT}
    kids = range(10, 10 + n)
    objects[2] = b'<</Type/Pages/Count %d/Kids[%s]>>' % (n, b' '.join(b'%d 0 R' % k for k in kids))
    for i, k in enumerate(kids):
        page = PAGE % (A4, b'', b'')
        if heavy and i == heavy - 1:
            page = page.replace(b'4 0 R', b'6 0 R')
        objects[k] = page
    if heavy:
        objects[6] = stream(repeated_deflate(b'0 0 m 9 9 l S\n' * 4096, 16384), b'/Filter/FlateDecode')
    return pdf(objects)


def repeated_deflate(block, times):
    """zlib data that unpacks to @block @times over, without unpacking it here: after a full flush
    each block is packed by itself, so its packed bytes can be repeated. The check sum is wrong, as
    nobody ever gets to it."""
    packer = zlib.compressobj(9)
    head = packer.compress(b'') + packer.flush(zlib.Z_FULL_FLUSH)
    body = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + body * times + b'\x03\x00\x00\x00\x00\x00'


def form_bomb(levels=10, draws=10):
    """Forms that draw forms that draw forms: ten to the tenth."""
    more = {}
    for level in range(levels):
        number = 20 + level
        if level == levels - 1:
            more[number] = stream(b'0 0 m 9 9 l S\n', b'/Type/XObject/Subtype/Form/BBox[0 0 9 9]')
        else:
            more[number] = stream(b'/X Do\n' * draws,
                                  b'/Type/XObject/Subtype/Form/BBox[0 0 9 9]'
                                  b'/Resources<</XObject<</X %d 0 R>>>>' % (number + 1))
    return simple(content=b'/X Do\n' * draws, more=more, resources=b'/XObject<</X 20 0 R>>')


def object_stream_bomb():
    """A compressed object stream that unpacks to gigabytes; the catalogue is said to be in it."""
    packed = repeated_deflate(b' ' * 65536, 65536)
    out = bytearray(b'%PDF-1.7\n')
    at = len(out)
    out += b'7 0 obj\n' + stream(packed, b'/Type/ObjStm/N 3/First 20/Filter/FlateDecode') + b'\nendobj\n'
    start = len(out)
    entries = b''.join(struct.pack('>BIH', *entry) for entry in [
        (0, 0, 65535), (2, 7, 0), (2, 7, 1), (2, 7, 2), (0, 0, 0), (0, 0, 0), (0, 0, 0),
        (1, at, 0), (1, start, 0)])
    out += b'8 0 obj\n' + stream(entries, b'/Type/XRef/Size 9/W[1 4 2]/Root 1 0 R') + b'\nendobj\n'
    return bytes(out) + b'startxref\n%d\n%%%%EOF\n' % start


def with_form(field, more=None):
    objects = {6: field}
    objects.update(more or {})
    return simple(catalog=b'/AcroForm<</Fields[6 0 R]/SigFlags 3>>', more=objects)


def image_bomb():
    side = 60000
    data = repeated_deflate(b'\0' * 65536, side * side // 65536 + 1)
    more = {6: stream(data, b'/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray'
                      b'/BitsPerComponent 8/Filter/FlateDecode' % (side, side))}
    return simple(content=b'q 595 0 0 842 0 0 cm /I Do Q\n', more=more, resources=b'/XObject<</I 6 0 R>>')


def png_chunk(kind, data):
    return struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))


def png(width, height, depth=8, color=0, rows=None, extra=b'', fill=b'\x80'):
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    row = b'\0' + fill * ((width * depth * channels + 7) // 8 // len(fill))
    packed = zlib.compress(row * height, 1) if rows is None else rows
    return (b'\x89PNG\r\n\x1a\n'
            + png_chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, depth, color, 0, 0, 0))
            + extra + png_chunk(b'IDAT', packed) + png_chunk(b'IEND', b''))


def tiff(pages, circular=False, cut=False, big_count=None, orientation=1):
    """Uncompressed gray pages of (width, height, preview)."""
    out = bytearray(b'II*\0\0\0\0\0')
    link = 4
    first = None
    for width, height, preview in pages:
        data_at = len(out)
        out += bytes((x * 3 + y) & 255 for y in range(height) for x in range(width))
        directory = len(out) + len(out) % 2
        out += b'\0' * (directory - len(out))
        first = first or directory
        struct.pack_into('<I', out, link, directory)
        entries = [(254, 4, 1, 1 if preview else 0), (256, 4, 1, width), (257, 4, 1, height),
                   (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, data_at), (274, 3, 1, orientation),
                   (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, big_count or width * height)]
        out += struct.pack('<H', len(entries))
        for tag, kind, count, value in entries:
            out += struct.pack('<HHII', tag, kind, count, value)
        link = len(out)
        out += b'\0\0\0\0'
    if circular:
        struct.pack_into('<I', out, link, first)
    return bytes(out[:len(out) // 2] if cut else out)


def write_pdfs(write):
    good = simple()
    write('good.pdf', good)
    write('three-pages.pdf', many_pages(3))
    write('GOOD.PDF.jpg', good)
    write('empty.pdf', b'')
    write('truncated.pdf', many_pages(30)[:4000])
    write('cut-tail.pdf', good[:-40])
    write('garbage.pdf', b'%PDF-1.7\n' + random.Random(1).randbytes(20000))
    write('pages-1500.pdf', many_pages(1500))
    write('pages-10000.pdf', many_pages(10000))
    write('late-start.pdf', b'\r\n some words of a mail gateway\r\n' + good)
    write('zip-and-pdf.pdf', b'PK\x03\x04' + b'\0' * 26 + good)
    write('wrong-offsets.pdf', good.replace(b'startxref\n', b'startxref\n9'))

    script = b'<</S/JavaScript/JS(app.alert\\(1\\))>>'
    write('script-at-open.pdf', simple(catalog=b'/OpenAction 6 0 R', more={6: script}))
    write('script-by-name.pdf', simple(catalog=b'/Names<</JavaScript<</Names[(a) 6 0 R]>>>>', more={6: script}))
    write('script-in-link.pdf', simple(page=b'/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A%s>>]' % script))
    write('script-in-stream.pdf', simple(catalog=b'/OpenAction<</S/JavaScript/JS 6 0 R>>',
                                         more={6: stream(b'app.alert(1)')}))
    write('launch.pdf', simple(catalog=b'/OpenAction<</S/Launch/F(cmd.exe)>>'))
    write('sends.pdf', simple(page=b'/AA<</O<</S/SubmitForm/F(http://example.invalid/)>>>>'))
    write('xfa.pdf', simple(catalog=b'/AcroForm<</Fields[]/XFA 6 0 R>>', more={6: stream(b'<xdp/>')}))
    write('attachment.pdf', simple(
        catalog=b'/Names<</EmbeddedFiles<</Names[(a) 6 0 R]>>>>',
        more={6: b'<</Type/Filespec/F(plan.dwg)/EF<</F 7 0 R>>>>', 7: stream(b'AC1032', b'/Type/EmbeddedFile')}))
    write('film.pdf', simple(page=b'/Annots[<</Type/Annot/Subtype/Movie/Rect[0 0 9 9]>>]'))
    write('signed-twice.pdf', with_form(
        b'<</FT/Sig/T(a)/V 7 0 R/Kids[8 0 R]>>',
        {7: b'<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<00>>>',
         8: b'<</FT/Sig/T(b)/V<</Type/DocTimeStamp/ByteRange[0 1 2 3]/Contents<00>>>>>'}))
    write('sign-here.pdf', with_form(b'<</FT/Sig/T(empty)>>'))

    write('bomb-content.pdf', simple(content=repeated_deflate(b'0 0 m 9 9 l S\n' * 4096, 65536),
                                     content_extra=b'/Filter/FlateDecode'))
    write('bomb-forms.pdf', form_bomb())
    write('bomb-objects.pdf', object_stream_bomb())
    write('bomb-image.pdf', image_bomb())
    write('heavy-page-2.pdf', many_pages(3, heavy=2))
    write('huge-page.pdf', simple(box=b'0 0 1000000000 1000000000'))
    write('no-size.pdf', simple(box=b'0 0 0 0'))
    write('count-lies.pdf', simple(count=b'1000000000'))
    write('no-pages.pdf', pdf({1: b'<</Type/Catalog/Pages 2 0 R>>', 2: b'<</Type/Pages/Kids[]/Count 0>>'}))
    write('pages-in-circle.pdf', simple(kids=b'2 0 R'))
    write('deep.pdf', simple(more={6: b'[' * 100000 + b']' * 100000}, catalog=b'/Deep 6 0 R'))
    write('xref-circle.pdf', pdf(
        {1: b'<</Type/Catalog/Pages 2 0 R>>', 2: b'<</Type/Pages/Kids[3 0 R]/Count 1>>', 3: PAGE % (A4, b'', b''),
         4: stream(TEXT), 5: FONT}, trailer=b'/Prev %d' % good.rindex(b'xref\n0 1')))


def write_encrypted(folder):
    for name, user in (('locked.pdf', 'secret'), ('restricted.pdf', '')):
        subprocess.run(['qpdf', '--encrypt', user, 'owner', '256', '--print=none', '--',
                        folder / 'good.pdf', folder / name], check=True)
    subprocess.run(['qpdf', '--linearize', folder / 'pages-1500.pdf', folder / 'linear.pdf'], check=True)


def write_pictures(write):
    write('good.png', png(200, 100))
    write('dpi.png', png(300, 600, extra=png_chunk(b'pHYs', struct.pack('>IIB', 11811, 11811, 1))))
    write('clear.png', png(80, 40, color=6, fill=b'\0\0\0\0'))
    write('half-clear.png', png(80, 40, color=6, fill=b'\0\0\xff\x80'))
    write('palette.png', png(80, 40, color=3, fill=b'\1', extra=png_chunk(b'PLTE', b'\0\0\0\xff\0\0')))
    write('sixteen.png', png(80, 40, depth=16, fill=b'\xc0\0'))
    write('one-bit.png', png(800, 400, depth=1, fill=b'\xaa'))
    write('truncated.png', png(200, 100)[:-30])
    write('bad-data.png', png(200, 100, rows=b'this is not zlib data'))
    write('bomb-200mpx.png', png(20000, 10000, depth=1))
    write('bomb-header.png', png(50000, 50000, rows=zlib.compress(b'')))
    write('wide.png', png(30001, 1))
    write('bomb-header.jpg', b'\xff\xd8\xff\xc0\0\x11\x08' + struct.pack('>HH', 65500, 65500)
          + b'\3\1\x11\0\2\x11\1\3\x11\1\xff\xda\0\x0c\3\1\0\2\0\3\0\0\x3f\0\xff\xd9')
    write('no-picture.jpg', b'\xff\xd8\xff\xd9')
    write('three-pages.tif', tiff([(120, 80, False), (60, 40, True), (100, 140, False), (50, 50, False)]))
    write('turned.tif', tiff([(120, 80, False)], orientation=6))
    write('circle.tif', tiff([(20, 20, False), (20, 20, False)], circular=True))
    write('truncated.tif', tiff([(200, 200, False)], cut=True))
    write('lying.tif', tiff([(200, 200, False)], big_count=0x7fffffff))
    write('pages-1200.tif', tiff([(2, 2, False)] * 1200))


def write_others(write):
    write('setup.pdf', b'MZ\x90\0' + b'\0' * 500)
    write('tool.pdf', b'\x7fELF\2\1\1' + b'\0' * 500)
    write('script.png', b'#!/bin/sh\necho hello\n')
    write('virus.exe', b'MZ\x90\0' + b'\0' * 500)
    write('memo.docx', b'PK\x03\x04' + b'\0' * 500)
    write('memo.doc', b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 500)
    write('photo.heic', b'\0\0\0\x18ftypheic' + b'\0' * 100)
    write('photo.gif', b'GIF89a' + b'\0' * 100)
    write('plan.dwg', b'AC1032' + b'\0' * 100)
    write('page.html', b'<!DOCTYPE html><title>x</title>')
    write('words.txt', b'only words\n')


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)

    def write(name, data):
        (folder / name).write_bytes(data)

    write_pdfs(write)
    write_encrypted(folder)
    write('linear-cut.pdf', (folder / 'linear.pdf').read_bytes()[:-6000])
    write_pictures(write)
    write_others(write)
    with open(folder / 'sparse.pdf', 'wb') as file:
        file.write(b'%PDF-1.7\n')
        file.truncate(2 << 30)


if __name__ == '__main__':
    main()
