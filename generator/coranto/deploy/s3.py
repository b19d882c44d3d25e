"""A bucket of Amazon S3, or of anything that speaks as it does.

The keys come from the environment alone, never from files, and never into a message. Only keys under the prefix are
listed, written or deleted. A list that is cut off, or that is none, ends it before anything is done.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from coranto.files import read_bytes
from coranto.headers import cache_of, type_of
from coranto.problems import CorantoError, Place, error
from coranto.program import install_extra, installed
from coranto.publish.manifest import MANIFEST
from coranto.shipment import Found, There
from coranto.targets import S3
from coranto.text import shorten

HANDS = 16  # requests at a time: each waits for the network, and beyond that this machine is what is slow
PAGES = 2_000  # of a list, each of a thousand keys
STEP = 1 << 20  # bytes of a manifest that are read at a time
STEPS = 64
NEEDED = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@contextmanager
def reach(where: S3, root: Path, output: Path) -> Iterator[There]:
    """The bucket. Raises CorantoError without the extra or without keys."""
    place = Place(f"s3://{where.bucket}/{where.prefix}")
    if not installed("botocore"):
        raise error("S3 needs the extra 's3', which is not installed", place, install_extra("s3"))
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        raise error(f"{' and '.join(missing)} missing in the environment", place, "set them for this command alone")
    client = _client(where, os.environ)
    try:
        yield _There(where, client, place)
    finally:
        client.close()


def _client(where: S3, env: Mapping[str, str]) -> Any:
    from botocore.config import Config
    from botocore.session import Session

    none = (None, None, os.devnull, None)  # no profile of the user's decides
    session = Session({"profile": (None, None, None, None), "config_file": none, "credentials_file": none})
    config = Config(
        connect_timeout=10,
        read_timeout=60,
        max_pool_connections=HANDS,
        retries={"max_attempts": 3, "mode": "standard"},
        s3={"addressing_style": "path" if where.endpoint or "." in where.bucket else "auto"},
        ignore_configured_endpoint_urls=True,
        request_checksum_calculation="when_required",  # the newer ones are not known everywhere
        response_checksum_validation="when_required",
    )
    return session.create_client(
        "s3",
        region_name=where.region,
        endpoint_url=where.endpoint or None,
        aws_access_key_id=env[NEEDED[0]],
        aws_secret_access_key=env[NEEDED[1]],
        aws_session_token=env.get("AWS_SESSION_TOKEN") or None,
        config=config,
    )


@contextmanager
def _understood(place: Place) -> Iterator[None]:
    """What a server refuses, and what is no answer, as problems."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as fault:
        raise _refused(fault, place) from None
    except BotoCoreError as fault:
        why = shorten(" ".join(str(fault).split()), 300)
        raise error(f"cannot be reached: {why}", place, "look at endpoint, region and the network") from None
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError):  # the library trusts what it reads
        raise _odd(place, "is none that S3 gives") from None


def _odd(place: Place, what: str) -> CorantoError:
    return error(f"the answer {what}", place, "look whether the endpoint is that of a service that speaks as S3 does")


def _refused(fault: Any, place: Place) -> CorantoError:
    told = fault.response.get("Error", {})
    code = shorten(" ".join(str(told.get("Code") or "").split()), 60)
    hints = {
        "NoSuchBucket": "make the bucket first",
        "404": "make the bucket first",
        "AccessDenied": "the keys need s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject there",
        "403": "the keys need s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject there",
        "InvalidAccessKeyId": f"look at {NEEDED[0]}",
        "SignatureDoesNotMatch": f"look at {NEEDED[1]}",
        "PermanentRedirect": "look at region",
        "AuthorizationHeaderMalformed": "look at region",
        "RequestTimeTooSkewed": "set the clock of this machine",
    }
    busy = code in ("SlowDown", "InternalError", "ServiceUnavailable") or re.fullmatch(r"429|5[0-9][0-9]", code)
    hint = "the service has a fault of its own, or too much to do: deploy again later" if busy else ""
    hint = hint or hints.get(code, "look at the rights of the keys")
    return error(f"refused: {code or 'no reason given'}", place, hint)


class _There:
    def __init__(self, where: S3, client: Any, place: Place) -> None:
        self._where, self._client, self._place = where, client, place

    def look(self) -> Found:
        with _understood(self._place):
            sizes = self._listed()
            if MANIFEST not in sizes:
                return Found(sizes)
            got = self._client.get_object(Bucket=self._where.bucket, Key=self._where.prefix + MANIFEST)
            steps = list(islice(got["Body"].iter_chunks(STEP), STEPS + 1))
        if len(steps) > STEPS:
            raise _odd(self._place, f"brings a {MANIFEST} of more than {STEPS} MB")
        return Found(sizes, b"".join(steps))

    def _listed(self) -> dict[str, int]:
        """Every key under the prefix, with its size. Half a list would be taken for a place where less stands."""
        asked, prefix, sizes = {"Bucket": self._where.bucket, "Prefix": self._where.prefix}, self._where.prefix, {}
        for _ in range(PAGES):
            page = self._client.list_objects_v2(**asked)
            for each in page.get("Contents", ()):
                if each["Key"].startswith(prefix):
                    sizes[each["Key"].removeprefix(prefix)] = each["Size"]
            if not page["IsTruncated"]:  # every list says so, and nothing else does
                return sizes
            if page["NextContinuationToken"] == asked.get("ContinuationToken"):
                raise _odd(self._place, "goes on with the same list again")
            asked["ContinuationToken"] = page["NextContinuationToken"]
        hint = "give the site a bucket or a prefix of its own"
        raise error(f"more than {PAGES} pages of files stand there", self._place, hint)

    def put(self, folder: Path, paths: Sequence[str]) -> Iterator[str]:
        def send(path: str) -> str:
            data = read_bytes(folder / path, str(folder / path))
            with _understood(self._place):
                self._client.put_object(
                    Bucket=self._where.bucket,
                    Key=self._where.prefix + path,
                    Body=data,
                    ContentType=type_of(path),
                    CacheControl=cache_of(path),
                )
            return path

        return self._each(send, paths)

    def remove(self, paths: Sequence[str]) -> None:
        def drop(path: str) -> str:
            with _understood(self._place):
                self._client.delete_object(Bucket=self._where.bucket, Key=self._where.prefix + path)
            return path

        list(self._each(drop, paths))

    def _each(self, act: Callable[[str], str], paths: Sequence[str]) -> Iterator[str]:
        """One fault ends it: what has not begun is not begun any more."""
        pool = ThreadPoolExecutor(HANDS)
        try:
            yield from pool.map(act, paths)
        finally:
            pool.shutdown(cancel_futures=True)

    def finish(self) -> str:
        return ""
