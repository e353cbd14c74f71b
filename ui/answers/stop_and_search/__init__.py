"""Answers about stop and search: searches beside the harm, section 60 authorisations, packs for panels."""
