"""The points bar: parts in order, inside the frame, nothing lost and nothing twice."""

import pytest
from django.template import Context, Template

from duibiao.web.base.points import bar


def test_parts_stand_in_order_and_fill_the_frame() -> None:
    drawn = bar(full=20, parts={"earned": 12, "recoverable": 4, "lost": 2, "unknown": 2})
    assert [(part.name, part.start_percent, part.width_percent) for part in drawn.segments] == [
        ("earned", 0, 60),
        ("recoverable", 60, 20),
        ("lost", 80, 10),
        ("unknown", 90, 10),
    ]


def test_bonus_stands_beyond_the_frame() -> None:
    drawn = bar(full=20, parts={"earned": 20, "bonus": 5})
    assert drawn.frame_percent == 80
    assert drawn.segments[-1].start_percent == 80


@pytest.mark.parametrize("full", [0, -1])
def test_nothing_to_earn_draws_nothing(full: float) -> None:
    assert bar(full=full, parts={"earned": 3}).segments == ()


def test_more_than_full_is_never_drawn() -> None:
    assert sum(part.width_percent for part in bar(full=10, parts={"earned": 9, "lost": 5}).segments) == 100


def test_the_bar_speaks_and_its_parts_lead_somewhere() -> None:
    html = Template("{% points_bar 20 earned=17.5 recoverable=2.5 recoverable_href='/todo/' %}").render(Context())
    assert "<b>17.5 / 20</b> 分" in html
    assert 'href="/todo/" aria-label="已失、还能补回 2.5 分"' in html
    assert "style=" not in html
