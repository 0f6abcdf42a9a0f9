from __future__ import annotations

from annotator.ops import articles

LINES = "Strike ends at noon\n\nThe dockers went back to work on Monday, the union said.\n"


def test_what_a_file_holds_is_told_before_anything_is_written(tmp_path):
    file = tmp_path / "strike.txt"
    file.write_bytes(LINES.replace("\n", "\r\n").encode())

    draft = articles.recognise(file)

    assert draft.text == LINES
    assert draft.headline == "Strike ends at noon"
    assert draft.source_file == "strike.txt"
