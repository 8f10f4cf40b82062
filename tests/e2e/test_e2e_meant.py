"""A command line that cannot be meant ends as every error does: where, what, what to try, exit code 2."""

import pytest

GRAPH = "mash graph REF-2026-0117 --hops 2 --out network.graphml; mash graph --help"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["graph"], f"mash: graph: missing argument 'about'\n  Try: {GRAPH}\n", id="without a case"),
        pytest.param(
            ["graph", "X", "--out", "x.graphml", "--hops", "9"],
            "mash: graph: invalid value for '--hops': it should be less than or equal to 6\n"
            f"  Try: --hops 1 to 6; {GRAPH}\n",
            id="a number too large",
        ),
        pytest.param(
            ["enquire", "X", "--hops", "9"],
            "mash: enquire: invalid value for '--hops': it should be less than or equal to 6\n"
            "  Try: --hops 1 to 6; mash enquire REF-2026-0117 --html page.html; mash enquire --help\n",
            id="a number too large, of another command",
        ),
        pytest.param(
            ["graph", "X", "--out", "x.graphml", "--for", "visio"],
            "mash: graph: invalid value for '--for': 'visio' is not one of 'yed', 'gephi', 'i2', 'neo4j'\n"
            f"  Try: {GRAPH}\n",
            id="a word of none of those there are",
        ),
        pytest.param(["encuire"], "mash: no such command 'encuire'", id="no command"),
        pytest.param(
            ["policy", "chekc"],
            "mash: policy: no such command 'chekc'. Did you mean 'check'?\n  Try: mash policy --help\n",
            id="no command of a group",
        ),
        pytest.param(["graph", "--out"], "mash: option '--out' requires an argument\n  Try: ", id="half an option"),
    ],
)
def test_it_says_what_to_try(mash, words, told):
    done = mash(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(told)
    assert done.err.count("\n  Try: mash ") + done.err.count("\n  Try: --hops ") == 1


@pytest.mark.parametrize("words", [(), ("policy",)], ids=["alone", "a group"])
def test_without_a_command_the_help_is_shown_and_nothing_is_said_to_have_failed(mash, words):
    done = mash(*words)
    assert done.code == 2
    assert "Commands" in done.out + done.err or "At the desk" in done.out + done.err
    assert "Try:" not in done.err


def test_what_ends_a_command_early_still_ends_it_with_its_code(mash, story_hub):
    assert mash("--version").code == 0
    assert mash("status", "--check", "--as-of", "2026-03-01", "--hub", story_hub).code == 8
