# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs ghiseuctl as a person or a script would, and makes papers to feed it."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

CTL = os.environ["GHISEUCTL"]
DEADLINE = 120

APPLICANT = {
    "kind": "natural", "name": "Ion Exemplu", "cnp": "1840229410012", "county": "Cluj",
    "locality": "Turda", "street": "Strada Florilor", "house_number": "12",
    "email": "ion@exemplu.example",
}
PROPERTY = {
    "county": "Cluj", "locality": "Turda", "street": "Strada Florilor", "house_number": "12",
    "cadastral_number": "123456", "land_book": "123456", "area_m2": 512.5, "kind": "teren",
}
# What a certificate for a new building on a plot that its owner asks about needs.
PAPERS = {
    "cerere.pdf": (["cerere"], None),
    "extras_cf.pdf": (["extras-cf"], "today"),
    "plan.pdf": (["plan-situatie", "descriere-investitie"], None),
    "taxa.pdf": (["dovada-taxa"], None),
}


def make_pdf(path, text, pages=1):
    """A plain PDF with one line of text on each page."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", None]
    kids = []
    for number in range(1, pages + 1):
        words = b"BT /F1 24 Tf 50 700 Td (%s %d) Tj ET" % (text.encode("ascii"), number)
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1<</Type/Font"
            b"/Subtype/Type1/BaseFont/Helvetica>>>>>>/Contents %d 0 R>>" % (len(objects) + 2))
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(words), words))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (
        pages, b" ".join(b"%d 0 R" % kid for kid in kids))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    pathlib.Path(path).write_bytes(out)


class Answer:
    """What one run of ghiseuctl said."""

    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout
        self.err = done.stderr

    @property
    def lines(self):
        return self.out.splitlines()

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def code(self):
        error = self.json["error"]
        return error["domain"] + "/" + error["code"]


class CtlTest(unittest.TestCase):
    """A test with a folder and a desk of its own."""

    central = "none"

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="gu-ctl."))
        self.addCleanup(shutil.rmtree, self.dir, True)
        # The embedded server of a desk that runs as root runs as somebody else.
        self.dir.chmod(0o755)
        self.data = self.dir / "desk"

    def run_ctl(self, *words, options=(), stdin="", central=None, status=None):
        command = [CTL, "--data-dir", str(self.data), "--central", central or self.central]
        done = subprocess.run([*command, *options, *map(str, words)], input=stdin, text=True,
                              capture_output=True, timeout=DEADLINE, check=False)
        answer = Answer(done)
        self.assertNotIn("critical", answer.err.lower(), answer.err)
        if status is not None:
            self.assertEqual(answer.status, status, answer.out + answer.err)
        return answer

    def ask(self, *words, status=0, **more):
        """Runs it with --json."""
        return self.run_ctl(*words, options=("--json",), status=status, **more)

    def write_json(self, name, value):
        path = self.dir / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    def make_paper(self, name, text="Document", pages=1):
        path = self.dir / name
        make_pdf(path, text, pages)
        return path

    def new_dossier(self, *more, procedure="cu-construire", applicant=None, status=0, **options):
        if procedure == "cu-construire":
            more = ("--fact", "scop=constructie-noua", *more)
        answer = self.ask("dossier", "new", "--procedure", procedure,
                          "--applicant", self.write_json("a.json", applicant or APPLICANT),
                          "--property", self.write_json("p.json", PROPERTY), *more,
                          status=status, **options)
        return answer.json["id"] if status == 0 else answer
