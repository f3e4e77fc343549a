"""Detector of the keys and tokens of Yandex Cloud for detect-secrets, which has none of its own."""

import re

from detect_secrets.plugins.base import RegexBasedDetector


class YandexDetector(RegexBasedDetector):
    """API keys, IAM tokens and OAuth tokens of Yandex Cloud."""

    secret_type = "Credentials of Yandex Cloud"  # noqa: S105 - a name
    denylist = (
        re.compile(r"(?<!\w)AQVN[A-Za-z0-9_-]{34,40}(?![A-Za-z0-9_-])"),
        re.compile(r"(?<![\w.])t1\.[A-Za-z0-9_-]{20,}={0,2}\.[A-Za-z0-9_-]{20,}={0,2}"),
        re.compile(r"(?<!\w)y[0-3]_[A-Za-z0-9_-]{37,}"),
    )
