"""Which columns of a file with unknown headings are likely to be which fields; an analyst decides."""
