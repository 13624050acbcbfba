"""The folder of a trained model."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.attribution import Passage, load_attributor
from sayso.attribution.model import FILES, PARTS, TOKENIZER, is_model, model_sha256, open_model, shipped
from sayso.attribution.network import ENCODER, ROLES
from sayso.errors import StageError

DAMAGES = {
    "cut": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "noise": lambda _: b"\x00\xff" * 99,
}


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a folder whose files lead to those of the model that ships."""
    folder = tmp_path / "model"
    folder.mkdir()
    for name in FILES:
        (folder / name).symlink_to(str(shipped().joinpath(name)))
    return folder


def replace(path: Path, data: bytes) -> None:
    """Put a file of its own in the place of a link."""
    path.unlink()
    path.write_bytes(data)


def read(name: str, text: str) -> list[tuple[str, str]]:
    """Return source and content of what an attributor finds."""
    found = load_attributor(name).read(Passage(text=text)).attributions
    return [
        (text[one.source[0].start : one.source[-1].end], text[one.content[0].start : one.content[-1].end])
        for one in found
        if one.source
    ]


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_missing_is_named(model: Path, name: str) -> None:
    """One line says which file is not there, and where."""
    (model / name).unlink()
    assert not is_model(model)
    with pytest.raises(StageError) as caught:
        open_model(model)
    assert caught.value.message == f"{model}: there is no {name}"
    assert caught.value.remedy


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_file_that_is_damaged_is_named(model: Path, name: str, damage: str) -> None:
    """One line says which file cannot be read, and where."""
    data = DAMAGES[damage]((model / name).read_bytes())
    if name == PARTS and damage == "cut":
        data += b"\nnetwork: anc"  # a table cut between two lines would still be one
    replace(model / name, data)
    with pytest.raises(StageError) as caught:
        open_model(model)
    assert caught.value.message.startswith(f"{model}: no readable model: {name}: ")
    assert "\\" not in caught.value.message
    assert caught.value.remedy


def test_file_in_the_place_of_another_is_named(model: Path) -> None:
    """A network that takes other things than it is given is refused before anything is read."""
    replace(model / ROLES, (model / ENCODER).read_bytes())
    with pytest.raises(StageError, match=rf"{ROLES}: takes pieces, .* where anchors, .* are given"):
        open_model(model)


def test_folder_of_a_model_names_an_attributor(model: Path) -> None:
    """The folder reads as the model of the same files does that ships."""
    text = "“We will not go,” said Mira Tolen."
    mine, ours = load_attributor(str(model)), load_attributor("trained")
    assert is_model(model)
    assert mine.model_sha256 == ours.model_sha256
    assert mine.name == "trained"
    assert mine.read(Passage(text=text)) == ours.read(Passage(text=text))
    assert [source for source, _ in read(str(model), text)] == ["Mira Tolen"]


@pytest.mark.parametrize("name", [TOKENIZER, PARTS])
def test_hash_of_a_model_changes_with_its_files(model: Path, name: str) -> None:
    """What an answer depends on is in the hash."""
    before = model_sha256(model)
    replace(model / name, (model / name).read_bytes() + b"\n")
    assert model_sha256(model) != before


def test_weights_of_parts_decide_what_is_kept(model: Path) -> None:
    """The parts of the folder are those weighed with: where all weigh against, nothing is found."""
    names = [line.partition("\t")[0] for line in (model / PARTS).read_text(encoding="utf-8").splitlines()]
    replace(
        model / PARTS, "\n".join(f"{name}\t{-20 * (name in ('rule', 'network'))}" for name in names).encode()
    )
    assert read(str(model), "Officials said that the dam broke.") == []


def test_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    """A folder of something else is named, with what is missing there."""
    with pytest.raises(StageError, match=r"there is no encoder\.onnx"):
        load_attributor(str(tmp_path))


def test_name_of_nothing_is_refused(tmp_path: Path) -> None:
    """The choices are named, and that a folder would do."""
    with pytest.raises(StageError, match="there is no attributor") as caught:
        load_attributor(str(tmp_path / "nowhere"))
    assert caught.value.remedy.startswith("choose from rules, trained")
