"""Who is let in: whoever follows a link that has not been used, and nobody else."""

from __future__ import annotations

from playwright.sync_api import expect

from served import Shared
from visits import Visits

REFUSED = r"status of 4(01|10)"


def test_without_a_session_the_page_says_how_to_get_in(shared: Shared, visit: Visits) -> None:
    page = visit.outside(shared(20), expected=[REFUSED])
    page.goto(shared(20).url)
    expect(page.get_by_role("alert")).to_contain_text("varre ui")


def test_a_link_lets_one_browser_in_once(shared: Shared, visit: Visits) -> None:
    served = shared(20)
    link = served.link_to("/")
    first = visit.outside(served)
    first.goto(link)
    expect(first.get_by_role("link", name="lenet5-20", exact=True)).to_be_visible()
    second = visit.outside(served, expected=[REFUSED])
    answer = second.goto(link)
    assert answer is not None
    assert answer.status == 410
    expect(second.locator("body")).to_contain_text("This link is used up")
