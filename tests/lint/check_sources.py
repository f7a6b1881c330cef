#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house that a compiler does not know.

check_sources.py ROOT           checks the project, prints what it read, fails on any finding
check_sources.py --self-test    each fixture must produce exactly the finding named in its first line
"""
import pathlib
import re
import sys

FILE_LINES = 700
FUNCTION_LINES = 100
FOLDER_FILES = 25
UI_LINES = 400

LAYERS = ['base', 'model', 'rules', 'store', 'card', 'sign', 'pdf', 'central', 'worker', 'app', 'ctl', 'desk']
# What each layer may include besides itself; the direction of dependence never turns back.
BELOW = {
    'base': set(),
    'model': {'base'},
    'rules': {'base', 'model'},
    'store': {'base', 'model'},
    'card': {'base', 'model', 'rules', 'store'},
    'sign': {'base', 'model', 'rules', 'store'},
    'pdf': {'base', 'model', 'rules', 'store', 'sign'},
    'central': {'base', 'model', 'rules', 'store'},
    'worker': {'base', 'model', 'sign', 'pdf', 'card'},
    'app': {'base', 'model', 'rules', 'store', 'card', 'sign', 'pdf', 'central'},
    'ctl': {'base', 'model', 'rules', 'store', 'card', 'sign', 'pdf', 'central', 'app'},
    'desk': {'base', 'model', 'rules', 'app', 'pdf', 'card', 'central', 'store'},
}
# Outside headers that only one layer (or two) may see.
ENGINES = {
    'sqlite3.h': {'store'},
    'libpq-fe.h': {'central'},
    'winscard.h': {'card', 'worker'},
    'p11-kit/': {'card', 'worker'},
    'sane/': {'scan', 'worker'},
    'poppler.h': {'worker'},
    'poppler/': {'worker'},
    'qpdf/': {'sign', 'pdf', 'worker'},
    'allheaders.h': {'worker'},
    'leptonica/': {'worker'},
    'gtk/': {'desk'},
    'adwaita.h': {'desk'},
}
CEDILLA = re.compile('[\u015e\u015f\u0162\u0163]')
UNFINISHED = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b')
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
PROTOTYPE = re.compile(r'^(?!typedef|static|extern|G_|struct|enum|return|#)[A-Za-z_][\w\s\*]*?\b(gu_\w+)\s*\([^;{]*\)[^;{]*;', re.M)
UNDOCUMENTED_OK = re.compile(r'(_get_type|_quark|_ref|_unref|_free|_copy)$')


def layer_of(path):
    parts = path.parts
    if 'src' in parts:
        i = parts.index('src')
        if len(parts) > i + 1 and parts[i + 1] in LAYERS:
            return parts[i + 1]
    return None


def strip_comments(text):
    """Blanks comments and strings, keeping the line numbers."""
    def blank(match):
        return re.sub(r'[^\n]', ' ', match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)


def line_of(text, offset):
    return text.count('\n', 0, offset) + 1


def functions(text):
    """Yields (first line, length) of each body: in this layout a brace in column 0 opens and closes it."""
    start = None
    previous = ''
    for number, line in enumerate(text.split('\n'), 1):
        if line.startswith('{') and previous.rstrip().endswith(')'):
            start = number
        elif line.startswith('}') and start is not None:
            yield start, number - start + 1
            start = None
        if line.strip():
            previous = line


def check_header_docs(text, findings):
    """A run of prototypes without a blank line between them shares the comment before the first."""
    covered_until = -1
    for match in PROTOTYPE.finditer(strip_defines(text)):
        name = match.group(1)
        before = text[:match.start()].rstrip()
        comment = before[before.rfind('/*'):] if before.endswith('*/') else ''
        documented = comment.startswith('/*') and 'SPDX' not in comment
        follows = covered_until >= 0 and text[covered_until:match.start()].strip() == '' and '\n\n' not in text[covered_until:match.start()]
        if documented or follows:
            covered_until = match.end()
        elif not UNDOCUMENTED_OK.search(name) and not is_property_accessor(name, text):
            findings.append((line_of(text, match.start()), 'undocumented', f'{name} has no doc comment'))


def is_property_accessor(name, text):
    """gu_thing_get_foo_bar() needs no comment where the class comment says what `foo-bar` is."""
    match = re.search(r'_(?:get|set|is)_(\w+)$', name)
    return match is not None and f'`{match.group(1).replace("_", "-")}`' in text


def strip_defines(text):
    return re.sub(r'^[ \t]*#.*?(?<!\\)$', lambda m: re.sub(r'[^\n]', ' ', m.group(0)), text, flags=re.M | re.S)


def check_c(path, text, findings):
    lines = text.split('\n')
    if 'SPDX-License-Identifier: GPL-3.0-or-later' not in lines[0]:
        findings.append((1, 'license', 'the first line is not the licence'))
    if len(lines) > FILE_LINES + 1:
        findings.append((1, 'file-length', f'{len(lines) - 1} lines (at most {FILE_LINES})'))
    for start, length in functions(text):
        if length > FUNCTION_LINES:
            findings.append((start, 'function-length', f'a function of {length} lines (at most {FUNCTION_LINES})'))

    code = strip_comments(text)
    for match in re.finditer(r'\bgoto\b', code):
        findings.append((line_of(code, match.start()), 'goto', 'goto'))
    for match in re.finditer(r'\bg_(?:warning|critical)\s*\([^;]*error->message', code):
        findings.append((line_of(code, match.start()), 'logged-error', 'an error that only goes to the log'))
    for match in re.finditer(r'\w_get_default_instance\s*\(', code):
        findings.append((line_of(code, match.start()), 'global-getter', 'a global getter'))

    layer = layer_of(path)
    if layer is not None:
        check_includes(path, text, layer, findings)
        if path.suffix == '.h' and not path.name.endswith('-private.h'):
            check_header_docs(text, findings)


def check_includes(path, text, layer, findings):
    for match in INCLUDE.finditer(text):
        name = match.group(1)
        line = line_of(text, match.start())
        for prefix, allowed in ENGINES.items():
            if name.startswith(prefix) and layer not in allowed:
                findings.append((line, 'engine', f'{name} does not belong in {layer}'))
        owner = OWNERS.get(pathlib.PurePath(name).name)
        if owner is not None and owner != layer and owner not in BELOW[layer]:
            findings.append((line, 'upward', f'{layer} includes {name} of {owner}'))


OWNERS = {}


def check_text(path, text):
    findings = []
    for match in CEDILLA.finditer(text):
        # Tests of the folding need both kinds.
        if path.parts[0] != 'tests' and 'folding-table' not in text.split('\n')[line_of(text, match.start()) - 1]:
            findings.append((line_of(text, match.start()), 'cedilla', 'cedilla letter; the comma-below letter is right'))
    for match in UNFINISHED.finditer(text):
        findings.append((line_of(text, match.start()), 'unfinished', match.group(0)))
    if path.suffix in ('.c', '.h', '.cpp'):
        check_c(path, text, findings)
    if path.suffix == '.ui' and text.count('\n') > UI_LINES:
        findings.append((1, 'ui-length', f'{text.count(chr(10))} lines (at most {UI_LINES})'))
    return findings


def project_files(root):
    for top in ('src', 'ui', 'data', 'tests', 'po', 'flatpak'):
        for path in sorted((root / top).rglob('*')):
            if path.is_file() and path.suffix in ('.c', '.h', '.cpp', '.ui', '.json', '.sql', '.css', '.po', '.xml',
                                                  '.in', '.py', '.sh', '.yml'):
                if 'lint' in path.parts and path.parent.parent == root / 'tests':
                    continue
                if 'lint' in path.parts and 'fixtures' in path.parts:
                    continue
                yield path


def run(root):
    files = list(project_files(root))
    if not files:
        print('no file was read', file=sys.stderr)
        return 1
    for path in files:
        layer = layer_of(path.relative_to(root))
        if layer is not None and path.suffix == '.h':
            OWNERS[path.name] = layer
    count = 0
    for path in files:
        relative = path.relative_to(root)
        for line, rule, message in check_text(relative, path.read_text(encoding='utf-8')):
            print(f'{relative}:{line}: {rule}: {message}')
            count += 1
    folders = {}
    for path in files:
        if path.suffix == '.c' and 'src' in path.relative_to(root).parts:
            folders.setdefault(path.parent, []).append(path)
    for folder, members in sorted(folders.items()):
        if len(members) > FOLDER_FILES:
            print(f'{folder.relative_to(root)}: folder-size: {len(members)} C files (at most {FOLDER_FILES})')
            count += 1
    print(f'{len(files)} files read, {count} findings')
    return 1 if count else 0


def self_test():
    folder = pathlib.Path(__file__).parent / 'fixtures'
    fixtures = sorted(folder.glob('*.fixture'))
    failures = 0
    OWNERS['gu-window.h'] = 'desk'
    for fixture in fixtures:
        head, text = fixture.read_text(encoding='utf-8').split('\n', 1)
        name, expected = head.split(' ', 1)
        found = sorted({rule for _, rule, _ in check_text(pathlib.PurePath(name), text)})
        wanted = [] if expected == 'none' else expected.split(',')
        if found != wanted:
            print(f'{fixture.name}: found {found}, wanted {wanted}')
            failures += 1
    print(f'{len(fixtures)} fixtures read, {failures} failures')
    return 1 if failures or not fixtures else 0


if __name__ == '__main__':
    sys.exit(self_test() if sys.argv[1] == '--self-test' else run(pathlib.Path(sys.argv[1])))
