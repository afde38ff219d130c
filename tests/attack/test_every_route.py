"""What holds for every address there is: a new one that forgets it fails here."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2
from starlette.routing import BaseRoute, Mount, Route

from bot.channels.web.desk.desk import WebDesk
from bot.channels.web.server import HEADERS
from tests.attack.conftest import Whole
from tests.channels.web.desk.conftest import BOSS, House

ODD = ("x", "../../../../etc/passwd", "%2e%2e%2fetc%2fpasswd", "a'b\"c<script>", "%00", "\u202e")
"""What stands where an address has a name."""
LONG = "/chat/events"
"""A page that is never at its end."""
SIGNED_OUT = (401, 403, 404, 405, 422)


def paths(routes: list[BaseRoute], odd: str = "x") -> Iterator[tuple[str, set[str]]]:
    """Every address, with a name where one is wanted, and the methods that it takes."""
    for route in routes:
        if isinstance(route, Mount):
            yield f"{route.path}/{odd}", {"GET"}
        elif isinstance(route, Route):
            named = dict.fromkeys(route.param_convertors, odd)
            filled = route.path_format
            for name, value in named.items():
                filled = filled.replace(f"{{{name}}}", value)
            yield filled, set(route.methods or ())


async def answers(whole: Whole, odd: str = "x") -> list[tuple[str, str, httpx2.Response]]:
    """What everybody is told who asks for it, by each method, known or not."""
    await whole.ask.get("/")
    found = []
    for path, methods in paths(list(whole.routes), odd):
        for method in {"GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE"} | methods:
            if path == LONG and method == "GET":
                continue
            found.append((method, path, await whole.ask.request(method, path)))
    return found


async def test_every_answer_has_the_headers_that_keep_the_page_to_itself(whole: Whole) -> None:
    told = await answers(whole)
    assert len(told) > 100
    told.append(("GET", "/nothing", await whole.ask.get("/nothing-of-ours")))
    for method, path, answer in told:
        missing = set(HEADERS) - set(answer.headers)
        assert not missing, (method, path, missing)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'"), path
        assert "unsafe" not in policy, path
        assert "*" not in policy, path
        assert "server" not in answer.headers, path
        assert "access-control-allow-origin" not in answer.headers, path


async def test_nothing_that_tells_of_somebody_is_kept_by_a_cache(whole: Whole) -> None:
    public = ("/static/", "/pictures/", "/privacy", "/certificates/", "/desk/files/", "/healthz")
    for method, path, answer in await answers(whole):
        if answer.status_code == 200 and method == "GET" and not path.startswith(public):
            assert answer.headers.get("cache-control") == "no-store", path


async def test_every_cookie_keeps_to_itself(whole: Whole) -> None:
    for _, path, answer in await answers(whole):
        for cookie in answer.headers.get_list("set-cookie"):
            flags = {each.strip().lower() for each in cookie.split(";")[1:]}
            assert {"httponly", "samesite=strict", "path=/"} <= flags, (path, cookie)
            assert not any(each.startswith("domain") for each in flags), path


async def test_no_answer_leads_or_speaks_of_another_host(whole: Whole) -> None:
    """Whatever the request says where it came to."""
    for path, methods in paths(list(whole.routes)):
        if path == LONG or "GET" not in methods:
            continue
        for host in ("evil.example", "evil.example:80", "a b", ""):
            named = {"host": host, "x-forwarded-host": host, "x-forwarded-proto": "gopher"}
            answer = await whole.ask.get(path, headers=named)
            assert "evil.example" not in answer.text, path
            assert not urlsplit(answer.headers.get("location", "")).netloc, path


async def test_an_odd_name_is_never_an_error_of_ours(whole: Whole) -> None:
    for odd in ODD:
        for path, methods in paths(list(whole.routes), odd):
            for method in methods - {"HEAD"} if path != LONG else ():
                answer = await whole.ask.request(method, path)
                assert answer.status_code < 500, (method, path)
                assert "root:" not in answer.text, path
                assert "<script>" not in answer.text, path


async def test_no_address_leads_elsewhere(whole: Whole) -> None:
    for path, methods in paths(list(whole.routes)):
        for method in methods & {"GET", "POST"} if path != LONG else ():
            for to in ("//evil.example", "https://evil.example", "/\\evil.example"):
                asked = dict.fromkeys(("next", "url", "to", "return", "said", "start", "lang"), to)
                answer = await whole.ask.request(method, path, params=asked)
                where = answer.headers.get("location", "/")
                assert where.startswith("/"), (path, where)
                assert not where.startswith(("//", "/\\")), (path, where)


async def test_nothing_is_done_for_a_page_of_another_site(whole: Whole) -> None:
    """Even where its browser had the cookies."""
    await whole.ask.get("/")
    evil = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    for path, methods in paths(list(whole.routes)):
        for method in methods - {"GET", "HEAD"}:
            for body in ({"data": {"key": "x"}}, {"json": {"id": "12345678", "text": "x"}}):
                answer = await whole.ask.request(method, path, headers=evil, **body)  # type: ignore[arg-type]
                assert answer.status_code in SIGNED_OUT, (method, path)
                assert "set-cookie" not in answer.headers, path


async def test_nothing_is_done_at_the_desk_for_a_page_of_another_site(house: House) -> None:
    """Signed in, as somebody who may do everything."""
    visitor = await house.signed_in(BOSS)
    key = (await visitor.look("/desk")).forms["/desk/leave"]["key"]
    before = await house.rows("SELECT total_changes()")
    desk = WebDesk(reception=house.reception, wake=lambda: None)
    found = [path for path, methods in paths(list(desk.routes())) if "POST" in methods]
    assert len(found) > 15
    evil = {"origin": "https://evil.example"}
    for path in found:
        if path == "/desk/x":
            continue  # no such place
        assert (await visitor.post(path, evil, key=key)).status == 403, path
        if path != "/desk/enter":
            assert (await visitor.post(path)).status == 403, path
    assert await house.rows("SELECT total_changes()") == before


async def test_a_session_of_the_desk_is_never_what_a_stranger_chose(house: House) -> None:
    """Fixation: a cookie that somebody planted is not adopted, and opens nothing."""
    stranger = house.browser()
    name = house.reception.cookie.name
    stranger.client.cookies.set(name, "chosen-by-a-stranger", domain="desk.example")
    assert (await stranger.look("/desk")).status == 401
    await stranger.enter(await house.link(BOSS))
    kept = [each.value for each in stranger.client.cookies.jar if each.value]
    assert kept != ["chosen-by-a-stranger"]
    thief = house.browser()
    thief.client.cookies.set(name, "chosen-by-a-stranger", domain="desk.example")
    assert (await thief.look("/desk")).status == 401
