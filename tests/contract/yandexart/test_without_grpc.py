"""The extra is one: the library works without it, and says so where it is asked for."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

WITHOUT_THE_EXTRA = """
import sys
for name in ("grpc", "google", "yandex"):
    sys.modules[name] = None
from yandexart import ApiKey, Client
Client("b1gfolder", ApiKey("key"))
try:
    Client("b1gfolder", ApiKey("key"), transport="grpc")
except ImportError as error:
    print(error)
"""


def test_without_the_extra_the_library_works_and_names_it():
    command = [sys.executable, "-c", WITHOUT_THE_EXTRA]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    assert ended.stdout == "gRPC needs the extra 'grpc', that is the packages grpcio and yandexcloud\n"
