# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that need no desk: help, rules, identifiers, calendar, clock, documents, usage."""

import hashlib
import json
import re
import unittest

from ghiseuctl import CtlTest


class Usage(CtlTest):
    def test_each_command_has_help(self):
        commands = re.findall(r"^  ([a-z][a-z-]*(?: [a-z][a-z-]*)*)",
                              self.run_ctl("--help", status=0).out, re.M)
        self.assertGreater(len(commands), 25)
        for words in commands:
            with self.subTest(words):
                answer = self.run_ctl(*words.split(), "--help", status=0)
                self.assertIn("ghiseuctl " + words, answer.out)

    def test_wrong_usage_is_two(self):
        for words in (["frob"], ["rules", "show"], ["identifier", "check", "cnp"],
                      ["identifier", "check", "shoe-size", "42"], ["calendar", "add", "2026-01-01", "3"],
                      ["calendar", "is-working", "31.02.2026"], ["dossier", "new"], ["clock", "x"],
                      ["dossier", "list", "--state", "lost"], ["sign", "x.pdf"], ["rules", "list", "--frob"],
                      ["calendar", "add", "2026-01-01", "x", "--unit", "working"]):
            with self.subTest(words):
                answer = self.run_ctl(*words, status=2)
                self.assertTrue(answer.err)
                self.assertEqual(answer.out, "")

    def test_version(self):
        self.assertRegex(self.run_ctl("--version", status=0).out, r"^ghiseuctl \d+\.\d+")


class Rules(CtlTest):
    def test_list_follows_the_law_of_the_day(self):
        new = {row["id"]: row for row in self.ask("rules", "list", "--on", "2026-11-23").json}
        old = {row["id"]: row for row in self.ask("rules", "list", "--on", "2026-08-20").json}
        self.assertIn("cu-construire", new)
        self.assertEqual(new["cu-construire"]["regime"], "L169")
        self.assertEqual(new["cu-construire"]["form"], "F_CU_04")
        self.assertNotIn("cu-construire", old)
        self.assertEqual(old["l50-cu"]["regime"], "L50")

    def test_show(self):
        shown = self.ask("rules", "show", "autorizatie-construire").json
        self.assertEqual(shown["id"], "autorizatie-construire")
        self.assertGreater(len(shown["requirements"]), 15)
        self.assertIn("extras-cf", self.run_ctl("rules", "show", "cu-construire", status=0).out)
        self.assertEqual(self.ask("rules", "show", "nothing", status=1).code, "app/not-found")

    def test_validate_names_file_place_and_reason(self):
        good = self.write_json("bad.json", {"format": 1, "id": "x", "surprise": True})
        answer = self.ask("rules", "validate", good, status=1)
        self.assertFalse(answer.json[0]["valid"])
        self.assertIn("bad.json", answer.json[0]["reason"])
        self.run_ctl("rules", "validate", self.dir / "absent.json", status=1)


class Values(CtlTest):
    def test_identifiers(self):
        answer = self.run_ctl("identifier", "check", "cnp", "1840229410012", "1840229410010", status=1)
        good, bad = (line.split("\t") for line in answer.lines)
        self.assertEqual(good[:2], ["valid", "1840229410012"])
        self.assertEqual(bad[:2], ["invalid", "1840229410010"])
        self.assertIn("2", bad[2])
        for kind, value in (("cui", "RO18547290"), ("iban", "RO49AAAA1B31007593840000"),
                            ("siruta", "54975"), ("cadastral", "123456-C1"), ("postal-code", "400001")):
            with self.subTest(kind):
                row, = self.ask("identifier", "check", kind, value).json
                self.assertEqual((row["value"], row["valid"]), (value, True))

    def test_identifiers_from_standard_input(self):
        values = ["54975", "54976", "179132"]
        rows = self.ask("identifier", "check", "siruta", "-", stdin="\n".join(values), status=1).json
        self.assertEqual([row["value"] for row in rows], values)
        self.assertEqual([row["valid"] for row in rows], [True, False, True])
        self.assertTrue(rows[1]["reason"])

    def test_calendar(self):
        answer = self.run_ctl("calendar", "is-working", "2026-12-24", "2026-12-25", "2026-04-10", status=0)
        self.assertEqual([line.split("\t")[1] for line in answer.lines], ["working", "free", "free"])
        rows = self.ask("calendar", "is-working", "-", stdin="2026-12-01\n2026-12-02\n").json
        self.assertEqual([row["working"] for row in rows], [False, True])

    def test_terms_in_both_conventions(self):
        for convention, last in (("A", "2026-12-17"), ("B", "2026-12-18")):
            with self.subTest(convention):
                row, = self.ask("calendar", "add", "2026-11-24", "15", "--unit", "working",
                                "--convention", convention).json
                self.assertEqual(row["date"], last)
                self.assertTrue(row["explanation"])
        line, = self.run_ctl("calendar", "add", "2026-01-31", "1", "--unit", "months", status=0).lines
        self.assertEqual(line.split("\t")[0], "2026-02-28")

    def test_clock(self):
        whole = self.ask("clock", "cu-con-emitere", "--start", "2026-11-24", "--on", "2026-12-15").json
        self.assertEqual(whole["last_day"], "2026-12-17")
        self.assertEqual(whole["working_days_left"], 2)
        self.assertIn("art. 257", whole["article"])
        stopped = self.ask("clock", "cu-con-emitere", "--start", "2026-11-24",
                           "--suspend", "2026-11-26:2026-12-02").json
        self.assertGreater(stopped["last_day"], whole["last_day"])
        open_ended = self.ask("clock", "cu-con-emitere", "--start", "2026-11-24",
                              "--suspend", "2026-11-26:").json
        self.assertTrue(open_ended["suspended"])
        self.assertIsNone(open_ended["last_day"])
        self.assertEqual(self.ask("clock", "none-such", "--start", "2026-11-24", status=1).code,
                         "app/not-found")


class Documents(CtlTest):
    def test_one_entry_for_each_file_whatever_it_is(self):
        good = self.make_paper("good.pdf", pages=3)
        empty = self.dir / "empty.pdf"
        empty.write_bytes(b"")
        program = self.dir / "program.pdf"
        program.write_bytes(b"\x7fELF" + bytes(4096))
        cut = self.dir / "cut.pdf"
        cut.write_bytes(good.read_bytes()[:120])
        paths = [good, empty, program, cut, self.dir, self.dir / "absent.pdf"]
        rows = self.ask("document", "inspect", *paths).json
        self.assertEqual([row["file"] for row in rows], [str(path) for path in paths])
        self.assertEqual([row["accepted"] for row in rows], [True] + [False] * 5)
        self.assertEqual(rows[0]["sha256"], hashlib.sha256(good.read_bytes()).hexdigest())
        self.assertEqual((rows[0]["pages"], rows[0]["media_type"]), (3, "application/pdf"))
        for row in rows[1:]:
            self.assertTrue(row["reason"], row)

    def test_words_for_people(self):
        line = self.run_ctl("document", "inspect", self.make_paper("a.pdf"), status=0).lines[0]
        self.assertEqual(line.split("\t")[0], "accepted")

    def test_verify_of_what_is_not_signed_or_not_there(self):
        paper = self.make_paper("a.pdf")
        answer = self.ask("verify", paper, status=1)
        self.assertEqual(answer.json, {"file": str(paper), "signatures": []})
        self.assertEqual(self.ask("verify", self.dir / "absent.pdf", status=1).code, "app/not-found")
        junk = self.dir / "junk.pdf"
        junk.write_bytes(b"no paper at all")
        self.assertEqual(self.ask("verify", junk, status=1).json["error"]["domain"], "sign")
        self.assertTrue(json.loads(answer.out))


if __name__ == "__main__":
    unittest.main()
