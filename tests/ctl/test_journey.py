# SPDX-License-Identifier: GPL-3.0-or-later
"""From the first paper to the row in PostgreSQL, without a window: a real pcscd with the virtual
card, the embedded server and a real registry. Run by with-card.sh and with-postgres.sh."""

import datetime
import hashlib
import os
import pathlib
import subprocess
import unittest

from ghiseuctl import PAPERS, CtlTest

PIN = os.environ["GHISEU_CARD_PIN"]
TODAY = datetime.date.today()


def tell(*words):
    subprocess.run([os.environ["GHISEU_CARD_TELL"], "--tell", os.environ["GHISEU_CARD_CONTROL"],
                    *words], check=True, capture_output=True, timeout=30)


class Journey(CtlTest):
    def setUp(self):
        super().setUp()
        tell("heal")
        self.addCleanup(tell, "heal")
        self.addCleanup(tell, "certificate", "valid")
        self.pin = self.dir / "pin"
        self.pin.write_text(PIN + "\n", encoding="ascii")

    def complete_dossier(self, **options):
        dossier = self.new_dossier(**options)
        for name, (slots, issued) in PAPERS.items():
            words = [word for slot in slots for word in ("--slot", slot)]
            if issued:
                words += ["--issued", TODAY.isoformat()]
            answer = self.ask("dossier", "add", dossier, self.make_paper(name, name[:-4]), *words, **options)
        self.assertTrue(answer.json["complete"], answer.out)
        return dossier

    def sign(self, dossier, status=0, pin=None, **options):
        return self.ask("dossier", "sign", dossier, "--pin-file", pin or self.pin, status=status, **options)

    def pdfsig(self, path):
        return subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, timeout=60,
                              check=False).stdout


class Counter(Journey):
    def test_number_is_told_when_the_receipt_cannot_be_written(self):
        dossier = self.complete_dossier()
        number = self.sign(dossier).json["registration"]
        answer = self.ask("dossier", "register", dossier, "--receipt", self.dir / "no" / "where.pdf",
                          status=1)
        self.assertIn(number, answer.json["error"]["message"])
        self.assertEqual(self.ask("dossier", "show", dossier).json["state"], "inregistrat")

    def test_from_paper_to_receipt(self):
        dossier = self.complete_dossier()
        signed = self.sign(dossier).json
        registered = self.ask("dossier", "register", dossier).json
        self.assertEqual(registered["registration"], signed["registration"])
        self.assertEqual(registered["opis"]["sha256"], signed["opis"]["sha256"])
        receipt = pathlib.Path(registered["receipt"])
        text = subprocess.run(["pdftotext", "-layout", str(receipt), "-"], capture_output=True,
                              text=True, check=True, timeout=60).stdout
        self.assertIn(registered["registration"], text)
        self.assertIn("art. 257", text)

        folder = pathlib.Path(self.ask("dossier", "export", dossier, "--to", self.dir / "out").json["folder"])
        papers = {path.name[3:]: path for path in (folder / "papers").iterdir()}
        self.assertEqual(len(papers), len(PAPERS) + 2)
        for name in PAPERS:
            self.assertEqual(papers[name].read_bytes(), (self.dir / name).read_bytes())
        opis = next(path for name, path in papers.items() if name.startswith("opis-"))
        self.assertEqual(hashlib.sha256(opis.read_bytes()).hexdigest(), signed["opis"]["sha256"])
        self.assertIn("Signature is Valid", self.pdfsig(opis))
        self.assertIn("Total document signed", self.pdfsig(opis))
        words = subprocess.run(["pdftotext", "-layout", str(opis), "-"], capture_output=True,
                               text=True, check=True, timeout=60).stdout
        self.assertIn(registered["registration"], words)
        # Long hashes are broken over lines: any one of them whole, without the blanks.
        digest = hashlib.sha256((self.dir / "plan.pdf").read_bytes()).hexdigest()
        self.assertIn(digest[:16], "".join(words.split()))

        trusted = self.ask("verify", opis, "--trust", os.path.join(os.environ["GHISEU_CARD_DIR"], "issuer.pem")).json
        self.assertEqual([one["verdict"] for one in trusted["signatures"]], ["VALID"])
        unknown = self.ask("verify", opis, status=1).json["signatures"][0]
        self.assertEqual((unknown["verdict"], unknown["cryptographic"]), ("NEDETERMINAT", "ok"))

        shown = self.ask("dossier", "show", registered["registration"]).json
        self.assertEqual((shown["id"], shown["state"]), (dossier, "inregistrat"))
        self.assertTrue(shown["due_on"])
        self.assertTrue(shown["clocks"])
        self.assertEqual(self.ask("dossier", "register", dossier, status=1).code, "app/state")
        self.assertEqual(self.ask("dossier", "add", dossier, self.make_paper("late.pdf"), status=1).code, "app/state")
        self.assertTrue(self.ask("journal", "verify").json["intact"])

    def test_every_fault_leaves_the_dossier_and_keeps_the_number(self):
        dossier = self.complete_dossier()
        before = self.ask("dossier", "show", dossier).json
        wrong = self.dir / "wrong"
        wrong.write_text("999999", encoding="ascii")
        answer = self.sign(dossier, pin=wrong, status=1)
        self.assertEqual(answer.code, "card/wrong-pin")
        self.assertIn("2", answer.json["error"]["hint"])
        self.assertNotIn("999999", answer.out + answer.err)
        tell("heal")
        faults = (
            (("tries", "0"), {"card/pin-blocked"}),
            (("remove",), {"card/no-card", "card/card-removed"}),
            (("card", "unknown"), {"card/unknown-card"}),
            (("certificate", "expired"), {"card/certificate-expired"}),
            (("certificate", "none"), {"card/no-certificate"}),
            (("wrong-signature",), {"card/bad-answer", "card/module-failed", "app/bad-signature"}),
            (("remove-at", "before", "sign"), {"card/card-removed"}),
        )
        for fault, codes in faults:
            with self.subTest(fault):
                tell(*fault)
                try:
                    failed = self.sign(dossier, status=1)
                finally:
                    tell("heal")
                    tell("card", "piv")
                    tell("certificate", "valid")
                    tell("wrong-signature", "off")
                self.assertIn(failed.code, codes, failed.out)
                self.assertTrue(failed.json["error"]["message"])
                after = self.ask("dossier", "show", dossier).json
                self.assertEqual((after["rev"], after["state"], len(after["documents"])),
                                 (before["rev"], "ciorna", len(before["documents"])))
        self.assertEqual(self.ask("dossier", "register", dossier, status=1).code, "app/not-signed")
        self.assertEqual(self.sign(dossier).json["number"], 1, "the number was kept")

    def test_what_changed_after_signing_is_signed_again(self):
        dossier = self.complete_dossier()
        first = self.sign(dossier).json
        self.ask("dossier", "add", dossier, self.make_paper("more.pdf", "More"))
        self.assertEqual(self.ask("dossier", "register", dossier, status=1).code, "app/changed")
        second = self.sign(dossier).json
        self.assertEqual(second["number"], first["number"])
        self.assertNotEqual(second["opis"]["sha256"], first["opis"]["sha256"])
        self.ask("dossier", "register", dossier)

    def test_incomplete_dossiers_are_registered_with_what_is_missing(self):
        dossier = self.new_dossier()
        self.sign(dossier)
        receipt = self.ask("dossier", "register", dossier).json["receipt"]
        text = subprocess.run(["pdftotext", "-layout", receipt, "-"], capture_output=True, text=True,
                              check=True, timeout=60).stdout
        self.assertIn("descrierea succint", text)

    def test_cards_and_papers_from_outside(self):
        cards = self.ask("card", "list").json
        self.assertEqual(cards["status"], "ready")
        usable = [one for one in cards["certificates"] if one["usable"]]
        self.assertEqual(len(usable), 1)
        self.assertTrue(all(one["reason"] for one in cards["certificates"] if not one["usable"]))
        self.assertNotIn("problem", {row["status"] for row in self.ask("card", "doctor").json})
        paper, out = self.make_paper("plain.pdf"), self.dir / "signed.pdf"
        self.ask("sign", paper, "--out", out, "--pin-file", self.pin, "--certificate",
                 usable[0]["id"][:12], "--reason", "Test")
        self.assertTrue(out.read_bytes().startswith(paper.read_bytes()), "the original is a prefix")
        self.assertIn("Signature is Valid", self.pdfsig(out))
        changed = bytearray(out.read_bytes())
        changed[len(paper.read_bytes()) // 2] ^= 1
        bad = self.dir / "changed.pdf"
        bad.write_bytes(changed)
        verdicts = self.ask("verify", bad, status=1).json
        if "signatures" in verdicts:
            self.assertEqual(verdicts["signatures"][0]["verdict"], "NEVALID")
        tell("remove")
        empty = self.ask("card", "list", status=1).json
        self.assertEqual((empty["status"], empty["certificates"]), ("no-card", []))
        self.assertIn("problem", {row["status"] for row in self.ask("card", "doctor", status=1).json})


class Central(Journey):
    """The registry of the institution, and a line that is cut."""

    def psql(self, query):
        done = subprocess.run(["psql", "-qtAX", "-d", self.admin, "-c", query], capture_output=True,
                              text=True, check=True, timeout=60)
        return done.stdout.strip()

    def setUp(self):
        super().setUp()
        name = "ctl_" + self._testMethodName[-20:].replace("test_", "")
        self.admin = f"host={os.environ['GU_TEST_PG_HOST']} user=gu_test dbname={name}"
        self.central = f"host={os.environ['GU_TEST_PG_HOST']} user={name}_g1 dbname={name}"
        self.login = name + "_g1"
        self.ask("central", "init", central=self.admin)
        self.ask("central", "user", "add", self.login, "--institution", "40001110",
                 "--institution-name", "Institutia", "--desk", "G1", central=self.admin)

    def test_line_cut_and_back(self):
        migrated = self.ask("central", "migrate", central=self.admin).json
        self.assertEqual(migrated["from"], migrated["to"])
        self.ask("sync", "--once")
        lost = "host=127.0.0.1 port=1 connect_timeout=3"
        numbers = []
        for _ in range(3):
            dossier = self.complete_dossier(central=lost)
            self.sign(dossier, central=lost)
            numbers.append(self.ask("dossier", "register", dossier, central=lost).json["number"])
        self.assertEqual(len(set(numbers)), 3)
        self.assertEqual(self.ask("sync", "--once", central=lost, status=1).code, "central/offline")
        self.assertEqual({row["sync_state"] for row in self.ask("dossier", "list").json}, {"queued"})

        report = self.ask("sync", "--once").json
        self.assertEqual((report["rejected"], report["pending"]), (0, 0))
        self.assertEqual({row["sync_state"] for row in self.ask("dossier", "list").json}, {"synced"})
        self.assertEqual(self.ask("outbox", "list").json, [])
        again = self.ask("sync", "--once").json
        self.assertEqual((again["pushed"], again["pulled"], again["rejected"]), (0, 0, 0))
        rows = self.psql("SELECT count(*), count(DISTINCT number) FROM gu.registration")
        self.assertEqual(rows, "3|3", "each arrived once")
        status = self.ask("central", "status", central=self.admin).json
        self.assertEqual((status["dossiers"], status["rejected"]), (3, 0))
        opis = self.ask("dossier", "show", dossier).json["documents"]
        digests = sorted({one["sha256"] for one in opis})
        held = self.psql("SELECT encode(sha256, 'hex') FROM gu.blob ORDER BY 1").split()
        self.assertLessEqual(set(digests), set(held))


class Embedded(Journey):
    central = "embedded"

    def test_the_desk_brings_its_own_server(self):
        dossier = self.complete_dossier()
        self.sign(dossier)
        self.ask("dossier", "register", dossier)
        report = self.ask("sync", "--once").json
        self.assertGreater(report["pushed"], 5)
        self.assertEqual((report["rejected"], report["pending"]), (0, 0))
        status = self.ask("central", "status").json
        self.assertEqual((status["dossiers"], status["open_conflicts"]), (1, 0))
        rows = self.ask("doctor", "central").json
        self.assertEqual({row["status"] for row in rows}, {"ok"})
        self.assertEqual(self.ask("dossier", "list").json[0]["sync_state"], "synced")


if __name__ == "__main__":
    unittest.main()
