#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check_flatpak.py MANIFEST: every outside source is pinned, and the sandbox opens only what the desk needs."""
import re
import sys

ALLOWED = {'--share=ipc', '--share=network', '--socket=wayland', '--socket=fallback-x11', '--device=dri', '--socket=pcsc'}


def check(text):
    problems = []
    body = '\n'.join(line for line in text.split('\n') if not line.lstrip().startswith('#'))
    args = re.findall(r'^  - (--(?:share|socket|device|filesystem|talk-name|system-talk-name)\S*)', body, re.M)
    if not args:
        problems.append('no finish-args')
    problems += [f'{arg} is not allowed' for arg in args if arg not in ALLOWED]
    sources = re.split(r'^      - type: ', body, flags=re.M)[1:]
    if not sources:
        problems.append('no sources')
    for source in sources:
        kind = source.split('\n', 1)[0].strip()
        if kind == 'archive' and not re.search(r'^        sha256: [0-9a-f]{64}$', source, re.M):
            problems.append('an archive without a sha256')
        if kind == 'git' and not re.search(r'^        commit: [0-9a-f]{40}$', source, re.M):
            problems.append('a git source without a commit')
        if 'http:' in source:
            problems.append('a source without TLS')
    return problems, len(sources)


def main():
    bad = ('finish-args:\n  - --filesystem=home\nmodules:\n  - name: x\n    sources:\n      - type: archive\n'
           '        url: http://example.org/x.tar.gz\n')
    found, _ = check(bad)
    if len(found) != 3:
        print(f'the manifest that must fail gave {found}')
        return 1
    with open(sys.argv[1], encoding='utf-8') as stream:
        problems, count = check(stream.read())
    print('\n'.join(problems))
    print(f'{count} sources read, {len(problems)} findings')
    return 1 if problems or not count else 0


sys.exit(main())
