"""Which postings are one vacancy, and who stands for whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from domain.jobs.linking import Known, Link, New, Orphan, link_postings, succeed
from domain.matching import DedupeKeys

NOW = datetime(2026, 11, 20, tzinfo=UTC)
OURS, THEIRS = UUID(int=1), UUID(int=2)


def known(number: int, **changes: Any) -> Known:
    """An open shared posting of another source with content `a`."""
    whole: dict[str, Any] = {
        "id": UUID(int=number), "vacancy_id": UUID(int=number), "canonical_id": None, "source_id": THEIRS,
        "audience_id": None, "system_key": None, "fingerprint": b"a", "text": "", "is_open": True,
        "first_seen_at": NOW - timedelta(days=3),
    }  # fmt: skip
    return Known(**(whole | changes))


def new(number: int, system: str | None = None, content: bytes = b"a", text: str = "") -> New:
    """A new posting."""
    return New(UUID(int=number), DedupeKeys(str(number), system, content, content, text))


def link(*postings: New, record: tuple[Known, ...] = ()) -> list[Link]:
    """Links of new postings of our source."""
    links = link_postings(postings, record, source_id=OURS, audience_id=None, now=NOW, repost_days=30)
    return [links[posting.id] for posting in postings]


def test_a_new_vacancy_stands_for_itself() -> None:
    """Nothing alike, or alike only in the content of another."""
    assert link(new(10), record=(known(20, fingerprint=b"b"),)) == [Link(UUID(int=10))]


def test_the_hiring_systems_id_comes_before_the_content() -> None:
    """Whatever the texts say."""
    record = (known(20), known(21, fingerprint=b"z", system_key="lever:1"))
    (found,) = link(new(10, system="lever:1"), record=record)
    assert found.canonical_id == UUID(int=21)


def test_the_oldest_open_posting_stands_for_all() -> None:
    """A duplicate of a duplicate is behind the same one; closed ones do not matter then."""
    behind = known(21, canonical_id=UUID(int=20), vacancy_id=UUID(int=20))
    closed = known(22, is_open=False, closed_at=NOW)
    assert link(new(10), record=(closed, behind)) == [Link(UUID(int=20), canonical_id=UUID(int=20))]


def test_new_postings_are_compared_with_each_other() -> None:
    """The first of an answer stands for the rest."""
    first, *rest = link(new(10), new(11), new(12))
    assert first == Link(UUID(int=10))
    assert rest == [Link(UUID(int=10), canonical_id=UUID(int=10))] * 2


def test_texts_of_one_source_must_agree_as_a_whole() -> None:
    """Of another source the beginning is enough."""
    one, other = "we build bridges " * 9, "they paint boats on lakes " * 9
    apart = link(new(10, text=one), new(11, text=other))
    assert [found.canonical_id for found in apart] == [None, None]
    (together,) = link(new(10, text=one), record=(known(20, text=other),))
    assert together.canonical_id == UUID(int=20)


def test_a_repost_continues_the_last_of_its_vacancy() -> None:
    """If it closed of late; long ago it is another one."""
    chain = (
        known(20, is_open=False, closed_at=NOW - timedelta(days=20)),
        known(21, is_open=False, closed_at=NOW - timedelta(days=5), vacancy_id=UUID(int=20)),
    )
    assert link(new(10), record=chain) == [Link(UUID(int=20), repost_of=UUID(int=21))]
    old = known(20, is_open=False, closed_at=NOW - timedelta(days=31))
    assert link(new(10), record=(old,)) == [Link(UUID(int=10))]


def orphan(number: int, audience: int | None = None, days: int = 0) -> Orphan:
    """A posting that was behind number 5."""
    owner = UUID(int=audience) if audience else None
    return Orphan(UUID(int=number), UUID(int=5), owner, NOW - timedelta(days=days))


def test_the_oldest_shared_one_succeeds_for_everybody() -> None:
    """However old private ones are."""
    after = succeed([orphan(10, days=1), orphan(11, days=2), orphan(12, audience=7, days=9)])
    assert after == {UUID(int=11): None, UUID(int=10): UUID(int=11), UUID(int=12): UUID(int=11)}


def test_without_a_shared_one_each_owner_has_a_successor() -> None:
    """Nobody's private posting stands for somebody else's."""
    after = succeed([orphan(10, audience=7), orphan(11, audience=8), orphan(12, audience=7, days=1)])
    assert after == {UUID(int=12): None, UUID(int=10): UUID(int=12), UUID(int=11): None}
