# SPDX-License-Identifier: GPL-3.0-or-later
"""The main job of the desk, by keyboard alone, in the real window: a request is taken in, its papers
are imported, the inventory is signed with a card over PC/SC, the dossier is registered and arrives
in PostgreSQL, and the citizen gets a receipt. Run by run-journey, on a virtual display and beside
the virtual card."""

import argparse
import glob
import hashlib
import json
import os
import re
import subprocess
import sys

from driver import Desk, JourneyError, keys, type_text

# Invented people and places.
APPLICANT = "Șerbănescu-Țăru Ilinca"
PAPERS = ("cerere-certificat-de-urbanism.pdf", "dovada-platii-taxei.pdf")

step_number = 0


def step(words):
    global step_number
    step_number += 1
    print(f"{step_number:2d}. {words}", flush=True)


def check(condition, words):
    if not condition:
        raise JourneyError(f"not so: {words}")
    print(f"    ✓ {words}", flush=True)


def make_cnp(first_twelve):
    """A personal number with its control digit."""
    total = sum(int(a) * int(b) for a, b in zip(first_twelve, "279146358279"))
    return first_twelve + str(total % 11 if total % 11 < 10 else 1)


def type_fields(*values):
    for value in values:
        if value:
            type_text(value)
        keys("Tab")


def import_paper(desk, path):
    name = os.path.basename(path)
    windows = desk.n_windows()
    keys("F2")
    desk.wait("the file chooser", lambda: desk.n_windows() > windows)
    keys("ctrl+l")
    desk.wait("the place to type a path", lambda: desk.find(role="text") is not None)
    type_text(path)
    desk.press_until("Return", lambda: desk.n_windows() == windows, "the file chooser to close")
    desk.see(f"the paper {name} in the checklist", role="push button", name=name)


def take_in(desk, samples):
    step("Ctrl+N: a new dossier")
    keys("ctrl+n")
    desk.see("the request", role="combo box", name=desk.tr("Procedure"))
    desk.picture("new-dossier")

    step("Tab and type: the applicant")
    natural = desk.see("the kind of applicant", name=desk.tr("Natural person"))
    desk.tab_to(natural, "the kind of applicant")
    keys("Tab", "Tab")
    type_fields(APPLICANT, make_cnp("284022941002"), "XY", "123456", "Exemplu", "Târgușor", "Strada Teilor", "14",
                "400001", "0700000000", "ilinca@example.org")
    desk.see("the applicant in the title", role="label", name=APPLICANT)
    desk.picture("applicant")

    step("Tab and type: the property")
    kind = desk.see("the kind of property", role="combo box", name=desk.tr("Kind"))
    desk.tab_to(kind, "the kind of property")
    keys("Tab")
    type_fields("54321", "54321", "612,5", "Exemplu", "Târgușor", "", "Strada Teilor", "14")
    type_text("400001")
    desk.picture("property")

    step("F3, F2: the papers, one after the other")
    keys("F3")
    for paper in PAPERS:
        import_paper(desk, os.path.join(samples, paper))
        desk.picture(paper.split("-", maxsplit=1)[0])
    desk.see("the verdict", role="label", name=desk.tr("Complete"))
    check(True, "nothing is missing")


def sign(desk, pin):
    step("F9: sign and register, with a wrong PIN first")
    keys("F9")
    desk.see("the certificate and the PIN", contains=desk.tr("_PIN of the card"), role="label")
    desk.picture("pin")
    type_text("9999")
    keys("Return")
    desk.see("what is wrong", role="label", contains=desk.tr("The PIN is wrong."))
    desk.picture("wrong-pin")
    step("The right PIN")
    type_text(pin)
    keys("Return")
    words = desk.tr("Signed and registered with number")
    number = desk.wait("the number", lambda: desk.label_after(words), 120)
    desk.see("the receipt", role="label", contains=" / ")
    desk.picture("registered")
    check(re.fullmatch(r"[0-9]+", number), f"registered with number {number}")
    return number


def find_in_queue(desk):
    step("Ctrl+K: the dossier in the list, opened with Enter")
    keys("ctrl+k")
    type_text("serbanescu")
    desk.see("the dossier in the list", contains=APPLICANT, role="table row")
    desk.picture("list")
    keys("Return", "Down", "Return")
    desk.see("the dossier's page", role="label", name=desk.tr("Timeline"))
    desk.see("its receipt", role="label", contains=" / ")
    desk.picture("dossier")


def children_of(pid):
    found = []
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path, encoding="utf-8", errors="replace") as stat:
                fields = stat.read().rsplit(")", 1)
        except OSError:
            continue
        if int(fields[1].split()[1]) == pid:
            child = int(path.split("/")[2])
            found += [child, *children_of(child)]
    return found


def find_sockets(pid):
    """The folder of the private server's socket, from the command line of the desk's own child."""
    for child in children_of(pid):
        try:
            with open(f"/proc/{child}/cmdline", "rb") as file:
                words = file.read().decode(errors="replace").split("\0")
        except OSError:
            continue
        for word in words:
            if word.startswith("unix_socket_directories="):
                return word.split("=", 1)[1]
    return None


def query(sockets, sql):
    command = ["psql", "-X", "-A", "-t", "-F", "|", f"host={sockets} port=5432 user=ghiseu_admin dbname=ghiseu", "-c", sql]
    owner = os.stat(sockets)
    if os.getuid() == 0 and owner.st_uid != 0:
        command = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups", *command]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd="/").stdout.strip()


def check_central(desk, number):
    step("The row in PostgreSQL")
    sockets = desk.wait("the private PostgreSQL", lambda: find_sockets(desk.process.pid))
    sql = ("SELECT d.state, d.number, r.display, count(p.*) FROM gu.dossier d JOIN gu.registration r ON r.dossier_id = d.id "
           "LEFT JOIN gu.document p ON p.dossier_id = d.id GROUP BY 1, 2, 3")
    row = desk.wait("the row", lambda: query(sockets, sql))
    state, stored, display, n_papers = row.split("|")
    check(state == "inregistrat" and stored == number, f"PostgreSQL has it: {display}, {state}")
    check(int(n_papers) == len(PAPERS) + 2, f"with {n_papers} papers: those brought, the inventory, the receipt")
    held = desk.wait("the files", lambda: query(sockets, "SELECT count(*) FROM gu.blob") == n_papers and n_papers)
    check(held == n_papers, "and their bytes")


def check_papers(build, data_dir, work, samples, number):
    step("What is kept: original bytes, the signed inventory, the receipt")
    ctl = [os.path.join(build, "src/ctl/ghiseuctl"), "--data-dir", data_dir, "--central", "none"]
    rows = json.loads(subprocess.run([*ctl, "--json", "dossier", "list"], check=True, capture_output=True).stdout)
    rows = rows if isinstance(rows, list) else rows["dossiers"]
    check(len(rows) == 1, "one dossier on the desk")
    out = os.path.join(work, "export")
    os.mkdir(out)
    subprocess.run([*ctl, "dossier", "export", rows[0]["id"], "--to", out], check=True, stdout=subprocess.DEVNULL)
    files = [f for f in glob.glob(os.path.join(out, "**"), recursive=True) if os.path.isfile(f)]
    hashes = {hashlib.sha256(open(f, "rb").read()).hexdigest() for f in files}
    for paper in PAPERS:
        with open(os.path.join(samples, paper), "rb") as file:
            check(hashlib.sha256(file.read()).hexdigest() in hashes, f"{paper} is kept byte for byte")

    signed = [f for f in files if f.endswith(".pdf") and b"/ByteRange" in open(f, "rb").read()]
    check(len(signed) == 1, "one signed paper, the inventory")
    verdict = subprocess.run(["pdfsig", "-nocert", signed[0]], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C", "LANGUAGE": ""})
    check("Signature is Valid." in verdict.stdout, "pdfsig: the signature is valid")
    check("Total document signed" in verdict.stdout, "pdfsig: the whole document is signed")

    texts = [subprocess.run(["pdftotext", "-layout", f, "-"], capture_output=True, text=True).stdout
             for f in files if f.endswith(".pdf") and f not in signed]
    receipt = [t for t in texts if number in t and "Șerbănescu" in t and re.search(r"art\. \d+", t)]
    check(bool(receipt) and re.search(r"Cererea-tip +\(cerere-certificat", receipt[0]) is not None,
          "each paper stands under what it answers")
    check(len(receipt) == 1, "the receipt names the number, the applicant and the legal term with its article")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--work", required=True, help="an empty folder")
    parser.add_argument("--pictures", help="where to leave pictures of each step")
    options = parser.parse_args()

    samples = os.path.join(options.work, "samples")
    data_dir = os.path.join(options.work, "data")
    subprocess.run([os.path.join(options.build, "tests/support/make-sample-documents"), samples], check=True)
    desk = Desk([os.path.join(options.build, "src/desk/ghiseu"), "--data-dir", data_dir, "--central", "embedded"],
                options.pictures)
    try:
        step("The desk opens")
        desk.start()
        desk.see("the line to PostgreSQL", name=desk.tr("Connected"), role="label")
        desk.see("the card", name=desk.tr("The card is ready to sign."), role="label")
        desk.picture("start")
        take_in(desk, samples)
        number = sign(desk, os.environ["GHISEU_CARD_PIN"])
        check_central(desk, number)
        find_in_queue(desk)
        step("Ctrl+Q: the desk ends")
        desk.close()
        check_papers(options.build, data_dir, options.work, samples, number)
    except JourneyError as error:
        print(f"FAILED: {error}", file=sys.stderr)
        desk.picture("failed")
        return 1
    finally:
        desk.abandon()
    print("The main job works, end to end.", flush=True)
    if options.pictures:
        print(f"Pictures: {options.pictures}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
