"""Settings: where a value comes from, which wins, and what is said of a bad one."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.settings import FILE_NAME, NAMES, Settings, load_settings, write_setting


def case(folder: Path, toml: str | bytes) -> Path:
    """Return ``folder`` with ``toml`` as its settings file."""
    content = toml if isinstance(toml, bytes) else toml.encode()
    (folder / FILE_NAME).write_bytes(content)
    return folder


def test_settings_default(tmp_path: Path) -> None:
    """Without file, environment and flags the defaults hold, and none has an origin."""
    assert load_settings(tmp_path, environ={}) == Settings()
    assert load_settings(None, environ={}).origins == {}


def test_settings_precedence(tmp_path: Path) -> None:
    """A flag beats the environment, which beats the file; each value says where it came from."""
    folder = case(tmp_path, "workers = 1\nmax_pages = 10\noperator = 'desk'\n")
    environ = {"SAYSO_WORKERS": "2", "SAYSO_MAX_PAGES": "20"}
    settings = load_settings(folder, environ=environ, flags={"workers": 3})
    assert (settings.workers, settings.max_pages, settings.operator) == (3, 20, "desk")
    assert settings.origins == {"workers": "flag", "max_pages": "SAYSO_MAX_PAGES", "operator": "sayso.toml"}


def test_settings_flag_not_given() -> None:
    """A flag that is None was not given."""
    assert load_settings(environ={"SAYSO_WORKERS": "2"}, flags={"workers": None}).workers == 2


def test_settings_origins_do_not_count() -> None:
    """Settings with the same values are equal, wherever the values came from."""
    assert load_settings(environ={}, flags={"workers": 0}) == Settings()


def test_settings_leave_other_variables(tmp_path: Path) -> None:
    """Variables that name no setting are somebody else's."""
    assert load_settings(tmp_path, environ={"SAYSO_SOMETHING": "x", "WORKERS": "9"}) == Settings()


def test_settings_pickle() -> None:
    """Settings go to a worker as they are."""
    settings = load_settings(environ={"SAYSO_WORKERS": "2"})
    back = pickle.loads(pickle.dumps(settings))
    assert (back, back.origins) == (settings, settings.origins)


def test_settings_byte_order_mark(tmp_path: Path) -> None:
    """A file saved with a byte order mark is read like any other."""
    assert load_settings(case(tmp_path, b"\xef\xbb\xbfworkers = 5"), environ={}).workers == 5


def test_settings_every_name_by_environment() -> None:
    """Every setting can be set by its variable."""
    for name in NAMES:
        value = "text" if isinstance(getattr(Settings(), name), str) else "7"
        settings = load_settings(environ={f"SAYSO_{name.upper()}": value})
        assert str(getattr(settings, name)).startswith(value)


@pytest.mark.parametrize(
    ("given", "value"),
    [("12", 12), (12, 12), (12.0, 12), (" 12 ", 12)],
)
def test_settings_whole_number_accepts(given: object, value: int) -> None:
    """A whole number may come as text or with a zero fraction."""
    settings = load_settings(environ={}, flags={"max_pages": given})
    assert settings.max_pages == value
    assert type(settings.max_pages) is int


@pytest.mark.parametrize(
    "bad", ["", "x", "1.5", 1.5, -1, "-1", 0, True, [], float("inf"), float("nan"), "nan"]
)
def test_settings_whole_number_refuses(bad: object) -> None:
    """What is no whole number above 0 is refused, never rounded, and the line says what is wanted."""
    with pytest.raises(UsageError, match=r"the command line: max_pages = .* is not a whole number above 0"):
        load_settings(environ={}, flags={"max_pages": bad})


@pytest.mark.parametrize("bad", ["", "x", "-1", "0", "inf", "nan", "1e999"])
def test_settings_number_refuses(bad: str) -> None:
    """A time is a finite number above 0."""
    with pytest.raises(UsageError, match=r"SAYSO_MAX_SECONDS = .* is not a number above 0"):
        load_settings(environ={"SAYSO_MAX_SECONDS": bad})


def test_settings_workers_zero() -> None:
    """No workers means one a core: the one number that may be 0."""
    assert load_settings(environ={"SAYSO_WORKERS": "0"}).workers == 0


def test_settings_text_refuses_number(tmp_path: Path) -> None:
    """A number where a text is wanted is refused, with the file's path."""
    with pytest.raises(UsageError, match=r"sayso\.toml: operator = 5 is not a text") as caught:
        load_settings(case(tmp_path, "operator = 5"), environ={})
    assert str(tmp_path) in str(caught.value)


def test_settings_unknown_name(tmp_path: Path) -> None:
    """A name that is no setting is refused with the names there are."""
    with pytest.raises(UsageError, match="there is no setting 'wrokers'") as caught:
        load_settings(case(tmp_path, "wrokers = 2"), environ={})
    assert "workers" in caught.value.remedy


@pytest.mark.parametrize(
    "toml",
    [b"workers = ", b"\xff\xfe", b"a = " + b"[" * 5000, b"workers = " + b"9" * 5000, b"x\x00"],
    ids=["syntax", "encoding", "depth", "digits", "nul"],
)
def test_settings_bad_file(tmp_path: Path, toml: bytes) -> None:
    """A file that is no TOML is one clear line with its path."""
    with pytest.raises(UsageError, match="is not valid TOML") as caught:
        load_settings(case(tmp_path, toml), environ={})
    assert str(tmp_path / FILE_NAME) in str(caught.value)


def test_settings_file_is_folder(tmp_path: Path) -> None:
    """A folder in the place of the file is one clear line."""
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(UsageError, match="cannot be read"):
        load_settings(tmp_path, environ={})


def test_settings_case_is_file(tmp_path: Path) -> None:
    """A case that is a file has no settings; whoever opens it will say so."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert load_settings(tmp_path / "file", environ={}) == Settings()


@pytest.mark.parametrize("text", ["desk", 'say "so"', "a\\b", "\N{ROCKET} \x7f\t\x01", "#=[]'", ""])
def test_write_setting_reads_back(tmp_path: Path, text: str) -> None:
    """What is written to the file loads again as it was given."""
    write_setting(tmp_path, "workers=3")
    write_setting(tmp_path, f"operator = {text}")
    settings = load_settings(tmp_path, environ={})
    assert (settings.operator, settings.workers) == (text.strip(), 3)


def test_write_setting_keeps_the_rest(tmp_path: Path) -> None:
    """A setting written twice has its last value, and the others stay."""
    folder = case(tmp_path, "max_seconds = 2.5\nworkers = 1\n")
    write_setting(folder, "workers=2")
    settings = load_settings(folder, environ={})
    assert (settings.max_seconds, settings.workers) == (2.5, 2)


@pytest.mark.parametrize("assignment", ["workers", "workers=x", "workers=-1", "wrokers=1", "=1"])
def test_write_setting_refuses(tmp_path: Path, assignment: str) -> None:
    """What cannot be set is refused, and no file is made."""
    with pytest.raises(UsageError, match="--set"):
        write_setting(tmp_path, assignment)
    assert not (tmp_path / FILE_NAME).exists()


def test_write_setting_never_hides_a_bad_file(tmp_path: Path) -> None:
    """A file that would not load is not written over: its owner corrects it first."""
    folder = case(tmp_path, "wrokers = 1")
    with pytest.raises(UsageError, match="wrokers"):
        write_setting(folder, "workers=2")
    assert (folder / FILE_NAME).read_text(encoding="utf-8") == "wrokers = 1"
