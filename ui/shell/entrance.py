"""Whether a run of a page goes on: only for somebody who is signed in and has a role."""

from __future__ import annotations

from html import escape

import streamlit as st

from geo.core.errors import DataProblem
from ui.access import events, identity, oidc, settings
from ui.access.gate import OUT
from ui.access.identity import NotSignedIn
from ui.shell import assets, errors
from ui.text.frame import access as access_text


def admitted() -> bool:
    """Whether the reader may come in; what they must do is drawn where they may not."""
    try:
        identity.begin()
        access = settings.current()
        if access.way == "oidc" and identity.gated():
            mine = identity.session()
            if mine is None:
                raise NotSignedIn
            if mine.person is None and not oidc.signed_in(mine, access):
                _offer_sign_in()
                return False
            if not oidc.still_vouched(mine, access):
                oidc.end(mine, access)
                st.logout()
                return False
        identity.reader()
    except DataProblem as problem:
        st.title(access_text.SIGN_IN_TITLE)
        st.error(str(problem))
        return False
    return True


def draw_reader() -> None:
    """Who is looking, and the way out, beneath the filters."""
    who = identity.reader()
    if who.way == "public":
        return
    line = access_text.signed_in_as(who.name, who.role)
    if who.way == "oidc":
        st.caption(line)
        st.button(access_text.SIGN_OUT, type="tertiary", on_click=errors.callback(_sign_out))
        return
    out = (
        f' · <a href="{assets.under_base(OUT)}" target="_self">{access_text.SIGN_OUT}</a>'
        if identity.gated()
        else ""
    )
    st.html(f'<p class="note reader">{escape(line)}{out}</p>')


def _sign_out() -> None:
    """The session ends, and with it the provider's cookie."""
    mine = identity.session()
    if mine is not None:
        events.signed_out(mine)
        oidc.end(mine, settings.current())
    st.logout()


def _offer_sign_in() -> None:
    """The provider's sign-in, and nothing else. A cookie of a session that has ended is taken out first."""
    if st.user.get("is_logged_in", False):
        st.logout()
    st.title(access_text.SIGN_IN_TITLE)
    for text in access_text.HOW_TO_SIGN_IN["oidc"]:
        st.write(text)
    st.button(access_text.SIGN_IN, type="primary", on_click=errors.callback(st.login))
