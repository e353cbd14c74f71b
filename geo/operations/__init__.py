"""Operations judged: the design written down first, what could show, what changed, the verdict."""
