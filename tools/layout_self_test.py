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
[rooms]
order = ["sla", "requests", "dispatch", "server"]
know_all = ["server"]
[room.sla]
public = ["calendar.h"]
[floor_plan]
pure = ["base", "codec"]
store = ["base", "codec", "db"]
service = ["base", "codec", "db", "engine"]
jobs = ["base", "codec", "db", "engine"]
[only_in]
"boost/beast" = ["src/http/*.cpp", "bench/*"]
"boost/asio" = ["src/http/*.cpp", "bench/*"]
"sqlite3.h" = ["src/db/*", "bench/*"]
[limits]
lines = 50
files_with_beast_or_asio = 2
[limits.longer]
"src/db/long.cpp" = "a table of codes"
[clock]
may_ask = ["src/engine/clock.cpp", "src/server/*", "bench/*"]
""")

HOUSE = {
    "src/base/text.h": "#pragma once\n#include <string>\n",
    "src/codec/json.h": '#include "base/text.h"\n',
    "src/db/sqlite.cpp": '#include "codec/json.h"\n#include <sqlite3.h>\n',
    "src/db/long.cpp": "\n" * 60,
    "src/engine/clock.cpp": '#include "db/store.h"\nauto now() { return std::chrono::system_clock::now(); }\n',
    "src/http/server.cpp": '#include "base/text.h"\n#include <boost/beast/http.hpp>\n#include <boost/asio.hpp>\n',
    "src/sla/model.h": '#include "base/text.h"\n',
    "src/sla/calendar.h": '#include "base/text.h"\n#include <chrono>\n',
    "src/sla/rules.cpp": '#include "sla/calendar.h"\n// std::chrono::system_clock::now() is never asked here\n/* rand() */\n'
                         'const char* text = "system_clock::now()";\n',
    "src/sla/store.h": '#include "db/store.h"\n#include "sla/model.h"\n',
    "src/requests/model.h": '#include "sla/model.h"\n#include "sla/calendar.h"\n',
    "src/requests/rules.h": '#include "requests/model.h"\n#include "sla/rules.h"\n',
    "src/requests/store.cpp": '#include "requests/store.h"\n#include "db/store.h"\n',
    "src/requests/service.cpp": '#include "sla/service.h"\n#include "requests/store.h"\n#include "engine/engine.h"\n'
                                "auto deadline = std::chrono::steady_clock::now();\nint lifetime(int a);\nint b = lifetime(0);\n",
    "src/requests/routes.cpp": '#include "http/router.h"\n#include "requests/service.h"\n',
    "src/requests/requests_test.cpp": '#include "requests/store.h"\n#include "sla/service.h"\n',
    "src/dispatch/jobs.cpp": '#include "requests/service.h"\n#include "engine/timer.h"\n',
    "src/server/main.cpp": '#include "requests/routes.h"\n#include "sla/store.h"\nauto t = std::chrono::system_clock::now();\n',
    "bench/bare.cpp": "#include <sqlite3.h>\n#include <boost/beast.hpp>\n",
    "sim/world.cpp": '#include "requests/store.h"\n',
}

# What is planted: the rule that must see it, the file, and the text that is added to it (None: the file is removed).
PLANTED = [
    ("arrow", "src/base/text.h", '#include "codec/json.h"\n'),
    ("arrow", "src/codec/json.h", '#include "db/store.h"\n'),
    ("arrow", "src/db/sqlite.cpp", '#include "engine/engine.h"\n'),
    ("arrow", "src/http/server.cpp", '#include "engine/engine.h"\n'),
    ("arrow", "src/engine/clock.cpp", '#include "http/router.h"\n'),
    ("arrow", "src/engine/clock.cpp", '#include "requests/model.h"\n'),
    ("arrow", "src/sla/model.h", '#include "requests/model.h"\n'),
    ("arrow", "src/sla/sla_test.cpp", '#include "dispatch/service.h"\n'),
    ("arrow", "src/requests/service.cpp", '  #  include "dispatch/model.h"\n'),
    ("private", "src/requests/service.cpp", '#include "sla/store.h"\n'),
    ("private", "src/dispatch/service.cpp", '#include "requests/routes.h"\n'),
    ("private", "src/dispatch/jobs.cpp", '#include "requests/jobs.h"\n'),
    ("private", "src/dispatch/model.h", '#include "requests/texts.h"\n'),
    ("private", "src/dispatch/dispatch_test.cpp", '#include "requests/store.h"\n'),
    ("floor-plan", "src/requests/rules.h", '#include "requests/store.h"\n'),
    ("floor-plan", "src/requests/rules.h", '#include "sla/service.h"\n'),
    ("floor-plan", "src/requests/rules.h", '#include "db/store.h"\n'),
    ("floor-plan", "src/requests/model.h", '#include "engine/engine.h"\n'),
    ("floor-plan", "src/sla/calendar.cpp", '#include "http/router.h"\n'),
    ("floor-plan", "src/requests/store.cpp", '#include "engine/engine.h"\n'),
    ("floor-plan", "src/requests/store.cpp", '#include "requests/service.h"\n'),
    ("floor-plan", "src/requests/service.cpp", '#include "http/router.h"\n'),
    ("floor-plan", "src/requests/service.cpp", '#include "requests/routes.h"\n'),
    ("floor-plan", "src/dispatch/jobs.cpp", '#include "http/router.h"\n'),
    ("impure", "src/sla/rules.cpp", "auto t = std::chrono::steady_clock::now();\n"),
    ("impure", "src/requests/rules.cpp", "int dice() { return rand() % 6; }\n"),
    ("impure", "src/sla/calendar.h", "#include <random>\n"),
    ("clock", "src/requests/service.cpp", "auto t = std::chrono::system_clock::now();\n"),
    ("clock", "src/db/sqlite.cpp", "auto t = time(nullptr);\n"),
    ("clock", "sim/world.cpp", "auto t = std::time(&x);\n"),
    ("library", "src/requests/service.cpp", "#include <boost/asio/post.hpp>\n"),
    ("library", "src/http/server.h", "#include <boost/beast/core.hpp>\n"),
    ("library", "src/server/main.cpp", "#include <boost/asio.hpp>\n"),
    ("library", "src/requests/store.cpp", "#include <sqlite3.h>\n"),
    ("include-path", "src/requests/service.cpp", '#include "model.h"\n'),
    ("length", "src/base/text.cpp", "\n" * 51),
    ("length", "ui/board/app.ts", "\n" * 51),
    ("unfinished", "src/base/text.h", "// TO" "DO later\n"),
    ("readme", "src/sla/README.md", None),
    ("readme", "bench/README.md", None),
    ("unknown-room", "src/cellar/model.h", '#include "base/text.h"\n'),
    ("sockets", "src/http/", None),
]


def build(root, planted_in=None, text=None):
    files = dict(HOUSE)
    for name in HOUSE:
        folder = "/".join(name.split("/")[:-1])
        files[folder + "/README.md"] = "What it is for.\n"
    if planted_in == "src/http/":
        for number in range(3):
            files[f"src/http/part{number}.cpp"] = "#include <boost/asio/post.hpp>\n"
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
