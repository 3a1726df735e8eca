"""What comes from others: pinned by hash, under permissive licences, nothing run that came as data."""

from __future__ import annotations

import ast
import csv
import importlib.util
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
from faults import ROOT
from packaging.requirements import Requirement
from packaging.version import Version

Record = Callable[[str, object], None]
PERMISSIVE = re.compile(
    r"MIT(-0|-CMU)?|0BSD|BSD(-[23]-Clause)?|Apache([- ,]*(Version )?2(\.0)?|-2\.0)?|Apache Software|ISC|PSF(-2\.0)?|"
    r"Python Software Foundation|Zlib|CC0-1\.0|CNRI-Python|Unlicense|HPND|"
    # Weak copyleft, file by file: we ship none of these files and change none.
    r"MPL-(1\.1|2\.0)|Mozilla Public 2\.0"
)
# Where the metadata say less than the package's own licence file.
KNOWN = {
    "pypdfium2": "BSD-3-Clause AND Apache-2.0"
}  # the rest are licences of what PDFium bundles (FreeType, zlib ...)
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
HOLES = ROOT / "tests" / "cases" / "known_holes.tsv"
DENIED = {"zh-core-web-sm", "zh-core-web-md", "zh-core-web-trf", "pymupdf", "hanlp", "pyltp"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(extras: tuple[str, ...] = ()) -> dict[str, Distribution]:
    """What is installed because of our run-time dependencies."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(each) for each in project["dependencies"]]
    waiting += [Requirement(each) for extra in extras for each in project["optional-dependencies"][extra]]
    found: dict[str, Distribution] = {}
    while waiting:
        needed = waiting.pop()
        if needed.marker and not any(needed.marker.evaluate({"extra": extra}) for extra in needed.extras or {""}):
            continue
        name = canonical(needed.name)
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # for another system
        waiting += [Requirement(each) for each in found[name].requires or ()]
    return found


def licence(package: Distribution) -> str:
    """The licence as the package states it: an SPDX expression, else classifiers, else its own words."""
    told = package.metadata
    name = canonical(told["Name"])
    classified = [line.split(" :: ")[-1] for line in told.get_all("Classifier") or [] if line.startswith("License ::")]
    classified = [line for line in classified if line != "OSI Approved"]
    return (
        KNOWN.get(name)
        or told.get("License-Expression")
        or " AND ".join(classified)
        or (told.get("License") or "").strip()
    )


def is_permissive(expression: str) -> bool:
    """Whether some alternative of it is permissive in all its parts.

    >>> is_permissive("MPL-1.1 OR GPL-2.0-only"), is_permissive("MIT AND LGPL-3.0-only"), is_permissive("")
    (True, False, False)
    """
    plain = re.sub(r"\s*\([A-Z0-9. ]+\)|\bLicense\b\s*", "", expression).strip()
    alternatives = (re.split(r"\s+AND\s+", each) for each in re.split(r"\s+OR\s+", plain))
    return any(all(PERMISSIVE.fullmatch(part.strip(" ,")) for part in parts) for parts in alternatives)


def test_licences_at_run_time(record_property: Record) -> None:
    packages = closure()
    refused = {name: licence(each)[:80] for name, each in packages.items() if not is_permissive(licence(each))}
    record_property("packages at run time", len(packages))
    record_property("not permissive", len(refused))
    assert len(packages) > 50
    assert not refused
    assert not DENIED & packages.keys()


@pytest.mark.parametrize(
    "expression", ["GPL-3.0-only", "AGPL-3.0", "MIT AND GPL-2.0-only", "", "Other/Proprietary", "LGPL"]
)
def test_other_licences_are_refused(expression: str) -> None:
    assert not is_permissive(expression)


def locked() -> dict[str, list[str]]:
    """The hashes by package."""
    text = LOCK.replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {line.split("==")[0].strip(): re.findall(r"--hash=sha256:[0-9a-f]{64}", line) for line in lines}


def test_every_package_is_locked_by_hash(record_property: Record) -> None:
    hashes = locked()
    record_property("packages locked", len(hashes))
    assert all(hashes.values()), [name for name, each in hashes.items() if not each]
    missing = {
        name for name in closure(("test",)) if canonical(name) not in {canonical(each.split("[")[0]) for each in hashes}
    }
    assert missing <= {"pip", "setuptools"}, missing
    assert not DENIED & {canonical(name) for name in hashes}


def test_the_lock_names_no_host() -> None:
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host|@ file:", LOCK)


def our_code() -> Iterator[tuple[Path, ast.AST]]:
    for layer in ("corpus", "extract", "kb"):
        for path in sorted((ROOT / layer).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


# Calls that run what they are given, or trust where they write.
FORBIDDEN = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "pickle.load", "pickle.loads", "marshal.load",
    "marshal.loads", "shelve.open", "yaml.load", "tempfile.mktemp", "joblib.load", "pd.read_pickle", "torch.load",
    "dill.load", "dill.loads",
}  # fmt: skip


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def test_nothing_runs_what_came_as_data() -> None:
    wrong = []
    for path, tree in our_code():
        for name, call in calls(tree):
            options = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
            if name in FORBIDDEN or options.get("shell") == "True" or options.get("allow_pickle") == "True":
                wrong.append(f"{path}:{call.lineno} {name}")
    assert not wrong


def test_jieba_is_never_started_by_us(tmp_path: Path) -> None:
    """It would load a cache from a predictable file of the shared temporary folder with ``marshal``."""
    importers = {
        str(path)
        for path, tree in our_code()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(each.name.split(".")[0] == "jieba" for each in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "jieba")
    }
    assert importers <= {"corpus/repair/train_language.py"}  # reads its dictionary as text; never run by users
    script = (
        "import sys, kb.building.produce, corpus.words\n"
        "corpus.words.cut('县域就诊率达到九成')\n"
        "kb.building.produce.produce(sys.argv[1], 'a.txt')\n"
        "assert 'jieba' not in sys.modules, 'jieba was imported'\n"
    )
    sample = tmp_path / "a.txt"
    sample.write_text("青禾县2026年方案\n一、目标\n县教育局牵头，巩固率达到98%。\n", encoding="utf-8")
    own = tmp_path / "tmp"
    own.mkdir()
    os.mkfifo(own / "jieba.cache")  # a trap: whoever opened it to read would hang until the time limit
    env = os.environ | {"TMPDIR": str(own), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script, str(sample)], check=True, env=env, timeout=120)
    assert [path.name for path in own.iterdir()] == ["jieba.cache"]  # and nothing of ours stays behind


def known_holes() -> list[dict[str, str]]:
    with HOLES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def test_no_known_hole_is_pinned(record_property: Record) -> None:
    """Offline, and only against the well-known ones that are listed; what is new only an advisory service knows."""
    pinned = [line.split(";")[0].strip(" \\").split("==") for line in LOCK.splitlines() if re.match(r"\S+==", line)]
    old = [
        (name, version, row["advisory"])
        for row in known_holes()
        for name, version in pinned
        if canonical(name.split("[")[0]) == row["package"] and Version(version) < Version(row["mended"])
    ]
    record_property("known holes", len(known_holes()))
    record_property("pinned", len(old))
    assert not old
    assert {row["package"] for row in known_holes()} <= {canonical(name.split("[")[0]) for name, _ in pinned}


def audit(requirements: Path, service: str) -> tuple[list[dict[str, Any]], str]:
    """The packages that the service knows, with their advisories; and why where it knows none."""
    told = requirements.with_suffix(".json")
    told.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", str(requirements)]
    command += ["-s", service, "--format", "json", "--progress-spinner", "off", "--timeout", "20", "-o", str(told)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800, check=False)
    if not told.exists():
        return [], (done.stderr.strip().splitlines() or ["no answer"])[-1].partition("(Caused by ")[2][:120] or "error"
    packages = json.loads(told.read_text(encoding="utf-8"))["dependencies"]
    audited = [one for one in packages if "skip_reason" not in one]
    return audited, "" if audited else "it knows of no package"


@pytest.mark.long
@pytest.mark.skipif(
    importlib.util.find_spec("pip_audit") is None, reason="pip-audit is not installed (pip install 'junxian[audit]')"
)
def test_known_vulnerabilities(tmp_path: Path, record_property: Record) -> None:
    """Against the advisories of PyPI, else of OSV. Who cannot reach them has audited nothing, and is told so.

    A mirror without advisories answers too, and pip-audit calls that no vulnerability: so each service is first
    asked for one package that everybody has.
    """
    lines = LOCK.replace("\\\n", " ").splitlines()
    one, every = tmp_path / "one.txt", tmp_path / "every.txt"
    one.write_text(next(line for line in lines if line.startswith("lxml==")) + "\n", encoding="utf-8")
    every.write_text(LOCK, encoding="utf-8")
    silent = {}
    for service in ("pypi", "osv"):
        audited, silent[service] = audit(one, service)
        if audited:
            break
    else:
        why = "; ".join(f"{service}: {reason}" for service, reason in silent.items())
        record_property("packages audited", 0)
        pytest.skip(f"no advisory service reached ({why})")
    audited, _ = audit(every, service)
    record_property("advisory service", service)
    record_property("packages audited", len(audited))
    vulnerable = {one["name"]: [each["id"] for each in one["vulns"]] for one in audited if one["vulns"]}
    record_property("vulnerable", len(vulnerable))
    assert not vulnerable
