// What the pages do in the reader's browser beside Streamlit: a guide that stays closed.
(() => {
    if (window.pageScriptRuns) return;
    window.pageScriptRuns = true;

    const SEEN = "guide seen";
    const remembered = (act) => { try { return act(localStorage); } catch { return null; } }; // a browser may forbid it
    const close = () => document.documentElement.classList.add("guide-seen");
    if (remembered((storage) => storage.getItem(SEEN))) close();
    addEventListener("click", (event) => {
        if (event.target.closest?.(".st-key-guide_seen")) { remembered((storage) => storage.setItem(SEEN, "yes")); close(); }
    }, true);
})();
