"""Test of the tester: a small house without faults, then one planted fault at a time, each of which must be seen, alone."""
import tempfile
import tomllib
from pathlib import Path

RULES = tomllib.loads("""
[foundation]
base = []
codec = ["base"]
db = ["base", "codec"]
engine = ["base", "codec", "db"]
http = ["base", "codec"]
[wings]
foundation = ["base", "codec", "db", "engine", "http"]
promises = ["sla"]
work = ["requests", "dispatch"]
program = ["server"]
[rooms]
know_all = ["server"]
[room.sla]
public = ["calendar.h"]
[floor_plan]
pure = ["base", "codec"]
store = ["base", "codec", "db"]
service = ["base", "codec", "db", "engine"]
background = ["base", "codec", "db", "engine"]
[only_in]
"boost/beast" = ["src/foundation/http/*.cpp", "bench/*"]
"boost/asio" = ["src/foundation/http/*.cpp", "bench/*"]
"sqlite3.h" = ["src/foundation/db/*", "bench/*"]
[limits]
wings = 5
lines = 50
files_with_beast_or_asio = 2
[limits.longer]
"src/foundation/db/long.cpp" = "a table of codes"
[clock]
may_ask = ["src/foundation/engine/clock.cpp", "src/program/server/*", "bench/*"]
""")

HOUSE = {
    "src/foundation/base/text.h": "#pragma once\n#include <string>\n",
    "src/foundation/codec/json.h": '#include "base/text.h"\n',
    "src/foundation/db/sqlite.cpp": '#include "codec/json.h"\n#include <sqlite3.h>\n',
    "src/foundation/db/long.cpp": "\n" * 60,
    "src/foundation/engine/clock.cpp": '#include "db/store.h"\nauto now() { return std::chrono::system_clock::now(); }\n',
    "src/foundation/http/server.cpp": '#include "base/text.h"\n#include <boost/beast/http.hpp>\n#include <boost/asio.hpp>\n',
    "src/promises/sla/model.h": '#include "base/text.h"\n',
    "src/promises/sla/calendar.h": '#include "base/text.h"\n#include <chrono>\n',
    "src/promises/sla/rules.cpp": '#include "sla/calendar.h"\n// std::chrono::system_clock::now() is never asked here\n/* rand() */\n'
                         'const char* text = "system_clock::now()";\n',
    "src/promises/sla/store.h": '#include "db/store.h"\n#include "sla/model.h"\n',
    "src/work/requests/model.h": '#include "sla/model.h"\n#include "sla/calendar.h"\n',
    "src/work/requests/rules.h": '#include "requests/model.h"\n#include "sla/rules.h"\n',
    "src/work/requests/store.cpp": '#include "requests/store.h"\n#include "db/store.h"\n',
    "src/work/requests/service.cpp": '#include "sla/service.h"\n#include "requests/store.h"\n#include "engine/engine.h"\n'
                                "auto deadline = std::chrono::steady_clock::now();\nint lifetime(int a);\nint b = lifetime(0);\n",
    "src/work/requests/routes.cpp": '#include "http/router.h"\n#include "requests/service.h"\n',
    "src/work/requests/requests_test.cpp": '#include "requests/store.h"\n#include "sla/service.h"\n',
    "src/work/dispatch/background.cpp": '#include "requests/service.h"\n#include "engine/timer.h"\n',
    "src/program/server/main.cpp": '#include "requests/routes.h"\n#include "sla/store.h"\nauto t = std::chrono::system_clock::now();\n',
    "bench/bare.cpp": "#include <sqlite3.h>\n#include <boost/beast.hpp>\n",
    "sim/world.cpp": '#include "requests/store.h"\n',
}

# What is planted: the rule that must see it, the file, and the text that is added to it (None: the file is removed).
PLANTED = [
    ("arrow", "src/foundation/base/text.h", '#include "codec/json.h"\n'),
    ("arrow", "src/foundation/codec/json.h", '#include "db/store.h"\n'),
    ("arrow", "src/foundation/db/sqlite.cpp", '#include "engine/engine.h"\n'),
    ("arrow", "src/foundation/http/server.cpp", '#include "engine/engine.h"\n'),
    ("arrow", "src/foundation/engine/clock.cpp", '#include "http/router.h"\n'),
    ("arrow", "src/foundation/engine/clock.cpp", '#include "requests/model.h"\n'),
    ("arrow", "src/promises/sla/model.h", '#include "requests/model.h"\n'),
    ("arrow", "src/promises/sla/sla_test.cpp", '#include "dispatch/service.h"\n'),
    ("arrow", "src/work/requests/service.cpp", '  #  include "dispatch/model.h"\n'),
    ("private", "src/work/requests/service.cpp", '#include "sla/store.h"\n'),
    ("private", "src/work/dispatch/service.cpp", '#include "requests/routes.h"\n'),
    ("private", "src/work/dispatch/background.cpp", '#include "requests/background.h"\n'),
    ("private", "src/work/dispatch/model.h", '#include "requests/texts.h"\n'),
    ("private", "src/work/dispatch/dispatch_test.cpp", '#include "requests/store.h"\n'),
    ("floor-plan", "src/work/requests/rules.h", '#include "requests/store.h"\n'),
    ("floor-plan", "src/work/requests/rules.h", '#include "sla/service.h"\n'),
    ("floor-plan", "src/work/requests/rules.h", '#include "db/store.h"\n'),
    ("floor-plan", "src/work/requests/model.h", '#include "engine/engine.h"\n'),
    ("floor-plan", "src/promises/sla/calendar.cpp", '#include "http/router.h"\n'),
    ("floor-plan", "src/work/requests/store.cpp", '#include "engine/engine.h"\n'),
    ("floor-plan", "src/work/requests/store.cpp", '#include "requests/service.h"\n'),
    ("floor-plan", "src/work/requests/service.cpp", '#include "http/router.h"\n'),
    ("floor-plan", "src/work/requests/service.cpp", '#include "requests/routes.h"\n'),
    ("floor-plan", "src/work/dispatch/background.cpp", '#include "http/router.h"\n'),
    ("impure", "src/promises/sla/rules.cpp", "auto t = std::chrono::steady_clock::now();\n"),
    ("impure", "src/work/requests/rules.cpp", "int dice() { return rand() % 6; }\n"),
    ("impure", "src/promises/sla/calendar.h", "#include <random>\n"),
    ("clock", "src/work/requests/service.cpp", "auto t = std::chrono::system_clock::now();\n"),
    ("clock", "src/foundation/db/sqlite.cpp", "auto t = time(nullptr);\n"),
    ("clock", "sim/world.cpp", "auto t = std::time(&x);\n"),
    ("library", "src/work/requests/service.cpp", "#include <boost/asio/post.hpp>\n"),
    ("library", "src/foundation/http/server.h", "#include <boost/beast/core.hpp>\n"),
    ("library", "src/program/server/main.cpp", "#include <boost/asio.hpp>\n"),
    ("library", "src/work/requests/store.cpp", "#include <sqlite3.h>\n"),
    ("include-path", "src/work/requests/service.cpp", '#include "model.h"\n'),
    ("length", "src/foundation/base/text.cpp", "\n" * 51),
    ("length", "ui/board/app.ts", "\n" * 51),
    ("unfinished", "src/foundation/base/text.h", "// TO" "DO later\n"),
    ("readme", "src/promises/sla/README.md", None),
    ("readme", "bench/README.md", None),
    ("unknown-room", "src/work/cellar/model.h", '#include "base/text.h"\n'),
    ("unknown-room", "src/work/sla/model.h", '#include "base/text.h"\n'),
    ("readme", "src/promises/README.md", None),
    ("sockets", "src/foundation/http/", None),
]


def build(root, planted_in=None, text=None):
    files = dict(HOUSE)
    for name in HOUSE:
        folder = "/".join(name.split("/")[:-1])
        files[folder + "/README.md"] = "What it is for.\n"
        if folder.startswith("src/"):
            files[folder.rsplit("/", 1)[0] + "/README.md"] = "The rooms of this wing.\n"
    if planted_in == "src/foundation/http/":
        for number in range(3):
            files[f"src/foundation/http/part{number}.cpp"] = "#include <boost/asio/post.hpp>\n"
    elif planted_in is not None and text is None:
        del files[planted_in]
    elif planted_in is not None:
        files[planted_in] = files.get(planted_in, "") + text
        files.setdefault("/".join(planted_in.split("/")[:-1]) + "/README.md", "What it is for.\n")
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def findings_of(layout, planted_in=None, text=None):
    with tempfile.TemporaryDirectory(prefix="layout-") as folder:
        root = Path(folder)
        build(root, planted_in, text)
        return layout(root, RULES).run()


def self_test(layout):
    failures = [("clean house", finding) for finding in findings_of(layout)]
    for rule, path, text in PLANTED:
        found = findings_of(layout, path, text)
        if [finding[0] for finding in found] != [rule]:
            failures.append((f"{rule} planted in {path}: {text!r}", found))
    for what, found in failures:
        print(f"self-test: {what}: saw {found}")
    print(f"self-test: {len(PLANTED)} planted, {len(failures)} wrong")
    return 1 if failures else 0
