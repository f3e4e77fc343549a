"""Settings from the environment, and where gRPC goes."""

import json

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from yandexart import ApiKey, Client, Endpoints, IamToken, Metadata, OAuthToken, ServiceAccountKey
from yandexart.endpoints import grpc_target
from yandexart.environment import auth_from, endpoints_from

ALL = {
    "YC_METADATA_ADDR": "127.0.0.1:1",
    "YC_SERVICE_ACCOUNT_KEY_FILE": "nowhere.json",
    "YC_OAUTH_TOKEN": "y0",
    "YC_IAM_TOKEN": "t1",
    "YC_API_KEY": "AQVN",
}


def test_credentials_are_taken_in_the_order_of_the_vendor_s_sdk():
    environ = dict(ALL)
    assert auth_from(environ) == ApiKey("AQVN")
    del environ["YC_API_KEY"]
    assert auth_from(environ) == IamToken("t1")
    del environ["YC_IAM_TOKEN"]
    assert auth_from(environ) == OAuthToken("y0")
    del environ["YC_OAUTH_TOKEN"], environ["YC_SERVICE_ACCOUNT_KEY_FILE"]
    assert auth_from(environ) == Metadata("127.0.0.1:1")


def test_a_key_file_is_read(tmp_path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    file = tmp_path / "key.json"
    file.write_text(json.dumps({"id": "aje", "service_account_id": "ajs", "private_key": pem}))
    auth = auth_from({"YC_SERVICE_ACCOUNT_KEY_FILE": str(file)})
    assert isinstance(auth, ServiceAccountKey)
    assert (auth.key_id, auth.service_account_id) == ("aje", "ajs")


def test_empty_means_missing_and_what_is_missing_is_named():
    with pytest.raises(ValueError, match="YC_FOLDER_ID is missing"):
        Client.from_env({"YC_API_KEY": "AQVN"})
    with pytest.raises(ValueError, match="YC_API_KEY is missing"):
        Client.from_env({"YC_FOLDER_ID": "b1g", "YC_API_KEY": ""})


@pytest.mark.parametrize("name", ["YC_API_KEY", "YC_IAM_TOKEN", "YC_OAUTH_TOKEN"])
def test_no_value_is_quoted(name):
    with pytest.raises(ValueError, match="visible ASCII") as raised:
        Client.from_env({"YC_FOLDER_ID": "b1g", name: "s3 cret"})
    assert "s3" not in str(raised.value)


def test_operations_are_asked_for_where_pictures_are_ordered_unless_named():
    assert endpoints_from({}) == Endpoints()
    named = endpoints_from({"YANDEX_API_URL": "http://127.0.0.1:8080/yandex", "YANDEX_GRPC_API": "127.0.0.1:8082"})
    assert named.operations == "http://127.0.0.1:8080/yandex"
    assert named.grpc_operations == "127.0.0.1:8082"
    assert named.iam == Endpoints().iam
    assert endpoints_from({"YANDEX_API_URL": "http://a", "YANDEX_OPERATIONS_URL": "http://b"}).operations == "http://b"


def test_a_transport_that_is_none_is_named():
    environ = {"YC_FOLDER_ID": "b1g", "YC_API_KEY": "AQVN", "YANDEX_TRANSPORT": "soap"}
    with pytest.raises(ValueError, match="YANDEX_TRANSPORT must be rest or grpc"):
        Client.from_env(environ)
    Client.from_env(environ, transport="rest")
    with pytest.raises(ValueError, match='"rest" or "grpc"'):
        Client("b1g", ApiKey("AQVN"), transport="soap")


@pytest.mark.parametrize(
    ("address", "target", "tls"),
    [
        ("llm.api.cloud.yandex.net:443", "llm.api.cloud.yandex.net:443", True),
        ("https://127.0.0.1:8082", "127.0.0.1:8082", True),
        ("127.0.0.1:8082", "127.0.0.1:8082", False),
        ("localhost:8082", "localhost:8082", False),
        ("[::1]:8082", "[::1]:8082", False),
        ("http://10.0.0.7:8082/", "10.0.0.7:8082", False),
        ("10.0.0.7:8082", "10.0.0.7:8082", True),
    ],
)
def test_grpc_is_encrypted_unless_it_stays_on_this_machine_or_is_told_not_to_be(address, target, tls):
    assert grpc_target(address) == (target, tls)


@pytest.mark.parametrize("address", ["", "host", "host:port", "ftp://host:1", "host:1/path", "a b:1", "user@host:1", 7])
def test_a_grpc_address_that_cannot_be_is_named(address):
    with pytest.raises(ValueError, match="'grpc_api'"):
        Endpoints(grpc_api=address)
