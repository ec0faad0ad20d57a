"""The Python originals, asked line by line in JSON. Bytes travel as base64."""

import base64
import hashlib
import json
import struct
import sys


def b(text):
    return base64.b64decode(text)


def t(data):
    return base64.b64encode(data).decode()


# Fernet


def fernets(keys):
    from cryptography.fernet import Fernet, MultiFernet

    return MultiFernet([Fernet(key) for key in keys])


def fernet_key():
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def fernet_seal(key, data, at):
    from cryptography.fernet import Fernet

    return Fernet(key).encrypt_at_time(b(data), at).decode()


def fernet_open(key, token, ttl, now):
    from cryptography.fernet import Fernet

    if ttl is None:
        return t(Fernet(key).decrypt(token.encode()))
    return t(Fernet(key).decrypt_at_time(token.encode(), ttl, now))


def fernet_multi_seal(keys, data):
    return fernets(keys).encrypt(b(data)).decode()


def fernet_multi_open(keys, token):
    return t(fernets(keys).decrypt(token.encode()))


def fernet_rotate(keys, token):
    return fernets(keys).rotate(token.encode()).decode()


def fernet_time(key, token):
    from cryptography.fernet import Fernet

    return Fernet(key).extract_timestamp(token.encode())


def dspu_fernet_seal(key, text):
    from dspu.security import Fernet

    return Fernet(key).encrypt(text).decode()


def dspu_fernet_open(key, token):
    from dspu.security import Fernet

    return Fernet(key).decrypt_str(token.encode())


# AES-256-GCM


def aes(key):
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(b(key))


def aes_seal(key, nonce, data, context):
    return t(aes(key).encrypt(b(nonce), b(data), b(context)))


def aes_open(key, nonce, data, context):
    return t(aes(key).decrypt(b(nonce), b(data), b(context)))


def dspu_aes_seal(key, text, context):
    from dspu.security import AES

    data, nonce = AES(b(key)).encrypt(text, b(context))
    return [t(data), t(nonce)]


def dspu_aes_open(key, nonce, data, context):
    from dspu.security import AES

    return AES(b(key)).decrypt_str(b(data), b(nonce), b(context))


def header(key):
    """Version and key id, written from the documentation of the layout."""
    return b"\x01" + hashlib.sha256(b"actix-paseto aes-256-gcm key id 1" + b(key)).digest()[:4]


def layout_seal(key, nonce, data, context):
    front = header(key)
    return t(front + b(nonce) + aes(key).encrypt(b(nonce), b(data), front + b(context)))


def layout_open(key, sealed, context):
    sealed, front = b(sealed), header(key)
    assert sealed[:5] == front
    return t(aes(key).decrypt(sealed[5:17], sealed[17:], front + b(context)))


def field_context(parts):
    parts = ["actix-paseto field 1", *parts]
    framed = [struct.pack("<Q", len(part.encode())) + part.encode() for part in parts]
    return t(struct.pack("<Q", len(parts)) + b"".join(framed))


def field_open(key, text, parts):
    sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return json.loads(b(layout_open(key, t(sealed), field_context(parts))))


def field_seal(key, nonce, value, parts):
    data = t(json.dumps(value).encode())
    sealed = b(layout_seal(key, nonce, data, field_context(parts)))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


# Passwords


def argon2_hash(password, memory, passes, lanes, kind, version):
    from argon2 import low_level

    kinds = {"id": low_level.Type.ID, "i": low_level.Type.I, "d": low_level.Type.D}
    return low_level.hash_secret(
        password.encode(), b"sixteen bytes of", passes, memory, lanes, 32, kinds[kind], version
    ).decode()


def argon2_default(password):
    from argon2 import PasswordHasher

    return PasswordHasher().hash(password)


def argon2_verify(password, stored):
    from argon2 import PasswordHasher
    from argon2.exceptions import VerifyMismatchError

    try:
        return PasswordHasher().verify(stored, password)
    except VerifyMismatchError:
        return False


def argon2_is_current(stored, memory, passes, lanes):
    from argon2 import PasswordHasher

    return not PasswordHasher(passes, memory, lanes).check_needs_rehash(stored)


def django():
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from django.contrib.auth import hashers

    return hashers


def django_hash(password, rounds):
    hasher = django().PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), rounds or None)


def django_unusable():
    return django().make_password(None)


def passlib_hash(scheme, password, rounds):
    from passlib import hash as schemes

    return getattr(schemes, scheme).using(rounds=rounds).hash(password)


def dspu_hash(password):
    from dspu.security import hash_password

    stored, salt = hash_password(password)
    return [stored, t(salt)]


# Digests and tokens


def digest(name, data):
    return hashlib.new(name, b(data)).hexdigest()


def dspu_digest(name, text):
    from dspu.security import hash_data

    return hash_data(text, name)


def token_bytes(text):
    return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {"ok": globals()[request["do"]](*request["with"])}
    except Exception as error:  # the test asks whether it is refused, not why
        answer = {"refused": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
