from __future__ import annotations

from leafgen.render.pages import Division, Piece, Room, divide, fullness, pages_of

ROOM = Room(page=1000, first=600, gap=20)


def sections(*heights: float) -> list[Piece]:
    return [Piece(number, height) for number, height in enumerate(heights)]


def columns(division: Division | None) -> list[list[list[int]]]:
    assert division
    return [[[placed.section for placed in column] for column in band.columns] for band in division.bands]


def test_columns_get_like_heights_in_order() -> None:
    assert columns(divide(sections(100, 100, 100, 100), ROOM, 1)) == [[[0, 1], [2, 3]]]


def test_a_section_across_the_page_parts_the_columns() -> None:
    pieces = [Piece(0, 100, wide=True), Piece(1, 200), Piece(2, 200), Piece(3, 50, wide=True)]
    assert columns(divide(pieces, ROOM, 1)) == [[[0]], [[1], [2]], [[3]]]


def test_what_does_not_fit_goes_to_the_next_page() -> None:
    division = divide(sections(500, 500, 500, 500), ROOM, 2)
    assert columns(division) == [[[0], [1]], [[2], [3]]]
    assert division
    assert [band.new_page for band in division.bands] == [False, True]


def test_what_fits_nowhere_is_not_divided() -> None:
    assert divide(sections(1200), ROOM, 2) is None
    assert divide(sections(500, 500, 500, 500, 900, 900), ROOM, 2) is None


def test_gaps_widen_until_columns_end_level() -> None:
    division = divide(sections(100, 100, 240), Room(page=300, first=300, gap=20), 1)
    assert division
    left, right = division.bands[0].columns
    assert [placed.section for placed in left] == [0, 1]
    assert left[1].before == 38
    assert right[0].before == 0


def test_a_section_is_parted_only_where_it_may_be_and_where_it_pays() -> None:
    tall = [Piece(0, 150), *(Piece(1, 150, 10, breaks=number in (0, 2)) for number in range(4))]
    division = divide(tall, ROOM, 1)
    assert columns(division) == [[[0, 1], [1]]]
    assert division
    assert [(placed.first, placed.last) for column in division.bands[0].columns for placed in column][1:] == [
        (0, 2),
        (2, 4),
    ]
    whole = [Piece(0, 150), Piece(1, 150, breaks=True), Piece(1, 20, 0, breaks=True)]
    assert columns(divide(whole, ROOM, 1)) == [[[0], [1]]]


def test_a_section_stays_whole_where_columns_then_end_a_little_apart() -> None:
    parts = [Piece(1, 100, 0, breaks=True) for _ in range(5)]
    assert columns(divide([Piece(0, 150), *parts], ROOM, 1)) == [[[0, 1], [1]]]
    assert columns(divide([Piece(0, 400), *parts], ROOM, 1)) == [[[0], [1]]]


def test_gaps_give_way_before_a_section_is_parted() -> None:
    pieces = [Piece(0, 290), Piece(1, 145), *(Piece(1, 145, 0, breaks=True) for _ in range(2)), Piece(2, 700)]
    narrow = Room(page=758, first=758, gap=20)
    division = divide(pieces, narrow, 1)
    assert columns(division) == [[[0, 1], [2]]]
    assert division
    assert division.bands[0].columns[0][1].before < narrow.gap
    assert divide(pieces, Room(page=756, first=756, gap=20), 1) is None


def test_a_last_page_may_end_early_in_its_second_column() -> None:
    tall, low = 300, 120
    assert columns(divide(sections(tall, low, tall), Room(page=1000, first=1000, gap=20), 1)) == [[[0, 1], [2]]]


def test_pages_are_counted_by_the_bands_that_begin_them() -> None:
    division = divide(sections(500, 500, 500, 500), ROOM, 3)
    assert division
    assert pages_of(division.bands) == 2


def test_the_colophon_stands_at_the_foot_of_the_last_page() -> None:
    pieces = [*sections(200, 200), Piece(2, 60, wide=True, foot=True)]
    division = divide(pieces, ROOM, 1)
    assert division
    reached = division.bands[0].before + 200 + division.bands[1].before + 60
    assert 590 < reached <= 600


def test_fullness_is_the_share_of_the_pages() -> None:
    assert fullness(sections(580, 580, 980, 980), ROOM, 2) == 1.0
