"""Pictures on a site: their sizes in the pages, the files they become, and what is remembered of them."""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import lxml.html
import pytest

from coranto import darkroom, pictures, prints
from coranto.build import build
from coranto.config import parse_config
from coranto.preview import Preview
from coranto.problems import CorantoError
from coranto.rendering import environment
from coranto.theme import BUILT_IN, load_theme
from coranto.view_parts import Frame, ImageView, OtherFormat, Scaled
from tests.extras import extra
from tests.made_pictures import SECRET, gif, jpeg, png
from tests.smallsite import NOW, SmallSite, article

Make = Callable[[str], SmallSite]
SHOWN = '![Barges](lock.jpg "On Friday · Ines Tallow")'


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where pillow is not installed."""
    monkeypatch.setattr(darkroom, "ready", lambda: "")
    monkeypatch.setattr(darkroom, "makes", lambda format: False)


@pytest.fixture
def pillow() -> Iterator[ModuleType]:
    """As where it is."""
    yield extra("PIL.Image")


def put(made: SmallSite, path: str, data: bytes) -> SmallSite:
    """A picture into content/."""
    target = made.root / "content" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return made


def photo(pillow: ModuleType, width: int, height: int, format: str = "JPEG", **more: object) -> bytes:
    """A picture that can be decoded."""
    out = io.BytesIO()
    pillow.linear_gradient("L").resize((width, height)).convert("RGB").save(out, format, **more)
    return out.getvalue()


def page(made: SmallSite, path: str = "2026/11/a/index.html") -> lxml.html.HtmlElement:
    return lxml.html.fromstring((made.root / "output" / path).read_text())


def told(made: SmallSite, **more: object) -> list[str]:
    """Place and message of each warning of a build."""
    return [f"{problem.place}: {problem.message}" for problem in build(made.order(**more)).problems]


@pytest.mark.usefixtures("plain")
def test_a_figure_has_width_and_height_and_waits(site: Make) -> None:
    """Those it is shown in, from the file; whatever the text says of them."""
    made = put(site(article("a", body=f'{SHOWN}\n\nIn <img src="dot.gif" alt="" width="9" loading="eager"> line.')),
               "lock.jpg", jpeg(640, 400, 6))  # fmt: skip
    put(made, "dot.gif", gif(3, 2))
    assert told(made) == []
    figure, dot = page(made).findall(".//main//img")
    assert dict(figure.attrib) == {
        "src": "../../../lock.jpg", "alt": "Barges", "width": "400", "height": "640",
        "loading": "lazy", "decoding": "async",
    }  # fmt: skip
    assert (dot.get("width"), dot.get("height"), dot.get("alt"), dot.get("loading")) == ("3", "2", "", "lazy")


@pytest.mark.usefixtures("plain")
def test_what_is_copied_tells_nothing_of_where_it_was_taken(site: Make) -> None:
    """Shown, linked, or lying in content/assets/."""
    made = put(site(article("a", body=f"{SHOWN} [whole](whole.png)")), "lock.jpg", jpeg(64, 40))
    put(put(made, "whole.png", png(64, 40)), "assets/other.jpg", jpeg(64, 40, 3))
    made.build()
    for name in ("lock.jpg", "whole.png", "assets/other.jpg"):
        data = (made.root / "output" / name).read_bytes()
        assert SECRET[:6] not in data
        assert pictures.read(data)[0].whole


@pytest.mark.usefixtures("plain")
def test_a_broken_or_huge_picture_is_told_and_left_out(site: Make) -> None:
    """With the file, and the line of the text that shows it; the build goes on."""
    text = "One.\n\n![A](huge.png)\n\n![B](odd.jpg)\n\nTwo."
    made = put(site(article("a", body=text)), "huge.png", png(8000, 6000))
    put(made, "odd.jpg", b"<svg onload=alert(1)/>")
    assert told(made) == [
        "content/huge.png: this picture cannot be shown: 8000 × 6000 pixels are more than 40 megapixels",
        "content/odd.jpg: this picture cannot be shown: it is no PNG, JPEG, GIF, WebP or AVIF file",
        "content/a.md:8: this picture leads nowhere: 'huge.png'",
        "content/a.md:10: this picture leads nowhere: 'odd.jpg'",
    ]
    assert page(made).find(".//main//img") is None
    assert not (made.root / "output/odd.jpg").exists()


@pytest.mark.usefixtures("plain")
def test_a_picture_that_ends_too_early_is_told_and_shown(site: Make) -> None:
    """As far as it goes."""
    made = put(site(article("a", body=SHOWN)), "lock.jpg", jpeg(64, 40, secret=False)[:-12])
    assert told(made) == ["content/lock.jpg: this picture is damaged: it is shown as it is, as far as it goes"]
    assert page(made).find(".//main//img").get("width") == "64"


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("![](p.png)", ["the picture 'p.png' has no alt text and no credit"]),
        ("![A](p.png)", ["the picture 'p.png' has no credit"]),
        ('![](p.png "A · B")', ["the picture 'p.png' has no alt text"]),
        ('![A](p.png "· B")', []),
        ('Text ![A](p.png "A · B") text', []),
        ('<img src="p.png" alt="">', []),
        ("<img src=p.png alt=''>", []),
        ('<img src="p.png">', ["the picture 'p.png' has no alt text and no credit"]),
        ('<figure><img src="p.png" alt="A"><figcaption>B <small>C</small></figcaption></figure>', []),
        ('![](p.png)\n\n<img src="other.png" alt="">', ["the picture 'p.png' has no alt text and no credit"]),
    ],
)
def test_what_is_not_told_of_a_picture_is_asked_for(site: Make, body: str, said: list[str]) -> None:
    """At its line. Decoration is what says so."""
    made = put(put(site(article("a", body=f"One.\n\n{body}")), "p.png", png(8, 8)), "other.png", png(8, 8))
    assert told(made) == [f"content/a.md:8: {each}" for each in said]


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("p.png", ["the picture 'p.png' has no alt text and no credit"]),
        ("{src: p.png, alt: A}", ["the picture 'p.png' has no credit"]),
        ("{src: p.png, credit: C}", ["the picture 'p.png' has no alt text"]),
        ("{src: p.png, alt: A, credit: C}", []),
        ('{src: p.png, alt: ""}', []),
        ("gone.png", ["there is no picture 'gone.png': left out"]),
    ],
)
def test_so_it_is_with_the_lead_picture(site: Make, image: str, said: list[str]) -> None:
    """At the line of the front matter."""
    made = put(site(article("a", image=image)), "p.png", png(8, 8))
    assert told(made) == [f"content/a.md:4: {each}" for each in said]


@pytest.mark.usefixtures("plain")
def test_pictures_of_a_text_that_may_not_be_shown_are_not_copied(site: Make) -> None:
    """They are the outlet's."""
    source = "{name: Courier, url: 'https://c.example/a'}"
    made = put(site(article("a", body=SHOWN, source=source, republish="excerpt")), "lock.jpg", jpeg(64, 40))
    made.build()
    assert not (made.root / "output/lock.jpg").exists()


@pytest.mark.usefixtures("plain")
def test_a_picture_that_is_as_it_was_is_not_read_again(site: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor for publishing. One that has changed is, and the pages that show it follow."""
    made = put(
        put(site(article("a", body=SHOWN) + article("b", "B")), "lock.jpg", jpeg(64, 40)), "assets/x.png", png(8, 8)
    )
    made.build()
    age(made.root / "content")
    made.build()
    seen: list[str] = []
    real = prints.read_bytes
    monkeypatch.setattr(prints, "read_bytes", lambda path, name, most=-1: seen.append(name) or real(path, name, most))
    made.write(article("c", "C"))
    made.build()
    assert seen == []
    put(made, "lock.jpg", jpeg(640, 400))
    written = made.build().written
    assert set(seen) == {"content/lock.jpg"}
    assert "2026/11/a/index.html" in written
    assert "2026/11/b/index.html" not in written
    assert page(made).find(".//main//img").get("width") == "640"


@pytest.mark.usefixtures("plain")
def test_a_picture_with_a_query_follows_its_file_too(site: Make) -> None:
    """The address goes on behind the file's."""
    made = put(site(article("a", body='![A](lock.jpg?v=1 "A · B")')), "lock.jpg", jpeg(64, 40))
    for width in (64, 65):
        put(made, "lock.jpg", jpeg(width, 40))
        made.build()
        assert page(made).find(".//main//img").attrib["width"] == str(width)
        assert page(made).find(".//main//img").attrib["src"].endswith("/lock.jpg?v=1")


def age(folder: Path) -> None:
    """Let the file system's clock tick, so that what lies there is no longer too young to know."""
    probe = folder.parent / "probe"
    newest = max(path.stat().st_ctime_ns for path in folder.rglob("*"))
    while True:
        probe.write_text("x")
        if probe.stat().st_mtime_ns > newest + 60_000_000:
            return


@pytest.mark.usefixtures("plain")
def test_images_without_pillow_is_a_warning(site: Make) -> None:
    """Asked for, and not to be had."""
    made = site(article("a") + "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\nimages: {quality: 70}\n")
    assert told(made) == [
        "config.yaml: smaller pictures need the extra 'images', which is not installed: there will be none"
    ]


@pytest.mark.parametrize(
    ("images", "said"),
    [
        ("{widths: [5]}", "a number of pixels"),
        ("{widths: [wide]}", "a number of pixels"),
        ("{quality: 0}", "from 1 up"),
        ("{quality: 101}", "from 1 to 100"),
        ("{formats: [wepb]}", "one of webp, avif"),
        ("{sizes: [480]}", "unknown key 'sizes'"),
    ],
)
def test_what_images_cannot_mean_is_an_error(images: str, said: str) -> None:
    """With its place."""
    with pytest.raises(CorantoError, match=re.escape(said)) as caught:
        parse_config(f"title: T\nbase_url: https://e.org/\nimages: {images}")
    assert caught.value.problems[0].place.line == 3


def test_images_is_read_in_any_order_and_may_turn_formats_off() -> None:
    """Empty lists mean none."""
    config, _ = parse_config(
        "title: T\nbase_url: https://e.org/\nimages: {widths: [900, 300], formats: [], quality: 60}"
    )
    assert config.images is not None
    assert (config.images.widths, config.images.formats, config.images.quality) == ((300, 900), (), 60)
    assert parse_config("title: T\nbase_url: https://e.org/")[0].images is None


def test_a_large_picture_is_there_in_several_sizes_and_formats(site: Make, pillow: ModuleType) -> None:
    """WebP first, its own format for the others; each file is what the page says of it, and tells nothing else."""
    data = photo(pillow, 2000, 1000, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0" + SECRET)
    made = put(site(article("a", body=SHOWN)), "lock.jpg", data)
    assert told(made) == []
    picture = page(made).find(".//main//picture")
    source, image = picture.find(".//source"), picture.find(".//img")
    assert source.get("type") == "image/webp"
    assert source.get("sizes") == image.get("sizes") != ""
    assert (image.get("width"), image.get("height")) == ("1600", "800")
    assert image.get("src").endswith("/lock.jpg.1600w.jpg")
    for element, format in ((source, "webp"), (image, "jpeg")):
        widths = []
        for each in element.get("srcset").split(", "):
            url, width = each.split(" ")
            widths.append(int(width.removesuffix("w")))
            file = (made.root / "output/2026/11/a" / url).resolve().read_bytes()
            found, bare = pictures.read(file)
            assert (found.format, found.width, found.height) == (format, widths[-1], widths[-1] // 2)
            assert bare == file
        assert widths == [480, 960, 1600]
    assert not (made.root / "output/lock.jpg").exists()  # nobody shows or links it


def test_a_picture_that_is_called_as_a_size_of_another_is_an_error(site: Make, pillow: ModuleType) -> None:
    """One would else stand in the other's place."""
    made = put(site(article("a", body="![A](p.jpg)\n\n![B](p.jpg.480w.jpg)")), "p.jpg", photo(pillow, 600, 9))
    put(made, "p.jpg.480w.jpg", photo(pillow, 9, 9))
    with pytest.raises(CorantoError, match=r"this and content/p.jpg both want 'p.jpg.480w.jpg'") as caught:
        made.press()
    [problem] = caught.value.problems
    assert (str(problem.place), problem.hint) == ("content/p.jpg.480w.jpg", "rename the file")


def test_a_feed_names_them_in_full(site: Make, pillow: ModuleType) -> None:
    """It is read elsewhere."""
    made = put(site(article("a", body=SHOWN)), "lock.jpg", photo(pillow, 700, 350))
    made.build()
    feed = (made.root / "output/feed.xml").read_text()
    assert "https://example.org/d/lock.jpg.480w.webp 480w, https://example.org/d/lock.jpg.700w.webp 700w" in feed
    assert "../" not in feed


def test_a_small_picture_or_one_that_moves_stays_one_file(site: Make, pillow: ModuleType) -> None:
    """Copied, with its size."""
    made = put(
        site(article("a", body="![A](s.png)\n\n![B](m.gif)\n\n![C](w.webp)")), "s.png", photo(pillow, 480, 9, "PNG")
    )
    put(made, "m.gif", gif(2000, 9, frames=2))
    put(made, "w.webp", photo(pillow, 500, 9, "WEBP"))
    made.build()
    assert sorted(path.name for path in (made.root / "output").glob("?.*")) == [
        "m.gif", "s.png", "w.webp", "w.webp.480w.webp",
    ]  # fmt: skip
    assert page(made).find(".//main//source") is None


def test_config_says_which_sizes_and_formats(site: Make, pillow: ModuleType) -> None:
    """And can say: none."""
    config = "-- config.yaml --\ntitle: T\nbase_url: https://e.org/\nimages: {%s}\n"
    made = put(
        site(article("a", body=SHOWN) + config % "widths: [100, 200], formats: []"), "lock.jpg", photo(pillow, 300, 300)
    )
    made.build()
    assert sorted(path.name for path in (made.root / "output").glob("lock*")) == [
        "lock.jpg.100w.jpg",
        "lock.jpg.200w.jpg",
    ]
    made.write(config % "widths: []")
    made.build()
    assert [path.name for path in (made.root / "output").glob("lock*")] == ["lock.jpg"]


@pytest.mark.parametrize("turned", [3, 6])
def test_a_turned_picture_stands_upright(site: Make, pillow: ModuleType, turned: int) -> None:
    """In every size, without anything that says so."""
    exif = pillow.Exif()
    exif[0x0112] = turned
    made = put(site(article("a", body=SHOWN)), "lock.jpg", photo(pillow, 600, 500, exif=exif.tobytes()))
    made.build()
    for name in ("lock.jpg", "lock.jpg.480w.jpg", "lock.jpg.480w.webp"):
        if (path := made.root / "output" / name).exists():
            upright = pillow.open(path).convert("L")
            assert pictures.read(path.read_bytes())[0].turned == 1
            corner, far = upright.getpixel((3, 3)), upright.getpixel((upright.width - 4, 3))
            assert (corner > 200) if turned == 3 else (far < 50 < 200 < corner)  # it was dark above


def test_what_was_made_is_kept_and_mended(site: Make, pillow: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through a lost output/ and a damaged file; `--clean` makes it anew."""
    made = put(site(article("a", body=SHOWN)), "lock.jpg", photo(pillow, 700, 350))
    made.build(jobs=1)
    files = {path.name: path.read_bytes() for path in (made.root / "output").glob("lock*")}
    assert len(files) == 4
    calls: list[int] = []
    real = darkroom.develop
    monkeypatch.setattr(darkroom, "develop", lambda *all: calls.append(len(all[2])) or real(*all))
    monkeypatch.setattr(prints, "SECONDS", 0)  # here, and not in a process of its own

    def again(**more: object) -> int:
        calls.clear()
        shutil.rmtree(made.root / "output", ignore_errors=True)
        made.build(**more)
        assert {path.name: path.read_bytes() for path in (made.root / "output").glob("lock*")} == files
        return sum(calls)

    assert again() == 0
    (made.root / ".coranto/cache.db").unlink()
    assert again() == 0
    for path in (made.root / ".coranto/pictures").iterdir():
        path.write_bytes(path.read_bytes()[:-5] + b"xxxxx")
    assert again() == 3
    shutil.rmtree(made.root / ".coranto/pictures")
    assert again() == 3
    assert again(clean=True) == 3


def test_any_number_of_hands_makes_the_same_bytes(site: Make, pillow: ModuleType) -> None:
    """Twenty pictures, in one process and in many."""
    made = site(article("a", body="\n\n".join(f"![A](p{number}.jpg)" for number in range(20))))
    for number in range(20):
        put(made, f"p{number}.jpg", photo(pillow, 500 + number, 40))
    made.build(jobs=1, output=made.root / "one")
    shutil.rmtree(made.root / ".coranto")
    made.build(jobs=4, output=made.root / "four")
    one, four = ({path.name: path.read_bytes() for path in (made.root / name).glob("p*")} for name in ("one", "four"))
    assert one == four
    assert len(one) == 80


def test_a_picture_that_cannot_be_decoded_is_told_and_copied(site: Make, pillow: ModuleType) -> None:
    """Its head was right. Told by each build, and never tried again."""
    made = put(site(article("a", body=SHOWN)), "lock.jpg", png(700, 350, rows=b"rubbish"))
    for _ in range(2):
        assert told(made) == ["content/lock.jpg: this picture cannot be decoded: it is copied as it is, in one size"]
        made.write(article("b", "B"))
    assert [str(problem.place) for problem in made.press().problems] == ["content/lock.jpg"]  # with no memory
    files = {path.read_bytes() for path in (made.root / "output").glob("lock*")}
    assert files == {png(700, 350, secret=False, rows=b"rubbish")}


def test_what_takes_too_long_is_told_and_copied(site: Make, pillow: ModuleType) -> None:
    """A process of its own is ended by the system. (Here in one without threads, which can be copied.)"""
    made = put(site(article("a", body=SHOWN)), "lock.jpg", photo(pillow, 700, 350))
    script = """
from coranto import darkroom, prints
from coranto.cli import main
def never(*all):
    while True: pass
darkroom.develop, prints.SECONDS = never, 1
main()
"""
    command = [sys.executable, "-P", "-c", script, "build", "--root", str(made.root), "--now", "2026-11-22T12:00Z"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    message = "content/lock.jpg: warning: this picture cannot be decoded: it is copied as it is, in one size"
    assert message in done.stderr


def test_the_preview_makes_a_size_when_a_browser_asks(
    site: Make, pillow: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not before."""
    calls: list[int] = []
    real = darkroom.develop
    monkeypatch.setattr(darkroom, "develop", lambda *all: calls.append(1) or real(*all))
    made = put(site(article("a", body=SHOWN)), "lock.jpg", photo(pillow, 700, 350))
    preview = Preview(lambda script: made.order(script=script), "/livereload.js")
    assert preview.make()
    assert calls == []
    status, data, kind, _ = preview.page("/d/lock.jpg.480w.webp")
    assert (status, kind, pictures.read(data)[0].width) == (200, "image/webp", 480)
    assert calls == [1]
    (made.root / "content/lock.jpg").write_bytes(photo(pillow, 800, 350))
    assert preview.page("/d/lock.jpg.700w.webp")[1] in (b"", data)  # until the next build has seen it
    assert NOW


def test_the_macro_writes_all_that_is_known() -> None:
    """The lead at once, the others when a reader gets there."""
    theme, _ = load_theme(BUILT_IN.parent, "plain")
    macros = environment(theme, "", False).get_template("pictures.html").module
    frame = Frame("/p.jpg", 600, 300, (Scaled("/p.jpg.480w.jpg", 480), Scaled("/p.jpg", 600)),
                  (OtherFormat("image/webp", (Scaled("/p.jpg.480w.webp", 480),)),))  # fmt: skip
    lead = str(macros.picture(ImageView("/p.jpg", 'A "b"', frame=frame), lead=True, sizes="50vw"))
    assert lead == (
        '<picture><source type="image/webp" srcset="\x02p.jpg.480w.webp 480w" sizes="50vw">'
        '<img src="\x02p.jpg" alt="A &#34;b&#34;" width="600" height="300" '
        'srcset="\x02p.jpg.480w.jpg 480w, \x02p.jpg 600w" sizes="50vw" fetchpriority="high"></picture>'
    )
    small = str(macros.picture(ImageView("/p.gif", "", frame=Frame("/p.gif", 3, 2))))
    assert small == '<img src="\x02p.gif" alt="" width="3" height="2" loading="lazy" decoding="async">'


def test_a_picture_that_is_gone_again_is_a_missing_picture(site: Make, tmp_path: Path) -> None:
    """And a folder or link of its name is none."""
    made = site(article("a", body="![A](p.png)"))
    (made.root / "content/p.png").mkdir()
    assert any("leads nowhere" in each for each in told(made))
    (made.root / "content/p.png").rmdir()
    (tmp_path / "secret.png").write_bytes(png(8, 8))
    (made.root / "content/p.png").symlink_to(tmp_path / "secret.png")
    assert any("leads nowhere" in each for each in told(made))


def test_every_picture_of_every_page_has_width_and_height(site: Make, pillow: ModuleType) -> None:
    """Leads and cards too; only a lead is fetched at once."""
    lead = "{src: lock.jpg, alt: A, credit: C}"
    made = put(site(article("a", body=SHOWN, image=lead)), "lock.jpg", photo(pillow, 900, 600))
    made.build()
    for path in (made.root / "output").rglob("*.html"):
        for image in lxml.html.fromstring(path.read_text()).iter("img"):
            assert image.get("width"), path
            assert image.get("height"), path
    assert page(made).find(".//main//img").get("fetchpriority") == "high"
