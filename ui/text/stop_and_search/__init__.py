"""What Stop and search says: searches, section 60 authorisations, packs for panels."""
