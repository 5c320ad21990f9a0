"""A digest is of what came of a run; the hash of the rules is of what they do."""

from exit_sim.results.fingerprint import digest, rules_hash, tokens
from exit_sim.results.run_record import simulate
from small_organisations import eager


def test_a_digest_is_of_the_content_alone() -> None:
    """Same scenario and seed, same digest; other luck or another setting, another."""
    first = digest(simulate(eager(), 1))
    assert digest(simulate(eager(), 1)) == first
    assert digest(simulate(eager(), 1, people=True)) == first
    assert digest(simulate(eager(), 2)) != first
    assert digest(simulate(eager(receptivity__culture=0.51), 1)) != first


def test_the_rules_hash_is_of_what_rules_do() -> None:
    """Comments, docstrings and line breaks are no part of a theory; numbers and names are."""
    plain = 'def f(a):\n    """Say."""\n    return a + 1.0\n'
    talked = (
        'def f(a):  # more\n    """Say more.\n\n    At length.\n    """\n\n    return (a\n + 1.0)\n'
    )
    assert [each for each in tokens(talked) if each not in "()"] == [
        each for each in tokens(plain) if each not in "()"
    ]
    assert tokens(plain) != tokens(plain.replace("1.0", "2.0"))
    assert tokens(plain) != tokens(plain.replace('"""Say."""', 'a = "Say."'))
    assert len(rules_hash()) == 64
