# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of a desk without card and without central: dossiers, journal, settings."""

import hashlib
import pathlib
import sqlite3
import subprocess
import time
import unittest

from ghiseuctl import APPLICANT, CTL, CtlTest


class Dossiers(CtlTest):
    def test_new_add_check_show(self):
        dossier = self.new_dossier()
        paper = self.make_paper("extras_cf.pdf", pages=2)
        added = self.ask("dossier", "add", dossier, paper, "--issued", "2026-11-20",
                         "--certified-copy").json
        document = added["document"]
        self.assertEqual(document["requirements"], ["extras-cf"], "the name suggests the slot")
        self.assertEqual(document["sha256"], hashlib.sha256(paper.read_bytes()).hexdigest())
        self.assertEqual((document["pages"], document["issued"], document["certified_copy"]),
                         (2, "2026-11-20", True))
        plan = self.ask("dossier", "add", dossier, self.make_paper("x.pdf", "Plan"),
                        "--slot", "plan-situatie", "--slot", "descriere-investitie").json
        self.assertEqual(plan["document"]["requirements"], ["plan-situatie", "descriere-investitie"])
        self.assertFalse(plan["complete"])

        check = self.ask("dossier", "check", dossier, "--on", "2026-11-24").json
        self.assertEqual((check["dossier"], check["regime"]), (dossier, "L169"))
        self.assertFalse(check["complete"])
        states = {row["id"]: row for row in check["requirements"]}
        self.assertEqual(states["extras-cf"]["status"], "depus")
        self.assertEqual(states["extras-cf"]["documents"], [document["id"]])
        self.assertEqual(states["plan-situatie"]["documents"],
                         states["descriere-investitie"]["documents"])
        self.assertEqual(states["cerere"]["status"], "lipsa")
        self.assertEqual(states["date-ancpi"]["status"], "se-obtine-de-autoritate")
        self.assertEqual(states["imputernicire"]["status"], "nu-e-cazul")
        self.assertEqual(check["requirements"][0]["status"], "lipsa", "what is missing is on top")
        for row in check["requirements"]:
            self.assertTrue(row["name"] and row["article"], row)
        late = {row["id"]: row["status"] for row in
                self.ask("dossier", "check", dossier, "--on", "2026-12-24").json["requirements"]}
        self.assertEqual(late["extras-cf"], "expirat")

        shown = self.ask("dossier", "show", dossier).json
        self.assertEqual(shown["state"], "ciorna")
        self.assertEqual(shown["facts"]["scop"], "constructie-noua")
        self.assertEqual([event["kind"] for event in shown["events"]][0], "dossier-created")

    def test_personal_numbers_are_masked_until_somebody_asks(self):
        dossier = self.new_dossier()
        for answer in (self.ask("dossier", "show", dossier), self.run_ctl("dossier", "show", dossier),
                       self.ask("dossier", "list"), self.run_ctl("dossier", "list")):
            self.assertNotIn(APPLICANT["cnp"], answer.out + answer.err)
        open_look = self.ask("dossier", "show", dossier, "--unmask").json
        self.assertEqual(open_look["applicant"]["cnp"], APPLICANT["cnp"])
        kinds = [event["kind"] for event in self.ask("dossier", "show", dossier).json["events"]]
        self.assertEqual(kinds.count("cnp-shown"), 1)

    def test_what_cannot_be_right_makes_no_dossier(self):
        wrong = dict(APPLICANT, cnp="1840229410010")
        answer = self.new_dossier(applicant=wrong, status=1)
        self.assertEqual(answer.code, "app/invalid")
        self.assertNotIn(wrong["cnp"], answer.out + answer.err)
        self.assertEqual(self.new_dossier(applicant=dict(APPLICANT, sirname="x"), status=1).code,
                         "model/invalid")
        self.assertEqual(self.new_dossier(procedure="nothing", status=1).code, "app/not-found")
        self.assertEqual(self.new_dossier("--fact", "no.such=1", status=1).json["error"]["domain"], "app")
        self.assertEqual(self.ask("dossier", "list", "--state", "ciorna").json, [])

    def test_the_day_decides_the_law(self):
        old = self.new_dossier("--on", "2026-08-20", procedure="ac")
        self.assertEqual(self.ask("dossier", "show", old).json["regime"], "L50")
        self.assertEqual(self.ask("dossier", "register", old, status=1).code, "app/incomplete")
        for family, choice in (("ac", "autorizatie-construire"), ("cu", "cu-construire")):
            several = self.new_dossier("--on", "2026-11-23", procedure=family, status=1)
            self.assertIn(choice, several.json["error"]["hint"])

    def test_refused_files_leave_the_dossier_as_it_was(self):
        dossier = self.new_dossier()
        before = self.ask("dossier", "show", dossier).json
        empty = self.dir / "empty.pdf"
        empty.write_bytes(b"")
        self.assertEqual(self.ask("dossier", "add", dossier, empty, status=1).code, "document/empty")
        program = self.dir / "program.pdf"
        program.write_bytes(b"\x7fELF" + bytes(4096))
        self.assertEqual(self.ask("dossier", "add", dossier, program, status=1).code,
                         "document/program")
        self.assertEqual(self.ask("dossier", "add", dossier, self.dir / "absent.pdf", status=1).code,
                         "app/file-refused")
        self.assertEqual(self.ask("dossier", "add", dossier, self.make_paper("a.pdf"),
                                  "--slot", "no-such", status=1).code, "app/not-found")
        after = self.ask("dossier", "show", dossier).json
        self.assertEqual((after["rev"], after["documents"]), (before["rev"], []))

    def test_list_finds_without_diacritics(self):
        self.new_dossier()
        other = self.new_dossier(applicant=dict(APPLICANT, name="Ștefania Țăranu"))
        rows = self.ask("dossier", "list", "--query", "stefania taranu").json
        self.assertEqual([row["id"] for row in rows], [other])
        self.assertEqual(len(self.ask("dossier", "list", "--limit", "1").json), 1)
        self.assertEqual(self.ask("dossier", "list", "--state", "inregistrat").json, [])

    def test_export_gives_the_same_bytes(self):
        dossier = self.new_dossier()
        paper = self.make_paper("../a b.pdf".replace("../", ""), "Bytes")
        self.ask("dossier", "add", dossier, paper, "--slot", "cerere")
        folder = pathlib.Path(self.ask("dossier", "export", dossier, "--to", self.dir / "out").json["folder"])
        copies = list((folder / "papers").iterdir())
        self.assertEqual([copy.read_bytes() for copy in copies], [paper.read_bytes()])
        self.assertTrue((folder / "dossier.json").is_file() and (folder / "events.json").is_file())

    def test_register_needs_a_signed_inventory(self):
        dossier = self.new_dossier()
        self.assertEqual(self.ask("dossier", "register", dossier, status=1).code, "app/not-signed")
        self.assertEqual(self.ask("dossier", "show", "12345", status=1).code, "store/not-found")


class Desk(CtlTest):
    def test_journal_is_followed_to_the_changed_line(self):
        self.new_dossier()
        whole = self.ask("journal", "verify").json
        self.assertTrue(whole["intact"])
        self.assertGreaterEqual(whole["events"], 2)
        with sqlite3.connect(self.data / "desk.db") as database:
            table = next(name for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type='table'")
                if {"prev_hash", "hash", "who"} <= {
                    row[1] for row in database.execute(f"PRAGMA table_info({name})")})
            triggers = [name for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=?", (table,))]
            for trigger in triggers:
                database.execute(f"DROP TRIGGER {trigger}")
            database.execute(f"UPDATE {table} SET who='Altcineva' WHERE seq=2")
        broken = self.ask("journal", "verify", status=1).json
        self.assertFalse(broken["intact"])
        self.assertEqual(broken["broken_at"], 2)

    def test_settings(self):
        self.run_ctl("settings", "set", "institution-name", "Primăria Comunei Văleni", status=0)
        self.run_ctl("settings", "set", "free-days", "2026-12-24 punte", "2026-12-31", status=0)
        listed = self.ask("settings", "list").json
        self.assertEqual(listed["institution-name"], "Primăria Comunei Văleni")
        self.assertEqual(listed["free-days"], "2026-12-24 punte\n2026-12-31")
        self.assertEqual(self.ask("settings", "set", "institution-cif", "123", status=1).code, "app/invalid")
        self.run_ctl("settings", "set", "no-such", "1", status=2)

    def test_doctor_by_area(self):
        for area in ("store", "journal", "rules", "documents", "central"):
            with self.subTest(area):
                rows = self.ask("doctor", area).json
                self.assertTrue(rows)
                self.assertEqual({row["area"] for row in rows}, {area})
                self.assertNotIn("problem", {row["status"] for row in rows})
        self.assertEqual(self.ask("doctor", "settings").json[0]["status"], "warning")
        self.run_ctl("doctor", "feet", status=2)

    def test_without_a_central(self):
        self.new_dossier()
        self.assertEqual(self.ask("sync", "--once", status=1).code, "app/not-ready")
        self.assertEqual(self.ask("central", "status", status=1).code, "app/not-ready")
        kinds = {row["kind"] for row in self.ask("outbox", "list").json}
        self.assertEqual(kinds, {"event"}, "a draft sends nothing but its events")
        self.assertEqual(self.ask("outbox", "retry", "none", status=1).json["error"]["domain"], "store")
        lost = self.ask("sync", "--once", central="host=127.0.0.1 port=1 connect_timeout=3", status=1)
        self.assertEqual(lost.code, "central/offline")

    def test_one_program_at_a_time(self):
        self.new_dossier()
        with subprocess.Popen([CTL, "--data-dir", str(self.data), "--central", "none", "sync"],
                              stdout=subprocess.PIPE, text=True) as other:
            other.stdout.readline()
            self.assertEqual(self.ask("dossier", "list", status=1).code, "store/in-use")
            other.terminate()
            deadline = time.monotonic() + 30
            self.assertEqual(other.wait(timeout=max(1, deadline - time.monotonic())), 0)
        self.assertEqual(len(self.ask("dossier", "list").json), 1)


if __name__ == "__main__":
    unittest.main()
