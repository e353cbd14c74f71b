// What the pages do in the reader's browser beside Streamlit: steps that Back undoes, what fades while it is old, a guide that stays closed.
(() => {
    if (window.pageScriptRuns) return;
    window.pageScriptRuns = true;

    // Streamlit replaces the address when a reader changes a filter, and takes several steps to another page: it sets aside the filters
    // of the old one and takes along those of the new. Here a changed filter is one step and another page is one.
    const MOST = 3000; // milliseconds in which a page is left, and in which the filters that go along are set
    const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
    let leaving = -Infinity, arrived = -Infinity;
    const lately = (time) => performance.now() - time < MOST;
    const go = (state, title, address, isStep) => {
        if (new URL(address ?? location.href, location.href).pathname !== location.pathname) {
            [leaving, arrived] = [-Infinity, performance.now()];
            push(state, title, address);
        } else if (!lately(leaving)) {
            (isStep && !lately(arrived) ? push : replace)(state, title, address);
        }
    };
    history.pushState = (state, title, address) => go(state, title, address, true);
    // Of Streamlit's replacements, the one that a reader causes has a whole address; those of going back have none.
    history.replaceState = (state, title, address) => go(state, title, address,
        String(address).startsWith(location.origin) && new URL(address).search !== location.search);
    addEventListener("popstate", () => { arrived = performance.now(); });
    addEventListener("click", (event) => {
        const link = event.target.closest?.("a[href]");
        const here = !event.ctrlKey && !event.metaKey && !event.shiftKey;
        if (here && link?.origin === location.origin && link.pathname !== location.pathname) leaving = performance.now();
    }, true);

    // Streamlit fades whatever a run has not drawn yet, from the first moment on though it cannot be seen then: browsers would paint the
    // whole page anew for it, maps included, twice at each filter change. Here a run that lasts fades it (styles.css).
    const LASTS = 500; // milliseconds
    let lasting;
    new MutationObserver(() => {
        clearTimeout(lasting);
        if (!document.querySelector('[data-test-script-state="running"]')) document.documentElement.classList.remove("lasting");
        else lasting = setTimeout(() => document.documentElement.classList.add("lasting"), LASTS);
    }).observe(document.documentElement, { subtree: true, attributeFilter: ["data-test-script-state"] });

    const SEEN = "guide seen";
    const remembered = (act) => { try { return act(localStorage); } catch { return null; } }; // a browser may forbid it
    const close = () => document.documentElement.classList.add("guide-seen");
    if (remembered((kept) => kept.getItem(SEEN))) close();
    addEventListener("click", (event) => {
        if (event.target.closest?.(".st-key-guide_seen")) { remembered((kept) => kept.setItem(SEEN, "yes")); close(); }
    }, true);
})();
