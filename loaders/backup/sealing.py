"""A secret sealed with a passphrase: a key by scrypt, AES-GCM over the secret, so that a wrong passphrase is known from a right one."""

from __future__ import annotations

import base64
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from geo.core.errors import DataProblem

SHORTEST_PASSPHRASE = 12  # characters
COST, BLOCK, LANES = 2**15, 8, 1  # 32 MB and a tenth of a second for each guess
MOST_COST = 2**20
PURPOSE = b"salt of the serious violence dashboard, 1"


class WrongPassphrase(DataProblem):
    """The passphrase is not the one that the secret was sealed with."""


def sealed(secret: bytes, passphrase: str) -> bytes:
    """The secret as a JSON text that only the passphrase opens. Raises DataProblem for a passphrase that is too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise DataProblem(
            "The passphrase is too short to protect the salt.",
            f"It has {len(passphrase)} characters; {SHORTEST_PASSPHRASE} are the fewest.",
            "Give a longer one, or none: then the salt is left out.",
        )
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    text = AESGCM(_key(passphrase, salt, COST)).encrypt(nonce, secret, PURPOSE)
    values = {"salt": salt, "nonce": nonce, "sealed": text}
    in_text = {name: base64.b64encode(value).decode("ascii") for name, value in values.items()}
    return json.dumps({"scrypt": COST, **in_text}).encode("ascii")


def unsealed(document: bytes, passphrase: str) -> bytes:
    """The secret of what `sealed` gave. Raises WrongPassphrase, and ValueError where the document is none of its kind."""
    try:
        values = json.loads(document)
        salt, nonce, text = (base64.b64decode(values[key]) for key in ("salt", "nonce", "sealed"))
        cost = int(values["scrypt"])
    except (KeyError, TypeError) as problem:
        raise ValueError("it is no sealed salt") from problem
    if cost > MOST_COST:
        raise ValueError("it asks for more work than any version does")
    try:
        return AESGCM(_key(passphrase, salt, cost)).decrypt(nonce, text, PURPOSE)
    except InvalidTag as problem:
        raise WrongPassphrase(
            "The passphrase is not the one of this backup.",
            "The salt in it cannot be opened.",
            "Give the passphrase it was made with; with --without-salt all the rest is restored.",
        ) from problem


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=BLOCK, p=LANES).derive(passphrase.encode())
