"""A bucket of Amazon S3, or of anything that speaks as it does.

The keys come from the environment alone, never from files, and never into a message. Only keys under the prefix are
listed, written or deleted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from coranto.files import read_bytes
from coranto.headers import cache_of, type_of
from coranto.problems import CorantoError, Place, error
from coranto.program import installed
from coranto.publish.manifest import MANIFEST
from coranto.shipment import Found, There
from coranto.targets import S3

HANDS = 16  # requests at a time: each waits for the network, and beyond that this machine is what is slow
NEEDED = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")


@contextmanager
def reach(where: S3, root: Path, output: Path) -> Iterator[There]:
    """The bucket. Raises CorantoError without the extra or without keys."""
    place = Place(f"s3://{where.bucket}/{where.prefix}")
    if not installed("botocore"):
        raise error("S3 needs the extra 's3', which is not installed", place, "pip install 'coranto[s3]'")
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing:
        raise error(f"{' and '.join(missing)} missing in the environment", place, "set them for this command alone")
    from botocore.exceptions import BotoCoreError, ClientError

    client = _client(where, os.environ)
    try:
        yield _There(where, client)
    except ClientError as fault:
        raise _refused(fault, place) from None
    except BotoCoreError as fault:
        raise error(f"cannot be reached: {fault}", place, "look at endpoint, region and the network") from None
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


def _refused(fault: Any, place: Place) -> CorantoError:
    told = fault.response.get("Error", {})
    code = str(told.get("Code", ""))
    hints = {
        "NoSuchBucket": "make the bucket first",
        "404": "make the bucket first",
        "AccessDenied": "the keys need s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject there",
        "403": "the keys need s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject there",
        "InvalidAccessKeyId": f"look at {NEEDED[0]}",
        "SignatureDoesNotMatch": f"look at {NEEDED[1]}",
        "PermanentRedirect": "look at region",
        "AuthorizationHeaderMalformed": "look at region",
    }
    return error(f"refused: {code or 'no reason given'}", place, hints.get(code, "look at the rights of the keys"))


class _There:
    def __init__(self, where: S3, client: Any) -> None:
        self._where, self._client = where, client

    def look(self) -> Found:
        sizes: dict[str, int] = {}
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._where.bucket, Prefix=self._where.prefix):
            for each in page.get("Contents", ()):
                sizes[each["Key"].removeprefix(self._where.prefix)] = each["Size"]
        if MANIFEST not in sizes:
            return Found(sizes)
        got = self._client.get_object(Bucket=self._where.bucket, Key=self._where.prefix + MANIFEST)
        return Found(sizes, got["Body"].read())

    def put(self, folder: Path, paths: Sequence[str]) -> Iterator[str]:
        def send(path: str) -> str:
            self._client.put_object(
                Bucket=self._where.bucket,
                Key=self._where.prefix + path,
                Body=read_bytes(folder / path, str(folder / path)),
                ContentType=type_of(path),
                CacheControl=cache_of(path),
            )
            return path

        return self._each(send, paths)

    def remove(self, paths: Sequence[str]) -> None:
        def drop(path: str) -> str:
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
