"""The tables hold what the pure model of records says, whatever people do, on every copy."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from record_work import Worker, begin

from annotator.domain.merge import merge


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_tables_hold_what_the_pure_model_says_after_every_action_on_every_copy(seed: int) -> None:
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}.annotator" for name in "abc"]
        begin(paths[0])
        for copy in paths[1:]:
            shutil.copy(paths[0], copy)
        workers = [Worker(path, seed + n) for n, path in enumerate(paths)]
        for worker in workers:
            worker.work(8)
            worker.restart()
            worker.work(4)
            worker.project.close()
        a, b, c = (worker.pure.state for worker in workers)
        assert merge(merge(a, b), c) == merge(merge(c, a), b)
        assert len({replica for state in (a, b, c) for replica in state.know}) == 3
